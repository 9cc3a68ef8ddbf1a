internal import Foundation

/// The JSON in which an issue is kept, so that it can be printed again.
enum IssueBody {
    /// Writes an issue; equal issues give equal bytes.
    static func encode(_ issue: DigestIssue) throws -> String {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(issue), as: UTF8.self)
    }

    /// Reads an issue.
    static func decode(_ body: String) throws -> DigestIssue {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return try decoder.decode(DigestIssue.self, from: Data(body.utf8))
    }
}

extension StoredIssue {
    /// The issue that is kept.
    /// - Throws: ``DigestError`` when it can't be read.
    public func content() throws(DigestError) -> DigestIssue {
        do {
            return try IssueBody.decode(body)
        } catch {
            throw DigestError(
                "issue \(number) of digest \(digest) can't be read; it was kept by another aggd")
        }
    }
}

extension Date {
    /// The moment without its fraction of a second: what an issue keeps.
    var wholeSecond: Date { Date(timeIntervalSince1970: timeIntervalSince1970.rounded(.down)) }
}
