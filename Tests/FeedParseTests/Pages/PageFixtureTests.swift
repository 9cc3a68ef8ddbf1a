import FeedParse
import Foundation
import Testing

/// One page of ours and what is expected of its reading.
///
/// The expectation stands beside the page: `url`, `contentType` and `rules` say how it is read, the other members
/// what must come out. What they don't name isn't looked at.
struct PageFixture: Sendable, CustomTestStringConvertible {
    var name: String
    var page: URL
    var expected: URL

    var testDescription: String { name }

    /// Every fixture beside this file.
    static let all: [PageFixture] = {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "Fixtures")
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        let suffix = ".expected.json"
        return (files?.allObjects as? [URL] ?? [])
            .filter { $0.pathExtension == "html" }
            .map { page in
                let stem = page.deletingPathExtension()
                return PageFixture(
                    name: stem.pathComponents.suffix(2).joined(separator: "/"), page: page,
                    expected: URL(fileURLWithPath: stem.path + suffix))
            }
            .sorted { $0.name < $1.name }
    }()
}

@Suite("A page of ours") struct PageFixtureTests {
    private struct Rules: Decodable {
        var article: String?
        var drop: [String]?
        var items: String?
        var item: [String: String]?
        var excerptEnd: [String]?
        var origin: String?
        var originalLink: String?
        var timeZone: String?

        var pageRules: PageRules {
            var rules = PageRules()
            rules.article = article
            rules.drop = drop ?? []
            rules.items = items
            rules.item.title = item?["title"]
            rules.item.link = item?["link"]
            rules.item.date = item?["date"]
            rules.item.summary = item?["summary"]
            rules.item.author = item?["author"]
            rules.item.place = item?["place"]
            rules.excerptEnd = excerptEnd ?? []
            rules.origin = origin
            rules.originalLink = originalLink
            rules.timeZone = timeZone
            return rules
        }
    }

    private struct Item: Decodable {
        var title: String?
        var link: String?
        var date: String?
    }

    private struct Expected: Decodable {
        var url: String?
        var contentType: String?
        var rules: Rules?
        var error: String?
        var title: String?
        var authors: [String]?
        var published: String?
        var modified: String?
        var language: String?
        var siteName: String?
        var kind: String?
        var completeness: String?
        var origin: String?
        var issued: String?
        var originalURL: String?
        var text: String?
        var contains: [String]?
        var lacks: [String]?
        var htmlContains: [String]?
        var from: [String: String]?
        var event: EventExpected?
        var items: [Item]?
    }

    private struct EventExpected: Decodable {
        var start: String?
        var end: String?
        var timeZone: String?
        var venue: String?
        var speakers: [String]?
        var organiser: String?
        var status: String?
        var offTheRecord: Bool?
    }

    @Test("is read as its expectation says", arguments: PageFixture.all)
    func isRead(_ fixture: PageFixture) throws {
        let bytes = [UInt8](try Data(contentsOf: fixture.page))
        let expected = try JSONDecoder().decode(Expected.self, from: Data(contentsOf: fixture.expected))
        let rules = expected.rules?.pageRules ?? PageRules()
        if let items = expected.items {
            let reading = try ListReader(rules: rules).read(bytes, url: expected.url, contentType: nil)
            #expect(reading.items.map(\.title) == items.map(\.title), "titles")
            #expect(reading.items.map(\.link) == items.map(\.link), "links")
            for (item, got) in zip(items, reading.items) where item.date != nil {
                let date = DateParser.parse(item.date ?? "")?.date
                #expect(got.published == date, "date of \(item.title ?? "")")
            }
            return
        }
        let article: Article
        do throws(FeedParseError) {
            article = try ArticleReader(rules: rules).read(
                bytes, url: expected.url, contentType: expected.contentType)
        } catch {
            #expect(expected.error == "\(error.code)", "error")
            return
        }
        #expect(expected.error == nil, "an error was expected")
        check(article, expected)
    }

    private func check(_ article: Article, _ expected: Expected) {
        if let title = expected.title { #expect(article.title == title, "title") }
        if let authors = expected.authors { #expect(article.authors == authors, "authors") }
        if let date = expected.published { same(article.published, date, "published") }
        if let date = expected.modified { same(article.modified, date, "modified") }
        if let language = expected.language { #expect(article.language == language, "language") }
        if let site = expected.siteName { #expect(article.siteName == site, "siteName") }
        if let kind = expected.kind { #expect(article.kind.rawValue == kind, "kind") }
        if let verdict = expected.completeness {
            #expect(article.completeness.rawValue == verdict, "completeness")
        }
        if let origin = expected.origin { #expect((article.origin ?? "") == origin, "origin") }
        if let date = expected.issued { same(article.issued, date, "issued") }
        if let url = expected.originalURL { #expect((article.originalURL ?? "") == url, "originalURL") }
        if let text = expected.text { #expect(article.text == text, "text") }
        for part in expected.contains ?? [] { #expect(article.text.contains(part), "text has \(part)") }
        for part in expected.lacks ?? [] {
            #expect(!article.text.contains(part), "text hasn't \(part): \(article.text)")
        }
        for part in expected.htmlContains ?? [] {
            #expect(article.html.contains(part), "html has \(part): \(article.html)")
        }
        for (field, from) in expected.from ?? [:] { #expect(article.provenance[field] == from, "from") }
        if let event = expected.event { check(article.event, event) }
    }

    private func check(_ event: ParsedEvent?, _ expected: EventExpected) {
        guard let event else {
            Issue.record("no event was found")
            return
        }
        if let start = expected.start { same(event.start, start, "start") }
        if let end = expected.end { same(event.end, end, "end") }
        if let zone = expected.timeZone { #expect(event.timeZone == zone, "zone") }
        if let venue = expected.venue { #expect(event.venue == venue, "venue") }
        if let speakers = expected.speakers { #expect(event.speakers.map(\.name) == speakers, "speakers") }
        if let organiser = expected.organiser { #expect(event.organiser == organiser, "organiser") }
        if let status = expected.status { #expect(event.status == status, "status") }
        if let isOff = expected.offTheRecord { #expect(event.offTheRecord == isOff, "off the record") }
    }

    /// A day is compared as a day by the page's own clock, an instant as an instant; nothing as "".
    private func same(_ got: StatedDate?, _ expected: String, _ field: Comment) {
        guard !expected.isEmpty else {
            #expect(got == nil, field)
            return
        }
        guard let got, let wanted = DateParser.parse(expected) else {
            Issue.record("\(field): expected \(expected), got nothing")
            return
        }
        if expected.count == 10 {
            let local = got.date.addingTimeInterval(Double(got.offset ?? 0)).timeIntervalSince1970
            #expect((local / 86400).rounded(.down) == wanted.date.timeIntervalSince1970 / 86400, field)
        } else {
            #expect(got.date == wanted.date, field)
        }
    }

    @Test("has company enough")
    func thereAreMany() {
        #expect(PageFixture.all.count >= 120)
    }
}
