import Foundation
import Glibc
import Synchronization
import TestSupport
import Testing

/// A feed with as many items as asked for, each with a text of some length.
private func feed(_ name: String, items: Int, words: Int = 40) -> String {
    let body = (0..<items).map { number in
        let text = (0..<words).map { "word\((number * 7919 + $0 * 104_729) % 9973)" }.joined(separator: " ")
        return """
            <item><title>\(name) \(number)</title><guid isPermaLink="false">\(name)-\(number)</guid>
            <pubDate>Sat, 21 Nov 2026 10:\(String(format: "%02d", number % 60)):00 GMT</pubDate>
            <description>\(text)</description></item>
            """
    }
    return
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>\(name)</title>\(body.joined())</channel></rss>"
}

private func configuration(
    _ sources: [(name: String, url: String)], allow: String = "true", _ more: String = ""
)
    -> String
{
    var text = "[defaults]\nfull-text = \"never\"\n[fetch]\nallow-private = \(allow)\n\(more)\n"
    for source in sources {
        text += "[[source]]\nname = \"\(source.name)\"\nurl = \"\(source.url)\"\n"
    }
    return text
}

@Suite("A disk that is full", .enabled(if: OwnMounts.areAllowed, OwnMounts.word)) struct FullDiskTests {
    /// Runs a script on a small disk of its own; `$DISK` is its folder.
    private func onSmallDisk(_ aggd: BuiltBinary, size: String = "3m", _ script: String) throws
        -> BuiltBinary.Run
    {
        let disk = aggd.folder.appending(path: "disk")
        try FileManager.default.createDirectory(at: disk, withIntermediateDirectories: true)
        let mount =
            "DISK=\(disk.path); mount -t tmpfs -o size=\(size) tmpfs $DISK; export STATE_DIRECTORY=$DISK\n"
        return try aggd.shell(OwnMounts.command(mount + script))
    }

    @Test("is told in a sentence; when there is room again everything comes in, and nothing twice")
    func pollRecovers() throws {
        let server = try LoopbackServer.start { request in
            // Whoever kept the validators of an answer without its items would never see them.
            let tag = "\"\(request.path)\""
            if request.header("if-none-match") == tag { return .init(status: 304) }
            return .init(
                headers: [("ETag", tag)],
                body: feed(String(request.path.dropFirst()), items: 60, words: 300))
        }
        let aggd = try BuiltBinary()
        defer {
            server.stop()
            aggd.remove()
        }
        try aggd.write(
            configuration: configuration((1...6).map { ("s\($0)", server.url("/s\($0)")) }))
        let run = try onSmallDisk(
            aggd, size: "24m",
            """
            $AGGD poll -q || echo "first $?"
            $AGGD items --json --limit 1000 | wc -l
            head -c 64m /dev/zero > $DISK/ballast 2>/dev/null || true
            truncate -s -256k $DISK/ballast
            sed -i "s|/s\\([1-6]\\)\\"|/t\\1\\"|" feeds.conf
            $AGGD poll --json --force > full.json || echo "full $?"
            rm $DISK/ballast
            $AGGD check --store >/dev/null && echo sound
            $AGGD poll -q --force || echo "again $?"
            $AGGD items --json --copies --hidden --limit 1000 --fields source,title > items.json
            $AGGD poll -q --force || echo "third $?"
            $AGGD items --json --copies --hidden --limit 1000 | wc -l
            """)
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.lines.contains("full 75"), "\(run.output) \(run.errors)")
        #expect(run.lines.contains("sound"))
        #expect(
            !run.output.contains("again") && !run.output.contains("first") && !run.output.contains("third"))
        let reports = try aggd.text(of: "full.json").split(separator: "\n")
        let sentence = try #require(reports.first { $0.contains("\"error\":\"") })
        #expect(sentence.contains("the disk is full; free space, nothing that was stored is lost."))
        let titles = try aggd.text(of: "items.json").split(separator: "\n")
        #expect(titles.count == 720)
        #expect(Set(titles).count == 720)
        #expect(run.lines.last?.trimmingCharacters(in: .whitespaces) == "720")
    }

    @Test("on which not even an empty store fits is told in a sentence, with no trace of a bug")
    func noRoomAtAll() throws {
        let server = try LoopbackServer.start { _ in .init(body: feed("a", items: 1)) }
        let aggd = try BuiltBinary()
        defer {
            server.stop()
            aggd.remove()
        }
        try aggd.write(configuration: configuration([("a", server.url("/a"))]))
        let run = try onSmallDisk(aggd, size: "16k", "$AGGD poll || echo \"status $?\"")
        #expect(run.lines.contains("status 74"), "\(run.output)")
        #expect(run.sentence?.contains("the disk is full") == true, "\(run.errors)")
        #expect(server.requests.isEmpty)
    }
}

