import Foundation
import GRDB
import Testing

@testable import Aggregator

@Suite("A file that holds stories and nothing else") struct StoryFileTests {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("stories-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func remove() throws { try FileManager.default.removeItem(at: folder) }

    private var path: String { folder.appendingPathComponent("stories.db").path }

    private func item(_ name: String, _ text: String, from source: String = "wire", hour: Double = 0)
        -> StoryFile.StreamItem
    {
        var document = IndexedDocument.test(text, title: "Title of \(name)", from: source, hour: hour)
        document.canonicalURL = "\(source).example/\(name)"
        return .init(name: name, document: document, seen: document.date)
    }

    @Test("decides about items in order, each before the next")
    func order() throws {
        let file = try StoryFile(path: nil)
        let outcomes = try file.decide([
            item("one", Prose.article(1)), item("two", Prose.article(2)),
            item("copy", Prose.article(1), from: "courier", hour: 1),
        ])
        #expect(outcomes.map(\.item.number) == [1, 2, 3])
        #expect(outcomes.map(\.story.number) == [1, 2, 1])
        #expect(outcomes.map(\.lead) == ["one", "two", "one"])
        #expect(outcomes.map(\.decision.relation) == [.new, .new, .same])
        try remove()
    }

    @Test("gives the same answers for one batch, for many, and after being closed in between")
    func batches() throws {
        defer { try? remove() }
        let items = (0..<40).map {
            item(
                "n\($0)", Prose.article($0 % 13, paragraphs: 2 + $0 % 5), from: "s\($0 % 7)", hour: Double($0)
            )
        }
        let whole = try StoryFile(path: nil).decide(items)
        var pieces: [StoryFile.Outcome] = []
        for start in stride(from: 0, to: items.count, by: 7) {
            // A file that was made anew each time holds what the last one wrote.
            let file = try StoryFile(path: path)
            pieces += try file.decide(Array(items[start..<min(start + 7, items.count)]))
        }
        #expect(whole.map(\.story) == pieces.map(\.story))
        #expect(whole.map(\.lead) == pieces.map(\.lead))
        #expect(whole.map(\.decision.relation) == pieces.map(\.decision.relation))
    }

    @Test("keeps what was decided since the last settling to itself until it settles")
    func settling() throws {
        defer { try? remove() }
        let file = try StoryFile(path: path)
        _ = try file.decide([item("one", Prose.article(1))], keepsOpen: true)
        // Another who looks sees nothing of it yet.
        #expect(try stored() == 0)
        let copy = try file.decide(
            [item("copy", Prose.article(1), from: "courier", hour: 1)], keepsOpen: true)
        #expect(copy.first?.decision.relation == .same)
        try file.settle()
        #expect(try stored() == 2)
        try file.settle()
        _ = try file.decide([item("two", Prose.article(2), hour: 2)])
        #expect(try stored() == 3)
    }

    @Test("lets the newer version of a page lead, though what it adds names the source")
    func ownName() throws {
        let file = try StoryFile(path: nil)
        let text = Prose.article(1)
        let more =
            " The mayor told the Harrow Gazette on Friday that the old bridge over the river closes in May."
        let outcomes = try file.decide([
            item("page", text, from: "Harrow Gazette"),
            item("page", text + more, from: "Harrow Gazette", hour: 3),
        ])
        #expect(outcomes.map(\.story.number) == [1, 1])
        #expect(outcomes.last?.leadItem == ItemID(2))
        #expect(outcomes.last?.decision.relation != .same)
        try remove()
    }

    @Test("keeps what was answered when a later item can't be stored")
    func failing() throws {
        defer { try? remove() }
        let file = try StoryFile(path: path)
        try DatabaseQueue(path: path).write { db in
            try db.execute(
                sql: """
                    CREATE TRIGGER refusal BEFORE INSERT ON story_text WHEN new.name = 'bad'
                    BEGIN SELECT RAISE(ABORT, 'no room'); END
                    """)
        }
        _ = try file.decide([item("one", Prose.article(1))], keepsOpen: true)
        #expect(throws: DatabaseError.self) {
            try file.decide([item("bad", Prose.article(2))], keepsOpen: true)
        }
        try file.settle()
        #expect(try stored() == 1)
        #expect(throws: DatabaseError.self) { try file.decide([item("bad", Prose.article(2))]) }
        // Nothing is left open: another may write.
        try DatabaseQueue(path: path).write { try $0.execute(sql: "DROP TRIGGER refusal") }
        // The first copy that comes in is new: there is no trace of the one that wasn't stored.
        let copy = try file.decide([item("copy", Prose.article(2), from: "courier", hour: 1)])
        #expect(copy.first?.decision.relation == .new)
        #expect(try stored() == 2)
    }

