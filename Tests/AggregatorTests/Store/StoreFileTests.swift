import Foundation
import GRDB
import TestSupport
import Testing

@testable import Aggregator

@Suite("A store in a file") struct StoreFileTests {
    private func folder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "aggd-file-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    @Test("is readable by its group and nobody else")
    func mode() async throws {
        let temporary = try await TemporaryStore(.file)
        try await temporary.add(.sample("A"))
        for suffix in ["", "-wal"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: temporary.path + suffix)
            let mode = try #require(attributes[.posixPermissions] as? NSNumber).intValue & 0o777
            #expect(mode == 0o640)
        }
    }

    @Test("holds after closing what was acknowledged before")
    func reopen() async throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("s.sqlite").path
        let first = try SQLiteStore(path: path, access: .daemon)
        let decision = Decision(story: nil, relation: .new, lead: nil, score: 1, reasons: [])
        let id = try await first.write {
            try $0.insert(.sample("A", text: "alpha"), seen: .reference, decision: decision, hiddenBy: nil)
        }
        try await first.close()
        for access in [StoreAccess.readOnly, .readWrite, .daemon] {
            let again = try SQLiteStore(path: path, access: access)
            #expect(try await again.read { try $0.item(id) }?.content.title == "A")
            try await again.close()
        }
    }

    @Test("is waited for until the disk has it, at each commit")
    func flushed() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let pool = try SQLiteFile.open(folder.appendingPathComponent("s.sqlite").path)
        let level = try pool.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
        // 1 is NORMAL, under which a power cut takes what was acknowledged since the last checkpoint.
        #expect(level == 2)
        try pool.close()
    }

    @Test("is claimed by one daemon at a time, while others may read and write")
    func lock() async throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("s.sqlite").path
        let daemon = try SQLiteStore(path: path, access: .daemon)
        let error = #expect(throws: StoreError.self) { _ = try SQLiteStore(path: path, access: .daemon) }
        #expect(error?.code == .inUse)
        #expect(error?.message.contains("process \(ProcessInfo.processInfo.processIdentifier)") == true)
        let other = try SQLiteStore(path: path, access: .readWrite)
        try await other.write { try $0.set("1", of: "seen") }
        #expect(try await daemon.read { try $0.value(of: "seen") } == "1")
        try await other.close()
        try await daemon.close()
        let next = try SQLiteStore(path: path, access: .daemon)
        try await next.close()
    }

    @Test("opened for reading refuses to be changed, and isn't created")
    func readOnly() async throws {
        let temporary = try await TemporaryStore(.file)
        try await temporary.add(.sample("A"))
        let reader = try SQLiteStore(path: temporary.path, access: .readOnly)
        #expect(try await reader.read { try $0.totals() }.items == 1)
        let error = await #expect(throws: StoreError.self) {
            try await reader.write { try $0.set("1", of: "x") }
        }
        #expect(error?.code == .permission)
        #expect(try await reader.check() == [])
        let missing = #expect(throws: StoreError.self) {
            _ = try SQLiteStore(path: temporary.path + ".none", access: .readOnly)
        }
        #expect(missing?.code == .cannotOpen)
        #expect(!FileManager.default.fileExists(atPath: temporary.path + ".none"))
    }

    @Test("that isn't ours is refused with a sentence", arguments: ["text", "database"])
    func foreign(_ kind: String) async throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("s.sqlite").path
        if kind == "text" {
            try Data(String(repeating: "This is no database. ", count: 100).utf8).write(
                to: URL(fileURLWithPath: path))
        } else {
            // A copy of a store without our mark (bytes 68–71 of the header: the application's number).
            let temporary = try await TemporaryStore(.file)
            let copy = path
            try await temporary.store.backup(to: copy)
            var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
            bytes.replaceSubrange(68..<72, with: [0, 0, 0, 1])
            try bytes.write(to: URL(fileURLWithPath: path))
        }
        for access in [StoreAccess.readOnly, .readWrite] {
            let error = #expect(throws: StoreError.self) { _ = try SQLiteStore(path: path, access: access) }
            #expect(error?.code == .damaged)
            #expect(error?.message.contains(path) == true)
        }
    }

    @Test("in a folder that doesn't exist says so")
    func noFolder() {
        let error = #expect(throws: StoreError.self) {
            _ = try SQLiteStore(path: "/nonexistent/aggd/s.sqlite", access: .readWrite)
        }
        #expect(error?.code == .cannotOpen)
        #expect(error?.message.contains("/nonexistent/aggd") == true)
    }

    @Test("shows a reader the state at its beginning, while a writer goes on")
    func snapshot() async throws {
        let temporary = try await TemporaryStore(.file)
        try await temporary.add(.sample("A", guid: "1"))
        let store = temporary.store
        let counts = try await store.read { reader in
            let before = try reader.totals().items
            let writing = DispatchSemaphore(value: 0)
            Task.detached {
                try await temporary.add(.sample("B", guid: "2"))
                writing.signal()
            }
            writing.wait()
            return (before, try reader.totals().items)
        }
        #expect(counts == (1, 1))
        #expect(try await store.read { try $0.totals() }.items == 2)
    }

    @Test("is copied while it is used, and the copy is a whole store")
    func backup() async throws {
        let temporary = try await TemporaryStore(.file)
        for number in 0..<20 {
            try await temporary.add(.sample("n\(number)", text: "word \(number)", guid: "\(number)"))
        }
        let copy = temporary.path + ".copy"
        try await temporary.store.backup(to: copy)
        let again = await #expect(throws: StoreError.self) { try await temporary.store.backup(to: copy) }
        #expect(again?.message.contains("exists already") == true)
        let store = try SQLiteStore(path: copy, access: .readOnly)
        #expect(try await store.read { try $0.totals() }.items == 20)
        #expect(try await store.check() == [])
        try await store.close()
    }

    @Test("is put back from a copy only by force, and never under a daemon")
    func restore() async throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let temporary = try await TemporaryStore(.file)
        try await temporary.add(.sample("A", text: "alpha"))
        let copy = temporary.path + ".copy"
        try await temporary.store.backup(to: copy)
        let target = folder.appendingPathComponent("s.sqlite").path
        try SQLiteStore.restore(from: copy, to: target, force: false)
        let refused = #expect(throws: StoreError.self) {
            try SQLiteStore.restore(from: copy, to: target, force: false)
        }
        #expect(refused?.message.contains("--yes") == true)
        let daemon = try SQLiteStore(path: target, access: .daemon)
        #expect(try await daemon.read { try $0.totals() }.items == 1)
        let busy = #expect(throws: StoreError.self) {
            try SQLiteStore.restore(from: copy, to: target, force: true)
        }
        #expect(busy?.code == .inUse)
        try await daemon.write { try $0.set("1", of: "later") }
        try await daemon.close()
        try SQLiteStore.restore(from: copy, to: target, force: true)
        let again = try SQLiteStore(path: target, access: .readOnly)
        #expect(try await again.read { try $0.value(of: "later") } == nil)
        try await again.close()
        #expect(throws: StoreError.self) {
            try SQLiteStore.restore(from: copy + ".none", to: target, force: true)
        }
    }
}

@Suite("The address of a store") struct StoreURLTests {
    @Test("is a path or a sqlite address")
    func sqlite() throws {
        #expect(
            try StoreURL("sqlite:///var/lib/aggd/aggd.sqlite") == .sqlite(path: "/var/lib/aggd/aggd.sqlite"))
        #expect(try StoreURL("./a.sqlite").path == "./a.sqlite")
        #expect(try StoreURL("sqlite::memory:") == .memory)
    }

    @Test(
        "of another kind is refused with a word about what to write",
        arguments: [
            "postgresql://db.example/aggd", "mysql://db.example/aggd", "sqlite://relative", "",
        ])
    func refused(_ text: String) {
        let error = #expect(throws: StoreError.self) { _ = try StoreURL(text) }
        #expect(error?.message.contains("sqlite:///") == true)
    }
}
