import Foundation
import TestSupport
import Testing

@Suite("A person who asks for a digest") struct DigestVerbTests {
    @Test("sees what would go out now, each story once, and nothing is stored")
    func draft() async throws {
        let news = try await Newsroom.shared()
        let run = try news.aggd("digest", "daily")
        #expect(run.status == 0)
        #expect(run.lines.first?.hasPrefix("Sable Sea, daily") == true)
        #expect(run.lines.first?.hasSuffix("No. 2") == true)
        #expect(run.output.components(separatedBy: "Karvia tests missile").count == 2)
        #expect(run.output.contains("Also: Defence Courier (same text"))
        #expect(!run.output.contains("Trading Chips"))
        #expect(!run.output.contains("Vacancy"))
        #expect(run.output.contains("14:00–15:30 Hong Kong (UTC+8)"))
        #expect(run.output.contains("guarded: guarded.example.org answered with a wall"))
        #expect(try news.aggd("digest", "daily").lines.first?.hasSuffix("No. 2") == true)
    }

    @Test(
        "prints a stored issue again, byte for byte, in every form",
        arguments: ["text", "html", "markdown", "json"])
    func issue(form: String) async throws {
        let news = try await Newsroom.shared()
        let first = try news.aggd("digest", "daily", "--issue", "1", "--format", form)
        #expect(first.status == 0)
        #expect(first.output.contains("Trading Chips"))
        let second = try news.aggd("digest", "daily", "--issue", "1", "--format", form)
        #expect(first.output == second.output)
        #expect(!first.output.contains("Karvia tests"))
    }

    @Test("is told which issue is the last one when the asked one doesn't exist")
    func noSuchIssue() async throws {
        let news = try await Newsroom.shared()
        let run = try news.aggd("digest", "daily", "--issue", "214")
        #expect(run.status == 1)
        #expect(run.sentence == "Digest daily has no issue 214; its last issue is 1.")
        let weekly = try news.aggd("digest", "weekly", "--issue", "1")
        #expect(weekly.sentence == "Digest weekly has no issue 1; it has no issue yet.")
    }

