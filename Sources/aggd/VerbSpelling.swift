import Aggregator
import ArgumentParser

/// Finds the verb among the arguments: common options may stand before it, and a stray word is a spelling mistake,
/// since what `aggd` does alone takes no words.
enum VerbSpelling {
    private static let valued: Set<String> = ["-c", "--config", "--store", "--fields", "--format", "--color"]
    private static let flags: Set<String> = [
        "--json", "--utc", "-q", "--quiet", "-v", "--verbose", "--no-pager",
    ]

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
        return [word] + arguments[..<place] + arguments[(place + 1)...]
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
