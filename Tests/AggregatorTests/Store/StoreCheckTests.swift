import Aggregator
import Foundation
import GRDB
import TestSupport
import Testing

extension TemporaryStore {
    /// Changes the file behind the store's back, as damage would.
    func sqlite(_ sql: String) async throws {
        var configuration = GRDB.Configuration()
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try await queue.write { try $0.execute(sql: sql) }
        try queue.close()
    }
}

@Suite("A check of the store") struct StoreCheckTests {
    @Test(
        "finds broken invariants and says which",
        arguments: [
            ("UPDATE item SET lead = 0 WHERE id = 1", "no lead"),
            ("UPDATE story SET lead = 2 WHERE id = 1", "name a lead"),
            ("DELETE FROM body WHERE item = 1", "no text row"),
            ("DELETE FROM search_docsize WHERE id = 1", "missing in the full-text index"),
            ("DELETE FROM identity", "no identity"),
            ("UPDATE item SET source = 99 WHERE id = 1", "missing"),
            ("UPDATE item SET version = 4 WHERE id = 1", "number of versions"),
            ("INSERT INTO issue VALUES ('daily', 2, 0, 0, 1, '{}')", "gaps"),
            (
                "INSERT INTO issue VALUES ('daily', 1, 0, 0, 5, '{}'); INSERT INTO issue VALUES ('daily', 2, 0, 3, 9, '{}')",
                "an earlier issue has looked at"
            ),
        ])
    func findings(_ damage: String, _ words: String) async throws {
        let temporary = try await TemporaryStore(.file)
        try await temporary.add(.sample("One", guid: "1"))
        try await temporary.add(.sample("Two", guid: "2"))
        #expect(try await temporary.store.check() == [])
        try await temporary.sqlite(damage)
        let findings = try await temporary.store.check()
        #expect(findings.contains { $0.contains(words) }, "\(findings)")
    }

    @Test("finds a damaged file")
    func damage() async throws {
        let temporary = try await TemporaryStore(.file)
        for number in 0..<200 {
            try await temporary.add(
                .sample("n\(number)", text: String(repeating: "w\(number) ", count: 50), guid: "\(number)"))
        }
        let copy = temporary.path + ".copy"
        try await temporary.store.backup(to: copy)
        var bytes = try Data(contentsOf: URL(fileURLWithPath: copy))
        let middle = bytes.count / 2
        bytes.replaceSubrange(middle..<middle + 4096, with: [UInt8](repeating: 0x5A, count: 4096))
        try bytes.write(to: URL(fileURLWithPath: copy))
        let store = try SQLiteStore(path: copy, access: .readOnly)
        do {
            #expect(try await store.check().isEmpty == false)
        } catch let error as StoreError {
            #expect(error.code == .damaged)
        }
    }

    @Test("builds the full-text index anew when it was made by another version")
    func rebuild() async throws {
        let temporary = try await TemporaryStore(.file)
        try await temporary.add(.sample("One", text: "alpha", guid: "1"))
        try await temporary.sqlite(
            "INSERT INTO search (search) VALUES ('delete-all'); UPDATE value SET value = '0' WHERE key = 'search-text-version'"
        )
        #expect(try await temporary.titles("alpha").isEmpty)
        let again = try SQLiteStore(path: temporary.path, access: .readWrite)
        var selection = ItemSelection()
        selection.query = .text(.word("alpha"), in: nil)
        let asked = selection
        #expect(try await again.read { try $0.items(asked) }.count == 1)
        #expect(try await again.check() == [])
        try await again.close()
    }

    @Test("of a store of a newer version says to install that")
    func newer() async throws {
        let temporary = try await TemporaryStore(.file)
        try await temporary.sqlite("INSERT INTO grdb_migrations VALUES ('99 future')")
        for access in [StoreAccess.readOnly, .readWrite] {
            let error = #expect(throws: StoreError.self) {
                _ = try SQLiteStore(path: temporary.path, access: access)
            }
            #expect(error?.code == .newer)
        }
    }
}
