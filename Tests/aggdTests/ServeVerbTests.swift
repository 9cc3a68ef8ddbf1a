import Foundation
import TestSupport
import Testing

@Suite("The daemon in the foreground") struct ServeVerbTests {
    private static func configuration(_ server: LoopbackServer, _ more: String = "") -> String {
        """
        [defaults]
        full-text = "never"
        [fetch]
        allow-private = true
        [[source]]
        name = "sea"
        url = "\(server.url("/feed.xml"))"
        \(more)
        """ + "\n"
    }

    private static let feed = """
        <?xml version="1.0"?><rss version="2.0"><channel><title>Sea</title><link>https://sea.example.org/</link>
        <description>Sea</description><item><title>Ships leave</title><guid>1</guid>
        <link>https://sea.example.org/1</link><description>Ten ships left.</description></item></channel></rss>
        """

    private func withServer(
        _ body: (LoopbackServer, BuiltBinary) async throws -> Void
    ) async throws {
        let server = try LoopbackServer.start { request in
            request.path == "/feed.xml"
                ? .init(headers: [("Content-Type", "application/rss+xml")], body: Self.feed)
                : .init(status: 404)
        }
        let aggd = try BuiltBinary()
        defer {
            server.stop()
            aggd.remove()
        }
        try aggd.write(configuration: Self.configuration(server))
        try await body(server, aggd)
    }

    @Test("polls what is due, is seen by status, and ends with 0 on SIGTERM")
    func polls() async throws {
        try await withServer { _, aggd in
            let daemon = try RunningProgram(aggd, ["serve"])
            try await daemon.line(containing: "aggd runs")
            try await daemon.line(containing: "new=1")
            let status = try aggd("status")
            #expect(status.lines.first?.hasPrefix("daemon    runs (process ") == true)
            #expect(try aggd("items", "--json").objects.count == 1)
            #expect(try aggd("status", "--check").status == 0)
            daemon.send(SIGTERM)
            try await daemon.line(containing: "aggd ends")
            #expect(try await daemon.status() == 0)
            #expect(try aggd("status", "--check").status == 69)
        }
    }

    @Test("has room for the files of many transfers from the start")
    func files() async throws {
        try await withServer { _, aggd in
            let daemon = try RunningProgram(aggd, ["serve"])
            try await daemon.line(containing: "aggd runs")
            var limit = rlimit()
            #expect(unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0)
            let room = try #require(daemon.status("FDSize").flatMap { Int($0) })
            #expect(room >= min(2048, Int(clamping: limit.rlim_cur)))
            daemon.send(SIGTERM)
            #expect(try await daemon.status() == 0)
        }
    }

    @Test("waits at its end for no command that tells a password, and holds nothing against the source")
    func command() async throws {
        try await withServer { server, aggd in
            let pipe = try NamedPipe()
            let command = "exec 9>'\(pipe.path)'; echo >&9; sleep 3000"
            try aggd.write(
                configuration: Self.configuration(server, "credential = { command = \"\(command)\" }\n"))
            let daemon = try RunningProgram(aggd, ["serve"])
            #expect(await pipe.isWritten())
            daemon.send(SIGTERM)
            #expect(try await daemon.status() == 0)
            #expect(pipe.taken() == "\n")
            #expect(await pipe.isHungUp())
            let source = try #require(try aggd("sources", "sea", "--json").objects.first)
            // A command that was waited for would have failed after its 30 seconds.
            #expect(source["state"] as? String == "ok")
            #expect(source["last_poll"] is NSNull)
            #expect(server.requests.isEmpty)
        }
    }

    @Test("keeps the old configuration when the new one has a mistake, and says the mistake with its place")
    func reloadMistake() async throws {
        try await withServer { server, aggd in
            let daemon = try RunningProgram(aggd, ["serve"])
            try await daemon.line(containing: "new=1")
            try aggd.write(configuration: Self.configuration(server, "rank = 900\n"))
            daemon.send(SIGHUP)
            let line = try await daemon.line(containing: "the configuration is not used")
            #expect(line.contains("feeds.conf:8:8: rank = 900 is not a whole number from 0 to 100"))
            #expect(try aggd("status").lines.first?.contains("runs") == true)
            try aggd.write(
                configuration: Self.configuration(
                    server, "[[source]]\nname = \"lost\"\nurl = \"\(server.url("/lost"))\"\n"))
            daemon.send(SIGHUP)
            try await daemon.line(containing: "configuration read again sources=2")
            daemon.send(SIGINT)
            #expect(try await daemon.status() == 0)
        }
    }

    @Test("is alone on its store: a second one is told so with status 69")
    func alone() async throws {
        try await withServer { _, aggd in
            let daemon = try RunningProgram(aggd, ["serve"])
            try await daemon.line(containing: "aggd runs")
            let second = try aggd("serve")
            #expect(second.status == 69)
            #expect(second.sentence?.contains("process ") == true)
            let restore = try aggd("restore", "/nonexistent.sqlite", "--yes")
            #expect(restore.status == 66 || restore.status == 69)
            daemon.send(SIGTERM)
            #expect(try await daemon.status() == 0)
        }
    }

    @Test("lets others read, mark and poll while it runs")
    func shared() async throws {
        try await withServer { _, aggd in
            let daemon = try RunningProgram(aggd, ["serve"])
            try await daemon.line(containing: "new=1")
            let id = try #require(try aggd("items", "--json").objects.first?["id"] as? String)
            #expect(try aggd("tag", "seen", id).status == 0)
            #expect(try aggd("poll", "sea").status == 0)
            #expect(try aggd("items", "tag:seen", "--json").objects.count == 1)
            daemon.send(SIGTERM)
            #expect(try await daemon.status() == 0)
        }
    }
}
