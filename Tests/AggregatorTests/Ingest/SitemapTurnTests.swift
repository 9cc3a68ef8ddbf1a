import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Aggregator

/// A sitemap of one page with a date.
private func dated(_ title: String, _ date: String) -> String {
    "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"><url><loc>https://tank.example/\(title)</loc>"
        + "<lastmod>\(date)</lastmod></url></urlset>"
}

/// A sitemap of pages without dates.
private func undated(_ titles: String...) -> String {
    "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">"
        + titles.map { "<url><loc>https://tank.example/\($0)</loc></url>" }.joined() + "</urlset>"
}

/// A time so many hours after the first poll.
private func after(_ hours: Double) -> String {
    Date.reference.addingTimeInterval(hours * 3600).formatted(.iso8601)
}

@Suite("A sitemap of an index")
struct SitemapTurnTests {
    private let site = ChangingSite()

    @Test("that is new brings news when its item is new, and that tells a rhythm")
    func newMonth() async throws {
        site["/index.xml"] = index([("/m1.xml", after(-900))])
        site["/m1.xml"] = dated("m1", after(-900))
        let server = try site.start()
        defer { server.stop() }
        let desk = try await PollingDesk([sitemapSource(server, "/index.xml")])
        try await desk.poll()
        desk.advance(hours: 720)
        site["/index.xml"] = index([("/m1.xml", after(-900)), ("/m2.xml", nil), ("/m3.xml", after(700))])
        site["/m2.xml"] = dated("m2", after(-2000))
        site["/m3.xml"] = urlset("undated").replacingOccurrences(
            of: "<n:publication_date>2026-11-20T08:00:00Z</n:publication_date>", with: "")
        try await desk.poll()
        let shown = try await desk.store.find("source:site").map(\.content.url)
        #expect(shown.contains("https://tank.example/undated"), "its sitemap is dated since the first poll")
        #expect(!shown.contains("https://tank.example/m2"), "it was there before")
        #expect(try await desk.titles("site").count == 3)
        #expect(try await desk.state("site").lastNew == desk.now)
    }