@Suite("A name whose address changes", .enabled(if: OwnMounts.areAllowed, OwnMounts.word))
struct ChangingNameTests {
    @Test("is judged anew at each connection: an inner machine is never reached through it")
    func rebinding() throws {
        let inside = try LoopbackServer.start(address: "127.0.0.31") { _ in
            .init(body: feed("inside", items: 1))
        }
        let outside = try LoopbackServer.start(address: "127.0.0.32", port: inside.port) { request in
            request.path == "/turn"
                ? .redirect(302, to: "http://wire.example:\(inside.port)/feed")
                : .init(body: feed("outside", items: 2))
        }
        let aggd = try BuiltBinary()
        defer {
            inside.stop()
            outside.stop()
            aggd.remove()
        }
        try aggd.write(
            configuration: configuration(
                [("wire", "http://wire.example:\(inside.port)/feed")], allow: "[\"127.0.0.32\"]"))
        let run = try aggd.shell(
            OwnMounts.command(
                """
                echo 127.0.0.32 wire.example > hosts; mount --bind hosts /etc/hosts
                $AGGD poll -q && echo outside
                echo 127.0.0.31 wire.example > hosts
                $AGGD poll --force -v || echo "inside $?"
                printf "127.0.0.31 wire.example\\n127.0.0.32 wire.example\\n" > hosts
                $AGGD poll --force -v || true
                """))
        #expect(run.lines.first == "outside", "\(run.errors)")
        #expect(
            run.output.contains(
                "wire.example has the address 127.0.0.31, which is not public; `allow-private` in feeds.conf"
            ))
        #expect(run.lines.contains("inside 75"))
        #expect(inside.requests.isEmpty)
        #expect(inside.connectionCount == 0)
        #expect(outside.requests.count >= 1)
    }

    @Test("between a redirect and its target is judged at the target") func duringRedirect() throws {
        let inside = try LoopbackServer.start(address: "127.0.0.33") { _ in
            .init(body: feed("inside", items: 1))
        }
        let aggd = try BuiltBinary()
        let hosts = aggd.folder.appending(path: "hosts")
        // The connection is closed, and the name means the inner machine by the time of the next one.
        let outside = try LoopbackServer.start(address: "127.0.0.34", port: inside.port) { _ in
            try? Data("127.0.0.33 wire.example other.example\n".utf8).write(to: hosts)
            return .init(
                steps: [
                    .send(
                        LoopbackServer.Response.head(
                            status: 302,
                            headers: [
                                ("Location", "http://other.example:\(inside.port)/feed"),
                                ("Content-Length", "0"),
                            ])), .close,
                ])
        }
        defer {
            inside.stop()
            outside.stop()
            aggd.remove()
        }
        try aggd.write(
            configuration: configuration(
                [("wire", "http://wire.example:\(inside.port)/feed")], allow: "[\"127.0.0.34\"]"))
        let run = try aggd.shell(
            OwnMounts.command(
                """
                echo 127.0.0.34 wire.example other.example > hosts; mount --bind hosts /etc/hosts
                $AGGD poll -v || echo "refused $?"
                """))
        #expect(run.lines.contains("refused 75"), "\(run.output) \(run.errors)")
        #expect(run.output.contains("other.example has the address 127.0.0.33"))
        #expect(outside.requests.count == 1)
        #expect(inside.connectionCount == 0)
    }
}

@Suite("A machine that is short of something") struct ShortageTests {
    @Test("polls all sources although only 64 files may be open", arguments: ["64"])
    func descriptors(limit: String) throws {
        let server = try LoopbackServer.start(address: "0.0.0.0") { request in
            .init(body: feed("f" + request.path.dropFirst(), items: 2))
        }
        let aggd = try BuiltBinary()
        defer {
            server.stop()
            aggd.remove()
        }
        try aggd.write(
            configuration: configuration(
                (1...80).map { ("s\($0)", "http://127.3.0.\($0):\(server.port)/\($0)") }))
        let run = try aggd.shell("ulimit -n \(limit); exec $AGGD poll --json")
        #expect(run.status == 0, "\(run.errors)")
        let reports = try run.objects
        #expect(reports.last?["sources"] as? Int == 80)
        #expect(reports.last?["failing"] as? Int == 0)
        #expect(reports.last?["new"] as? Int == 160)
    }
}

@Suite("A daemon in the middle of a poll") struct PollUnderWayTests {
    private struct Place {
        let server: LoopbackServer
        let aggd: BuiltBinary

