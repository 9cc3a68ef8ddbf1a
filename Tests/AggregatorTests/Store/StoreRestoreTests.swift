import Aggregator
import Foundation
import GRDB
import TestSupport
import Testing

/// A folder of its own, gone at the end of the test.
private final class Folder: Sendable {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("aggd-keep-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func path(_ name: String) -> String { url.appendingPathComponent(name).path }

    /// A store with one item for each title.
    func store(_ name: String, _ titles: [String]) async throws -> String {
        let store = try SQLiteStore(path: path(name), access: .readWrite)
        try await store.write { writer in
            for (number, title) in titles.enumerated() {
                _ = try writer.insert(
                    .sample(title, text: "Text of \(title).", guid: title), seen: .hours(Double(number)),
                    decision: Decision(story: nil, relation: .new, lead: nil, score: 1, reasons: []),
                    hiddenBy: nil)
            }
        }
        try await store.close()
        return path(name)
    }

    func titles(_ name: String) async throws -> [String] {
        let store = try SQLiteStore(path: path(name), access: .readOnly)
        var all = ItemSelection()
        all.sort = .arrival
        let wanted = all
        let titles = try await store.read { try $0.items(wanted) }.map(\.content.title)
        try await store.close()
        return titles
    }

    func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() }

    func mode(_ name: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path(name))
        return ((attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0) & 0o777
    }
}

@Suite("A backup that is put back") struct StoreRestoreTests {
    @Test("is the store again, and the one before is kept beside it")
    func replaces() async throws {
        let folder = try Folder()
        let backup = try await folder.store("backup.sqlite", ["Old"])
        _ = try await folder.store("s.sqlite", ["New", "Newer"])
        try SQLiteStore.restore(from: backup, to: folder.path("s.sqlite"), force: true)
        #expect(try await folder.titles("s.sqlite") == ["Old"])
        #expect(try await folder.titles("s.sqlite.before-restore") == ["New", "Newer"])
        #expect(try await folder.titles("backup.sqlite") == ["Old"])
        #expect(try folder.mode("s.sqlite") & 0o037 == 0)
        #expect(try !folder.names().contains { $0.hasSuffix(".restoring") })
    }

    @Test("of an older aggd is brought up to date, and stays as it is itself")
    func older() async throws {
        let folder = try Folder()
        let backup = try await folder.store("backup.sqlite", ["Old"])
        let file = try DatabaseQueue(path: backup)
        try await file.write { db in
            try db.execute(
                sql: """
                    ALTER TABLE answer DROP COLUMN codings;
                    DROP TABLE due_page;
                    DELETE FROM grdb_migrations WHERE identifier LIKE '5 %' OR identifier LIKE '6 %';
                    """)
        }
        try file.close()
        #expect(throws: StoreError.self) { _ = try SQLiteStore(path: backup, access: .readOnly) }
        try SQLiteStore.restore(from: backup, to: folder.path("s.sqlite"), force: false)
        #expect(try await folder.titles("s.sqlite") == ["Old"])
        #expect(throws: StoreError.self) { _ = try SQLiteStore(path: backup, access: .readOnly) }
        #expect(try !folder.names().contains { $0.contains(".restoring") })
    }

