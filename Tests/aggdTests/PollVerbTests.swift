import Foundation
import Glibc
import Synchronization
import TestSupport
import Testing

/// Sources on loopback and the program that polls them.
private struct PollingPlace {
    let server: LoopbackServer
    let aggd: BuiltBinary

    init(_ handler: @escaping LoopbackServer.Handler) throws {
        server = try LoopbackServer.start(handler: handler)
        aggd = try BuiltBinary()
    }

    func configure(_ names: [String], _ more: String = "") throws {
        var text = "[defaults]\nfull-text = \"never\"\n[fetch]\nallow-private = true\n"
        for name in names {
            text += "[[source]]\nname = \"\(name)\"\nurl = \"\(server.url("/\(name)"))\"\n\(more)"
        }
        try aggd.write(configuration: text)
    }

    func end() {
        server.stop()
        aggd.remove()
    }

    static func feed(_ titles: [String], head: String = "") -> String {
        let items = titles.map {
            "<item><title>\($0)</title><guid isPermaLink=\"false\">\($0)</guid><description>About \($0).</description></item>"
        }
        return
            "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Wire</title>\(head)\(items.joined())</channel></rss>"
    }
}

@Suite("A person who polls by hand") struct PollVerbTests {
    @Test("sees at a terminal how far it is, on one line that goes away, and the sum") func progress() throws
    {
        let place = try PollingPlace { .init(body: PollingPlace.feed(["One \($0.path)", "Two \($0.path)"])) }
        defer { place.end() }
        try place.configure((1...7).map { "s\($0)" })
        let shown = try place.aggd.atTerminal("poll").output
        #expect(shown.contains("7/7 sources, 14 new, 0 failing, "))
        #expect(shown.contains("\r\u{1B}[K"))
        #expect(shown.contains("/s"))
        #expect(shown.hasSuffix("7 sources polled: 14 new items.\r\n"))
        let quiet = try place.aggd.atTerminal("poll", "--force", "--quiet").output
        #expect(quiet.isEmpty)
    }

    @Test("sees no source counted that is gone, whatever is polled by force") func counted() throws {
        let place = try PollingPlace { request in
            request.path == "/lost" ? .init(status: 410) : .init(body: PollingPlace.feed(["One"]))
        }
        defer { place.end() }
        try place.configure(["lost", "a", "b"])
        #expect(try place.aggd("poll", "-q").status == 75)
        let shown = try place.aggd.atTerminal("poll", "--force").output
        #expect(shown.contains("2/2 sources, 0 new, 0 failing, "))
        #expect(!shown.contains("/3 sources"))
    }

    @Test(
        "ends with it the commands that tell passwords, with all that they began",
        arguments: [SIGTERM, SIGKILL])
    func commands(signal: Int32) async throws {
        let place = try PollingPlace { _ in .init(status: 404) }
        defer { place.end() }
        let pipe = try NamedPipe()
        // Each of them holds the pipe as long as it lives.
        let command = "exec 9>'\(pipe.path)'; sleep 3000 & echo >&9; sleep 3000 & wait"
        try place.configure(["slow"], "credential = { command = \"\(command)\" }\n")
        let program = try RunningProgram(place.aggd, ["poll"])
        #expect(await pipe.isWritten())
        program.send(signal)
        #expect(try await program.status() == -signal)
        #expect(pipe.taken() == "\n")
        #expect(await pipe.isHungUp())
    }

    @Test("sees no progress where no terminal is, only the sum") func noTerminal() throws {
        let place = try PollingPlace {
            $0.path == "/bad" ? .init(status: 500) : .init(body: PollingPlace.feed(["One"]))
        }
        defer { place.end() }
        try place.configure(["good", "bad"])
        let run = try place.aggd("poll")
        #expect(run.status == 75)
        #expect(run.errors.isEmpty)
        #expect(run.lines == ["2 sources polled: 1 new item, 1 failing (aggd sources --problems)."])
        let again = try place.aggd("poll")
        #expect(again.lines == ["No source is due; --force polls all the same."])
        #expect(again.status == 0)
    }

