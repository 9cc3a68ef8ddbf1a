import Aggregator
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("An index of sitemaps")
struct SitemapIndexTests {
    /// Polls until this many hours have passed, five at a time, and gives the remarks on what is still to be read.
    private func remarks(_ desk: PollingDesk, polls: Int) async throws -> [String?] {
        var remarks: [String?] = []
        for _ in 0..<polls {
            try await desk.poll()
            remarks.append(try await desk.state("site").remark)
            desk.advance(hours: 5)
        }
        return remarks
    }

    @Test(
        "is read wholly over the polls, the newest first, and what is left is told", arguments: [true, false])
    func large(_ isDated: Bool) async throws {
        let days = 1...20
        var answers: [String: String] = [:]
        for day in days { answers["/m\(day).xml"] = urlset("item-\(day)") }
        answers["/index.xml"] = index(
            days.map { ("/m\($0).xml", isDated ? "2026-10-\($0 < 10 ? "0" : "")\($0)T10:00:00Z" : nil) })
        let server = try site(answers)
        defer { server.stop() }
        let desk = try await PollingDesk([sitemapSource(server, "/index.xml")])
        try await desk.poll()
        let first = try await desk.titles("site")
        #expect(first.count == 8)
        if isDated { #expect(first.contains("item-20") && !first.contains("item-12")) }
        #expect(try await desk.state("site").remark == "12 of its sitemaps are still to be read, 8 a poll")
        desk.advance(hours: 5)
        let later = try await remarks(desk, polls: 2)
        #expect(later[0]?.hasPrefix("4 of its sitemaps") == true)
        #expect(later[1] == nil)
        #expect(try await desk.titles("site").count == 20)
        if isDated {
            try await desk.poll()
            #expect(days.allSatisfy { server.requests(to: "/m\($0).xml").count == 1 })
            #expect(
                try await desk.state("site").bodyHash != nil, "an index that tells all is asked conditionally"
            )
        }
    }

    @Test("brings the items of old sitemaps hidden, since they are no news, and they change no rhythm")
    func backlog() async throws {
        var answers: [String: String] = [:]
        for number in 1...9 {
            answers["/m\(number).xml"] =
                "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">"
                + (1...70).map {
                    "<url><loc>https://tank.example/\(number)/\($0)</loc><lastmod>2024-01-02</lastmod></url>"
                }.joined() + "</urlset>"
        }
        answers["/index.xml"] = index((1...9).map { ("/m\($0).xml", "2024-02-0\($0)T00:30:00Z") })
        let server = try site(answers)
        defer { server.stop() }
        let desk = try await PollingDesk([sitemapSource(server, "/index.xml")])
        try await desk.poll()
        let rate = try await desk.state("site").rate
        desk.advance(hours: 5)
        #expect(try await desk.poll()["site"]?.new == 70)
        #expect(try await desk.titles("site").count == 630)
        #expect(try await desk.store.titles("source:site").count == 560)
        let hidden = try await desk.store.find("source:site") {
            $0.hidden = true
            $0.limit = nil
        }.compactMap(\.hiddenBy)
        #expect(hidden.count == 70)
        #expect(hidden.allSatisfy { $0.contains("before the source's first poll") })
        #expect(try await desk.state("site").rate.count == rate.count)
    }

