import Aggregator
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("Polls while the clock is wrong") struct ClockPollTests {
    private func desk(_ server: LoopbackServer) async throws -> PollingDesk {
        try await PollingDesk((1...5).map { feedSource("s\($0)", server.url("/\($0)")) })
    }

    private func server() throws -> LoopbackServer {
        try LoopbackServer.start { request in
            request.header("if-none-match") == "\"e\""
                ? .init(status: 304)
                : .init(
                    headers: [("ETag", "\"e\"")], body: rss(["One \(request.path)", "Two \(request.path)"]))
        }
    }

    @Test("of a clock a day ahead come once, and those after it is right again come soon")
    func forwardAndBack() async throws {
        let server = try server()
        defer { server.stop() }
        let desk = try await desk(server)
        #expect(try await desk.poll(isForced: false).count == 5)
        desk.advance(hours: 24)
        #expect(try await desk.poll(isForced: false).count == 5)
        #expect(try await desk.poll(isForced: false).isEmpty)
        desk.advance(hours: -24)
        // Nothing is due the moment the clock is right, and everything within the longest interval.
        #expect(try await desk.poll(isForced: false).isEmpty)
        desk.advance(hours: 49)
        let reports = try await desk.poll(isForced: false)
        #expect(reports.count == 5)
        #expect(reports.values.allSatisfy { $0.result == .notModified && $0.health == .ok })
        for number in 1...5 {
            #expect(try await desk.titles("s\(number)") == ["One /\(number)", "Two /\(number)"])
        }
        #expect(server.requests.count == 15)
    }

    @Test("of a clock that jumps a day back don't begin anew") func back() async throws {
        let server = try server()
        defer { server.stop() }
        let desk = try await desk(server)
        try await desk.poll()
        desk.advance(hours: -24)
        #expect(try await desk.poll(isForced: false).isEmpty)
        desk.advance(hours: 49)
        #expect(try await desk.poll(isForced: false).count == 5)
        #expect(server.requests.count == 10)
    }

    @Test("after a long sleep ask each source once, with its validators") func sleep() async throws {
        let server = try server()
        defer { server.stop() }
        let desk = try await desk(server)
        try await desk.poll()
        desk.advance(hours: 24 * 12)
        let reports = try await desk.poll(isForced: false)
        #expect(reports.values.allSatisfy { $0.result == .notModified })
        #expect(server.requests.count == 10)
        #expect(server.requests.suffix(5).allSatisfy { $0.header("if-none-match") == "\"e\"" })
    }

    @Test("right after waking, while the network is still down, lose nothing and come back within the hour")
    func networkDown() async throws {
        let server = try server()
        let desk = try await desk(server)
        try await desk.poll()
        server.stop()
        desk.advance(hours: 24 * 3)
        let failed = try await desk.poll(isForced: false)
        #expect(failed.values.allSatisfy { $0.result == .failed })
        // One failure of a source that worked is no news.
        #expect(failed.values.allSatisfy { $0.change == nil })
        for number in 1...5 {
            let state = try await desk.state("s\(number)")
            #expect(state.etag == "\"e\"")
            #expect(state.nextPoll.map { $0 <= desk.now.addingTimeInterval(3600) } == true)
        }
        #expect(try await desk.titles("s1") == ["One /1", "Two /1"])
    }
}

