import Aggregator
import FeedParse
import Foundation
import Synchronization
import TestSupport
import Testing

/// A list whose rows a test may change between polls.
private final class ListSite: Sendable {
    let server: LoopbackServer
    private let rows: Rows

    private final class Rows: Sendable {
        let list: Mutex<[String]>
        init(_ list: [String]) { self.list = Mutex(list) }
    }

    init(_ list: [String], page: @escaping @Sendable (String) -> String = { _ in "<p>Nothing.</p>" }) throws {
        let rows = Rows(list)
        self.rows = rows
        server = try LoopbackServer.start { request in
            let html = [("Content-Type", "text/html; charset=utf-8")]
            switch request.path {
            case "/list":
                let shown = rows.list.withLock { $0.joined() }
                return .init(headers: html, body: "<html><body><main>\(shown)</main></body></html>")
            case "/robots.txt": return .init(status: 404)
            default: return .init(headers: html, body: page(request.path))
            }
        }
    }

    func show(_ list: [String]) { rows.list.withLock { $0 = list } }
}

private func row(_ number: Int, title: String = "h3", date: String = "time", author: String = "em") -> String
{
    "<div class=\"row\"><\(title)><a href=\"/n/\(number)\">Paper number \(number) on the quay</a></\(title)>"
        + "<\(date)>2026-11-\(number + 10)</\(date)><\(author)>Ada Quill</\(author)></div>"
}

@Suite("A selector that finds nothing any more")
struct DeadSelectorTests {
    private func source(_ site: ListSite, _ change: (inout Source) -> Void = { _ in }) -> Source {
        feedSource("post", site.server.url("/list")) {
            $0.type = .page
            $0.rules.items = "div.row"
            $0.rules.item.title = "h3"
            $0.rules.item.link = "h3 a@href"
            $0.rules.item.date = "time"
            change(&$0)
        }
    }

    /// The last good page, as it is kept for another look.
    private func keptPage(_ desk: PollingDesk) async throws -> String {
        let kept = try await desk.store.store.read { try $0.lastGoodAnswer(of: "post") }
        return String(decoding: try #require(kept).body, as: UTF8.self)
    }

    @Test(
        "of the title or the link makes the source broken, and its items aren't guessed",
        arguments: ["title", "link"])
    func vital(_ field: String) async throws {
        let site = try ListSite((1...3).map { row($0) })
        defer { site.server.stop() }
        let desk = try await PollingDesk([
            source(site) { if field == "link" { $0.rules.item.title = "a" } }
        ])
        #expect(try await desk.poll()["post"]?.health == .ok)
        site.show((1...4).map { row($0, title: "h2") })
        desk.advance(hours: 5)
        let report = try await desk.poll()["post"]
        #expect(report?.health == .broken)
        #expect(report?.error?.contains("`item.\(field)`") == true)
        #expect(try await desk.titles("post").count == 3)
        desk.advance(hours: 5)
        #expect(try await desk.poll()["post"]?.change == nil, "it is told once")
        #expect(try await keptPage(desk).contains("<h3>"))
    }

    @Test(
        "of the date makes the source broken, tells it once, and keeps the last good page; the items come all the same"
    )
    func date() async throws {
        let site = try ListSite((1...3).map { row($0) })
        defer { site.server.stop() }
        let desk = try await PollingDesk([source(site)])
        try await desk.poll()
        site.show((1...4).map { row($0, date: "i") })
        desk.advance(hours: 5)
        let report = try #require(try await desk.poll()["post"])
        #expect(report.health == .broken)
        #expect(report.change?.sentence.contains("\"time\" of `item.date`") == true)
        #expect(report.new == 1)
        desk.advance(hours: 5)
        let again = try #require(try await desk.poll()["post"])
        #expect(again.health == .broken)
        #expect(again.change == nil)
        #expect(try await keptPage(desk).contains("<time>"))
        site.show((1...4).map { row($0) })
        desk.advance(hours: 5)
        #expect(try await desk.poll()["post"]?.change?.to == .ok)
    }

    @Test("and never did is no dead one, until its field was there once")
    func optional() async throws {
        let site = try ListSite((1...6).map { row($0) })
        defer { site.server.stop() }
        let desk = try await PollingDesk([source(site) { $0.rules.item.place = "i.place" }])
        for count in [6, 7] {
            site.show((1...count).map { row($0) })
            #expect(try await desk.poll()["post"]?.health == .ok)
            #expect(try await keptPage(desk).contains("number \(count) "))
            desk.advance(hours: 5)
        }
        site.show(
            (1...8).map { row($0) } + [
                "<div class=\"row\"><h3><a href=\"/n/9\">Talk</a></h3><i class=\"place\">Old Hall</i></div>"
            ])
        #expect(try await desk.poll()["post"]?.health == .ok)
        desk.advance(hours: 5)
        site.show((1...4).map { row($0) })
        #expect(try await desk.poll()["post"]?.health == .ok, "four blocks may have none")
        desk.advance(hours: 5)
        site.show((1...10).map { row($0) })
        let report = try #require(try await desk.poll()["post"])
        #expect(report.health == .broken)
        #expect(report.change?.sentence.contains("\"i.place\" of `item.place`") == true)
        #expect(try await !keptPage(desk).contains("number 10 "))
    }

    @Test("in one block of several is no dead one")
    func one() async throws {
        let site = try ListSite([row(1), row(2, date: "i")])
        defer { site.server.stop() }
        let desk = try await PollingDesk([source(site)])
        #expect(try await desk.poll()["post"]?.health == .ok)
    }

    @Test("of the text makes the source broken after three pages, until one matches again")
    func article() async throws {
        let site = try ListSite([row(1)]) { path in
            let name = path == "/n/1" || path == "/n/6" ? "body" : "text"
            return "<html><body><article><h1>Paper</h1><div class=\"\(name)\"><p>\(path) "
                + String(repeating: "tells of the quay and of the ferries that left it. ", count: 12)
                + "</p></div></article></body></html>"
        }
        defer { site.server.stop() }
        let desk = try await PollingDesk([
            source(site) {
                $0.fullText = .always
                $0.rules.article = "div.body"
            }
        ])
        var healths: [Health?] = []
        for count in 1...6 {
            site.show((1...count).map { row($0) })
            let report = try await desk.poll()["post"]
            healths.append(report?.health)
            if count == 4 {
                #expect(report?.change?.sentence.contains("its last 3 pages") == true)
                #expect(report?.change?.sentence.contains("\"div.body\" of `article`") == true)
            }
            desk.advance(hours: 5)
        }
        #expect(healths == [.ok, .ok, .ok, .broken, .broken, .ok])
        #expect(try await desk.titles("post").count == 6, "the items come all the same")
    }
}