        init() throws {
            server = try LoopbackServer.start { request in
                let body = feed(String(request.path.dropFirst()), items: 3)
                guard request.path == "/slow" else { return .init(body: body) }
                // However busy the machine is: neither the limit of time nor that of speed may end the poll.
                let head = LoopbackServer.Response.head(headers: [("Connection", "close")])
                let declaration = Array(body.utf8.prefix(21))
                return .init(
                    steps: [
                        .send(head), .send(declaration), .trickle([UInt8](repeating: 0x0A, count: 400)),
                        .send(Array(body.utf8.dropFirst(21))), .close,
                    ])
            }
            aggd = try BuiltBinary()
            try write(["slow"])
        }

        func write(_ names: [String]) throws {
            try aggd.write(
                configuration: configuration(names.map { ($0, server.url("/\($0)")) }, "timeout = \"30m\""))
        }

        func end() {
            server.stop()
            aggd.remove()
        }
    }

    @Test("that is told to reload finishes the poll first, keeps its items, and takes up the new sources")
    func reload() async throws {
        let place = try Place()
        defer { place.end() }
        let daemon = try RunningProgram(place.aggd, ["serve"])
        #expect(await place.server.waitForStalled(1))
        try place.write(["slow", "second"])
        daemon.send(SIGHUP)
        try await daemon.line(containing: "polls under way are finished first")
        place.server.release()
        try await daemon.line(containing: "configuration read again sources=2")
        try await daemon.line(containing: "source=second")
        #expect(daemon.lines.contains { $0.contains("source=slow") && $0.contains("new=3") })
        daemon.send(SIGTERM)
        #expect(try await daemon.status() == 0)
        #expect(place.server.requests(to: "/slow").count == 1)
        #expect(try place.aggd("items", "--json", "--copies", "--hidden").objects.count == 6)
    }

    @Test("that is told to end finishes the poll and keeps its items") func end() async throws {
        let place = try Place()
        defer { place.end() }
        let daemon = try RunningProgram(place.aggd, ["serve"])
        #expect(await place.server.waitForStalled(1))
        daemon.send(SIGTERM)
        try await daemon.line(containing: "polls under way are finished first")
        place.server.release()
        try await daemon.line(containing: "aggd ends")
        #expect(try await daemon.status() == 0)
        #expect(try place.aggd("items", "--json", "--copies", "--hidden").objects.count == 3)
    }

    @Test("that is killed asks again, and loses and doubles nothing") func killed() async throws {
        let place = try Place()
        defer { place.end() }
        try place.write(["slow", "second"])
        let daemon = try RunningProgram(place.aggd, ["serve"])
        try await daemon.line(containing: "source=second")
        #expect(await place.server.waitForStalled(1))
        daemon.send(SIGKILL)
        #expect(try await daemon.status() == -SIGKILL)
        #expect(try place.aggd("items", "--json", "--copies", "--hidden").objects.count == 3)
        place.server.release()
        let next = try RunningProgram(place.aggd, ["serve"])
        try await next.line(containing: "source=slow")
        next.send(SIGTERM)
        #expect(try await next.status() == 0)
        // What was settled before isn't asked again.
        #expect(place.server.requests(to: "/second").count == 1)
        #expect(try place.aggd("items", "--json", "--copies", "--hidden").objects.count == 6)
        #expect(try place.aggd("check", "--store").status == 0)
    }

    @Test("shares its store with a poll by hand") func byHand() async throws {
        let place = try Place()
        defer { place.end() }
        let daemon = try RunningProgram(place.aggd, ["serve"])
        #expect(await place.server.waitForStalled(1))
        try place.write(["slow", "second"])
        #expect(try place.aggd("poll", "second", "-q").status == 0)
        place.server.release()
        try await daemon.line(containing: "new=3")
        daemon.send(SIGTERM)
        #expect(try await daemon.status() == 0)
        #expect(try place.aggd("items", "--json", "--copies", "--hidden").objects.count == 6)
    }

    @Test("keeps a second one away with a sentence that names the first, and goes on itself")
    func second() async throws {
        let place = try Place()
        defer { place.end() }
        let daemon = try RunningProgram(place.aggd, ["serve"])
        #expect(await place.server.waitForStalled(1))
        // One that isn't kept away would run for ever.
        let other = try place.aggd.shell("exec timeout 300 $AGGD serve")
        #expect(other.status == 69)
        #expect(other.output.isEmpty)
        #expect(other.sentence?.contains("is in use by another aggd (process ") == true)
        place.server.release()
        try await daemon.line(containing: "new=3")
        daemon.send(SIGTERM)
        #expect(try await daemon.status() == 0)
    }
}