    @Test("of no bytes takes no store's place")
    func empty() async throws {
        let folder = try Folder()
        _ = try await folder.store("s.sqlite", ["Kept"])
        try Data().write(to: URL(fileURLWithPath: folder.path("backup.sqlite")))
        #expect(throws: StoreError.self) {
            try SQLiteStore.restore(
                from: folder.path("backup.sqlite"), to: folder.path("s.sqlite"), force: true)
        }
        #expect(try await folder.titles("s.sqlite") == ["Kept"])
    }

    @Test("stands where there was none, which needs no force")
    func fresh() async throws {
        let folder = try Folder()
        let backup = try await folder.store("backup.sqlite", ["Old"])
        try SQLiteStore.restore(from: backup, to: folder.path("s.sqlite"), force: false)
        #expect(try await folder.titles("s.sqlite") == ["Old"])
        #expect(try !folder.names().contains("s.sqlite.before-restore"))
    }

    @Test("isn't put over a store without force, which stays as it is")
    func refused() async throws {
        let folder = try Folder()
        let backup = try await folder.store("backup.sqlite", ["Old"])
        _ = try await folder.store("s.sqlite", ["New"])
        let error = #expect(throws: StoreError.self) {
            try SQLiteStore.restore(from: backup, to: folder.path("s.sqlite"), force: false)
        }
        #expect(error?.message.contains("--yes") == true)
        #expect(try await folder.titles("s.sqlite") == ["New"])
    }

    @Test("can be put back twice: the newest of those before is kept")
    func twice() async throws {
        let folder = try Folder()
        let backup = try await folder.store("backup.sqlite", ["Old"])
        let other = try await folder.store("other.sqlite", ["Other"])
        _ = try await folder.store("s.sqlite", ["New"])
        try SQLiteStore.restore(from: backup, to: folder.path("s.sqlite"), force: true)
        try SQLiteStore.restore(from: other, to: folder.path("s.sqlite"), force: true)
        #expect(try await folder.titles("s.sqlite") == ["Other"])
        #expect(try await folder.titles("s.sqlite.before-restore") == ["Old"])
    }

    @Test("that is damaged is refused, and the store stays as it is")
    func damaged() async throws {
        let folder = try Folder()
        let backup = try await folder.store("backup.sqlite", (1...200).map { "Item \($0)" })
        _ = try await folder.store("s.sqlite", ["New"])
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: backup))
        try file.seek(toOffset: 8 * 4096)
        try file.write(contentsOf: Data(repeating: 0xAA, count: 3 * 4096))
        try file.close()
        #expect(throws: StoreError.self) {
            try SQLiteStore.restore(from: backup, to: folder.path("s.sqlite"), force: true)
        }
        #expect(try await folder.titles("s.sqlite") == ["New"])
        #expect(try !folder.names().contains { $0.hasSuffix(".restoring") })
    }

    @Test("that is no store, or is missing, is told by its path")
    func none() async throws {
        let folder = try Folder()
        try Data("a letter".utf8).write(to: folder.url.appendingPathComponent("letter"))
        for (name, code) in [("letter", StoreError.Code.damaged), ("missing", .cannotOpen)] {
            let error = #expect(throws: StoreError.self) {
                try SQLiteStore.restore(from: folder.path(name), to: folder.path("s.sqlite"), force: false)
            }
            #expect(error?.code == code)
            #expect(error?.message.contains(folder.path(name)) == true)
        }
        #expect(try !folder.names().contains("s.sqlite"))
    }

    @Test("isn't put back into a folder that doesn't exist, and the sentence names that folder")
    func noFolder() async throws {
        let folder = try Folder()
        let backup = try await folder.store("backup.sqlite", ["Old"])
        let error = #expect(throws: StoreError.self) {
            try SQLiteStore.restore(from: backup, to: folder.path("none/s.sqlite"), force: false)
        }
        #expect(error?.message.contains("the folder \(folder.path("none")) does not exist") == true)
        let daemon = #expect(throws: StoreError.self) {
            _ = try SQLiteStore(path: folder.path("none/s.sqlite"), access: .daemon)
        }
        #expect(daemon?.message == error?.message)
    }

    @Test("isn't put back while a daemon holds the store")
    func underDaemon() async throws {
        let folder = try Folder()
        let backup = try await folder.store("backup.sqlite", ["Old"])
        let daemon = try SQLiteStore(path: folder.path("s.sqlite"), access: .daemon)
        let error = #expect(throws: StoreError.self) {
            try SQLiteStore.restore(from: backup, to: folder.path("s.sqlite"), force: true)
        }
        #expect(error?.code == .inUse)
        try await daemon.close()
        try SQLiteStore.restore(from: backup, to: folder.path("s.sqlite"), force: true)
        #expect(try await folder.titles("s.sqlite") == ["Old"])
    }
}