    @Test("gets the contract's JSON of an issue")
    func json() async throws {
        let news = try await Newsroom.shared()
        let run = try news.aggd("digest", "daily", "--json")
        let object = try #require(try run.objects.first)
        #expect(run.lines.count == 1)
        for name in ["digest", "issue", "title", "from", "until", "sections", "problems"] {
            #expect(object[name] != nil, "\(name)")
        }
        #expect(object["issue"] as? Int == 2)
        let sections = try #require(object["sections"] as? [[String: Any]])
        #expect(sections.compactMap { $0["title"] as? String } == ["Coming up", "Missiles", "The rest"])
        let missile = try #require((sections[1]["stories"] as? [[String: Any]])?.first)
        for name in ["id", "story", "title", "url", "source", "published", "words", "also"] {
            #expect(missile[name] != nil, "\(name)")
        }
        let also = try #require((missile["also"] as? [[String: Any]])?.first)
        #expect(also["id"] as? String == news.id("test-copy"))
        #expect(also["relation"] as? String == "same")
        let problems = try #require(object["problems"] as? [[String: Any]])
        #expect(
            problems.contains { $0["source"] as? String == "guarded" && $0["state"] as? String == "blocked" })
    }

    @Test("is told the names of the digests when there is none of that name")
    func unknown() async throws {
        let news = try await Newsroom.shared()
        let run = try news.aggd("digest", "dialy")
        #expect(run.status == 64)
        #expect(run.sentence?.contains("\"dialy\"") == true)
        #expect(run.sentence?.contains("did you mean \"daily\"?") == true)
        let none = try news.aggd("digest")
        #expect(none.status == 64)
        #expect(none.sentence?.contains("aggd digests") == true)
    }

    @Test(
        "is refused options that contradict each other",
        arguments: [
            ["digest", "--due", "daily"], ["digest", "--due", "--send"],
            ["digest", "daily", "--send", "--issue", "1"], ["digest", "daily", "--to", "a@example.org"],
            ["digest", "daily", "--format", "docx"], ["digest", "daily", "--issue", "first"],
        ])
    func contradictions(words: [String]) async throws {
        let run = try await Newsroom.shared().aggd(words)
        #expect(run.status == 64)
        #expect(run.output.isEmpty)
        #expect(run.sentence != nil)
    }

    @Test("is told with status 1 that there is nothing to tell")
    func empty() async throws {
        let news = try await Newsroom.shared().copy()
        defer { news.aggd.remove() }
        try news.aggd.write(
            configuration: """
                [mail]
                from = "aggd <digest@example.org>"
                [[digest]]
                name = "subs"
                to = ["a@example.org"]
                section = { title = "Submarines", query = "submarine" }
                """)
        let run = try news.aggd("digest", "subs", "--dry-run")
        #expect(run.status == 1)
        #expect(run.output.contains("Nothing new."))
        #expect(run.sentence == "There is nothing to tell; nothing would be sent.")
        #expect(try news.aggd("digest", "subs", "--send").status == 1)
    }

    @Test("hears from --dry-run who would get it, and sends nothing")
    func dryRun() async throws {
        let news = try await Newsroom.shared()
        let run = try news.aggd("digest", "daily", "--send", "--dry-run")
        #expect(run.status == 0)
        #expect(run.sentence == "Issue 2 would go to mara@example.org, Desk <desk@example.org>.")
        let due = try news.aggd("digest", "--due", "--dry-run")
        #expect(due.status == 0)
        // Its last issue is thirty hours old: the time of today or of yesterday has passed since.
        #expect(due.output == "daily: due now\n")
    }

    @Test("may print an alert as it would be told")
    func alert() async throws {
        let run = try await Newsroom.shared().aggd("digest", "launch")
        #expect(run.status == 0 || run.status == 1)
        #expect(run.output.contains("Launches"))
    }

    @Test("lists digests and alerts with their next time, last issue and what waits")
    func digests() async throws {
        let news = try await Newsroom.shared()
        let run = try news.aggd("digests")
        #expect(run.lines.count == 3)
        #expect(run.lines[0].hasPrefix("daily "))
        #expect(run.lines[0].contains(" · last No. 1, "))
        #expect(run.lines[0].contains(" · 2 recipients"))
        #expect(run.lines[0].contains("1 waiting to be sent"))
        #expect(run.lines[1].contains("only when asked for · no issue yet · 0 recipients"))
        #expect(run.lines[2].contains("as it comes · no issue yet · 1 recipient"))
        let objects = try news.aggd("digests", "--json").objects
        #expect(objects.compactMap { $0["name"] as? String } == ["daily", "weekly", "alert:launch"])
        #expect(objects[0]["last_issue"] as? Int == 1)
        #expect(objects[0]["waiting"] as? Int == 1)
        #expect(objects[1]["next"] is NSNull)
    }
}

@Suite("A person who sends a digest") struct DigestSendingVerbTests {
    private func newsroom(_ server: LoopbackMailServer, to: String) async throws -> Newsroom {
        let news = try await Newsroom.shared().copy()
        try news.aggd.write(
            configuration: """
                [mail]
                server = "smtp://127.0.0.1:\(server.port)"
                from = "aggd <digest@monitor.example.org>"
                [[source]]
                name = "northwire"
                title = "Northwire"
                url = "https://northwire.example.org/news.xml"
                [[digest]]
                name = "wire"
                title = "The wire"
                time-zone = "Europe/London"
                to = [\(to)]
                section = { title = "All", query = "source:northwire" }
                """)
        return news
    }