    @Test("sees with --verbose each source with its result and its error") func verbose() throws {
        let place = try PollingPlace {
            $0.path == "/bad" ? .init(status: 500) : .init(body: PollingPlace.feed(["One"]))
        }
        defer { place.end() }
        try place.configure(["good", "bad"])
        let run = try place.aggd("poll", "--verbose")
        #expect(run.lines.contains { $0.hasPrefix("good: new, 1 new, 0 updated (") })
        #expect(run.lines.contains { $0.hasPrefix("bad: failed, 127.0.0.1 has a fault (HTTP 500). (") })
    }

    @Test("is told by sources why the next poll comes when it comes") func explained() throws {
        let place = try PollingPlace { request in
            switch request.path {
            case "/ttl": .init(body: PollingPlace.feed(["One"], head: "<ttl>600</ttl>"))
            case "/fresh":
                .init(headers: [("Cache-Control", "max-age=28800")], body: PollingPlace.feed(["One"]))
            case "/busy": .init(status: 503, headers: [("Retry-After", "21600")])
            default: .init(body: PollingPlace.feed(["One"]))
            }
        }
        defer { place.end() }
        try place.configure(["ttl", "fresh", "plain"])
        #expect(try place.aggd("poll", "-q").status == 0)
        func explanation(_ name: String) throws -> String {
            let lines = try place.aggd("sources", name).lines
            return try #require(lines.first { $0.hasPrefix("  next poll     ") })
        }
        #expect(
            try explanation("ttl").contains(
                ", in 10 h: the feed's ttl asks for 10 hours between polls (without"))
        #expect(
            try explanation("fresh").contains(
                ", in 8 h: the server says that its answer is good for 8 hours (without that after "))
        #expect(try explanation("plain").contains(", in "))
        let object = try #require(try place.aggd("sources", "ttl", "--json").objects.first)
        #expect(
            (object["next_poll_reason"] as? String)?.hasPrefix("the feed's ttl asks for 10 hours") == true)
        try place.configure(["busy"])
        #expect(try place.aggd("poll", "-q").status == 75)
        #expect(
            try explanation("busy").hasSuffix(
                ", in 6 h: the server asks to be left alone until then (Retry-After)"))
    }

    @Test("accepts the move of a source, whose next poll goes on with what was learnt") func accept() throws {
        let place = try PollingPlace { request in
            switch request.path {
            case "/old": .redirect(301, to: "/new")
            case "/new" where request.header("if-none-match") == "\"n\"": .init(status: 304)
            default: .init(headers: [("ETag", "\"n\"")], body: PollingPlace.feed(["One"]))
            }
        }
        defer { place.end() }
        try place.configure(["old"])
        #expect(try place.aggd("poll", "-q").status == 0)
        let problems = try place.aggd("sources", "--problems")
        #expect(problems.output.contains("moved"))
        let before = try place.aggd("sources", "old")
        #expect(
            before.output.contains("it has moved; \"aggd sources --accept old\" writes the new address down"))
        let accepted = try place.aggd("sources", "--accept", "old")
        #expect(accepted.sentence == "old: feeds.conf now says \(place.server.url("/new")).")
        #expect(try place.aggd.text(of: "feeds.conf").contains("url = \"\(place.server.url("/new"))\""))
        #expect(try place.aggd("sources", "--problems").status == 1)
        #expect(try place.aggd("poll", "-q", "--force").status == 0)
        #expect(place.server.requests.map(\.path) == ["/old", "/new", "/new"])
        #expect(place.server.requests.last?.header("if-none-match") == "\"n\"")
        #expect(try place.aggd("sources", "old", "--json").objects.first?["state"] as? String == "ok")
        #expect(try place.aggd("items", "--json").objects.count == 1)
    }

    @Test("doesn't ask what is gone, not even by force, until its address is changed") func gone() throws {
        let isBack = Mutex(false)
        let place = try PollingPlace { _ in
            isBack.withLock { $0 } ? .init(body: PollingPlace.feed(["One"])) : .init(status: 410)
        }
        defer { place.end() }
        try place.configure(["lost"])
        #expect(try place.aggd("poll").status == 75)
        #expect(try place.aggd("poll", "--force").lines == ["No source is due; --force polls all the same."])
        #expect(place.server.requests.count == 1)
        #expect(try place.aggd("sources", "lost").output.contains("never: it is gone"))
        isBack.withLock { $0 = true }
        try place.aggd.write(
            configuration: place.aggd.text(of: "feeds.conf").replacing("/lost\"", with: "/found\""))
        #expect(try place.aggd("poll").lines == ["1 source polled: 1 new item."])
    }
}

