import Foundation
import Glibc
import Synchronization
import TestSupport
import Testing

@testable import Aggregator

@Suite("A source with secrets")
struct SecretPollTests {
    /// Two hosts: what the first one says leads to the second.
    private final class Hosts {
        let home: LoopbackServer
        let other: LoopbackServer

        init(
            _ answer: @escaping @Sendable (_ path: String, _ other: String) -> LoopbackServer.Response,
            other elsewhere: @escaping LoopbackServer.Handler
        ) throws {
            let other = try LoopbackServer.start(address: "127.0.0.42", handler: elsewhere)
            let there = other.url("")
            self.other = other
            home = try LoopbackServer.start { answer($0.path, there) }
        }

        func source(_ path: String, _ change: (inout Source) -> Void = { _ in }) -> Source {
            feedSource("s", home.url(path).replacing("http://", with: "http://us:pw@")) {
                $0.headers = [HeaderField(name: "X-Api-Key", value: "abc")]
                change(&$0)
            }
        }

        /// The requests that carried the password or the key.
        static func secret(_ server: LoopbackServer) -> [String] {
            server.requests.filter { $0.header("authorization") != nil || $0.header("x-api-key") != nil }
                .map(\.path)
        }

        func stop() {
            home.stop()
            other.stop()
        }
    }

    @Test("keeps them from the host to which it has moved, also when that address was adopted")
    func moved() async throws {
        let hosts = try Hosts({ _, other in .redirect(301, to: other + "/feed") }) { _ in
            .init(body: rss(["One"]))
        }
        defer { hosts.stop() }
        let desk = try await PollingDesk([hosts.source("/feed")])
        try await desk.poll()
        #expect(try await desk.state("s").adoptedURL == hosts.other.url("/feed"))
        try await desk.poll()
        #expect(hosts.home.requests.count == 1)
        #expect(hosts.other.requests(to: "/feed").count == 2)
        #expect(Hosts.secret(hosts.other).isEmpty)
        #expect(Hosts.secret(hosts.home) == ["/feed"])
    }

    @Test("sends them on when it has moved within its host") func movedWithin() async throws {
        let hosts = try Hosts({ path, _ in
            path == "/new" ? .init(body: rss(["One"])) : .redirect(301, to: "/new")
        }
        ) { _ in .init(status: 404) }
        defer { hosts.stop() }
        let desk = try await PollingDesk([hosts.source("/feed")])
        try await desk.poll()
        try await desk.poll()
        #expect(Hosts.secret(hosts.home) == ["/feed", "/new", "/new"])
    }

    @Test("keeps them from the pages and older pages that its feed names elsewhere") func pages() async throws
    {
        let hosts = try Hosts({ _, other in
            .init(
                body: rss(["One"], head: "<atom:link rel=\"next\" href=\"\(other)/older\"/>").replacing(
                    "<guid ", with: "<link>\(other)/one</link><guid "))
        }) { request in
            request.path == "/robots.txt" ? .init(status: 404) : .init(body: rss(["Two"]))
        }
        defer { hosts.stop() }
        let desk = try await PollingDesk([hosts.source("/feed") { $0.fullText = .always }])
        try await desk.poll()
        #expect(Set(hosts.other.requests.map(\.path)).isSuperset(of: ["/older", "/one"]))
        #expect(Hosts.secret(hosts.other).isEmpty)
    }

