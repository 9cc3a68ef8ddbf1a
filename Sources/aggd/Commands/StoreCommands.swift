import Aggregator
import ArgumentParser
import Foundation

/// The verb `aggd backup`.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Write a consistent copy of the store, also while the daemon runs.",
        discussion: "Example: aggd backup /var/backups/aggd-$(date +%F).sqlite")

    @OptionGroup var common: CommonOptions
    @Argument(help: "The file to write; it must not exist.") var file: String

    func run() async throws {
        let session = try Session(common)
        guard !FileManager.default.fileExists(atPath: file) else {
            throw Failure(.cannotCreate, "\(file) exists already; name another file.")
        }
        let store = try session.openForReading()
        try await store.backup(to: file)
        try await store.close()
        if !common.quiet { StandardError.say("\(file): written.") }
    }
}

/// The verb `aggd restore`.
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Put a backup in the place of the store.",
        discussion: """
            Example: aggd restore /var/backups/aggd-2026-11-22.sqlite --yes

            The daemon must not run. The store that is replaced is kept beside it with the ending .before-restore.
            """)

    @OptionGroup var common: CommonOptions
    @Flag(help: "Replace a store that has items in it.") var yes = false
    @Argument(help: "The backup.") var file: String

    func run() async throws {
        let session = try Session(common)
        guard let path = try StoreURL(session.configuration.storeURL).path else {
            throw Failure(.usage, "A store in memory can't be restored.")
        }
        try SQLiteStore.restore(from: file, to: path, force: yes)
        if !common.quiet { StandardError.say("\(session.configuration.storeURL): restored from \(file).") }
    }
}

/// The verb `aggd prune`.
struct PruneCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune", abstract: "Forget old items; kept ones stay, and none comes back as new.",
        discussion: """
            Example: aggd prune --older-than 365d --dry-run

            Without --older-than the configuration's [keep] items decides.
            """)

    @OptionGroup var common: CommonOptions
    @Flag(name: .customLong("dry-run"), help: "Only tell how many items would go.") var dryRun = false
    @Flag(help: "Don't ask.") var yes = false
    @Option(help: "Items first seen longer ago, such as 365d.") var olderThan: String?

    func run() async throws {
        let session = try Session(common)
        var age = session.configuration.keep.items
        if let olderThan {
            guard let read = DurationText.parse(olderThan) else {
                throw Failure(.usage, "--older-than \(olderThan): write a duration such as 365d or 12w.")
            }
            age = read
        }
        guard let age else {
            throw Failure(.usage, "The configuration keeps items for ever; name an age with --older-than.")
        }
        let time = session.now.addingTimeInterval(-(age / .seconds(1)))
        let store = try session.openForWriting()
        let count = try await store.write { try $0.prune(before: time, dryRun: true) }
        let day = LocalTime.day(time, zone: session.zone)
        if dryRun || count == 0 {
            Swift.print("\(count) items first seen before \(day) would go.")
        } else {
            guard yes || Self.confirms("\(count) items first seen before \(day) go. Go on?") else {
                throw Failure(.usage, "Nothing was pruned; say --yes to prune without being asked.")
            }
            _ = try await store.write { try $0.prune(before: time, dryRun: false) }
            if !common.quiet { StandardError.say("\(count) items pruned.") }
        }
        try await store.close()
    }

    private static func confirms(_ question: String) -> Bool {
        guard isatty(STDIN_FILENO) == 1 else { return false }
        StandardError.write(question + " [y/N] ")
        return readLine()?.lowercased().hasPrefix("y") ?? false
    }
}