@Suite("A backup that is written") struct StoreBackupWritingTests {
    @Test("holds everything that was acknowledged, issues and marks too")
    func everything() async throws {
        let folder = try Folder()
        let path = try await folder.store("s.sqlite", ["A", "B"])
        let store = try SQLiteStore(path: path, access: .readWrite)
        try await store.write { writer in
            try writer.mark(ItemID(1), kept: true, read: nil, addTags: ["briefing"], removeTags: [])
            try writer.set("1", of: "seen")
            let issue = StoredIssue(
                digest: "daily", number: 1, made: .reference, after: ItemID(0), upTo: ItemID(2), stories: [],
                body: "{}")
            try writer.append(
                issue, deliveries: [Delivery(digest: "daily", issue: 1, recipient: "a@b", messageID: "<1@b>")]
            )
        }
        try await store.backup(to: folder.path("copy.sqlite"))
        try await store.write { try $0.set("2", of: "seen") }
        try await store.close()
        let copy = try SQLiteStore(path: folder.path("copy.sqlite"), access: .readOnly)
        #expect(try await copy.check() == [])
        #expect(try await copy.read { try $0.item(ItemID(1)) }?.kept == true)
        #expect(try await copy.read { try $0.item(ItemID(1)) }?.tags == ["briefing"])
        #expect(try await copy.read { try $0.value(of: "seen") } == "1")
        #expect(try await copy.read { try $0.pendingDeliveries() }.map(\.recipient) == ["a@b"])
        try await copy.close()
        #expect(try folder.mode("copy.sqlite") == 0o640 || folder.mode("copy.sqlite") & 0o037 == 0)
    }

    @Test("can be written by somebody who may only read")
    func reader() async throws {
        let folder = try Folder()
        let path = try await folder.store("s.sqlite", ["A"])
        let reader = try SQLiteStore(path: path, access: .readOnly)
        try await reader.backup(to: folder.path("copy.sqlite"))
        try await reader.close()
        #expect(try await folder.titles("copy.sqlite") == ["A"])
    }

    @Test("never overwrites a file, and leaves nothing behind when it can't be written")
    func refused() async throws {
        let folder = try Folder()
        let path = try await folder.store("s.sqlite", ["A"])
        try Data("mine".utf8).write(to: folder.url.appendingPathComponent("taken"))
        let store = try SQLiteStore(path: path, access: .readWrite)
        for name in ["taken", "s.sqlite", "none/copy.sqlite"] {
            await #expect(throws: StoreError.self) { try await store.backup(to: folder.path(name)) }
        }
        try await store.close()
        #expect(try String(contentsOfFile: folder.path("taken"), encoding: .utf8) == "mine")
        #expect(try await folder.titles("s.sqlite") == ["A"])
        #expect(try !folder.names().contains("none"))
    }

    @Test("of a store in memory is a store in a file")
    func memory() async throws {
        let folder = try Folder()
        let temporary = try await TemporaryStore(.memory)
        try await temporary.add(.sample("A"))
        try await temporary.store.backup(to: folder.path("copy.sqlite"))
        #expect(try await folder.titles("copy.sqlite") == ["A"])
    }
}

