import Aggregator
import ArgumentParser

/// Tells a mistyped verb from a query: the default verb takes no words, so a stray word is a spelling mistake.
enum VerbSpelling {
    /// The arguments as they are, or a failure that names the nearest verb.
    static func checked(_ arguments: [String]) throws -> [String] {
        guard let first = arguments.first, !first.hasPrefix("-") else { return arguments }
        let verbs = Aggd.configuration.subcommands.compactMap { $0._commandName } + ["help"]
        guard !verbs.contains(first) else { return arguments }
        let hint = NearestWord.find(first, among: verbs).map { "; did you mean \"\($0)\"?" }
        throw Failure(
            .usage, "There is no verb \"\(first)\"" + (hint ?? "; \"aggd --help\" lists the verbs."))
    }
}