    @Test("makes one numbered issue with one message for each recipient, and the next has nothing to tell")
    func send() async throws {
        let server = try LoopbackMailServer.start()
        defer { server.stop() }
        let news = try await newsroom(server, to: "\"mara@example.org\", \"Desk <desk@example.org>\"")
        defer { news.aggd.remove() }
        let run = try news.aggd("digest", "wire", "--send")
        #expect(run.output.isEmpty)
        #expect(run.errors.contains("aggd: Digest wire, issue 1: 2 stories."))
        #expect(server.mails.map(\.recipients).joined().sorted() == ["desk@example.org", "mara@example.org"])
        let mail = try #require(server.mails.first { $0.recipients == ["mara@example.org"] })
        #expect(mail.sender == "digest@monitor.example.org")
        for header in [
            "Subject: =?utf-8?", "Message-ID: <wire.1.", "List-Id: ", "List-Unsubscribe: ",
            "Auto-Submitted: auto-generated", "Precedence: bulk", "multipart/alternative", "format=flowed",
        ] {
            #expect(mail.text.contains(header), "\(header)")
        }
        #expect(!mail.text.contains("multipart/digest"))
        let again = try news.aggd("digest", "wire", "--send")
        #expect(again.status == 1)
        #expect(server.mails.count == 2)
        #expect(try news.aggd("digest", "wire", "--issue", "1").output.contains("Karvia tests missile"))
    }

    @Test("keeps a message that the server doesn't take for now, and ends with 75")
    func temporary() async throws {
        let server = try LoopbackMailServer.start { $0.hasPrefix("RCPT") ? "451 4.7.1 try again later" : nil }
        defer { server.stop() }
        let news = try await newsroom(server, to: "\"mara@example.org\"")
        defer { news.aggd.remove() }
        let run = try news.aggd("digest", "wire", "--send")
        #expect(run.status == 75)
        #expect(run.errors.contains("mara@example.org: "))
        #expect(run.errors.contains("(will be tried again)"))
        #expect(try news.aggd("digests", "--json").objects.first?["waiting"] as? Int == 1)
    }

    @Test("sends to the others when the server refuses one recipient for good")
    func permanent() async throws {
        let server = try LoopbackMailServer.start {
            $0.hasPrefix("RCPT TO:<gone@") ? "550 5.1.1 no such user" : nil
        }
        defer { server.stop() }
        let news = try await newsroom(server, to: "\"gone@example.org\", \"mara@example.org\"")
        defer { news.aggd.remove() }
        let run = try news.aggd("digest", "wire", "--send")
        #expect(run.status == 75)
        #expect(run.errors.contains("gone@example.org: "))
        #expect(run.errors.contains("(given up)"))
        #expect(server.mails.map(\.recipients) == [["mara@example.org"]])
    }

    @Test("may send elsewhere with --to: a file, a Maildir")
    func elsewhere() async throws {
        let server = try LoopbackMailServer.start()
        defer { server.stop() }
        let news = try await newsroom(server, to: "")
        defer { news.aggd.remove() }
        let without = try news.aggd("digest", "wire", "--send")
        #expect(without.status == 78)
        #expect(without.sentence?.contains("no recipients") == true)
        let file = news.aggd.folder.appending(path: "out/{issue}.md").path
        let box = news.aggd.folder.appending(path: "box").path
        let run = try news.aggd("digest", "wire", "--send", "--to", "file:\(file)", "--to", "maildir:\(box)")
        #expect(run.status == 0 || run.status == 75)
        #expect(try news.aggd.text(of: "out/1.md").hasPrefix("# The wire"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: box + "/new").count == 1)
    }

    @Test("needs a faultless configuration")
    func faulty() async throws {
        let news = try await Newsroom.shared().copy()
        defer { news.aggd.remove() }
        try news.aggd.write(configuration: Newsroom.configuration + "\n[fetch]\nparallel = 0\n")
        let run = try news.aggd("digest", "daily", "--send")
        #expect(run.status == 78)
        #expect(run.errors.contains("feeds.conf:"))
    }
}