@Suite("The journal") struct JournalTests {
    /// A socket that stands where systemd's journal listens.
    private final class Journal {
        let descriptor: Int32

        init(path: String) throws {
            descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
            var name = sockaddr_un()
            name.sun_family = sa_family_t(AF_UNIX)
            unsafe withUnsafeMutableBytes(of: &name.sun_path) { buffer in
                unsafe buffer.copyBytes(from: Array(path.utf8.prefix(buffer.count - 1)))
            }
            let isBound = unsafe withUnsafePointer(to: &name) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    unsafe bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
                }
            }
            try #require(isBound)
        }

        deinit { close(descriptor) }

        /// What was sent so far, each record as its lines.
        func records() -> [[String]] {
            var records: [[String]] = []
            var bytes = [UInt8](repeating: 0, count: 64 << 10)
            while true {
                let count = unsafe bytes.withUnsafeMutableBytes {
                    unsafe recv(descriptor, $0.baseAddress, $0.count, Int32(MSG_DONTWAIT))
                }
                guard count > 0 else { return records }
                records.append(
                    String(decoding: bytes[..<count], as: UTF8.self).split(separator: "\n").map(String.init))
            }
        }
    }

    @Test(
        "gets a poll with its fields, so that it can be filtered by source",
        .enabled(if: OwnMounts.areAllowed, OwnMounts.word)) func fields() throws
    {
        let place = try PollingPlace {
            $0.path == "/bad" ? .init(status: 403) : .init(body: PollingPlace.feed(["One"]))
        }
        defer { place.end() }
        try place.configure(["good", "bad"])
        let journal = try Journal(path: place.aggd.folder.appending(path: "journal").path)
        let run = try place.aggd.shell(
            OwnMounts.command(
                """
                mount -t tmpfs tmpfs /run; mkdir -p /run/systemd/journal; touch /run/systemd/journal/socket
                mount --bind journal /run/systemd/journal/socket
                JOURNAL_STREAM=1:1 $AGGD serve & daemon=$!
                until $AGGD sources bad --json | grep -q '"state":"failing"'; do :; done
                until $AGGD items --json | grep -q One; do :; done
                kill $daemon; wait $daemon
                """))
        #expect(run.status == 0, "\(run.errors)")
        let records = journal.records()
        let good = try #require(records.first { $0.contains("AGGD_SOURCE=good") })
        #expect(good.contains("AGGD_RESULT=new"))
        #expect(good.contains("AGGD_HTTP=200"))
        #expect(good.contains("AGGD_NEW=1"))
        #expect(good.contains { $0.hasPrefix("AGGD_MS=") })
        #expect(good.contains("PRIORITY=6"))
        #expect(good.contains("SYSLOG_IDENTIFIER=aggd"))
        let bad = try #require(records.first { $0.contains("AGGD_SOURCE=bad") })
        #expect(bad.contains("PRIORITY=4"))
        #expect(bad.contains("AGGD_HTTP=403"))
        #expect(bad.contains("AGGD_STATE=failing"))
        #expect(bad.contains { $0.hasPrefix("MESSAGE=bad: 127.0.0.1 refuses to show it (HTTP 403).") })
    }
}
