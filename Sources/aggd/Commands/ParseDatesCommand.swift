import ArgumentParser
import FeedParse

/// Reads dates, one a line, and prints their instants.
struct ParseDatesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parse-dates",
        abstract: "Read one date a line and print the instant, or invalid.",
        discussion: """
            Instants are RFC 3339 in UTC; a date without a zone is taken as UTC.

            Example: echo 'Sat, 07 Sep 2002 00:00:01 GMT' | aggd parse-dates
            """
    )

    func run() throws {
        var pending: [UInt8] = []
        // What has come is answered at once: who waits for each answer gets it, and a long file costs few writes.
        while case let chunk = try StandardInput.available(), !chunk.isEmpty {
            pending.append(contentsOf: chunk)
            guard let end = pending.lastIndex(of: 0x0A) else { continue }
            StandardOutput.write(Self.answers(to: pending[..<end]))
            pending.removeSubrange(...end)
        }
        if !pending.isEmpty { StandardOutput.write(Self.answers(to: pending[...])) }
    }

    /// The instants of lines, one a line.
    private static func answers(to lines: ArraySlice<UInt8>) -> [UInt8] {
        var answers: [UInt8] = []
        for line in lines.split(separator: 0x0A, omittingEmptySubsequences: false) {
            let instant = DateParser.parse(String(decoding: line, as: UTF8.self))
            answers.append(contentsOf: (instant.map { InstantText.text(of: $0.date) } ?? "invalid").utf8)
            answers.append(0x0A)
        }
        return answers
    }
}
