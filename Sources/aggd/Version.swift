import Aggregator

/// The version of the program, printed by `aggd version` and sent in the User-Agent header.
enum Version {
    static let number = ProductVersion.current
    static let text = "aggd \(number)"
}
