import FeedParse
import Foundation
import Testing

/// One piece of foreign HTML and what is left of it.
struct HTMLFixture: Sendable, CustomTestStringConvertible {
    var name: String
    var html: String
    var expected: String

    var testDescription: String { name }

    /// Every pair in the folder of the fixtures.
    static let all: [HTMLFixture] = {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Fixtures/sanitizer")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        func text(_ name: String) -> String {
            (try? String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)) ?? ""
        }
        return names.sorted().filter { $0.hasSuffix(".html") && !$0.hasSuffix(".expected.html") }.map {
            let stem = String($0.dropLast(5))
            return HTMLFixture(name: stem, html: text($0), expected: text(stem + ".expected.html"))
        }
    }()
}

@Suite("Foreign HTML of the fixtures") struct HTMLSanitizerFixtureTests {
    @Test("is cleaned as its expectation says", arguments: HTMLFixture.all)
    func isCleaned(_ fixture: HTMLFixture) {
        #expect(HTMLSanitizer.sanitize(fixture.html, baseURL: "https://h.example/d/") == fixture.expected)
    }

    @Test("stays as it is when it is cleaned again", arguments: HTMLFixture.all)
    func isStable(_ fixture: HTMLFixture) {
        let once = HTMLSanitizer.sanitize(fixture.html, baseURL: "https://h.example/d/")
        #expect(HTMLSanitizer.sanitize(once, baseURL: nil) == once)
    }

    @Test("has company enough")
    func thereAreMany() {
        #expect(HTMLFixture.all.count >= 60)
    }
}
