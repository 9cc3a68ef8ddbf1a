/// The version of the program, printed by `aggd version` and sent in the User-Agent header.
enum Version {
    static let number = "1.0.0-dev"
    static let text = "aggd \(number)"
}
