/// A body as it came: compressed by the server, or a file that is packed itself.
///
/// It takes an eighth of the room, and gives the same document whenever it is unpacked.
public struct PackedBody: Sendable, Equatable {
    /// The bytes as they came.
    public let bytes: [UInt8]
    /// The values of the answer's `Content-Encoding` fields.
    public let codings: [String]

    /// A body with the codings that its answer named.
    public init(_ bytes: [UInt8], codings: [String]) {
        self.bytes = bytes
        self.codings = codings
    }

    /// The document in it; nil when it is damaged or larger than a limit.
    public func unpacked(limit: Int) -> [UInt8]? {
        guard let body = Self.unpack(bytes, codings, limit: limit) else { return nil }
        return Self.isFile(body) ? Self.unpack(body, ["gzip"], limit: limit) : body
    }

    private static func unpack(_ bytes: [UInt8], _ codings: [String], limit: Int) -> [UInt8]? {
        var unpacker = BodyUnpacker(ContentCodings(codings), limit: limit)
        _ = unpacker.take(bytes.span)
        return (unpacker.failure ?? unpacker.failureAtEnd()) == nil ? unpacker.body : nil
    }

    /// True for a file that is packed itself, as sitemaps often are, whatever was done to it on the way.
    static func isFile(_ body: [UInt8]) -> Bool { body.starts(with: [0x1f, 0x8b, 0x08]) }
}