    private func stored() throws -> Int {
        try DatabaseQueue(path: path).read { db in
            try Int.fetchOne(db, sql: "SELECT count(*) FROM story_text") ?? 0
        }
    }

    @Test("finds copies of what it held before it was closed, and goes on counting")
    func reopened() throws {
        defer { try? remove() }
        let first = try StoryFile(path: path).decide([item("one", Prose.article(1))])
        let second = try StoryFile(path: path).decide([
            item("copy", Prose.article(1), from: "courier", hour: 2)
        ])
        #expect(second.first?.story == first.first?.story)
        #expect(second.first?.item.number == 2)
        #expect(second.first?.lead == "one")
    }

    @Test("forgets fingerprints of what expired, and finds its address still")
    func expiry() throws {
        defer { try? remove() }
        let file = try StoryFile(path: path)
        let first = try file.decide([item("one", Prose.article(1))])
        try file.expire(before: Date(timeIntervalSince1970: 1_790_000_000 + 3600))
        let copy = try file.decide([item("copy", Prose.article(1), from: "courier", hour: 2)])
        #expect(copy.first?.decision.story == nil)
        let page = try file.decide([item("one", Prose.article(1), hour: 3)])
        #expect(page.first?.story == first.first?.story || page.first?.story == copy.first?.story)
        #expect(page.first?.decision.story != nil)
    }

    @Test("made by other rules is refused in one sentence that names it")
    func otherRules() throws {
        defer { try? remove() }
        _ = try StoryFile(path: path).decide([item("one", Prose.article(1))])
        let queue = try DatabaseQueue(path: path)
        try queue.write { try $0.execute(sql: "UPDATE story_state SET value = 1 WHERE name = 'rules'") }
        try queue.close()
        let error = #expect(throws: StoreError.self) { try StoryFile(path: path) }
        #expect(error.map { "\($0)".contains("stories.db") } == true)
    }

    @Test("has a seed of its own, so that nobody can aim at it")
    func seeds() throws {
        defer { try? remove() }
        func seed(_ name: String) throws -> Int64? {
            let path = folder.appendingPathComponent(name).path
            _ = try StoryFile(path: path)
            return try DatabaseQueue(path: path).read {
                try Int64.fetchOne($0, sql: "SELECT value FROM story_state WHERE name = 'seed'")
            }
        }
        let seeds = try [seed("a"), seed("b"), seed("a")]
        #expect(seeds[0] != nil)
        #expect(seeds[0] != seeds[1])
        #expect(seeds[0] == seeds[2])
    }

    @Test("keeps one lead in every story, whatever came")
    func leads() throws {
        defer { try? remove() }
        var stream = NumberStream(4)
        let file = try StoryFile(path: path)
        for round in 0..<12 {
            let items = (0..<10).map { place in
                let number = stream.next(below: 12)
                let part = stream.next(below: 6) + 1
                let tail = stream.next(below: 3) == 0 ? " (end of excerpt)" : ""
                return item(
                    "r\(round)p\(place)", Prose.article(number, paragraphs: part) + tail,
                    from: "s\(stream.next(below: 9))", hour: Double(round))
            }
            _ = try file.decide(items)
        }
        let queue = try DatabaseQueue(path: path)
        try queue.read { db in
            let wrong = try Int.fetchOne(
                db,
                sql:
                    "SELECT count(*) FROM (SELECT story FROM story_item GROUP BY story HAVING sum(lead) <> 1)"
            )
            #expect(wrong == 0)
            #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM story_item") == 120)
        }
    }
}
