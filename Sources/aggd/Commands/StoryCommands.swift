import Aggregator
import ArgumentParser
import Foundation
import Synchronization

/// The verb `aggd split`.
struct SplitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "split", abstract: "Take an item out of its story: it is not the same. It stays so.",
        discussion: """
            Later decisions don't bring the two together again; "aggd join" does.

            Example: aggd split 7f3kq2
            """)

    @OptionGroup var common: CommonOptions
    @Argument(help: "An id, or its unique beginning.") var id: String

    func run() async throws {
        let session = try Session(common)
        let store = try session.openForWriting()
        let (item, story) = try await store.write { writer in
            let item = try session.item(id, in: writer)
            return (item, try writer.split(item, at: session.now))
        }
        try await store.close()
        guard let story else {
            throw Failure(.nothingFound, "\(item.text) is alone in its story; there is nothing to split.")
        }
        if common.json {
            Swift.print(
                JSONValue.object([("id", .string(item.text)), ("story", .string(story.text))]).line)
        } else if !common.quiet {
            StandardError.say("\(item.text) is story \(story.text) now; \"aggd join\" takes it back.")
        }
    }
}

/// The verb `aggd join`.
struct JoinCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "join", abstract: "Say that two items are one story. It stays so.",
        discussion: """
            The story of the second becomes part of the story of the first; the fullest text leads.

            Example: aggd join 7f3kq2 b02mxe
            """)

    @OptionGroup var common: CommonOptions
    @Argument(help: "An id, or its unique beginning.") var id: String
    @Argument(help: "The id of the other.") var other: String

    func run() async throws {
        let session = try Session(common)
        let store = try session.openForWriting()
        let (item, second, story) = try await store.write { writer in
            let item = try session.item(id, in: writer)
            let second = try session.item(other, in: writer)
            guard item != second else {
                throw Failure(.usage, "Name two items; \(item.text) is one story with itself already.")
            }
            return (item, second, try writer.join(item, with: second, at: session.now))
        }
        try await store.close()
        if common.json {
            Swift.print(
                JSONValue.object([
                    ("id", .string(item.text)), ("other", .string(second.text)),
                    ("story", .string(orNull: story?.text)),
                ]).line)
        } else if !common.quiet {
            StandardError.say(
                story.map { "\(item.text) and \(second.text) are story \($0.text) now." }
                    ?? "\(item.text) and \(second.text) were one story already, and stay so.")
        }
    }
}

/// The verb `aggd reindex`.
struct ReindexCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reindex", abstract: "Compute all stories anew, after the rules have changed.",
        discussion: """
            The daemon must not run. Interrupted, it goes on where it was. What a person split or joined stays \
            so, and what digests have told stays told. --json prints an object for every item that moved, and the \
            report last.

            Example: aggd reindex
            """)

    @OptionGroup var common: CommonOptions
    @Flag(help: "Begin anew instead of going on with an interrupted run.") var restart = false
    @Option(help: "Stop after so many items; the next run goes on.") var limit: Int?

    func run() async throws {
        let session = try Session(common)
        // The daemon's own access: nothing may come in while old items are decided upon.
        let store = try session.openAsDaemon()
        let printer = Printer(terminal: session.terminal, paged: false)
        let isShown = !common.quiet && !common.json && isatty(STDERR_FILENO) == 1
        let lists = common.json || common.verbose
        let isJSON = common.json
        let moves = MoveList()
        let report = try await Rebuild(store).run(restart: restart, at: session.now, limit: limit) {
            report, moved in
            if lists { moves.add(moved) }
            if isShown {
                StandardError.write(
                    "\r\u{1B}[K\(report.done)/\(report.upTo) items, \(report.moved) moved")
            }
        }
        try await store.close()
        if isShown { StandardError.write("\r\u{1B}[K") }
        for move in moves.all {
            if isJSON {
                try session.print(
                    .object([
                        ("id", .string(move.item.text)), ("from", .string(move.from.text)),
                        ("to", .string(move.to.text)),
                    ]), to: printer)
            } else {
                printer.line("\(move.item.text)  \(move.from.text) → \(move.to.text)")
            }
        }
        if isJSON {
            try session.print(
                .object([
                    ("items", .int(Int64(report.items))), ("moved", .int(Int64(report.moved))),
                    ("stories_before", .int(Int64(report.storiesBefore))),
                    ("stories_after", .int(Int64(report.storiesAfter))),
                    ("finished", .bool(report.done >= report.upTo)),
                ]), to: printer)
        }
        printer.finish()
        if isJSON || common.quiet { return }
        let end = report.done < report.upTo ? "; \"aggd reindex\" goes on" : ""
        StandardError.say(
            "\(Counted.text(report.items, "item")): \(report.moved) moved to another story; "
                + "\(Counted.text(report.storiesBefore, "story", "stories")) before, "
                + "\(report.storiesAfter) now\(end).")
    }
}

/// The moves that a rebuild tells, from whichever thread.
private final class MoveList: Sendable {
    private let moves = Mutex<[StoryMove]>([])

    var all: [StoryMove] { moves.withLock { $0 } }

    func add(_ more: [StoryMove]) { moves.withLock { $0 += more } }
}
