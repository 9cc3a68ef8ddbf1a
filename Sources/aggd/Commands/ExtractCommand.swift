import Aggregator
import ArgumentParser
import Dispatch
import FeedParse
import Foundation
import Synchronization

/// Reads pages and prints what they say.
struct ExtractCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "extract",
        abstract: "Read article and event pages, from files or by HTTP, and print their text and fields.",
        discussion: """
            An address is fetched as a poll would: robots.txt and the limits of feeds.conf are obeyed. Files are \
            read without the network.

            Examples:
              aggd extract page.html
              aggd extract https://www.example.org/a
              aggd extract --json --url https://www.example.org/a page.html
              aggd extract --ndjson --urls addresses.tsv pages/*.html
            """
    )

    @Argument(help: ArgumentHelp("Files or addresses to read.", valueName: "files"))
    var targets: [String] = []

    @Option(name: [.short, .customLong("config")], help: "The configuration file, for addresses.")
    var config: String?

    @Option(help: "The address of the page, when one file is read.")
    var url: String?

    @Flag(help: "Print JSON lines.")
    var json = false

    @Flag(help: "Print one JSON object a file, in the order of the arguments, errors included.")
    var ndjson = false

    @Option(
        help: ArgumentHelp(
            "A file with a path, a tab and the page's address in each line.", valueName: "file"))
    var urls: String?

    @Option(help: "How many pages are read at once; else as many as there are processors.")
    var jobs: Int?

    @Option(help: "The selector of the text, as `article` in feeds.conf.")
    var article: String?

    @Option(help: "A selector of what to cut, as `drop` in feeds.conf; may be given several times.")
    var drop: [String] = []

    @Flag(help: "Print the clean HTML instead of the text.")
    var html = false

    func run() async throws {
        guard !targets.isEmpty else { throw ValidationError("Name at least one file or address") }
        let addresses = try readAddresses()
        for selector in [article].compactMap(\.self) + drop { try TryCommand.check(selector) }
        var rules = PageRules()
        rules.article = article
        rules.drop = drop
        let remote = targets.filter(Self.isAddress)
        let files = targets.filter { !Self.isAddress($0) }
        for address in remote { try await fetch(address, rules: rules) }
        guard !files.isEmpty else { return }
        let work = PageBatch(
            files: files, addresses: addresses, url: url, reader: ArticleReader(rules: rules))
        let isStream = ndjson || json
        let failures = work.run(jobs: jobs ?? ProcessInfo.processInfo.activeProcessorCount) { result in
            isStream
                ? ArticleJSON.line(file: result.file, article: result.article, error: result.error)
                : ArticleText.text(result.article, html: html)
        }
        if let failures, !ndjson { throw Failure(failures) }
    }

    private static func isAddress(_ target: String) -> Bool {
        target.hasPrefix("http://") || target.hasPrefix("https://")
    }

    /// Fetches one page with the manners and limits of the configuration, and prints it.
    private func fetch(_ address: String, rules: PageRules) async throws {
        var configuration = Configuration()
        let path = ConfigLocation().path(explicit: config)
        if FileManager.default.fileExists(atPath: path) { configuration = FeedsConf.load(path: path).0 }
        var source = Source(name: "extract", urls: [address])
        source.rules = rules
        source.userAgent = configuration.sources.first?.userAgent ?? "aggd/\(Version.number)"
        let article = try await Trial(configuration: configuration).article(at: address, of: source)
        let line =
            ndjson || json
            ? ArticleJSON.line(file: address, article: article, error: nil)
            : ArticleText.text(article, html: html)
        StandardOutput.write((line + "\n").utf8)
    }

    private func readAddresses() throws -> [String: String] {
        guard let urls else { return [:] }
        guard let data = FileManager.default.contents(atPath: urls) else {
            throw Failure(.noInput, "\(urls): no such file, or no permission to read it.")
        }
        var addresses: [String: String] = [:]
        for line in String(decoding: data, as: UTF8.self).split(separator: "\n") {
            let parts = line.split(separator: "\t", maxSplits: 1)
            if parts.count == 2 { addresses[String(parts[0])] = String(parts[1]) }
        }
        return addresses
    }
}

/// Reads many pages on several threads and prints the answers in order.
final class PageBatch: Sendable {
    struct Result: Sendable {
        var file: String
        var article: Article?
        var error: String?
        var failure: ExitStatus?
    }

    private struct State {
        var next = 0
        var failures: ExitStatus?
        var done: [Int: String] = [:]
        var printed = 0
    }

    private let files: [String]
    private let addresses: [String: String]
    private let url: String?
    private let reader: ArticleReader
    private let state = Mutex(State())

    init(files: [String], addresses: [String: String], url: String?, reader: ArticleReader) {
        self.files = files
        self.addresses = addresses
        self.url = url
        self.reader = reader
    }

    /// Reads all pages; returns why one failed: a missing file before one that can't be read.
    func run(jobs: Int, text: @Sendable @escaping (Result) -> String) -> ExitStatus? {
        DispatchQueue.concurrentPerform(iterations: max(1, min(jobs, files.count))) { @Sendable _ in
            while let index = take() {
                let result = read(files[index])
                let line = text(result)
                if result.error != nil { StandardError.say("\(result.file): \(result.error ?? "")") }
                state.withLock { state in
                    if let failure = result.failure, state.failures != .noInput { state.failures = failure }
                    state.done[index] = line
                    while let line = state.done.removeValue(forKey: state.printed) {
                        if !line.isEmpty { StandardOutput.write((line + "\n").utf8) }
                        state.printed += 1
                    }
                }
            }
        }
        return state.withLock { $0.failures }
    }

    /// The next page, unless those that wait for an earlier one to be printed are too many.
    private func take() -> Int? {
        state.withLock { state in
            guard state.next < files.count else { return nil }
            defer { state.next += 1 }
            return state.next
        }
    }

    private func read(_ file: String) -> Result {
        var result = Result(file: file)
        do {
            let bytes = try Self.bytes(of: file)
            result.article = try reader.read(bytes, url: addresses[file] ?? url, contentType: nil)
        } catch let error as FeedParseError {
            result.error = error.message
            result.failure = .badData
        } catch {
            result.error = "The file doesn't exist or can't be read."
            result.failure = .noInput
        }
        return result
    }

    private static func bytes(of file: String) throws -> [UInt8] {
        let data = try Data(contentsOf: URL(fileURLWithPath: file))
        return [UInt8](data)
    }
}
