public import Foundation

/// An answer of a source, as it was received.
public struct StoredAnswer: Sendable, Equatable {
    /// The address.
    public var url: String
    /// When.
    public var at: Date
    /// The `Content-Type` header.
    public var contentType: String?
    /// The body as it came.
    public var body: [UInt8]
    /// How it is packed: the values of `Content-Encoding`.
    public var codings: [String]

    /// Creates an answer.
    public init(url: String, at: Date, contentType: String?, body: [UInt8], codings: [String] = []) {
        self.url = url
        self.at = at
        self.contentType = contentType
        self.body = body
        self.codings = codings
    }
}
