import Foundation
import TestSupport
import Testing

@Suite("A person who marks items") struct MarkingTests {
    @Test("keeps items and takes it back")
    func keep() async throws {
        let news = try await Newsroom.shared().copy()
        defer { news.aggd.remove() }
        let run = try news.aggd("keep", news.id("chips"), news.id("grain"))
        #expect(run.status == 0)
        #expect(run.output.isEmpty)
        #expect(run.sentence == "2 items marked.")
        #expect(try news.aggd("items", "is:kept", "--json").objects.count == 2)
        #expect(try news.aggd("unkeep", news.id("grain")).sentence == "1 item marked.")
        let kept = try news.aggd("items", "is:kept", "--json").objects.compactMap { $0["id"] as? String }
        #expect(kept == [news.id("chips")])
    }

    @Test("marks items as read, and leaves them out with -is:read")
    func read() async throws {
        let news = try await Newsroom.shared().copy()
        defer { news.aggd.remove() }
        #expect(try news.aggd("read", news.id("chips")).status == 0)
        let rest = try news.aggd("items", "--json", "-is:read").objects.compactMap { $0["id"] as? String }
        #expect(rest.count == 8)
        #expect(!rest.contains(news.id("chips")))
    }

    @Test("gives a label and takes it away with --remove")
    func tag() async throws {
        let news = try await Newsroom.shared().copy()
        defer { news.aggd.remove() }
        #expect(try news.aggd("tag", "briefing", news.id("chips"), news.id("test")).status == 0)
        #expect(try news.aggd("items", "tag:briefing", "--json").objects.count == 2)
        #expect(try news.aggd("tag", "--remove", "briefing", news.id("chips")).status == 0)
        let left = try news.aggd("items", "tag:briefing", "--json").objects.compactMap { $0["id"] as? String }
        #expect(left == [news.id("test")])
        let shown = try news.aggd("show", news.id("test"), "--json").objects.first
        #expect((shown?["tags"] as? [String])?.contains("briefing") == true)
        #expect((shown?["tags"] as? [String])?.contains("wire") == true)
    }

    @Test("marks all of the items or none")
    func allOrNone() async throws {
        let news = try await Newsroom.shared().copy()
        defer { news.aggd.remove() }
        let run = try news.aggd("keep", news.id("chips"), "zzzzzz")
        #expect(run.status == 1)
        #expect(run.sentence?.contains("zzzzzz") == true)
        #expect(try news.aggd("items", "is:kept").status == 1)
    }

    @Test("is refused a label that no query could ask for", arguments: ["two words", "", " ", "a,b"])
    func wrongLabel(label: String) async throws {
        let news = try await Newsroom.shared().copy()
        defer { news.aggd.remove() }
        let run = try news.aggd("tag", label, news.id("chips"))
        #expect(run.status == 64)
        #expect(run.sentence?.contains("label") == true)
    }

    @Test("says nothing with -q", arguments: ["keep", "unkeep", "read"])
    func quiet(verb: String) async throws {
        let news = try await Newsroom.shared().copy()
        defer { news.aggd.remove() }
        let run = try news.aggd(verb, "-q", news.id("chips"))
        #expect(run.status == 0)
        #expect(run.output.isEmpty)
        #expect(run.errors.isEmpty)
    }

    @Test("must name an item", arguments: ["keep", "unkeep", "read", "tag", "show", "why", "diff"])
    func noItem(verb: String) async throws {
        let run = try await Newsroom.shared().aggd(verb)
        #expect(run.status == 64)
        #expect(run.sentence?.contains("aggd \(verb) --help") == true)
    }
}

@Suite("A person who looks in") struct NewsTests {
    @Test("sees what came in during the last day, by topic, and what is wrong with the sources")
    func firstLook() async throws {
        let news = try await Newsroom.shared().copy()
        defer { news.aggd.remove() }
        let run = try news.aggd()
        #expect(run.status == 0)
        let head = try #require(run.lines.first)
        #expect(head.contains(" · 7 stories since "))
        #expect(head.contains("(8 items, 1 copies folded)") || head.contains("(8 items, 1 copy folded)"))
        #expect(head.hasSuffix(" · 2 events"))
        #expect(run.lines.contains { $0.hasPrefix("Missiles and arms control ") && $0.hasSuffix(" 1") })
        #expect(run.lines.contains { $0.hasPrefix("strait ") })
        #expect(run.lines.contains { $0.hasPrefix("Everything else ") && $0.hasSuffix(" 5") })
        #expect(run.output.contains("! guarded: guarded.example.org answered with a wall"))
        #expect(run.output.contains("! courier: nothing for 9 days"))
        #expect(!run.output.contains("resting"))
        #expect(!run.output.contains("Vacancy"))
    }

    @Test("sees nothing the second time, until something comes in, and can look back with --since")
    func secondLook() async throws {
        let news = try await Newsroom.shared().copy()
        defer { news.aggd.remove() }
        #expect(try news.aggd().status == 0)
        let again = try news.aggd()
        #expect(again.status == 1)
        #expect(again.output.contains("0 stories since "))
        let back = try news.aggd("--since", "-3d", "--json")
        #expect(back.status == 0)
        #expect(try back.objects.count == 8)
        #expect(try news.aggd().status == 1)
    }

    @Test("is remembered for each store on its own")
    func perStore() async throws {
        let news = try await Newsroom.shared().copy()
        defer { news.aggd.remove() }
        #expect(try news.aggd().status == 0)
        let other = news.aggd.folder.appending(path: "other.sqlite")
        try FileManager.default.copyItem(at: news.aggd.folder.appending(path: "aggd.sqlite"), to: other)
        #expect(try news.aggd("--store", "sqlite://\(other.path)").status == 0)
        #expect(try news.aggd().status == 1)
    }

    @Test("is not remembered when asked with --since, or when the listing failed")
    func notRemembered() async throws {
        let news = try await Newsroom.shared().copy()
        defer { news.aggd.remove() }
        #expect(try news.aggd("--since", "-2d").status == 0)
        #expect(try news.aggd("--json", "--fields", "nonsense").status == 64)
        #expect(try news.aggd("--json").objects.count == 7)
    }

    @Test("may write the verb out, and put options before it")
    func verb() async throws {
        let news = try await Newsroom.shared().copy()
        defer { news.aggd.remove() }
        #expect(try news.aggd("--json", "news", "--since", "-24h").objects.count == 7)
        #expect(try news.aggd("--utc", "--no-pager", "items", "--json").objects.count == 9)
        #expect(try news.aggd("--color=never", "--fields", "id", "--json", "items").objects.first?.count == 1)
    }
}
