import Aggregator
import ArgumentParser
import Foundation
import TestSupport
import Testing

@testable import aggd

/// A file of the repository.
private func file(_ path: String) throws -> String {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    return try String(contentsOf: root.appending(path: path), encoding: .utf8)
}

/// The lines that a person could type, in the code blocks of a Markdown file.
private func commands(in markdown: String) -> [String] {
    var isCode = false
    var result: [String] = []
    for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) {
        if line.hasPrefix("```") { isCode.toggle() }
        let typed = line.hasPrefix("$ ") ? line.dropFirst(2) : line
        if isCode, typed.hasPrefix("aggd ") { result.append(String(typed.prefix { $0 != "#" })) }
    }
    return result
}

@Suite("The documents") struct DocumentationTests {
    private static let verbs = Aggd.configuration.subcommands
        .filter { $0.configuration.shouldDisplay }.compactMap { $0.configuration.commandName }

    /// The help of every verb, read once.
    private static let help: [String: String] = {
        var help: [String: String] = [:]
        for command in Aggd.configuration.subcommands {
            help[command.configuration.commandName ?? ""] = command.helpMessage()
        }
        return help
    }()

    @Test("name every verb in the manual", arguments: verbs)
    func manualNamesVerbs(verb: String) throws {
        let manual = try file("docs/man/aggd.1")
        let lines = manual.split(separator: "\n").filter { $0.hasPrefix(".It Cm") || $0.hasPrefix(".Cm") }
        #expect(
            lines.contains { $0.split { !$0.isLetter && $0 != "-" }.contains(Substring(verb)) }, "\(verb)")
    }

    @Test("tell of every option of a verb where the manual tells of the verb", arguments: verbs)
    func manualTellsOptions(verb: String) throws {
        let common = [
            "config", "store", "json", "fields", "color", "utc", "quiet", "verbose", "no-pager", "version",
            "help",
        ]
        let help = try #require(Self.help[verb])
        let manual = try file("docs/man/aggd.1")
        // What follows the last verb of a list isn't about that verb.
        let place = manual.components(separatedBy: "\n.It ").filter {
            $0.hasPrefix("Cm")
                && $0.split(separator: "\n")[0].split { !$0.isLetter && $0 != "-" }.contains(Substring(verb))
        }.map { $0.components(separatedBy: "\n.El")[0] }
        let words = place.flatMap { $0.split { $0.isWhitespace } }
        for match in help.matches(of: /\n {2}(?:-., )?--([a-z-]+)/) {
            let option = String(match.output.1)
            // What every verb takes stands once, under OPTIONS; a form of its own is told of with its verb.
            guard !common.contains(option), option != "format" || help.contains("The form") else { continue }
            #expect(words.contains("-\(option)"), "aggd \(verb) --\(option)")
        }
    }

    @Test("promise no option in the manual that no verb has")
    func manualOptions() throws {
        let all = Self.help.values.joined(separator: "\n")
        for match in try file("docs/man/aggd.1").matches(of: /Fl -([a-z-]+)/) {
            let option = "--" + match.output.1
            #expect(all.contains(option), "\(option)")
        }
    }

    @Test("show commands in the README that exist, with options that their verbs have")
    func readme() throws {
        let lines = commands(in: try file("README.md"))
        #expect(lines.count >= 10)
        for line in lines {
            let words = line.split(separator: " ").map(String.init)
            guard words.count > 1 else { continue }
            let help = try #require(Self.help[words[1]], "\(line)")
            for option in words.dropFirst(2) where option.hasPrefix("--") {
                #expect(help.contains(option.prefix { $0 != "=" }), "\(line)")
            }
        }
    }

    @Test("show examples in every help whose options the verb has", arguments: verbs)
    func examples(verb: String) throws {
        // The examples of these two begin otherwise: `aggd --since -1d`, `systemctl start aggd`.
        guard !["news", "serve"].contains(verb) else { return }
        let help = try #require(Self.help[verb])
        let examples = help.split(separator: "\n").filter {
            $0.contains("aggd \(verb) ") || $0.hasSuffix("aggd \(verb)")
        }
        #expect(!examples.isEmpty)
        for line in examples {
            guard !line.contains("USAGE") else { continue }
            for option in line.split(separator: " ") where option.hasPrefix("--") && option.count > 2 {
                #expect(
                    help.components(separatedBy: option.prefix { $0 != "=" && $0 != ")" }).count > 2
                        || option == "--help", "\(line)")
            }
        }
    }

    @Test("show queries that can be read")
    func queries() throws {
        let manual = try file("docs/man/aggd-query.7")
        let examples = manual.matches(of: /\.Dl aggd items '(.+)'/).map { String($0.output.1) }
        #expect(examples.count >= 4)
        for example in examples {
            #expect(throws: Never.self) { try Query.parse(example, context: QueryContext(now: Date())) }
        }
    }

    @Test("name every field and every state of queries")
    func queryWords() throws {
        let manual = try file("docs/man/aggd-query.7")
        for state in Query.State.allCases { #expect(manual.contains(state.rawValue)) }
        for field in [
            "title", "text", "author", "org", "source", "tag", "topic", "url", "lang", "words", "date",
            "seen", "is",
        ] {
            #expect(manual.contains(".It Ic \(field) :") || manual.contains(".Ic \(field) :"), "\(field)")
        }
    }

    @Test("name every exit status in the manual")
    func exitStatuses() throws {
        let manual = try file("docs/man/aggd.1")
        for status in [0, 1, 64, 65, 66, 69, 70, 73, 74, 75, 77, 78] {
            #expect(manual.contains("\n.It \(status)\n"))
        }
    }
}
