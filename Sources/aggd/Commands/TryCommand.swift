import Aggregator
import ArgumentParser
import FeedParse
import Foundation

/// The verb `aggd try`.
struct TryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "try",
        abstract: "Fetch a source once and show what would be taken; nothing is stored.",
        discussion: """
            Example: aggd try https://www.iiss.org/online-analysis/ --add iiss

            Finds the feed that a page announces, or the repeated blocks of a list, and prints the [[source]] block \
            that reads it; --add NAME appends the block to feeds.conf. --rule 'QUERY' tells what a rule would hide \
            of what is stored.
            """)

    @OptionGroup var common: CommonOptions
    @Option(help: "Selects the repeated block of a list page (CSS or XPath).") var items: String?
    @Option(help: "Selects the text of an article (CSS or XPath).") var article: String?
    @Option(help: "Tell what a hide rule would hide of what is stored.") var rule: String?
    @Option(parsing: .unconditional, help: "With --rule: items first seen since then.") var since: String =
        "-30d"
    @Flag(help: "Read the last good answer of the source again instead of fetching.") var replay = false
    @Option(help: "Append the block to feeds.conf under this name.") var add: String?
    @Option(help: "Labels for the block, separated by commas.") var tags: String?
    @Argument(help: "An address, or the name of a source.") var target: String?

    func run() async throws {
        let session = try Session(common)
        if let rule { return try await rehearse(rule, session: session) }
        guard let target else { throw Failure(.usage, "Name an address or a source to try.") }
        if let add { try AddCommand.check(add, session: session) }
        var source = session.configuration.source(named: target) ?? Self.source(at: target, session: session)
        if let items {
            try Self.check(items)
            source.rules.items = items
            source.type = .page
        }
        if let article {
            try Self.check(article)
            source.rules.article = article
        }
        if let tags { source.tags = AddCommand.list(tags) }
        let report = try await report(on: source, session: session)
        let printer = Printer(terminal: session.terminal, paged: false)
        if session.printsObjects {
            for item in report.items { try session.print(Self.json(item, zone: session.zone), to: printer) }
        } else {
            TrialPrinter(session: session, printer: printer).print(
                report, isConfigured: source.position != nil)
        }
        printer.finish()
        if let add { try AddCommand.append(report.source, named: add, session: session) }
        if report.items.isEmpty { throw Failure(.nothingFound) }
    }

    private func report(on source: Source, session: Session) async throws -> Trial.Report {
        let trial = Trial(configuration: session.configuration)
        guard replay else { return try await trial.run(source) }
        let store = try session.openForReading()
        let answer = try await store.read { try $0.lastGoodAnswer(of: source.name) }
        try await store.close()
        guard let answer else {
            throw Failure(
                .noInput, "No answer of \"\(source.name)\" is kept; it was never read without a fault.")
        }
        return try trial.replay(answer, of: source)
    }

    private func rehearse(_ rule: String, session: Session) async throws {
        var selection = ItemSelection()
        selection.query = try session.query([rule], since: since)
        selection.copies = true
        selection.withoutText = true
        if let target {
            guard session.configuration.source(named: target) != nil else {
                throw Failure(.usage, "There is no source \"\(target)\" in feeds.conf.")
            }
            selection.query = .and([selection.query, .source(target)])
        }
        var all = ItemSelection()
        all.copies = true
        all.query = try session.query([], since: since)
        let wanted = selection
        let every = all
        let store = try session.openForReading()
        let (hits, total) = try await store.read { (try $0.items(wanted), try $0.count(every)) }
        try await store.close()
        let printer = Printer(terminal: session.terminal, paged: !common.noPager && !session.printsObjects)
        if !session.printsObjects { printer.line("The rule would hide \(hits.count) of \(total) items.") }
        let listing = StoryListing(session: session, printer: printer)
        for item in hits.prefix(session.printsObjects ? hits.count : 10) {
            if session.printsObjects {
                try session.print(JSONLines.item(item, in: session.zone), to: printer)
            } else {
                listing.line(item, copies: [])
            }
        }
        printer.finish()
    }

    static func source(at address: String, session: Session) -> Source {
        let url = address.contains("://") ? address : "https://" + address
        var source = Source(name: "try", urls: [url])
        source.userAgent = session.configuration.sources.first?.userAgent ?? "aggd/\(Version.number)"
        return source
    }

    /// Refuses a selector that can't be understood.
    static func check(_ selector: String) throws {
        do {
            try Selector.validate(selector)
        } catch {
            var reason = error.message
            while reason.hasSuffix(".") { reason.removeLast() }
            throw Failure(.usage, "The selector \"\(selector)\" can't be used: \(reason).")
        }
    }

    private static func json(_ item: NewItem, zone: TimeZone) -> JSONValue {
        .object([
            ("title", .string(item.title)), ("url", .string(orNull: item.url)),
            ("original_url", .string(orNull: item.originalURL)),
            ("published", JSONLines.time(item.published, in: zone)), ("authors", .strings(item.authors)),
            ("completeness", .string(item.completeness.rawValue)), ("text", .string(item.text)),
            ("event", item.event.map { JSONLines.event($0, in: zone) } ?? .null),
        ])
    }
}

