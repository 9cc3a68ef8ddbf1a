import Foundation
import TestSupport
import Testing

@Suite("Somebody who types") struct CommandLineTests {
    @Test("gets the version in one line")
    func version() throws {
        let aggd = try BuiltBinary()
        defer { aggd.remove() }
        for spelling in ["--version", "version"] {
            let run = try aggd(spelling)
            #expect(run.status == 0)
            #expect(run.output.hasPrefix("aggd ") || run.output.first?.isNumber == true)
            #expect(run.output.split(separator: "\n").count == 1)
        }
    }

    @Test("an unknown verb is told so, with status 64 and nothing on standard output")
    func unknownVerb() throws {
        let aggd = try BuiltBinary()
        defer { aggd.remove() }
        let run = try aggd("serach", "missile")
        #expect(run.status == 64)
        #expect(run.output.isEmpty)
        #expect(run.errors.contains("serach"))
    }

    @Test("an unknown option is told so, with status 64")
    func unknownOption() throws {
        let aggd = try BuiltBinary()
        defer { aggd.remove() }
        let run = try aggd("version", "--colour")
        #expect(run.status == 64)
        #expect(run.output.isEmpty)
        #expect(run.errors.contains("--colour"))
    }

    @Test("asks every verb for help and gets an example with it")
    func helpHasExamples() throws {
        let aggd = try BuiltBinary()
        defer { aggd.remove() }
        let help = try aggd("--help")
        #expect(help.status == 0)
        let verbs = try Self.verbs(in: help.output)
        #expect(!verbs.isEmpty)
        for verb in verbs where verb != "help" {
            let run = try aggd(verb, "--help")
            #expect(run.status == 0, "\(verb)")
            #expect(run.output.contains("aggd \(verb)"), "\(verb) has no example")
            #expect(run.output.contains("xample"), "\(verb) has no example")
        }
    }

    @Test("gets completions for three shells", arguments: ["bash", "zsh", "fish"])
    func completions(shell: String) throws {
        let aggd = try BuiltBinary()
        defer { aggd.remove() }
        let run = try aggd("--generate-completion-script", shell)
        #expect(run.status == 0)
        #expect(run.output.contains("aggd"))
    }

    private static func verbs(in help: String) throws -> [String] {
        guard let list = help.components(separatedBy: "SUBCOMMANDS:\n").dropFirst().first else { return [] }
        return list.split(separator: "\n", omittingEmptySubsequences: false).prefix { !$0.isEmpty }.compactMap
        {
            $0.hasPrefix("  ") && !$0.hasPrefix("   ") ? String($0.split(separator: " ")[0]) : nil
        }
    }
}
