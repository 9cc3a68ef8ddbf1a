import Aggregator
import Foundation
import Synchronization
import TestSupport

/// A feed that knows its version, and the pages of its items at a site of its own.
final class Press: Sendable {
    /// What the site answers in place of pages and of its robots.txt.
    let stead = Mutex<LoopbackServer.Response?>(nil)
    /// What it answers in place of some pages.
    let steads = Mutex<[String: LoopbackServer.Response]>([:])
    /// What the feed says of each item, if not a sentence.
    let words = Mutex<String?>(nil)
    let robots = Mutex(LoopbackServer.Response(status: 404))
    let titles: Mutex<[String]>
    /// When the newest item was posted.
    let date = Mutex(Date.reference.addingTimeInterval(-7200))
    let site: Mutex<LoopbackServer?> = Mutex(nil)
    let wire: Mutex<LoopbackServer?> = Mutex(nil)

    init(_ titles: [String]) throws {
        self.titles = Mutex(titles)
        let site = try open(port: 0)
        let base = site.url("/")
        self.site.withLock { $0 = site }
        let wire = try LoopbackServer.start { [self] request in
            let body = feed(base)
            let version = "\"\(body.hashValue)\""
            if request.header("if-none-match") == version { return .init(status: 304) }
            return .init(headers: [("ETag", version)], body: body)
        }
        self.wire.withLock { $0 = wire }
    }

    private func feed(_ base: String) -> String {
        let titles = titles.withLock { $0 }
        let words = words.withLock { $0 }
        return titles.reduce(rss(titles, posted: date.withLock { $0 })) { body, title in
            body.replacing(
                "<title>\(title)</title>", with: "<title>\(title)</title><link>\(base)\(title)</link>"
            ).replacing(
                "The text of \(title), told at some length.",
                with: words ?? "The text of \(title), told at some length.")
        }
    }

    private func open(port: Int) throws -> LoopbackServer {
        try LoopbackServer.start(address: "127.0.0.46", port: port) { [self] request in
            if request.path == "/robots.txt" { return robots.withLock { $0 } }
            if let stead = steads.withLock({ $0[request.path] }) { return stead }
            if let stead = stead.withLock({ $0 }) { return stead }
            let title = String(request.path.dropFirst())
            return .init(
                headers: [("Content-Type", "text/html; charset=utf-8")],
                body: IngestProse.page(title, IngestProse.sentences(20, about: title)))
        }
    }

    /// How often the feed was asked without a version.
    var wholeFeeds: Int {
        wire.withLock { $0?.requests.count { $0.header("if-none-match") == nil } ?? 0 }
    }
    /// The pages that were asked of the site, in order.
    var pages: [String] {
        site.withLock { $0?.requests.map(\.path).filter { $0 != "/robots.txt" } ?? [] }
    }

    /// The address of a page.
    func link(_ title: String) -> String { site.withLock { $0?.url("/" + title) ?? "" } }
    /// Shuts the site down; what was asked of it is forgotten.
    func shut() { site.withLock { $0?.stop() } }
    /// Opens it again where it was.
    func open() throws {
        guard let port = site.withLock({ $0?.port }) else { return }
        let site = try open(port: port)
        self.site.withLock { $0 = site }
    }
    func stop() {
        shut()
        wire.withLock { $0?.stop() }
    }

    func desk(
        _ mode: FullTextMode = .always, _ change: (inout Source) -> Void = { _ in }
    ) async throws -> PollingDesk {
        let url = wire.withLock { $0?.url("/feed") ?? "" }
        let source = feedSource("wire", url) {
            $0.fullText = mode
            change(&$0)
        }
        return try await PollingDesk([source])
    }

    /// A desk whose first poll met a fault.
    func desk(failing fault: PressFault) async throws -> PollingDesk {
        let desk = try await desk()
        fault.begin(self)
        try await desk.poll()
        return desk
    }
}

/// The faults that pass, each with what a server answers then.
enum PressFault: String, CaseIterable, Sendable {
    case tooMany, resting, unavailable, broken, cut, empty, robots, down

    func begin(_ press: Press) {
        let html = [("Content-Type", "text/html")]
        switch self {
        case .tooMany: press.stead.withLock { $0 = .init(status: 429) }
        case .resting:
            press.stead.withLock { $0 = .init(status: 503, headers: [("Retry-After", "2400")]) }
        case .unavailable: press.stead.withLock { $0 = .init(status: 503) }
        case .broken: press.stead.withLock { $0 = .init(status: 500) }
        case .cut:
            let head = LoopbackServer.Response.head(headers: html + [("Content-Length", "5000")])
            press.stead.withLock { $0 = .init(steps: [.send(head + Array("<p>".utf8)), .close]) }
        case .empty: press.stead.withLock { $0 = .init(headers: html) }
        case .robots: press.robots.withLock { $0 = .init(status: 500) }
        case .down: press.shut()
        }
    }

    func end(_ press: Press) throws {
        press.stead.withLock { $0 = nil }
        press.robots.withLock { $0 = .init(status: 404) }
        if self == .down { try press.open() }
    }
}
