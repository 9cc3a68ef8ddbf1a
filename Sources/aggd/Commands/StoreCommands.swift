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
        let folder = URL(fileURLWithPath: file).deletingLastPathComponent().path
        guard FileManager.default.isWritableFile(atPath: folder) else {
            throw Failure(.cannotCreate, "\(file) can't be written; its folder isn't there or not writable.")
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
        guard yes || !FileManager.default.fileExists(atPath: path) else {
            throw Failure(.cannotCreate, "\(path) exists; add --yes to replace it by the backup.")
        }
        try SQLiteStore.restore(from: file, to: path, force: yes)
        if !common.quiet { StandardError.say("\(session.configuration.storeURL): restored from \(file).") }
    }
}

/// The verb `aggd verify`.
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Check the store for damage.",
        discussion: """
            Example: aggd verify && aggd backup /var/backups/aggd.sqlite

            Looks at the file itself and at what must hold between items, stories and issues. Ends with status 65 \
            when something is damaged. The daemon may run. "aggd check --store" does the same after the configuration.
            """)

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let session = try Session(common)
        let printer = Printer(terminal: session.terminal, paged: false)
        defer { printer.finish() }
        try await StoreExamination(
            url: session.configuration.storeURL, json: common.json, quiet: common.quiet
        ).run(printer)
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
        let day = CivilTime(time, in: session.zone).date
        if dryRun || count == 0 {
            let printer = Printer(terminal: session.terminal, paged: false)
            if session.printsObjects {
                try session.print(Self.object(count, before: time, isDone: false, session), to: printer)
            } else {
                printer.line("\(Counted.text(count, "item")) first seen before \(day) would go.")
            }
            printer.finish()
        } else {
            guard
                yes
                    || Self.confirms(
                        "\(Counted.text(count, "item")) first seen before \(day) will go. Go on?")
            else {
                throw Failure(.usage, "Nothing was pruned; say --yes to prune without being asked.")
            }
            let gone = try await store.write { try $0.prune(before: time, dryRun: false) }
            if session.printsObjects {
                let printer = Printer(terminal: session.terminal, paged: false)
                try session.print(Self.object(gone, before: time, isDone: true, session), to: printer)
                printer.finish()
            } else if !common.quiet {
                StandardError.say("\(Counted.text(gone, "item")) pruned.")
            }
        }
        try await store.close()
    }

    private static func object(
        _ count: Int, before time: Date, isDone: Bool, _ session: Session
    ) -> JSONValue {
        .object([
            ("items", .int(Int64(count))), ("before", JSONLines.time(time, in: session.zone)),
            ("pruned", .bool(isDone)),
        ])
    }

    private static func confirms(_ question: String) -> Bool {
        guard isatty(STDIN_FILENO) == 1 else { return false }
        StandardError.write(question + " [y/N] ")
        return readLine()?.lowercased().hasPrefix("y") ?? false
    }
}