    @Test("may lead to further indexes, and to itself")
    func nested() async throws {
        var answers = [
            "/index.xml": index([("/years.xml", nil), ("/news.xml", nil), ("/index.xml", nil)]),
            "/years.xml": index([
                ("/2025.xml", nil), ("/2026.xml", nil), ("/index.xml", nil), ("/years.xml", nil),
            ]),
            "/2025.xml": index((1...9).map { ("/2025/\($0).xml", "2025-0\($0)-03T09:00:00Z") }),
            "/2026.xml": index((1...9).map { ("/2026/\($0).xml", "2026-0\($0)-03T09:00:00Z") }),
            "/news.xml": urlset("today"),
        ]
        for year in [2025, 2026] {
            for month in 1...9 { answers["/\(year)/\(month).xml"] = urlset("\(year)-\(month)") }
        }
        let server = try site(answers)
        defer { server.stop() }
        let desk = try await PollingDesk([sitemapSource(server, "/index.xml")])
        let remarks = try await remarks(desk, polls: 12)
        #expect(try await desk.titles("site").count == 19)
        #expect(remarks[0] != nil)
        #expect(remarks[11] == nil)
        let asked = server.requests.filter { $0.path != "/index.xml" }
        #expect(asked.count <= 12 * 8, "no poll asks for more than eight")
        #expect(
            (1...6).allSatisfy { server.requests(to: "/2025/\($0).xml").count == 1 },
            "what has an old date is asked once")
    }

    @Test("that leads too deep is told")
    func deep() async throws {
        var answers: [String: String] = [:]
        for level in 0..<9 { answers["/i\(level).xml"] = index([("/i\(level + 1).xml", nil)]) }
        let server = try site(answers)
        defer { server.stop() }
        let desk = try await PollingDesk([sitemapSource(server, "/i0.xml")])
        try await desk.poll()
        #expect(
            try await desk.state("site").remark?.contains("/i4.xml lies more than 4 indexes deep") == true)
        #expect(server.requests(to: "/i5.xml").isEmpty)
    }

    /// A trail of 50,000 sitemaps: the known ones as if asked at the time of the first poll, all others a month ago, one
    /// after the other.
    private func full(_ known: String?) -> String {
        let known = known?.split(separator: " ") ?? []
        let begin = Int(Date.hours(-24 * 30).timeIntervalSince1970)
        let others = (0..<50_000 - known.count).map { number in
            "\(String(number, radix: 36)).\(String(begin + number, radix: 36))."
        }
        return (known.map(String.init) + others).joined(separator: " ")
    }

    @Test("of more sitemaps than are remembered forgets those read longest ago that it names no more")
    func tooMany() async throws {
        let isGrown = Mutex(false)
        let server = try LoopbackServer.start { request in
            let base = "http://127.0.0.1:\(request.header("host")?.split(separator: ":").last ?? "80")"
            let old = [("/old.xml", "2026-01-02T08:00:00Z"), ("/inner.xml", "2026-01-03T08:00:00Z")]
            let new = (1...3).map { ("/new\($0).xml", "2026-11-0\($0)T08:00:00Z") }
            let body =
                switch request.path {
                case "/index.xml": index(isGrown.withLock { $0 } ? new + old : old)
                case "/inner.xml": index([("/leaf.xml", "2026-01-03T08:00:00Z")])
                default: urlset("of" + request.path.dropFirst().dropLast(4))
                }
            return .init(
                headers: [("Content-Type", "application/xml")],
                body: body.replacingOccurrences(of: "BASE", with: base))
        }
        defer { server.stop() }
        let desk = try await PollingDesk([sitemapSource(server, "/index.xml")])
        try await desk.poll()
        let known = try await desk.state("site").sitemaps
        #expect(known?.split(separator: " ").count == 3)
        // What the index names was read before all others.
        let first = String(Int(Date.reference.timeIntervalSince1970), radix: 36)
        let long = String(Int(Date.hours(-24 * 60).timeIntervalSince1970), radix: 36)
        let trail = full(known?.replacing(".\(first).", with: ".\(long)."))
        try await desk.store.store.write { writer in
            var state = try #require(try writer.pollState(of: "site"))
            state.sitemaps = trail
            try writer.save(state, of: "site")
        }
        isGrown.withLock { $0 = true }
        desk.advance(hours: 5)
        try await desk.poll()
        #expect(try await desk.titles("site") == ["ofleaf", "ofnew1", "ofnew2", "ofnew3", "ofold"])
        #expect(server.requests(to: "/old.xml").count == 1, "it is remembered, since it is still named")
        let state = try await desk.state("site")
        #expect(state.remark == nil)
        let entries = Set((state.sitemaps ?? "").split(separator: " ").map { $0.prefix { $0 != "." } })
        #expect(entries.count == 50_000)
        // The leaf, which nobody named at this poll, and the two that follow it by age.
        #expect(!entries.contains("0") && !entries.contains("1") && entries.contains("2"))
    }

    @Test(
        "shows what is new in a sitemap that was read and then forgotten, and hides one that never was",
        arguments: [true, false], [true, false])
    func forgotten(_ wasRead: Bool, _ fails: Bool) async throws {
        let pages = Mutex(["one", "two", "three"])
        let isDown = Mutex(false)
        let server = try LoopbackServer.start { request in
            let urls = pages.withLock { $0 }.map { "<url><loc>https://tank.example/\($0)</loc></url>" }
            if request.path == "/leaf.xml", isDown.withLock({ $0 }) { return .init(status: 500) }
            let body =
                switch request.path {
                // The inner one keeps the others that are remembered from being forgotten.
                case "/index.xml": index([("/leaf.xml", nil), ("/inner.xml", nil)])
                case "/inner.xml": index([("/deep.xml", nil)])
                case "/deep.xml": urlset("deep")
                default:
                    "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\(urls.joined())</urlset>"
                }
            return .init(
                headers: [("Content-Type", "application/xml")],
                body: body.replacing("BASE", with: "http://\(request.header("host") ?? "")"))
        }
        defer { server.stop() }
        let desk = try await PollingDesk([sitemapSource(server, "/index.xml")])
        try await desk.poll()
        let trail = full(nil)
        try await desk.store.store.write { writer in
            var state = try #require(try writer.pollState(of: "site"))
            state.sitemaps = trail
            try writer.save(state, of: "site")
        }
        pages.withLock { $0 = (wasRead ? $0 : ["one", "four", "five"]) + ["six"] }
        if fails {
            isDown.withLock { $0 = true }
            desk.advance(hours: 5)
            try await desk.poll()
            isDown.withLock { $0 = false }
        }
        desk.advance(hours: 5)
        try await desk.poll()
        #expect(server.requests(to: "/leaf.xml").count == (fails ? 3 : 2))
        let shown = try await desk.store.find("source:site") { $0.copies = true }.compactMap(\.content.url)
        #expect(shown.contains("https://tank.example/six") == wasRead)
        #expect(try await desk.titles("site").count == (wasRead ? 5 : 7))
    }

    @Test("with one that fails brings the others and tells, and asks for it again when it is its turn")
    func failing() async throws {
        let server = try LoopbackServer.start { request in
            let base = "http://127.0.0.1:\(request.header("host")?.split(separator: ":").last ?? "80")"
            let xml = [("Content-Type", "application/xml")]
            switch request.path {
            case "/index.xml":
                let body = index([("/a.xml", "2026-11-01T08:00:00Z"), ("/b.xml", "2026-11-02T08:00:00Z")])
                return .init(headers: xml, body: body.replacingOccurrences(of: "BASE", with: base))
            case "/a.xml": return .init(headers: xml, body: urlset("a"))
            default:
                return request.connection == 1 ? .init(status: 500) : .init(headers: xml, body: urlset("b"))
            }
        }
        defer { server.stop() }
        let desk = try await PollingDesk([sitemapSource(server, "/index.xml")])
        try await desk.poll()
        let remark = try #require(try await desk.state("site").remark)
        #expect(remark.contains("/b.xml could not be read"))
        desk.advance(hours: 5)
        try await desk.poll()
        #expect(try await desk.titles("site") == ["a", "b"])
        #expect(try await desk.state("site").remark == nil)
    }

    @Test("asks for no further sitemap once its host wants rest, and for the others later")
    func rest() async throws {
        let server = try LoopbackServer.start { request in
            let base = "http://127.0.0.1:\(request.header("host")?.split(separator: ":").last ?? "80")"
            let xml = [("Content-Type", "application/xml")]
            if request.path == "/index.xml" {
                let body = index((1...5).map { ("/\($0).xml", "2026-11-0\(6 - $0)T08:00:00Z") })
                return .init(headers: xml, body: body.replacingOccurrences(of: "BASE", with: base))
            }
            return request.path == "/2.xml" && request.connection == 1
                ? .init(status: 429, headers: [("Retry-After", "60")])
                : .init(headers: xml, body: urlset("of" + request.path.dropFirst().dropLast(4)))
        }
        defer { server.stop() }
        let desk = try await PollingDesk([sitemapSource(server, "/index.xml")])
        try await desk.poll()
        #expect(try await desk.titles("site") == ["of1"])
        #expect(server.requests.map(\.path) == ["/index.xml", "/1.xml", "/2.xml"])
        #expect(try await desk.state("site").remark?.hasPrefix("3 of its sitemaps") == true)
        desk.advance(hours: 5)
        try await desk.poll()
        #expect(try await desk.titles("site") == (1...5).map { "of\($0)" })
    }

    @Test("whose day is given without a time is asked again until the day is over")
    func day() async throws {
        let today = Date.reference.formatted(.iso8601.year().month().day())
        let server = try site(["/index.xml": index([("/a.xml", today)]), "/a.xml": urlset("a")])
        defer { server.stop() }
        let desk = try await PollingDesk([sitemapSource(server, "/index.xml")])
        try await desk.poll()
        desk.advance(hours: 4)
        try await desk.poll()
        #expect(server.requests(to: "/a.xml").count == 2)
        desk.advance(hours: 48)
        try await desk.poll()
        let asked = server.requests(to: "/a.xml").count
        desk.advance(hours: 5)
        try await desk.poll()
        #expect(server.requests(to: "/a.xml").count == asked)
    }
}
