import Aggregator

/// The version of the program as `aggd version` prints it.
enum Version {
    static let number = ProductVersion.current
    static let text = "aggd \(number)"
}
