import Aggregator
import ArgumentParser

/// Finds the verb among the arguments: common options may stand before it, and a stray word is a spelling mistake,
/// since what `aggd` does alone takes no words.
enum VerbSpelling {
    private static let valued: Set<String> = ["-c", "--config", "--store", "--fields", "--format", "--color"]
    private static let flags: Set<String> = [
        "--json", "--utc", "-q", "--quiet", "-v", "--verbose", "--no-pager",
    ]

    /// The verb among some arguments, right or wrong.
    static func verb(in arguments: [String]) -> String? { place(ofVerbIn: arguments).map { arguments[$0] } }

    /// The arguments with the verb first, or a failure that names the nearest verb.
    static func checked(_ arguments: [String]) throws -> [String] {
        guard let place = place(ofVerbIn: arguments) else { return arguments }
        let word = arguments[place]
        let verbs = Aggd.configuration.subcommands.compactMap { $0._commandName } + ["help"]
        guard verbs.contains(word) else {
            let hint = NearestWord.find(word, among: verbs).map { "; did you mean \"\($0)\"?" }
            throw Failure(
                .usage, "There is no verb \"\(word)\"" + (hint ?? "; \"aggd --help\" lists the verbs."))
        }
        let common = arguments[..<place]
        var rest = Array(common + arguments[(place + 1)...])
        // `check --store` means the store that was named before it, else the configuration's.
        if word == "check", common.contains(where: { $0 == "--store" || $0.hasPrefix("--store=") }),
            let bare = rest.indices.dropFirst(common.count).first(where: {
                rest[$0] == "--store" && ($0 + 1 == rest.count || rest[$0 + 1].hasPrefix("-"))
            })
        {
            rest.remove(at: bare)
        }
        return [word] + (queryVerbs.contains(word) ? protectingWords(rest) : rest)
    }

    private static let queryVerbs: Set<String> = ["items", "search", "events", "cite", "feed", "export"]
    /// The options of these verbs that take a value.
    private static let queryValued: Set<String> = valued.union([
        "-n", "--limit", "--since", "--sort", "--from", "--to", "--url", "--title", "--query", "--digest",
        "--issue",
    ])

    /// Puts words such as `-obituary` behind a `--`, and the options that follow them before it: in a query a
    /// minus turns a word around, and nobody should have to know how command lines are taken apart.
    private static func protectingWords(_ arguments: [String]) -> [String] {
        guard !arguments.contains("--") else { return arguments }
        let arguments = arguments.flatMap(apart)
        var options: [String] = []
        var words: [String] = []
        var hasMinus = false
        var place = 0
        while place < arguments.count {
            let argument = arguments[place]
            place += 1
            guard argument.hasPrefix("-"), argument.count > 1, !isQueryWord(argument) else {
                words.append(argument)
                hasMinus = hasMinus || argument.hasPrefix("-")
                continue
            }
            options.append(argument)
            if queryValued.contains(argument), place < arguments.count {
                options.append(arguments[place])
                place += 1
            }
        }
        return hasMinus ? options + ["--"] + words : arguments
    }

    /// A limit that is written as `-n5` in two words.
    private static func apart(_ argument: String) -> [String] {
        let digits = argument.dropFirst(2)
        guard argument.hasPrefix("-n"), !digits.isEmpty, digits.allSatisfy({ $0.isASCII && $0.isNumber })
        else {
            return [argument]
        }
        return ["-n", String(digits)]
    }

    /// True for a minus with what only a query can mean: `-oil`, `-"fire drill"`, `-tag:x`, `-(a OR b)`.
    private static func isQueryWord(_ argument: String) -> Bool {
        guard argument.hasPrefix("-"), !argument.hasPrefix("--") else { return false }
        let word = argument.dropFirst()
        if word.contains(where: { " :\"(".contains($0) }) { return true }
        // What is made of the letters of short options is one, or several together.
        return word.count > 1 && word.first?.isLetter == true && !word.allSatisfy { "cnqvh".contains($0) }
            && word.dropFirst().contains { !"cnqvh".contains($0) }
    }

    /// The place of the first word that is neither a common option nor its value.
    private static func place(ofVerbIn arguments: [String]) -> Int? {
        var place = 0
        while place < arguments.count {
            let argument = arguments[place]
            let name = argument.split(separator: "=", maxSplits: 1).first.map(String.init) ?? argument
            if valued.contains(argument) {
                place += 2
            } else if flags.contains(argument) || valued.contains(name) {
                place += 1
            } else {
                return argument.hasPrefix("-") ? nil : place
            }
        }
        return nil
    }
}