    @Test("asks each address with its own password, and with the fields of the source whatever the port")
    func addresses() async throws {
        let first = try LoopbackServer.start { _ in .init(body: rss(["One"])) }
        let second = try LoopbackServer.start { _ in .init(body: rss(["Two"])) }
        defer {
            first.stop()
            second.stop()
        }
        func url(_ server: LoopbackServer, _ path: String, _ user: String = "") -> String {
            server.url(path).replacing("http://", with: "http://\(user)")
        }
        let desk = try await PollingDesk([
            feedSource("s", "") {
                $0.urls = [
                    url(first, "/open"), url(first, "/one", "u1:p1@"), url(first, "/two", "u2:p2@"),
                    url(second, "/port"),
                ]
                $0.headers = [HeaderField(name: "X-Api-Key", value: "abc")]
            }
        ])
        try await desk.poll()
        func sent(_ server: LoopbackServer, _ field: String) -> [String: String?] {
            Dictionary(uniqueKeysWithValues: server.requests.map { ($0.path, $0.header(field)) })
        }
        #expect(
            sent(first, "authorization") == [
                "/open": nil, "/one": "Basic \(Data("u1:p1".utf8).base64EncodedString())",
                "/two": "Basic \(Data("u2:p2".utf8).base64EncodedString())",
            ])
        #expect(sent(first, "x-api-key").values.allSatisfy { $0 == "abc" })
        #expect(sent(second, "x-api-key") == ["/port": "abc"])
    }

    @Test("says which of them can't be found, and asks for nothing without it") func missing() async throws {
        let server = try LoopbackServer.start { _ in .init(status: 401) }
        defer { server.stop() }
        let desk = try await PollingDesk([
            feedSource("s", server.url("/feed")) { $0.credential = .file("/nonexistent/secret") }
        ])
        let report = try await desk.poll()["s"]
        #expect(
            report?.error
                == "The secret's file /nonexistent/secret can't be read (credential of source \"s\").")
        #expect(report?.health == .failing)
        #expect(server.requests.isEmpty)
    }

    @Test("runs the command that tells them once a poll, and not for what lies elsewhere") func once()
        async throws
    {
        let hosts = try Hosts({ _, other in
            .init(
                body: rss((1...12).map { "Item \($0)" }).replacing(
                    "<guid ", with: "<link>\(other)/page</link><guid "))
        }) { request in
            request.path == "/robots.txt" ? .init(status: 404) : .init(body: "<p>Page</p>")
        }
        defer { hosts.stop() }
        let count = try CountingCommand()
        let url = hosts.home.url("/feed")
        let desk = try await PollingDesk([
            feedSource("s", url) {
                $0.fullText = .always
                $0.credential = .command(count.command + "; echo us:pw")
            },
            feedSource("elsewhere", hosts.other.url("/feed")),
        ])
        try await desk.poll()
        #expect(Hosts.secret(hosts.home) == ["/feed"])
        #expect(Hosts.secret(hosts.other).isEmpty)
        #expect(hosts.other.requests(to: "/page").count > 0)
        #expect(count.runs == 1)
        try await desk.poll()
        #expect(count.runs == 2)
    }

    @Test("runs a command that fails once a poll, and says whose it is") func fails() async throws {
        let server = try LoopbackServer.start { _ in .init(status: 401) }
        defer { server.stop() }
        let count = try CountingCommand()
        let desk = try await PollingDesk([
            feedSource("s", server.url("/feed")) { $0.credential = .command(count.command + "; exit 3") },
            feedSource("two", server.url("/a")) {
                $0.urls.append(server.url("/b"))
                $0.credential = .command(count.command + "; exit 3")
            },
        ])
        let reports = try await desk.poll()
        #expect(
            reports["s"]?.error
                == "The secret's command `\(count.command); exit 3` ended with status 3 (credential of source \"s\")."
        )
        #expect(reports["two"]?.error?.contains("credential of source \"two\"") == true)
        #expect(count.runs == 1)
        #expect(server.requests.isEmpty)
    }

    @Test("keeps no other source waiting while a command takes its time") func slow() async throws {
        let server = try LoopbackServer.start { .init(body: rss(["One of \($0.path)"])) }
        defer { server.stop() }
        let pipe = FileManager.default.temporaryDirectory.appending(path: "pipe-\(UUID().uuidString)").path
        #expect(unsafe mkfifo(pipe, 0o600) == 0)
        defer { unsafe _ = unlink(pipe) }
        let desk = try await PollingDesk(
            [feedSource("slow", server.url("/slow")) { $0.credential = .command("cat '\(pipe)'") }]
                + (1...5).map { feedSource("s\($0)", server.url("/\($0)")) })
        // The others may take as long as they like.
        let secrets = SecretMemory(read: { secret, isStopped in
            Result { () throws(SecretReader.Failure) in
                try SecretReader(commandLimit: .seconds(3600)).read(secret, unless: isStopped)
            }
        })
        let pipeline = try await Pipeline(
            store: desk.store.store, configuration: desk.configuration, secrets: secrets
        ) { desk.now }
        var told: [String] = []
        for await report in pipeline.poll(desk.configuration.sources) {
            told.append(report.source)
            #expect(report.error == nil)
            guard told.count == 5 else { continue }
            // Opening waits for the command, which then reads to the end.
            Thread.detachNewThread {
                let writer = unsafe open(pipe, O_WRONLY)
                FileHandle(fileDescriptor: writer, closeOnDealloc: true).write(Data("us:pw\n".utf8))
            }
        }
        await pipeline.close()
        #expect(told.count == 6)
        #expect(told.last == "slow")
        #expect(server.requests(to: "/slow").first?.header("authorization") != nil)
    }

    @Test("leaves no trace of a poll whose command was ended, of one address or two", arguments: [1, 2])
    func ended(addresses: Int) async throws {
        let server = try LoopbackServer.start { .init(body: rss(["One of \($0.path)"])) }
        let other = try LoopbackServer.start(address: "127.0.0.42") { _ in .init(body: rss(["Two"])) }
        defer {
            server.stop()
            other.stop()
        }
        let pipe = try NamedPipe()
        let urls = [server.url("/feed"), other.url("/feed")].suffix(addresses)
        let desk = try await PollingDesk([
            feedSource("s", "") {
                $0.urls = Array(urls)
                $0.credential = .command("exec 9>'\(pipe.path)'; echo >&9; sleep 3000")
            }
        ])
        let pipeline = try await desk.pipeline()
        async let reports = pipeline.poll(group: desk.configuration.sources)
        #expect(await pipe.isWritten())
        pipeline.endWaiting()
        #expect(await reports.isEmpty)
        #expect(pipe.taken() == "\n")
        #expect(await pipe.isHungUp())
        #expect(await pipeline.poll(group: desk.configuration.sources).isEmpty)
        await pipeline.close()
        #expect(try await desk.state("s").lastPoll == nil)
        #expect(server.requests.isEmpty)
        #expect(other.requests.isEmpty)
    }

    @Test("whose poll was ended has told all the same that a host asks to be left alone")
    func endedBesideRest() async throws {
        let strict = try LoopbackServer.start { _ in
            .init(status: 429, headers: [("Retry-After", "7200")])
        }
        let other = try LoopbackServer.start(address: "127.0.0.42") { _ in .init(body: rss(["Two"])) }
        defer {
            strict.stop()
            other.stop()
        }
        let desk = try await PollingDesk([
            feedSource("s", "") {
                $0.urls = [strict.url("/feed"), other.url("/feed")]
                $0.credential = .command("tell")
            },
            feedSource("beside", strict.url("/beside")),
        ])
        // It is found for the first address; for the second one nobody waits for it.
        let lookups = Mutex(0)
        let secrets = SecretMemory(
            lifetime: .zero,
            read: { _, _ in
                let isFirst = lookups.withLock { count in
                    count += 1
                    return count == 1
                }
                return isFirst
                    ? .success("us:pw")
                    : .failure(SecretReader.Failure(description: "It was stopped.", isStopped: true))
            })
        let pipeline = try await Pipeline(
            store: desk.store.store, configuration: desk.configuration, secrets: secrets
        ) { desk.now }
        #expect(await pipeline.poll(group: [desk.configuration.sources[0]]).isEmpty)
        await pipeline.close()
        #expect(try await desk.poll("beside")["beside"]?.result == .held)
        #expect(strict.requests.map(\.path) == ["/feed"])
        #expect(other.requests.isEmpty)
        #expect(try await desk.state("beside").nextPoll == desk.now.addingTimeInterval(7200))
        // Its other host may be asked at once.
        let state = try await desk.state("s")
        #expect(state.nextPoll == nil && state.lastPoll == nil)
    }

    /// A command that leaves a line each time it runs.
    private final class CountingCommand {
        private let file = FileManager.default.temporaryDirectory.appending(path: "runs-\(UUID().uuidString)")
        let command: String

        init() throws {
            try Data().write(to: file)
            command = "echo run >> '\(file.path)'"
        }

        deinit { try? FileManager.default.removeItem(at: file) }

        var runs: Int {
            let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
            return text.split(separator: "\n").count
        }
    }
}