/// Prints the report of a trial for people.
struct TrialPrinter {
    let session: Session
    let printer: Printer

    /// Items shown.
    private static let shown = 5

    func print(_ report: Trial.Report, isConfigured: Bool) {
        let terminal = session.terminal
        printer.line(
            (report.source.urls.first ?? "") + ": " + report.finding
                + (report.title.map { ", \"\(Terminal.safe($0))\"" } ?? ""))
        if let explanation = report.explanation { printer.line(Terminal.safe(explanation)) }
        for item in report.items.prefix(Self.shown) { print(item) }
        if report.items.count > Self.shown { printer.line("  and \(report.items.count - Self.shown) more") }
        for feed in report.announced.prefix(5) where feed != report.source.urls.first {
            printer.line("the page announces a feed: " + terminal.link(Terminal.safe(feed), to: feed))
        }
        for sitemap in report.sitemaps.prefix(5) {
            printer.line("robots.txt names a sitemap: " + terminal.link(Terminal.safe(sitemap), to: sitemap))
        }
        for warning in report.warnings.prefix(5) {
            printer.line(terminal.warning("! " + Terminal.safe(warning)))
        }
        guard !isConfigured else { return }
        printer.line()
        var source = report.source
        if source.name == "try" { source.name = AddCommand.suggestedName(for: source) }
        if source.title == nil { source.title = report.title }
        printer.write(SourceBlock.render(source))
    }

    private func print(_ item: NewItem) {
        // Most items of a sitemap have no title.
        let name = item.title.isEmpty ? item.url ?? item.guid ?? "" : item.title
        printer.line("  " + session.terminal.bold(DisplayWidth.cut(Terminal.safe(name), to: 100)))
        var facts = [item.completeness.rawValue]
        if let date = item.published { facts.insert(CivilTime(date, in: session.zone).dayAndClock, at: 0) }
        if !item.authors.isEmpty { facts.append(item.authors.joined(separator: ", ")) }
        if let event = item.event, let start = event.start {
            facts.append(EventTime.text(event, start: start, zone: event.shownZone(for: session.zone)))
        }
        printer.line("    " + session.terminal.dim(Terminal.safe(facts.joined(separator: " · "))))
        if let url = item.url, url != name {
            printer.line("    " + session.terminal.link(Terminal.safe(url), to: url))
        }
        let text = item.text.split(whereSeparator: \.isWhitespace).prefix(40).joined(separator: " ")
        for line in DisplayWidth.wrap(Terminal.safe(text), to: 76).prefix(2) { printer.line("    " + line) }
    }
}
