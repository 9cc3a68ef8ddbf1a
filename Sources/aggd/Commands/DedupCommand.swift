import Aggregator
import ArgumentParser
import Foundation

/// The verb `aggd dedup`: the deduplicator alone, on a stream.
struct DedupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dedup", abstract: "Fold a stream of items into stories.",
        discussion: """
            Reads one JSON object a line with id, url, title, source, published, feed, text or html, and sometimes \
            final_url; prints one decision a line, in the same order, each before the next item is looked at.

            Example: aggd dedup --ndjson --clusters stories.ndjson < items.ndjson
            """)

    @Flag(
        name: [.customLong("ndjson"), .customLong("json")],
        help: "Read and print JSON lines (the only form there is).")
    var ndjson = false

    @Option(help: ArgumentHelp("Write every item's final story, relation and lead here.", valueName: "file"))
    var clusters: String?

    @Option(
        help: ArgumentHelp("Keep the index in this file, and go on with what it holds.", valueName: "file"))
    var store: String?

    @Flag(help: "Print the reasons of every decision too.")
    var why = false

    func run() throws {
        var stream = DedupStream(
            file: try StoryFile(path: store), keepsLedger: clusters != nil, explains: why)
        do {
            try follow(&stream)
        } catch {
            // What was answered before stays; the first thing that went wrong is what is told.
            try? stream.settle()
            throw error
        }
        if let clusters {
            guard FileManager.default.createFile(atPath: clusters, contents: Data(stream.clusters())) else {
                throw Failure(.cannotCreate, "\(clusters): it can't be written.")
            }
        }
    }

    /// Answers every line of the input as it comes.
    private func follow(_ stream: inout DedupStream) throws {
        var pending: [UInt8] = []
        var lineNumber = 1
        var isOpen = true
        while isOpen {
            // While items follow each other they share a transaction; it ends as soon as the input pauses.
            if stream.hasUnsettled, !StandardInput.isReady(within: 5) { try stream.settle() }
            let chunk = try StandardInput.available()
            if chunk.isEmpty {
                isOpen = false
                if pending.isEmpty { break }
                pending.append(0x0A)
            }
            pending.append(contentsOf: chunk)
            let (lines, start) = Self.lines(of: pending)
            guard !lines.isEmpty else { continue }
            StandardOutput.write(try stream.decide(pending, lines: lines, firstLine: lineNumber))
            lineNumber += lines.count
            pending.removeFirst(start)
        }
        try stream.settle()
    }

    /// The whole lines of some bytes that are not blank, and the place where the unfinished one begins.
    private static func lines(of pending: [UInt8]) -> ([Range<Int>], start: Int) {
        var lines: [Range<Int>] = []
        var start = 0
        let bytes = pending.span
        for place in bytes.indices where bytes[place] == 0x0A {
            if pending[start..<place].contains(where: { $0 > 0x20 }) { lines.append(start..<place) }
            start = place + 1
        }
        return (lines, start)
    }
}
