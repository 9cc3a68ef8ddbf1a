import ArgumentParser
import FeedParse
import Foundation

/// Reads feed documents from files and prints what they say.
struct ParseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parse",
        abstract: "Read feed, sitemap or OPML files and print what they say.",
        discussion: """
            For people by default; --json prints one neutral object, --ndjson one a line and a file. \
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
            names += Self.lines(try contents(of: list))
        }
        if count { return printCount(names) }
        var worst: ExitStatus?
        func note(_ status: ExitStatus?) { worst = Self.worse(worst, status) }
        if let manifest {
            note(try answer(manifest: manifest))
        } else if ndjson {
            for name in names {
                note(printLine(ParseRequest(file: name, baseURL: baseURL, contentType: contentType)))
            }
        } else {
            guard !names.isEmpty else {
                throw ValidationError("Name a file to parse, or - for standard input")
            }
            for name in names { note(try printOne(name)) }
        }
        if let worst { throw Failure(worst) }
    }

    /// Of two reasons to fail the one that a script should hear: a missing file before a damaged one.
    private static func worse(_ left: ExitStatus?, _ right: ExitStatus?) -> ExitStatus? {
        left == .noInput || right == .noInput ? .noInput : left ?? right
    }

    private func printOne(_ name: String) throws -> ExitStatus? {
        let bytes: [UInt8]
        do {
            bytes = try contents(of: name)
        } catch {
            StandardError.say(error.message ?? "\(name): can't be read.")
            return .noInput
        }
        do throws(FeedParseError) {
            let feed = try FeedParser.parse(bytes, baseURL: baseURL, contentType: contentType)
            let shown = sanitize ? feed.sanitized(baseURL: baseURL) : feed
            if json {
                var writer = ParsedFeedJSON()
                StandardOutput.write(writer.bytes(of: shown) + [0x0A])
            } else {
                StandardOutput.write(ParsedFeedSummary.text(of: shown, file: name).utf8)
            }
            return nil
        } catch {
            if json {
                var writer = ParsedFeedJSON()
                StandardOutput.write(writer.bytes(of: error) + [0x0A])
            }
            StandardError.say("\(name): \(error)")
            for address in error.announcedFeeds { StandardError.write("  announced: \(address)\n") }
            return .badData
        }
    }

    /// Answers each request with one line before it reads the next.
    private func answer(manifest: String) throws -> ExitStatus? {
        var worst: ExitStatus?
        if manifest == "-" {
            while let line = readLine() {
                if line.isEmpty { continue }
                worst = Self.worse(worst, printLine(try ParseRequest(line: line)))
            }
            return worst
        }
        for line in Self.lines(try contents(of: manifest)) {
            worst = Self.worse(worst, printLine(try ParseRequest(line: line)))
        }
        return worst
    }

    private func printLine(_ request: ParseRequest) -> ExitStatus? {
        var writer = ParsedFeedJSON()
        let line: [UInt8]
        var status: ExitStatus?
        if let bytes = try? contents(of: request.file) {
            do throws(FeedParseError) {
                let feed = try FeedParser.parse(
                    bytes, baseURL: request.baseURL, contentType: request.contentType)
                let shown = sanitize ? feed.sanitized(baseURL: request.baseURL) : feed
                line = writer.bytes(of: shown, file: request.file)
            } catch {
                line = writer.bytes(of: error, file: request.file)
                status = .badData
            }
        } else {
            line = writer.bytes(ofFailure: "The file cannot be read.", file: request.file)
            status = .noInput
        }
        StandardOutput.write(line + [0x0A])
        return status
    }

    private func printCount(_ names: [String]) {
        let items = ItemCount.items(inFiles: names, threads: max(1, jobs))
        StandardOutput.write("{\"files\":\(names.count),\"items\":\(items)}\n".utf8)
    }

    /// The lines of a list that aren't empty, split as bytes: a long list as Characters holds the other threads up.
    private static func lines(_ bytes: [UInt8]) -> [String] {
        bytes.split { $0 == 0x0A || $0 == 0x0D }.map { String(decoding: $0, as: UTF8.self) }
    }

    private func contents(of name: String) throws(Failure) -> [UInt8] {
        if name == "-" {
            guard let data = try? FileHandle.standardInput.readToEnd() ?? Data() else {
                throw Failure(.inputOutput, "Standard input can't be read.")
            }
            return Array(data)
        }
        do {
            return try FileBytes.read(name)
        } catch {
            let reason = unsafe String(cString: strerror(error.code)).lowercased()
            throw Failure(.noInput, "\(name): \(reason).")
        }
    }
}
