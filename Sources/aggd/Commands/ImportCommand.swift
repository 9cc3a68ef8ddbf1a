import Aggregator
import ArgumentParser
import FeedParse
import Foundation

/// The verb `aggd import`.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Append the feeds of another reader to feeds.conf.",
        discussion: """
            Reads OPML, newsboat's urls and rss2email.cfg.

            Examples:
              aggd import subscriptions.opml
              aggd import ~/.newsboat/urls --dry-run
            """)

    @OptionGroup var common: PlainOptions
    @Flag(name: .customLong("dry-run"), help: "Print the blocks instead of appending them.") var dryRun =
        false
    @Option(help: "Labels for all of them, separated by commas.") var tags: String?
    @Argument(help: "The file; - for standard input.") var file: String

    func run() async throws {
        let session = try Session(common.common)
        let data =
            try file == "-"
            ? FileHandle.standardInput.readToEnd() ?? Data() : Data(contentsOf: URL(fileURLWithPath: file))
        var list = SourceImport(existing: session.configuration.sources)
        try Self.read(Array(data), named: file, into: &list)
        let labels = (tags ?? "").split(separator: ",").map { PlainLine.clean($0) }.filter { !$0.isEmpty }
        let sources = list.sources.map { source in
            var source = source
            source.tags += labels.filter { !source.tags.contains($0) }
            return source
        }
        if !common.quiet { for note in list.notes { StandardError.say(note) } }
        guard !sources.isEmpty else { throw Failure(.nothingFound, "\(file): no new feeds.") }
        if common.json {
            let printer = Printer(terminal: session.terminal, paged: false)
            for source in sources { printer.line(Self.json(source)) }
            printer.finish()
        }
        let blocks = sources.map { SourceBlock.render($0) }.joined(separator: "\n")
        if dryRun {
            if !common.json { StandardOutput.write(blocks.utf8) }
        } else {
            try FeedsConfEditor.append(block: blocks, to: session.configurationPath)
            if !common.quiet {
                let count = Counted.text(sources.count, "source")
                StandardError.say("\(session.configurationPath): added \(count).")
            }
        }
    }

    private static func json(_ source: Source) -> String {
        JSONValue.object([
            ("name", .string(source.name)), ("title", .string(orNull: source.title)),
            ("url", .string(orNull: source.urls.first)), ("tags", .strings(source.tags)),
        ]).line
    }

    /// Tells the kind of a file by what is in it.
    static func read(_ bytes: [UInt8], named name: String, into list: inout SourceImport) throws {
        let head = String(decoding: bytes.prefix(4096), as: UTF8.self)
        if head.contains("<opml") || name.lowercased().hasSuffix(".opml") {
            list.addOPML(try FeedParser.parse(bytes).subscriptions)
        } else if head.contains("[feed.") {
            list.addRSS2Email(String(decoding: bytes, as: UTF8.self))
        } else if head.hasPrefix("<") || head.hasPrefix("{") {
            throw Failure(
                .badData, "\(name): neither OPML nor a list of addresses; \"aggd add\" takes one feed.")
        } else {
            list.addNewsboat(String(decoding: bytes, as: UTF8.self))
        }
    }
}
