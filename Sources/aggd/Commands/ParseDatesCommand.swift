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
        while let line = readLine() {
            let instant = DateParser.parse(line).map { InstantText.text(of: $0.date) }
            StandardOutput.write(((instant ?? "invalid") + "\n").utf8)
        }
    }
}
