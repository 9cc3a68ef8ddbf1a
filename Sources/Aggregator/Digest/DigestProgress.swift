public import Foundation

/// What is remembered of a digest beside its issues: when it was last run, and how far an alert has looked.
public struct DigestProgress: Sendable, Equatable, Codable {
    /// When the digest was first known: what is older is not news to it.
    public var begun: Date?
    /// When it was last run, also when there was nothing to tell.
    public var ran: Date?
    /// Items up to this one were looked at without finding anything.
    public var upTo: ItemID?

    /// Creates the progress of a digest that was never run.
    public init() {}

    /// Reads what is remembered.
    /// - Throws: ``DigestError`` when it can't be read: taking it for nothing would tell old news again.
    public static func of(_ digest: String, in reader: any StoreReader) throws -> DigestProgress {
        guard let text = try reader.value(of: key(digest)) else { return DigestProgress() }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        do {
            return try decoder.decode(DigestProgress.self, from: Data(text.utf8))
        } catch {
            throw DigestError(
                "how far digest \(digest) has come can't be read; it was kept by another aggd: use that one, or put a "
                    + "backup back with aggd restore")
        }
    }

    /// Remembers it.
    public func save(for digest: String, in writer: any StoreWriter) throws {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        encoder.outputFormatting = .sortedKeys
        try writer.set(String(decoding: try encoder.encode(self), as: UTF8.self), of: Self.key(digest))
    }

    private static func key(_ digest: String) -> String { "digest.\(digest)" }
}
