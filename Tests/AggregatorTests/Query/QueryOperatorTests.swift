import Aggregator
import FeedParse
import Foundation
import TestSupport
import Testing

/// A small archive in which every operator of the query language finds something and leaves something out.
private struct Archive {
    let store: TemporaryStore

    init() async throws {
        var wire = Source(name: "northwire", urls: [])
        wire.tags = ["wire"]
        wire.org = ["Northwire", "N. Wire Ltd."]
        var institute = Source(name: "harbour-papers", urls: [])
        institute.tags = ["think-tank"]
        institute.org = ["Harbour Institute"]
        let ministry = Source(name: "ministry", urls: [])
        store = try await TemporaryStore(.memory, sources: [wire, institute, ministry])
        try await storeTexts()
        try await storeStates()
    }

    private func storeTexts() async throws {
        try await store.add(
            .sample(
                "Missile launch at sea", source: "northwire",
                text: "The crew saw the launch of a missile before dawn.", guid: "1",
                url: "https://northwire.example.org/world/launch", published: .hours(-2)
            ) {
                $0.authors = ["Ada Quill", "Bo Sand"]
                $0.language = "en-GB"
            }, seen: .hours(-2))
        try await store.add(
            .sample(
                "Arms control after the storm", source: "harbour-papers",
                text: "Control of arms is dull; arms control is not. "
                    + String(repeating: "word ", count: 300), guid: "2",
                url: "https://harbour.example.org/papers/arms", published: .hours(-30)
            ) {
                $0.authors = ["Quill Ada"]
                $0.language = "en"
                $0.tags = ["Paper"]
            }, seen: .hours(-29))
        try await store.add(
            .sample(
                "Pressemitteilung zur Seefahrt", source: "ministry",
                text: "Das Ministerium bedauert den Vorfall.",
                guid: "3", url: "https://ministry.example.org/Presse/1", published: .hours(-24 * 40)
            ) {
                $0.language = "de"
                $0.org = "Ministry of the Sea"
            }, seen: .hours(-24 * 39))
    }

    private func storeStates() async throws {
        func add(_ title: String, _ completeness: Completeness) async throws {
            try await store.add(
                .sample(title, source: "ministry", text: "short", guid: title, published: .hours(-100)) {
                    $0.completeness = completeness
                }, seen: .hours(-99))
        }
        try await add("An excerpt", .excerpt)
        try await add("A stub", .stub)
        try await add("Behind a wall", .paywalled)
        try await add("Without its text", .failed)
        try await store.add(
            .sample("A talk", source: "harbour-papers", text: "We talk.", guid: "t", published: .hours(-100))
            {
                $0.kind = .event
                var event = Event()
                event.start = .hours(24 * 3)
                $0.event = event
            }, seen: .hours(-99))
    }

    func titles(_ query: String) async throws -> Set<String> { Set(try await store.titles(query)) }
}

@Suite("Every operator of a query, on an archive") struct QueryOperatorTests {
    private static let launch = "Missile launch at sea"
    private static let arms = "Arms control after the storm"
    private static let german = "Pressemitteilung zur Seefahrt"
    private static let states: Set<String> = ["An excerpt", "A stub", "Behind a wall", "Without its text"]
    private static let everything = states.union([launch, arms, german, "A talk"])

    private func expect(
        _ query: String, _ titles: Set<String>, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let found = try await Archive().titles(query)
        #expect(found == titles, "\(query)", sourceLocation: sourceLocation)
    }

    @Test(
        "of words",
        arguments: [
            ("missile", [launch]), ("MISSILE", [launch]), ("launch missile", [launch]), ("launch storm", []),
            ("\"arms control\"", [arms]), ("\"control arms\"", []), ("\"control of arms\"", [arms]),
            ("stor*", [arms]), ("miss* OR stor*", [launch, arms]), ("seefahrt", [german]), ("see", []),
            ("\"see\"*", [german]),
        ])
    func words(query: String, titles: [String]) async throws { try await expect(query, Set(titles)) }

    @Test(
        "of distance",
        arguments: [
            ("launch NEAR/2 missile", [launch]), ("missile NEAR/2 launch", [launch]),
            ("crew NEAR/2 missile", []),
            ("crew NEAR/6 missile", [launch]), ("crew NEAR dawn", [launch]), ("crew NEAR/6 miss*", [launch]),
            ("\"the crew\" NEAR/3 launch", [launch]), ("crew NEAR/1 saw NEAR/1 the", [launch]),
        ])
    func distance(query: String, titles: [String]) async throws { try await expect(query, Set(titles)) }

