import Foundation
import TestSupport
import Testing

@Suite("A person who looks after the store") struct StoreVerbTests {
    @Test("writes a backup that can be read as a store, and is refused to overwrite a file")
    func backup() async throws {
        let news = try await Newsroom.shared()
        let file = news.aggd.folder.appending(path: "backup-\(UUID().uuidString).sqlite").path
        let run = try news.aggd("backup", file)
        #expect(run.status == 0)
        #expect(run.output.isEmpty)
        #expect(run.sentence == "\(file): written.")
        #expect(try news.aggd("items", "--store", "sqlite://\(file)", "--json").objects.count == 9)
        let again = try news.aggd("backup", file)
        #expect(again.status == 73)
        #expect(again.sentence == "\(file) exists already; name another file.")
        let nowhere = try news.aggd("backup", "/nonexistent/folder/x.sqlite")
        #expect(nowhere.status == 73)
        #expect(nowhere.sentence?.contains("/nonexistent/folder/x.sqlite") == true)
    }

    @Test(
        "finds the folder of a store that nobody named made by the first poll, not that of one that was named"
    )
    func firstFolder() throws {
        let aggd = try BuiltBinary()
        defer { aggd.remove() }
        try aggd.write(configuration: "")
        let folder = aggd.folder.appending(path: "state/aggd").path
        let first = try aggd("poll", environment: ["STATE_DIRECTORY": folder])
        #expect(FileManager.default.fileExists(atPath: "\(folder)/aggd.sqlite"), "\(first.errors)")
        let mode = try FileManager.default.attributesOfItem(atPath: folder)[.posixPermissions] as? NSNumber
        #expect(mode?.intValue == 0o750)
        let named = try aggd("poll", "--store", "sqlite://\(aggd.folder.path)/slip/aggd.sqlite")
        #expect(named.status == 66)
        #expect(named.sentence?.contains("slip does not exist; create it or change [store] url") == true)
    }

    @Test("puts a backup in the place of a store, and needs --yes when there is something in it")
    func restore() async throws {
        let news = try await Newsroom.shared().copy()
        defer { news.aggd.remove() }
        let file = news.aggd.folder.appending(path: "backup.sqlite").path
        #expect(try news.aggd("backup", file).status == 0)
        #expect(try news.aggd("tag", "later", news.id("chips")).status == 0)
        let refused = try news.aggd("restore", file)
        #expect(refused.status == 73)
        #expect(refused.sentence?.contains("--yes") == true)
        #expect(try news.aggd("items", "tag:later").status == 0)
        let run = try news.aggd("restore", file, "--yes")
        #expect(run.status == 0)
        #expect(run.sentence?.hasSuffix(": restored from \(file).") == true)
        #expect(try news.aggd("items", "tag:later").status == 1)
        let old = "sqlite://" + news.aggd.folder.appending(path: "aggd.sqlite.before-restore").path
        #expect(try news.aggd("items", "tag:later", "--store", old).status == 0)
    }

    @Test("is told that a backup isn't there, or is none")
    func wrongBackup() async throws {
        let news = try await Newsroom.shared().copy()
        defer { news.aggd.remove() }
        let missing = try news.aggd("restore", "/nonexistent.sqlite", "--yes")
        #expect(missing.status == 66)
        #expect(missing.sentence?.contains("/nonexistent.sqlite") == true)
        let letter = try news.aggd.write("not a store\n", to: "letter")
        let none = try news.aggd("restore", letter, "--yes")
        #expect(none.status == 65)
        #expect(none.sentence?.contains(letter) == true)
        #expect(try news.aggd("items", "--json").objects.count == 9)
    }

    @Test("forgets old items with prune, after a look with --dry-run; kept ones stay")
    func prune() async throws {
        let news = try await Newsroom.shared().copy()
        defer { news.aggd.remove() }
        let dry = try news.aggd("prune", "--older-than", "30d", "--dry-run")
        #expect(dry.status == 0)
        #expect(dry.output.hasPrefix("1 item first seen before "))
        let json = try news.aggd("prune", "--older-than", "30d", "--dry-run", "--json").objects.first
        #expect(json?["items"] as? Int == 1)
        let unasked = try news.aggd("prune", "--older-than", "30d")
        #expect(unasked.status == 64)
        #expect(unasked.sentence == "Nothing was pruned; say --yes to prune without being asked.")
        #expect(try news.aggd("keep", news.id("grain")).status == 0)
        #expect(try news.aggd("prune", "--older-than", "30d", "--dry-run").output.hasPrefix("0 items "))
        #expect(try news.aggd("unkeep", news.id("grain")).status == 0)
        let run = try news.aggd("prune", "--older-than", "30d", "--yes")
        #expect(run.status == 0)
        #expect(run.sentence == "1 item pruned.")
        #expect(try news.aggd("show", news.id("grain")).status == 1)
        #expect(try news.aggd("verify").status == 0)
    }

    @Test("is told how to write an age, and that the configuration keeps everything")
    func pruneMistakes() async throws {
        let news = try await Newsroom.shared()
        let wrong = try news.aggd("prune", "--older-than", "a year")
        #expect(wrong.status == 64)
        #expect(wrong.sentence == "--older-than a year: write a duration such as 365d or 12w.")
        let forever = try news.aggd("prune")
        #expect(forever.status == 64)
        #expect(forever.sentence?.contains("--older-than") == true)
    }

    @Test("is told in one sentence that there is no store yet, and what makes one")
    func noStore() throws {
        let aggd = try BuiltBinary()
        defer { aggd.remove() }
        try aggd.write(configuration: "")
        for verb in ["items", "sources", "status", "events", "digests", "backup x", "verify", "news"] {
            let run = try aggd(verb.split(separator: " ").map(String.init))
            #expect(run.status == 66, "\(verb)")
            #expect(run.sentence?.contains("aggd.sqlite") == true, "\(verb)")
            #expect(run.sentence?.contains("poll") == true, "\(verb)")
        }
    }

    @Test(
        "is told which addresses a store may have",
        arguments: ["postgresql://x/y", "ftp://x/y", "sqlite://x", ""])
    func wrongAddress(address: String) throws {
        let aggd = try BuiltBinary()
        defer { aggd.remove() }
        let run = try aggd("items", "--store", address)
        #expect(run.status == 64)
        #expect(run.sentence?.contains("sqlite:///") == true)
    }
}
