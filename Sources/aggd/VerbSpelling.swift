import Aggregator
import ArgumentParser

/// Tells a mistyped verb from a query: the default verb takes no words, so a stray word is a spelling mistake.
enum VerbSpelling {
    /// The arguments as they are, or a failure that names the nearest verb.
    static func checked(_ arguments: [String]) throws -> [String] {
        guard let first = arguments.first, !first.hasPrefix("-") else { return arguments }
        let verbs = Aggd.configuration.subcommands.compactMap { $0._commandName } + ["help"]
        guard !verbs.contains(first) else { return arguments }
        let near = verbs.min { distance($0, first) < distance($1, first) }
        let hint = near.flatMap { distance($0, first) <= 2 ? "; did you mean \"\($0)\"?" : nil }
        throw Failure(
            .usage, "There is no verb \"\(first)\"" + (hint ?? "; \"aggd --help\" lists the verbs."))
    }

    /// The Levenshtein distance of two short words.
    static func distance(_ left: String, _ right: String) -> Int {
        let left = Array(left.utf8)
        let right = Array(right.utf8)
        var row = Array(0...right.count)
        for i in left.indices {
            var diagonal = row[0]
            row[0] = i + 1
            for j in right.indices {
                let substitution = diagonal + (left[i] == right[j] ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(substitution, row[j] + 1, row[j + 1] + 1)
            }
        }
        return row[right.count]
    }
}