    @Test(
        "of fields",
        arguments: [
            ("title:missile", [launch]), ("title:dawn", []), ("text:dawn", [launch]), ("text:storm", []),
            ("title:(arms storm)", [arms]), ("title:(arms OR missile)", [arms, launch]),
            ("author:quill", [launch, arms]), ("author:\"Ada Quill\"", [launch]), ("author:\"quill bo\"", []),
            ("org:\"n wire\"", [launch]), ("org:ministry", [german]), ("source:ministry lang:de", [german]),
            ("source:north*", [launch]), ("source:NORTHWIRE", [launch]), ("source:north", []),
            ("tag:wire", [launch]), ("tag:paper", [arms]), ("tag:pap", []),
            ("url:/world/", [launch]), ("url:/presse/", [german]), ("url:example.org/papers", [arms]),
            ("lang:en", [launch, arms]), ("lang:en-gb", [launch]), ("lang:e", []),
            ("https://northwire.example.org/world/launch", [launch]),
        ])
    func fields(query: String, titles: [String]) async throws { try await expect(query, Set(titles)) }

    @Test(
        "of length and time",
        arguments: [
            ("words:>100", [arms]), ("words:<10 missile", []), ("words:10 missile", [launch]),
            ("words:5..12 launch", [launch]), ("date:2026-11-22 missile", [launch]),
            ("date:-3h.. ", [launch, "A talk"]),
            ("date:-2d..now", [launch, arms]), ("date:today..+14d", [launch, "A talk"]),
            ("date:..-10d", [german]),
            ("date:2026-10", [german]), ("seen:-3h..", [launch]), ("seen:yesterday", [arms]),
            ("date:tomorrow..", ["A talk"]),
        ])
    func lengthAndTime(query: String, titles: [String]) async throws { try await expect(query, Set(titles)) }

    @Test(
        "of states",
        arguments: [
            ("is:excerpt", ["An excerpt"]), ("is:stub", ["A stub"]), ("is:paywalled", ["Behind a wall"]),
            ("is:failed", ["Without its text"]), ("is:event", ["A talk"]), ("is:full missile", [launch]),
            ("is:copy", []), ("is:changed", []), ("is:kept", []), ("is:read", []), ("is:hidden", []),
        ])
    func states(query: String, titles: [String]) async throws { try await expect(query, Set(titles)) }

    @Test(
        "of combination, where AND binds tighter than OR and - turns the next part around",
        arguments: [
            ("missile storm OR seefahrt", [german]), ("(missile OR storm) launch", [launch]),
            ("missile OR storm launch", [launch]),
            ("source:ministry -is:stub -lang:de -is:failed -is:excerpt", ["Behind a wall"]),
            ("-source:ministry -(missile OR storm)", ["A talk"]), ("NOT NOT missile", [launch]),
            ("lang:en NOT title:missile", [arms]), ("-(-missile)", [launch]),
            ("missile AND launch", [launch]),
            ("tag:wire OR tag:paper -tag:paper", [launch]),
        ])
    func combination(query: String, titles: [String]) async throws { try await expect(query, Set(titles)) }

    @Test("of nothing finds everything, and a doubled negation changes nothing")
    func everything() async throws {
        try await expect("", Self.everything)
        try await expect("*", Self.everything)
        try await expect("-is:event", Self.everything.subtracting(["A talk"]))
        try await expect("* -source:ministry", [Self.launch, Self.arms, "A talk"])
    }

    @Test("of marks follow what a person does")
    func marks() async throws {
        let archive = try await Archive()
        let id = try #require(try await archive.store.find("missile").first).id
        try await archive.store.store.write {
            try $0.mark(id, kept: true, read: true, addTags: ["Briefing"], removeTags: ["wire"])
        }
        #expect(try await archive.titles("is:kept") == [Self.launch])
        #expect(try await archive.titles("is:read") == [Self.launch])
        #expect(try await archive.titles("tag:briefing") == [Self.launch])
        #expect(try await archive.titles("tag:wire").isEmpty)
        #expect(try await archive.titles("-is:read").count == 7)
    }

