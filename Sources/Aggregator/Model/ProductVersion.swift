/// The version of this program.
public enum ProductVersion {
    /// The version as people write it, semver.org.
    public static let current = "1.0.0-dev"
}
