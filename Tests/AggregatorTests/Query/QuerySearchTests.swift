import Aggregator
import FeedParse
import Foundation
import TestSupport
import Testing

@Suite("A search") struct QuerySearchTests {
    private func store(_ items: [NewItem]) async throws -> TemporaryStore {
        var wire = Source(name: "wire", urls: [])
        wire.rank = 20
        var tank = Source(name: "tank", urls: [])
        tank.rank = 90
        let temporary = try await TemporaryStore(.memory, sources: [wire, tank])
        for item in items { try await temporary.add(item) }
        return temporary
    }

    @Test("finds words without regard to case, accents and ligatures")
    func folding() async throws {
        let temporary = try await store([
            .sample("A", text: "Der Straße nach Łódź: naïve ﬁrewall, ÉTÉ, Đà Nẵng")
        ])
        for query in [
            "strasse", "STRASSE", "lodz", "naive", "firewall", "ete", "da nang", "\"strasse nach lodz\"",
        ] {
            #expect(try await temporary.titles(query) == ["A"], "\(query)")
        }
        #expect(try await temporary.titles("\"nach strasse\"").isEmpty)
    }

    @Test("finds words inside a run of Chinese, Japanese, Korean and Thai")
    func scriptsWithoutSpaces() async throws {
        let temporary = try await store([
            .sample("zh", text: "中国在南海军事化引发关注"), .sample("ja", text: "北朝鮮のミサイル発射"),
            .sample("ko", text: "북한이 미사일을 발사했다"), .sample("th", text: "ขีปนาวุธถูกยิง"),
        ])
        #expect(try await temporary.titles("南海") == ["zh"])
        #expect(try await temporary.titles("南军").isEmpty)
        #expect(try await temporary.titles("ミサイル") == ["ja"])
        #expect(try await temporary.titles("미사일") == ["ko"])
        #expect(try await temporary.titles("ขีปนาวุธ") == ["th"])
        #expect(try await temporary.titles("南* 关注") == ["zh"])
    }

    @Test("finds Cyrillic, Arabic and Hebrew without their marks")
    func otherScripts() async throws {
        let temporary = try await store([
            .sample("ru", text: "Запуск РАКЕТЫ всё ещё ждут"), .sample("ar", text: "أُطلِقَ الصاروخ"),
            .sample("he", text: "שִׁגּוּר טיל"),
        ])
        #expect(try await temporary.titles("ракеты все") == ["ru"])
        #expect(try await temporary.titles("اطلق") == ["ar"])
        #expect(try await temporary.titles("שגור") == ["he"])
    }

    @Test(
        "can't be steered by what looks like the index's own syntax",
        arguments: [
            "title:\"x) OR (y\"", "\"a\" \"b\"", "a:b OR title:{x}", "\"^abc\"", "\"a + b\"",
            "rank:1 OR text:a'b",
        ])
    func injection(_ query: String) async throws {
        let temporary = try await store([.sample("A", text: "unrelated")])
        do {
            #expect(try await temporary.titles(query).isEmpty)
        } catch is QueryError {
            // A sentence for the person is as good.
        }
    }

    @Test("puts the best match first, one with the word in its title before others")
    func relevance() async throws {
        let filler = String(repeating: "other words of a long text ", count: 30)
        let temporary = try await store([
            .sample("Nothing", text: filler + " missile"), .sample("Missile defence", text: filler),
            .sample("Irrelevant", text: filler),
        ])
        let titles = try await temporary.titles("missile") { $0.sort = .relevance }
        #expect(titles == ["Missile defence", "Nothing"])
        let mixed = try await temporary.titles("missile OR source:wire") { $0.sort = .relevance }
        #expect(mixed.prefix(2) == ["Missile defence", "Nothing"])
        #expect(mixed.count == 3)
    }

    @Test("sorts by the source's rank, and stops at a limit")
    func rank() async throws {
        let temporary = try await store([
            .sample("low", source: "wire", published: .hours(0)),
            .sample("high old", source: "tank", published: .hours(-9)),
            .sample("high new", source: "tank", published: .hours(-1)),
        ])
        #expect(try await temporary.titles("*") { $0.sort = .rank } == ["high new", "high old", "low"])
        #expect(try await temporary.titles("*") { $0.limit = 1 } == ["low"])
        #expect(try await temporary.titles("*") { $0.limit = 0 }.isEmpty)
    }

    @Test("looks only at the items between two numbers, and since a time")
    func window() async throws {
        let temporary = try await store([
            .sample("1", guid: "1"), .sample("2", guid: "2"), .sample("3", guid: "3"),
        ])
        try await temporary.add(.sample("late", guid: "4"), seen: .hours(5))
        #expect(
            try await temporary.titles("*") {
                $0.after = ItemID(1); $0.upTo = ItemID(3); $0.sort = .arrival
            } == ["2", "3"])
        #expect(try await temporary.titles("*") { $0.seenSince = .hours(5) } == ["late"])
    }

    @Test("leaves out hidden items unless it asks for them")
    func hidden() async throws {
        let temporary = try await store([.sample("shown", guid: "1")])
        let id = try await temporary.add(.sample("hidden", guid: "2"), hiddenBy: "hide: x")
        #expect(try await temporary.titles("*") == ["shown"])
        #expect(try await temporary.titles("is:hidden") == ["hidden"])
        #expect(try await temporary.titles("*") { $0.hidden = true }.count == 2)
        try await temporary.store.write { try $0.hide(id, by: nil) }
        #expect(try await temporary.titles("*").count == 2)
    }

    @Test("shows the passage where the words stand together")
    func snippet() async throws {
        let filler = String(repeating: "Padding goes here. ", count: 40)
        let temporary = try await store([
            .sample("A", text: filler + "The U.S. Navy’s\nmissile launch, late." + filler)
        ])
        let query = try Query.parse("navy launch* \"u.s.\"", context: QueryContext(now: .reference))
        let pieces = try await temporary.store.read { try $0.snippet(of: ItemID(1), for: query, words: 16) }
        #expect(pieces.filter(\.isHit).map(\.text).joined(separator: "|").contains("U.S"))
        #expect(pieces.filter(\.isHit).map(\.text).contains("launch"))
        let whole = pieces.map(\.text).joined()
        #expect(whole.hasPrefix("… "))
        #expect(whole.hasSuffix(" …"))
        #expect(whole.contains("Navy’s missile launch, late."))
        let none = try await temporary.store.read { try $0.snippet(of: ItemID(1), for: .all, words: 3) }
        #expect(none == [SnippetPiece("Padding goes here. …")])
    }
}