/// Each ends by itself within seconds; whoever were held up for ever would otherwise hold up all tests.
@Suite("Many hosts at once", .timeLimit(.minutes(10))) struct ManyHostsPollTests {
    /// An answer that goes on until the server stops, fast enough for no limit to end it before, however slow the
    /// machine is.
    private static let withoutEnd = LoopbackServer.Response(steps: [
        .send(
            Array(
                "HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: 1000000\r\n\r\n".utf8
            )),
        .trickle([UInt8](repeating: 0x0A, count: 400)),
    ])

    @Test("of which two hundred hang: the others are read, and the hanging ones keep their state")
    func hanging() async throws {
        let hangs = Mutex(false)
        let server = try LoopbackServer.start(address: "0.0.0.0") { request in
            if hangs.withLock({ $0 }), request.path.hasPrefix("/hangs") { return Self.withoutEnd }
            return .init(headers: [("ETag", "\"1\"")], body: rss(["At \(request.path)"]))
        }
        defer { server.stop() }
        let hanging = (1...200).map {
            feedSource("hangs\($0)", "http://127.4.0.\($0):\(server.port)/hangs\($0)")
        }
        let healthy = (1...60).map {
            feedSource("well\($0)", "http://127.4.1.\($0):\(server.port)/well\($0)")
        }
        let desk = try await PollingDesk(hanging + healthy) { $0.fetch.timeout = .seconds(600) }
        try await desk.poll("hangs1", "hangs2")
        hangs.withLock { $0 = true }
        let pipeline = try await desk.pipeline()
        var well = 0
        var isLetGo = false
        var ended: [String: PollReport] = [:]
        for await report in pipeline.poll(hanging + healthy) {
            ended[report.source] = report
            if report.source.hasPrefix("well") { well += 1 }
            // The healthy ones are through while all others hang; then the hanging ones are let go.
            if well == 60, ended.count == 60 {
                #expect(await server.waitForStalled(196))
                server.stop()
                isLetGo = true
            }
        }
        await pipeline.close()
        #expect(isLetGo)
        #expect(ended.count == 260)
        #expect(ended.values.filter { $0.source.hasPrefix("well") }.allSatisfy { $0.result == .new })
        let failed = ended.values.filter { $0.source.hasPrefix("hangs") }
        #expect(failed.allSatisfy { $0.result == .failed && $0.isStored && $0.nextPoll != nil })
        let kept = try await desk.state("hangs1")
        #expect(kept.etag == "\"1\"")
        #expect(kept.failures == 1)
        #expect(try await desk.titles("hangs1") == ["At /hangs1"])
    }

    @Test("of which one hangs hold up nobody, however few are fetched at a time", arguments: [2, 5, 64])
    func fewPlaces(parallel: Int) async throws {
        let server = try LoopbackServer.start(address: "0.0.0.0") { request in
            if request.path == "/hangs" { return Self.withoutEnd }
            return .init(body: rss(["At \(request.path)"]))
        }
        defer { server.stop() }
        let hanging = feedSource("hangs", "http://127.4.2.1:\(server.port)/hangs")
        let healthy = (1...3 * parallel).map {
            feedSource("well\($0)", "http://127.4.3.\($0):\(server.port)/well\($0)")
        }
        let desk = try await PollingDesk([hanging] + healthy) {
            $0.fetch.parallel = parallel
            $0.fetch.timeout = .seconds(600)
        }
        let pipeline = try await desk.pipeline()
        var ended: [String] = []
        var isLetGo = false
        for await report in pipeline.poll([hanging] + healthy) {
            ended.append(report.source)
            if ended.count == healthy.count, !ended.contains("hangs") {
                isLetGo = true
                server.stop()
            }
        }
        await pipeline.close()
        #expect(isLetGo)
        #expect(ended.count == healthy.count + 1)
    }

    @Test("of which one has two thousand sources give it two at a time, and all are read")
    func oneHost() async throws {
        let isHeld = Mutex(true)
        let body = rss([])
        let server = try LoopbackServer.start(address: "0.0.0.0") { request in
            guard request.path != "/other", isHeld.withLock({ $0 }) else { return .init(body: body) }
            // Held until the other host has answered, and too slow for no limit meanwhile.
            return .init(steps: [
                .send(LoopbackServer.Response.head(headers: [("Connection", "close")])),
                .send(Array(body.utf8.prefix(21))), .trickle([UInt8](repeating: 0x0A, count: 400)),
                .send(Array(body.utf8.dropFirst(21))), .close,
            ])
        }
        defer { server.stop() }
        let crowd = (0..<2000).map { feedSource("s\($0)", "http://127.4.4.1:\(server.port)/\($0)") }
        let other = feedSource("other", "http://127.4.4.2:\(server.port)/other")
        let desk = try await PollingDesk(crowd + [other]) { $0.fetch.timeout = .seconds(600) }
        let pipeline = try await desk.pipeline()
        var ended: [String: PollReport] = [:]
        for await report in pipeline.poll(crowd + [other]) {
            if ended.isEmpty {
                // The last in the line is the first to end: all before it were asked by now, if they were to be.
                #expect(report.source == "other")
                #expect(await server.waitForStalled(2))
                #expect(server.requests.count == 3)
                isHeld.withLock { $0 = false }
                server.release()
            }
            ended[report.source] = report
        }
        await pipeline.close()
        #expect(ended.count == 2001)
        #expect(ended.values.allSatisfy { $0.error == nil })
        #expect(server.connectionCount <= 8)
        // A long line at our own gate is no slowness of theirs.
        #expect(ended.values.allSatisfy { $0.health == .ok })
    }

    @Test("that fail together come back apart from each other") func spread() async throws {
        let server = try LoopbackServer.start(address: "0.0.0.0") { _ in .init(status: 500) }
        defer { server.stop() }
        let desk = try await PollingDesk(
            (1...40).map { feedSource("s\($0)", "http://127.5.0.\($0):\(server.port)/f") })
        let reports = try await desk.poll()
        let times = Set(reports.values.compactMap(\.nextPoll))
        #expect(times.count > 30)
    }
}
