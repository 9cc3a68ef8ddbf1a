import Aggregator
import ArgumentParser
import Foundation

/// The options that every verb takes.
struct CommonOptions: ParsableArguments {
    @Option(name: [.short, .customLong("config")], help: "The configuration file.")
    var config: String?

    @Option(help: "The store, such as sqlite:///var/lib/aggd/aggd.sqlite; else the configuration's.")
    var store: String?

    @Flag(help: "Print JSON lines.")
    var json = false

    @Option(help: "With --json: only these fields, separated by commas.")
    var fields: String?

    @Option(help: "Print each result by a template such as '{title} {url}'.")
    var format: String?

    @Option(help: ArgumentHelp("When to use colour.", valueName: "auto|always|never"))
    var color: Terminal.ColorChoice = .auto

    @Flag(help: "Print times in UTC.")
    var utc = false

    @Flag(name: [.short, .long], help: "Say only what went wrong.")
    var quiet = false

    @Flag(name: [.short, .long], help: "Say more.")
    var verbose = false

    @Flag(help: "Don't use a pager.")
    var noPager = false

    /// The requested JSON fields; nil for the usual ones.
    var fieldNames: Set<String>? {
        fields.map { Set($0.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }) }
    }
}

/// The reading verbs' own options.
struct ListingOptions: ParsableArguments {
    @Option(name: [.customShort("n"), .long], help: "At most this many.")
    var limit: Int = 50

    @Flag(help: "Copies as lines of their own too.")
    var copies = false

    @Flag(help: "Items hidden by a rule too.")
    var hidden = false

    @Option(parsing: .unconditional, help: "Only what was first seen since then: a date, or -1d, -12h.")
    var since: String?

    func validate() throws { try Self.check(limit) }

    /// Refuses a limit that would list nothing.
    static func check(_ limit: Int) throws {
        guard limit < 1 else { return }
        throw ValidationError("--limit \(limit): write how many to list, 1 or more")
    }
}
