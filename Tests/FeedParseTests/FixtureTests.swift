import FeedParse
import Foundation
import Testing

/// One document of ours and the part of its reading that it is about.
struct DocumentFixture: Sendable, CustomTestStringConvertible {
    var name: String
    var document: URL
    var expected: URL

    var testDescription: String { name }

    /// Every fixture beside this file.
    static let all: [DocumentFixture] = {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "Fixtures")
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        let suffix = ".expected.json"
        return (files?.allObjects as? [URL] ?? [])
            .filter { !$0.hasDirectoryPath && !$0.path.hasSuffix(suffix) && $0.lastPathComponent != ".keep" }
            // Those have suites of their own.
            .filter { !["sanitizer", "dates"].contains($0.deletingLastPathComponent().lastPathComponent) }
            .map { document in
                let stem = document.deletingPathExtension()
                return DocumentFixture(
                    name: stem.pathComponents.suffix(2).joined(separator: "/"), document: document,
                    expected: URL(fileURLWithPath: stem.path + suffix))
            }
            .sorted { $0.name < $1.name }
    }()
}

@Suite("A document with one peculiarity") struct FixtureTests {
    @Test("is read as its expectation says", arguments: DocumentFixture.all)
    func isRead(_ fixture: DocumentFixture) throws {
        let bytes = [UInt8](try Data(contentsOf: fixture.document))
        var expected =
            try JSONSerialization.jsonObject(with: Data(contentsOf: fixture.expected)) as? [String: Any]
            ?? [:]
        // How the document came, where that matters: its own address and its Content-Type.
        let request = expected.removeValue(forKey: "request") as? [String: String] ?? [:]
        var writer = ParsedFeedJSON()
        let json: [UInt8]
        do throws(FeedParseError) {
            json = writer.bytes(
                of: try FeedParser.parse(
                    bytes, baseURL: request["baseURL"], contentType: request["contentType"]))
        } catch {
            json = writer.bytes(of: error)
        }
        let got = try JSONSerialization.jsonObject(with: Data(json))
        for difference in Self.differences(expected, got, "") { Issue.record("\(fixture.name)\(difference)") }
    }

    @Test("has company enough")
    func thereAreMany() {
        #expect(DocumentFixture.all.count >= 600)
    }

    /// Where the expectation, which names only what it is about, is not met.
    private static func differences(_ expected: Any, _ got: Any?, _ path: String) -> [String] {
        switch expected {
        case let expected as [String: Any]:
            let object = got as? [String: Any] ?? [:]
            return expected.flatMap { differences($0.value, object[$0.key], path + "." + $0.key) }
        case let expected as [Any]:
            let list = got as? [Any] ?? []
            guard list.count == expected.count else {
                return ["\(path): expected \(expected.count) elements, got \(list)"]
            }
            return expected.indices.flatMap { differences(expected[$0], list[$0], "\(path)[\($0)]") }
        case is NSNull:
            return got == nil || got is NSNull ? [] : ["\(path): expected nothing, got \(got ?? "")"]
        default:
            let isSame = (expected as? NSObject).map { wanted in (got as? NSObject) == wanted } ?? false
            return isSame ? [] : ["\(path): expected \(expected), got \(got ?? "nothing")"]
        }
    }
}