@Suite("A store of an earlier aggd") struct StoreMigrationTests {
    /// A store as it was before the second step: without the words about stories, the index of changes, the events
    /// of versions, the codings of answers and the pages that are due.
    private func old(_ folder: Folder) async throws -> String {
        let path = try await folder.store("s.sqlite", ["A missile", "B"])
        let queue = try DatabaseQueue(path: path)
        try await queue.write { db in
            let tables = try String.fetchAll(
                db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'story_word%'")
            for table in tables { try db.execute(sql: "DROP TABLE \(table)") }
            try db.execute(
                sql: """
                    ALTER TABLE version DROP COLUMN event;
                    ALTER TABLE answer DROP COLUMN codings;
                    DROP TABLE due_page;
                    DROP INDEX item_changed;
                    DROP INDEX story_item_by_lead;
                    CREATE INDEX story_item_by_story ON story_item (story);
                    DELETE FROM grdb_migrations WHERE identifier NOT LIKE '1 %';
                    """)
        }
        try queue.close()
        return path
    }

    private func steps(_ path: String) throws -> [String] {
        let queue = try DatabaseQueue(path: path)
        defer { try? queue.close() }
        return try queue.read {
            try String.fetchAll($0, sql: "SELECT identifier FROM grdb_migrations ORDER BY rowid")
        }
    }

    @Test("is brought up to date when it is opened for writing, with every item in it")
    func upToDate() async throws {
        let folder = try Folder()
        let expected = try steps(try await folder.store("new.sqlite", []))
        let path = try await old(folder)
        #expect(try steps(path).count < expected.count)
        let store = try SQLiteStore(path: path, access: .readWrite)
        #expect(try await store.check() == [])
        try await store.close()
        #expect(try steps(path) == expected)
        #expect(try await folder.titles("s.sqlite") == ["A missile", "B"])
    }

    @Test("isn't changed by a reader, who is told who can renew it")
    func reader() async throws {
        let folder = try Folder()
        let path = try await old(folder)
        let before = try steps(path)
        let error = #expect(throws: StoreError.self) { _ = try SQLiteStore(path: path, access: .readOnly) }
        #expect(error?.message.contains("of an older aggd") == true)
        #expect(error?.message.contains(path) == true)
        #expect(try steps(path) == before)
    }

    @Test("has every step of the list once, in order")
    func list() async throws {
        let folder = try Folder()
        let steps = try steps(try await folder.store("new.sqlite", []))
        #expect(Set(steps).count == steps.count)
        #expect(steps.prefix(4) == ["1 items", "1 fingerprints", "2 words about stories", "2 changes"])
    }

    @Test("keeps the pages that are due or left, none of which was had")
    func duePages() async throws {
        let folder = try Folder()
        let path = try await folder.store("s.sqlite", ["A missile"])
        let queue = try DatabaseQueue(path: path)
        try await queue.write { db in
            for column in ["had", "times_had", "etag", "last_modified"] {
                try db.execute(sql: "ALTER TABLE due_page DROP COLUMN \(column)")
            }
            try db.execute(
                sql: """
                    INSERT INTO due_page (item, source, host, since, not_before, attempts)
                    SELECT id, source, 'a.example', 1000, 5000, 6 FROM item;
                    DELETE FROM grdb_migrations WHERE identifier LIKE '8 %';
                    """)
        }
        try queue.close()
        let store = try SQLiteStore(path: path, access: .readWrite)
        let page = try await store.read { try $0.duePage(of: ItemID(1)) }
        #expect(
            page
                == DuePage(
                    item: ItemID(1), host: "a.example", since: Date(timeIntervalSince1970: 1),
                    notBefore: Date(timeIntervalSince1970: 5), attempts: DuePage.mostAttempts))
        #expect(try await store.check() == [])
        try await store.close()
    }

    @Test("is searched by its words again after the way of searching has changed")
    func search() async throws {
        let folder = try Folder()
        let path = try await folder.store("s.sqlite", ["A missile", "B"])
        let queue = try DatabaseQueue(path: path)
        try await queue.write { db in
            try db.execute(
                sql: """
                    DROP TABLE search;
                    CREATE VIRTUAL TABLE search USING fts5(title, text, author, org, content='', tokenize='ascii');
                    UPDATE value SET value = '0' WHERE key = 'search-text-version';
                    """)
        }
        try queue.close()
        let store = try SQLiteStore(path: path, access: .readWrite)
        var selection = ItemSelection()
        selection.query = try Query.parse("missile", context: QueryContext(now: .reference))
        let wanted = selection
        #expect(try await store.read { try $0.items(wanted) }.map(\.content.title) == ["A missile"])
        #expect(try await store.check() == [])
        try await store.close()
    }
}
