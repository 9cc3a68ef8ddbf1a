import ArgumentParser
import FeedParse
import Foundation

/// Reads feed documents from files and prints what they say.
struct ParseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parse",
        abstract: "Read feed, sitemap or OPML files and print what they say.",
        discussion: """
            For people by default; --json prints one neutral object, --ndjson one a line and a file.
            Nothing is fetched.

            Examples:
              aggd parse feed.xml
              aggd parse --json --base-url https://example.org/feed feed.xml
              aggd parse --json --ndjson *.xml
            """
    )

    @Flag(help: "Print JSON.")
    var json = false

    @Flag(help: "Print one JSON object a line, one for each file, also on failure.")
    var ndjson = false

    @Option(
        help:
            "Read requests {\"file\",\"baseURL\",\"contentType\"} from this file, one a line; - is standard input."
    )
    var manifest: String?

    @Flag(help: "Clean the HTML of summaries and contents.")
    var sanitize = false

    @Flag(help: "Print only how many files and items were read.")
    var count = false

    @Option(help: "With --count: how many threads share the files.")
    var jobs = 1

    @Option(help: "Read the names of the files from this file, one a line.")
    var list: String?

    @Option(name: .customLong("base-url"), help: "The document's own address.")
    var baseURL: String?

    @Option(name: .customLong("content-type"), help: "The Content-Type that it came with.")
    var contentType: String?

    @Argument(help: "The files to read; - is standard input.")
    var files: [String] = []

    func run() throws {
        var names = files
        if let list {
            names += String(decoding: try contents(of: list), as: UTF8.self)
                .split(whereSeparator: \.isNewline).map(String.init)
        }
        if count { return printCount(names) }
        let isWell: Bool
        if let manifest {
            isWell = try answer(manifest: manifest)
        } else if ndjson {
            isWell = names.map {
                printLine(ParseRequest(file: $0, baseURL: baseURL, contentType: contentType))
            }
            .allSatisfy { $0 }
        } else {
            guard !names.isEmpty else {
                throw ValidationError("Name a file to parse, or - for standard input.")
            }
            isWell = try names.map { try printOne($0) }.allSatisfy { $0 }
        }
        if !isWell { throw ExitCode(1) }
    }

    private func printOne(_ name: String) throws -> Bool {
        let bytes = try contents(of: name)
        do throws(FeedParseError) {
            let feed = try FeedParser.parse(bytes, baseURL: baseURL, contentType: contentType)
            let shown = sanitize ? feed.sanitized(baseURL: baseURL) : feed
            if json {
                var writer = ParsedFeedJSON()
                Self.write(writer.bytes(of: shown) + [0x0A])
            } else {
                Self.write(Array(ParsedFeedSummary.text(of: shown, file: name).utf8))
            }
            return true
        } catch {
            if json {
                var writer = ParsedFeedJSON()
                Self.write(writer.bytes(of: error) + [0x0A])
            } else {
                FileHandle.standardError.write(Data("aggd: \(name): \(error)\n".utf8))
                for address in error.announcedFeeds {
                    FileHandle.standardError.write(Data("  announced: \(address)\n".utf8))
                }
            }
            return false
        }
    }

    /// Answers each request with one line before it reads the next.
    private func answer(manifest: String) throws -> Bool {
        var isWell = true
        if manifest == "-" {
            while let line = readLine() {
                if line.isEmpty { continue }
                isWell = printLine(try ParseRequest(line: line)) && isWell
            }
            return isWell
        }
        for line in String(decoding: try contents(of: manifest), as: UTF8.self).split(
            whereSeparator: \.isNewline)
        {
            isWell = printLine(try ParseRequest(line: String(line))) && isWell
        }
        return isWell
    }

    private func printLine(_ request: ParseRequest) -> Bool {
        var writer = ParsedFeedJSON()
        let line: [UInt8]
        var isWell = false
        if let bytes = try? contents(of: request.file) {
            do throws(FeedParseError) {
                let feed = try FeedParser.parse(
                    bytes, baseURL: request.baseURL, contentType: request.contentType)
                let shown = sanitize ? feed.sanitized(baseURL: request.baseURL) : feed
                line = writer.bytes(of: shown, file: request.file)
                isWell = true
            } catch {
                line = writer.bytes(of: error, file: request.file)
            }
        } else {
            line = writer.bytes(ofFailure: "The file cannot be read.", file: request.file)
        }
        Self.write(line + [0x0A])
        return isWell
    }

    private func printCount(_ names: [String]) {
        let items = ItemCount.items(inFiles: names, threads: max(1, jobs))
        print("{\"files\":\(names.count),\"items\":\(items)}")
    }

    private func contents(of name: String) throws -> [UInt8] {
        if name == "-" { return Array(try FileHandle.standardInput.readToEnd() ?? Data()) }
        do {
            return try FileBytes.read(name)
        } catch {
            throw ValidationError("\(name): cannot be read.")
        }
    }

    private static func write(_ bytes: [UInt8]) {
        FileHandle.standardOutput.write(Data(bytes))
    }
}