    @Test("is reached in each of several indexes, though all of them always say that they have changed")
    func innerIndexes() async throws {
        func renew(_ now: String) {
            site["/index.xml"] = index([("/a.xml", now), ("/b.xml", now)])
            for name in ["a", "b"] {
                site["/\(name).xml"] = index((1...12).map { ("/\(name)\($0).xml", now) })
            }
        }
        for name in ["a", "b"] {
            for number in 1...12 { site["/\(name)\(number).xml"] = urlset("\(name)\(number)") }
        }
        let server = try site.start()
        defer { server.stop() }
        let desk = try await PollingDesk([sitemapSource(server, "/index.xml")])
        for round in 0..<6 {
            renew(after(Double(round) * 5))
            try await desk.poll()
            desk.advance(hours: 5)
        }
        #expect(try await desk.titles("site").count == 24)
        for round in 6..<14 {
            renew(after(Double(round) * 5))
            try await desk.poll()
            desk.advance(hours: 5)
        }
        for name in ["a", "b"] {
            for number in 1...12 { #expect(server.requests(to: "/\(name)\(number).xml").count > 1) }
        }
    }

    @Test("is asked for no longer when the password for its host can't be found, and waits as it did before")
    func noSecret() async throws {
        site["/index.xml"] = index((1...3).map { ("/m\($0).xml", nil) })
        for number in 1...3 { site["/m\(number).xml"] = urlset("m\(number)") }
        let server = try site.start()
        defer { server.stop() }
        var source = sitemapSource(server, "/index.xml")
        source.credential = .command("tell")
        let desk = try await PollingDesk([source])
        let lookups = Mutex(0)
        let isWell = Mutex(false)
        // It is found for the index, and not any more for what that leads to.
        let secrets = SecretMemory(
            lifetime: .zero,
            read: { _, _ in
                let number = lookups.withLock { count in
                    count += 1
                    return count
                }
                return number == 1 || isWell.withLock { $0 }
                    ? .success("us:pw") : .failure(SecretReader.Failure(description: "None."))
            })
        let pipeline = try await Pipeline(
            store: desk.store.store, configuration: desk.configuration, secrets: secrets
        ) { desk.now }
        let report = await pipeline.poll(group: [source]).first
        #expect(report?.error == "None (credential of source \"site\").")
        #expect(lookups.withLock { $0 } == 2, "once for the index, once for the first of three")
        #expect(server.requests.map(\.path) == ["/index.xml"])
        #expect(SitemapTrail(try await desk.state("site").sitemaps).lastAsked == nil)
        isWell.withLock { $0 = true }
        desk.advance(hours: 1)
        #expect(await pipeline.poll(group: [source]).first?.error == nil)
        #expect(try await desk.titles("site") == ["m1", "m2", "m3"])
        await pipeline.close()
    }

    @Test("is read once where a source has several indexes")
    func severalIndexes() async throws {
        for name in ["a", "b"] {
            site["/\(name).xml"] = index(
                (1...12).map { ("/\(name)\($0).xml", "2026-09-\($0 + 10)T08:00:00Z") })
            for number in 1...12 { site["/\(name)\(number).xml"] = urlset("\(name)\(number)") }
        }
        let server = try site.start()
        defer { server.stop() }
        let source = feedSource("site", server.url("/a.xml")) {
            $0.type = .sitemap
            $0.urls.append(server.url("/b.xml"))
        }
        let desk = try await PollingDesk([source])
        for _ in 0..<3 {
            try await desk.poll()
            desk.advance(hours: 5)
        }
        #expect(try await desk.titles("site").count == 24)
        for name in ["a", "b"] {
            for number in 1...12 { #expect(server.requests(to: "/\(name)\(number).xml").count == 1) }
        }
    }

    @Test("is read again when its date was put right and goes back")
    func dateBack() async throws {
        site["/index.xml"] = index([("/a.xml", after(700))])
        site["/a.xml"] = urlset("a")
        let server = try site.start()
        defer { server.stop() }
        let desk = try await PollingDesk([sitemapSource(server, "/index.xml")])
        try await desk.poll()
        site["/index.xml"] = index([("/a.xml", after(3))])
        site["/a.xml"] = urlset("a", "b")
        desk.advance(hours: 5)
        try await desk.poll()
        #expect(try await desk.titles("site") == ["a", "b"])
    }

    @Test("is read again after a day though its date never moves, if it is among the newest")
    func fixedDate() async throws {
        site["/index.xml"] = index((1...5).map { ("/m\($0).xml", "2026-0\($0)-01T08:00:00Z") })
        for number in 1...5 { site["/m\(number).xml"] = urlset("m\(number)") }
        let server = try site.start()
        defer { server.stop() }
        let desk = try await PollingDesk([sitemapSource(server, "/index.xml")])
        try await desk.poll()
        site["/m5.xml"] = urlset("m5", "late")
        for _ in 0..<10 {
            desk.advance(hours: 5)
            try await desk.poll()
        }
        #expect(try await desk.titles("site").contains("late"))
        #expect(server.requests(to: "/m5.xml").count < 4, "once a day")
        #expect(server.requests(to: "/m1.xml").count == 1)
    }

    @Test("that isn't there is asked for once a day, and told as long")
    func absent() async throws {
        site["/index.xml"] = index([("/a.xml", after(-50)), ("/gone.xml", after(-60))])
        site["/a.xml"] = urlset("a")
        let server = try site.start()
        defer { server.stop() }
        let desk = try await PollingDesk([sitemapSource(server, "/index.xml")])
        for _ in 0..<4 {
            try await desk.poll()
            let remark = try await desk.state("site").remark
            #expect(remark?.contains("/gone.xml could not be read") == true)
            desk.advance(hours: 5)
        }
        #expect(server.requests(to: "/gone.xml").count == 1)
        site["/gone.xml"] = urlset("found")
        for _ in 0..<4 {
            desk.advance(hours: 5)
            try await desk.poll()
        }
        #expect(try await desk.titles("site") == ["a", "found"])
        #expect(try await desk.state("site").remark == nil)
    }

    @Test("that is all there is and isn't there stays a fault")
    func allAbsent() async throws {
        site["/index.xml"] = index([("/gone.xml", after(-60))])
        let server = try site.start()
        defer { server.stop() }
        let desk = try await PollingDesk([sitemapSource(server, "/index.xml")])
        for _ in 0..<3 {
            #expect(try await desk.poll()["site"]?.result == .failed)
            desk.advance(hours: 1)
        }
    }

    @Test("that has no date is asked whether it has changed", arguments: ["ETag", "Last-Modified"])
    func conditional(_ field: String) async throws {
        let version = field == "ETag" ? "\"v 1%\"" : "Sat, 21 Nov 2026 08:00:00 GMT"
        let condition = field == "ETag" ? "if-none-match" : "if-modified-since"
        let server = try LoopbackServer.start { request in
            let base = "http://127.0.0.1:\(request.header("host")?.split(separator: ":").last ?? "80")"
            let body = request.path == "/index.xml" ? index([("/a.xml", nil)]) : urlset("a")
            guard request.path == "/index.xml" || request.header(condition) != version else {
                return .init(status: 304)
            }
            return .init(
                headers: [("Content-Type", "application/xml")]
                    + (request.path == "/a.xml" ? [(field, version)] : []),
                body: body.replacingOccurrences(of: "BASE", with: base))
        }
        defer { server.stop() }
        let desk = try await PollingDesk([sitemapSource(server, "/index.xml")])
        for _ in 0..<3 {
            #expect(try await desk.poll()["site"]?.error == nil)
            desk.advance(hours: 5)
        }
        #expect(server.requests(to: "/a.xml").map { $0.header(condition) } == [nil, version, version])
        #expect(try await desk.titles("site") == ["a"])
    }

    @Test("that its index names no more is forgotten")
    func forgotten() async throws {
        site["/index.xml"] = index((1...3).map { ("/m\($0).xml", "2026-0\($0)-01T08:00:00Z") })
        for number in 1...4 { site["/m\(number).xml"] = urlset("m\(number)") }
        let server = try site.start()
        defer { server.stop() }
        let desk = try await PollingDesk([sitemapSource(server, "/index.xml")])
        try await desk.poll()
        site["/index.xml"] = index([("/m4.xml", "2026-04-01T08:00:00Z")])
        desk.advance(hours: 5)
        try await desk.poll()
        #expect(try await desk.state("site").sitemaps?.split(separator: " ").count == 1)
    }

    @Test("hurries nobody when its inner indexes have more than are remembered, and that is told")
    func tooManyWithin() async throws {
        let (indexes, leaves) = (10, SitemapTrail.capacity / 10 + 10)
        let server = try LoopbackServer.start { request in
            let base = "http://127.0.0.1:\(request.header("host")?.split(separator: ":").last ?? "80")"
            let name = request.path.dropFirst().dropLast(4)
            let body =
                if name == "index" {
                    index((0..<indexes).map { ("/i\($0).xml", nil) })
                } else if name.hasPrefix("i") {
                    index((0..<leaves).map { ("/\(name.dropFirst())-\($0).xml", nil) })
                } else {
                    urlset(String(name))
                }
            return .init(
                headers: [("Content-Type", "application/xml")],
                body: body.replacingOccurrences(of: "BASE", with: base))
        }
        defer { server.stop() }
        let desk = try await PollingDesk([sitemapSource(server, "/index.xml")])
        try await desk.poll()
        let reason = "not all of its sitemaps were read yet"
        #expect(try await desk.state("site").nextPollReason == reason)
        // All that are remembered were read a while ago, some of each inner index.
        var trail = SitemapTrail(nil)
        let begin = Int(Date.hours(-24 * 30).timeIntervalSince1970)
        for number in 0..<indexes {
            trail[server.url("/i\(number).xml")] = SitemapTrail.Visit(
                asked: begin + number, state: .unfinished)
        }
        for number in 0..<SitemapTrail.capacity - indexes {
            let url = server.url("/\(number % indexes)-\(number / indexes).xml")
            trail[url] = SitemapTrail.Visit(asked: begin + number)
        }
        let text = trail.text
        try await desk.store.store.write { writer in
            var state = try #require(try writer.pollState(of: "site"))
            state.sitemaps = text
            try writer.save(state, of: "site")
        }
        for round in 2...3 {
            desk.advance(hours: 5)
            try await desk.poll()
            let state = try await desk.state("site")
            #expect(state.nextPollReason != reason)
            #expect(state.remark?.contains("50000 sitemaps are remembered, as many as can be") == true)
            #expect(server.requests.count == round * (1 + SitemapWalk.most))
        }
    }

    @Test("that was never read brings the next poll forward")
    func soon() async throws {
        site["/index.xml"] = index((1...9).map { ("/m\($0).xml", "2026-0\($0)-01T08:00:00Z") })
        for number in 1...9 { site["/m\(number).xml"] = urlset("m\(number)") }
        let server = try site.start()
        defer { server.stop() }
        let desk = try await PollingDesk([sitemapSource(server, "/index.xml")])
        try await desk.poll()
        let state = try await desk.state("site")
        let wait = try #require(state.nextPoll).timeIntervalSince(desk.now)
        #expect((900...1000).contains(wait))
        #expect(state.nextPollReason == "not all of its sitemaps were read yet")
        desk.advance(hours: 1)
        try await desk.poll()
        let later = try #require(try await desk.state("site").nextPoll).timeIntervalSince(desk.now)
        #expect(later > 1000)
    }

    @Test(
        "that can't be had for a time brings as news what came meanwhile, if it was ever read before",
        arguments: [500, 404], [true, false])
    func lapsed(_ status: Int, _ wasRead: Bool) async throws {
        let site = ChangingSite(missing: status)
        site["/index.xml"] = index([("/leaf.xml", nil), ("/other.xml", after(-900))])
        site["/other.xml"] = dated("other", after(-900))
        if wasRead { site["/leaf.xml"] = undated("one", "two") }
        let server = try site.start()
        defer { server.stop() }
        let desk = try await PollingDesk([sitemapSource(server, "/index.xml")])
        try await desk.poll()
        #expect(try await desk.titles("site").count == (wasRead ? 3 : 1))
        site["/leaf.xml"] = nil
        // What is missing is asked for once a day, and the index itself conditionally meanwhile.
        for _ in 0..<4 {
            desk.advance(hours: 25)
            try await desk.poll()
        }
        #expect(server.requests(to: "/leaf.xml").count >= 3, "it was asked more than once in vain")
        #expect(try await desk.titles("site").count == (wasRead ? 3 : 1))
        site["/leaf.xml"] = undated("three", "four")
        for _ in 0..<3 {
            desk.advance(hours: 25)
            try await desk.poll()
        }
        #expect(try await desk.titles("site").count == (wasRead ? 5 : 3))
        let shown = try await desk.store.find("source:site") { $0.copies = true }.compactMap(\.content.url)
        #expect(shown.contains("https://tank.example/three") == wasRead)
    }
}
