/// Why a digest can't be made, printed or sent.
public struct DigestError: Error, Sendable, Equatable, CustomStringConvertible {
    /// One sentence for a person: what is wrong and what to do.
    public let message: String

    /// Creates an error.
    public init(_ message: String) {
        self.message = message
    }

    /// The sentence for a person.
    public var description: String { message }
}
