import Aggregator
import ArgumentParser
import Foundation

/// The verb `aggd add`.
struct AddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Find out how a site is read and append it to feeds.conf.",
        discussion: "Example: aggd add https://www.sipri.org/ sipri --tags think-tank,arms-control")

    @OptionGroup var common: CommonOptions
    @Option(help: "Labels, separated by commas.") var tags: String?
    @Argument(help: "The address of the site, page, feed or sitemap.") var url: String
    @Argument(help: "The name; made from the address when left out.") var name: String?

    func run() async throws {
        let session = try Session(common)
        if let name { try Self.check(name, session: session) }
        var source = TryCommand.source(at: url, session: session)
        if let tags { source.tags = Self.list(tags) }
        let report = try await Trial(configuration: session.configuration).run(source, pages: 0)
        if !common.quiet { StandardError.say("\(source.urls[0]): \(report.finding).") }
        var found = report.source
        found.title = report.title
        try Self.append(found, named: name ?? Self.freeName(for: found, session: session), session: session)
    }

    /// Refuses a name that feeds.conf doesn't take or has already.
    static func check(_ name: String, session: Session) throws(Failure) {
        guard FeedsConfEditor.isName(name) else {
            throw Failure(
                .usage, "\"\(name)\" can't name a source; take letters, digits, \"-\", \"_\" and \".\".")
        }
        if let existing = session.configuration.source(named: name) {
            let place = existing.position.map { " (\($0.file):\($0.line))" } ?? ""
            throw Failure(.usage, "feeds.conf has a source \"\(name)\" already\(place); give another name.")
        }
    }

    /// Appends a block to the configuration file that is in use.
    static func append(_ source: Source, named name: String, session: Session) throws {
        var source = source
        source.name = name
        try check(name, session: session)
        if let twin = session.configuration.sources.first(where: { $0.urls == source.urls }) {
            throw Failure(.usage, "feeds.conf reads \(source.urls[0]) already as \"\(twin.name)\".")
        }
        do {
            try FeedsConfEditor.append(block: SourceBlock.render(source), to: session.configurationPath)
        } catch {
            throw Failure(.cannotCreate, "\(error)")
        }
        if !session.options.quiet { StandardError.say("\(session.configurationPath): added \"\(name)\".") }
    }

    /// The suggested name, numbered when feeds.conf has it already.
    private static func freeName(for source: Source, session: Session) -> String {
        let wanted = suggestedName(for: source)
        var name = wanted
        var number = 2
        while session.configuration.source(named: name) != nil {
            name = "\(wanted)-\(number)"
            number += 1
        }
        return name
    }

    /// A name made from the host: `www.sipri.org` gives `sipri`, `www.rusi.org.uk` gives `rusi`.
    ///
    /// A host that is a number has no name; it is taken whole.
    static func suggestedName(for source: Source) -> String {
        let host = source.urls.first.flatMap { URL(string: $0)?.host } ?? "source"
        let isNumber = host.contains(":") || host.split(separator: ".").allSatisfy { Int($0) != nil }
        guard !isNumber else {
            return host.filter { $0 != "[" && $0 != "]" }.replacingOccurrences(of: ":", with: "-")
        }
        var parts = host.split(separator: ".").filter { $0 != "www" && $0 != "feeds" && $0 != "rss" }
        if parts.count > 2, parts[parts.count - 1].count == 2,
            registries.contains(String(parts[parts.count - 2]))
        {
            parts.removeLast()
        }
        return parts.count >= 2 ? String(parts[parts.count - 2]) : String(parts.first ?? "source")
    }

    /// What countries put between their own domain and the names of others.
    private static let registries: Set<String> = [
        "ac", "co", "com", "edu", "go", "gob", "gouv", "gov", "govt", "ltd", "mil", "ne", "net", "nom", "or",
        "org", "plc",
    ]

    static func list(_ text: String) -> [String] {
        text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }
}
