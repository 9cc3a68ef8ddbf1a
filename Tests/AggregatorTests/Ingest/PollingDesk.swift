import Aggregator
import Foundation
import Synchronization
import TestSupport

/// Sources, a store and a time that a test moves: each poll runs as a process of its own does.
final class PollingDesk: Sendable {
    let store: TemporaryStore
    let time: Mutex<Date>
    let configuration: Configuration

    init(
        _ sources: [Source], at now: Date = .reference, _ change: (inout Configuration) -> Void = { _ in }
    ) async throws {
        var configuration = Configuration()
        configuration.sources = sources
        configuration.fetch.allowPrivate = ["127.0.0.0/8"]
        change(&configuration)
        self.configuration = configuration
        store = try await TemporaryStore(.memory, sources: sources)
        time = Mutex(now)
    }

    var now: Date { time.withLock { $0 } }

    /// Moves the clock.
    func advance(hours: Double) { time.withLock { $0 += hours * 3600 } }

    /// A pipeline over the store, as a process begins with it.
    func pipeline() async throws -> Pipeline {
        try await Pipeline(store: store.store, configuration: configuration) { self.now }
    }

    /// Polls the named sources, or all; only what is due unless forced.
    @discardableResult
    func poll(_ names: String..., isForced: Bool = true) async throws -> [String: PollReport] {
        let pipeline = try await pipeline()
        let sources = try await Pipeline.sources(
            named: names, isForced: isForced, of: configuration, in: store.store, at: now)
        let reports = await reports(of: sources, pipeline)
        await pipeline.close()
        return reports
    }

    /// The reports of a round through a pipeline that goes on living.
    func reports(of sources: [Source], _ pipeline: Pipeline) async -> [String: PollReport] {
        var reports: [String: PollReport] = [:]
        for await report in pipeline.poll(sources) { reports[report.source] = report }
        return reports
    }

    /// What is remembered of a source.
    func state(_ name: String) async throws -> PollState {
        try await store.store.read { try $0.pollState(of: name) } ?? PollState()
    }

    /// The titles of the stored items of a source, sorted.
    func titles(_ source: String) async throws -> [String] {
        try await store.titles("source:\(source)") {
            $0.copies = true
            $0.hidden = true
        }.sorted()
    }
}

/// A source at an address that fetches no pages.
func feedSource(_ name: String, _ url: String, _ change: (inout Source) -> Void = { _ in }) -> Source {
    var source = Source(name: name, urls: [url])
    source.fullText = .never
    source.userAgent = "aggd-test/1.0 (+https://tests.example/)"
    change(&source)
    return source
}

/// An RSS document with items of these titles, the newest first; `head` goes into the channel.
func rss(_ titles: [String], head: String = "", posted: Date = .reference.addingTimeInterval(-7200)) -> String
{
    let items = titles.enumerated().map { index, title in
        let date = posted.addingTimeInterval(Double(-600 * index)).formatted(
            .verbatim(
                "\(weekday: .abbreviated), \(day: .twoDigits) \(month: .abbreviated) \(year: .defaultDigits) \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits):\(second: .twoDigits) +0000",
                locale: Locale(identifier: "en_US_POSIX"), timeZone: .gmt,
                calendar: Calendar(identifier: .gregorian)))
        return """
            <item><title>\(title)</title><guid isPermaLink="false">id-\(title)</guid><pubDate>\(date)</pubDate>
            <description>The text of \(title), told at some length.</description></item>
            """
    }
    return """
        <?xml version="1.0"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
        <title>Wire</title><link>https://wire.example/</link>\(head)\(items.joined())</channel></rss>
        """
}