    @Test("of rules find what is hidden only when asked for")
    func hidden() async throws {
        let archive = try await Archive()
        let id = try #require(try await archive.store.find("missile").first).id
        try await archive.store.store.write { try $0.hide(id, by: "hide of northwire: missile") }
        #expect(try await archive.titles("missile").isEmpty)
        #expect(try await archive.titles("is:hidden") == [Self.launch])
        #expect(try await archive.titles("is:hidden storm").isEmpty)
        #expect(try await archive.titles("-is:hidden missile").isEmpty)
    }

    @Test("of changes find texts that were changed for real, not those that were only touched")
    func changed() async throws {
        let archive = try await Archive()
        for (query, isReal) in [("missile", true), ("storm", false)] {
            let item = try #require(try await archive.store.find(query).first)
            var content = item.content
            content.text += " Corrected on Monday."
            let final = content
            try await archive.store.store.write {
                try $0.update(item.id, with: final, at: .hours(-1), isRealChange: isReal)
            }
        }
        #expect(try await archive.titles("is:changed") == [Self.launch])
        #expect(try await archive.titles("corrected") == [Self.launch, Self.arms])
    }
}

@Suite("The place of a mistake in a query") struct QueryMistakePlaceTests {
    private func mistake(_ text: String) -> QueryError? {
        do {
            _ = try Query.parse(text, context: QueryContext(now: .reference, topics: ["m": "missile"]))
            return nil
        } catch {
            return error
        }
    }

    @Test("counts characters, not bytes, from one in the sentence")
    func characters() {
        #expect(mistake("Łódź OR")?.offset == 5)
        #expect(mistake("Łódź OR")?.description.hasPrefix("character 6: ") == true)
        #expect(mistake("海上 titel:x")?.offset == 3)
        #expect(mistake("🇺🇦a is:nothing")?.offset == 6)
    }

    @Test(
        "is that of the part that is wrong, however deep it stands",
        arguments: [
            ("a (b (c is:x))", 11), ("a OR (b AND)", 8), ("topic:m -(date:soon)", 15),

            ("title:(text:b)", 7), ("a \"b", 2), ("a OR OR b", 5), ("AND", 0), ("a AND AND b", 2),
            ("a NEAR/5", 2), ("NEAR/5", 0), ("NEAR/5 x", 0), ("title:NEAR/5 x", 6),
            ("a NEAR/5 -b", 2), ("tag:", 0), ("tag:\"\"", 0), ("words:>x", 6), ("words:..", 6),
            ("words:<0", 6),
            ("words:>-1", 6), ("seen:2026-00", 5), ("date:2026-11-22T25:00", 5), ("date:..", 5),
            ("date:+3x", 5),
            ("lang:", 0), ("lang:1", 5), ("source:a*b*", 7), ("author:\"!\"", 7), ("org:—", 4),
        ])
    func places(text: String, offset: Int) {
        #expect(mistake(text)?.offset == offset, "\(text): \(mistake(text)?.description ?? "no mistake")")
    }

    @Test(
        "comes with a sentence that says what to write",
        arguments: ["date:soon", "words:many", "lang:de_DE", "a NEAR/x b", "a NEAR/5 (b)"])
    func advice(text: String) {
        #expect(mistake(text)?.message.contains("write e.g. ") == true)
    }

    @Test("in a topic is told with the topic's name and the place in its query")
    func topic() {
        let context = QueryContext(now: .reference, topics: ["bad": "missile OR"])
        #expect(throws: QueryError.self) { try Query.parse("x topic:bad", context: context) }
        do {
            _ = try Query.parse("x topic:bad", context: context)
        } catch {
            #expect(error.offset == 8)
            #expect(error.message == "in topic \"bad\", character 9: after OR something must follow")
        }
    }

    @Test("of a source's name is only told where the names are known")
    func sources() throws {
        let open = QueryContext(now: .reference)
        #expect(try Query.parse("source:whatever", context: open) == .source("whatever"))
        let closed = QueryContext(now: .reference, sources: ["northwire"])
        #expect(try Query.parse("source:NorthWire", context: closed) == .source("NorthWire"))
        #expect(try Query.parse("source:no*", context: closed) == .source("no*"))
        #expect(throws: QueryError.self) { try Query.parse("source:nortwire", context: closed) }
    }
}
