import Aggregator
import ArgumentParser

/// The verb `aggd version`.
struct VersionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "version", abstract: "Print the version.",
        discussion: "Example: aggd version")

    @Flag(help: "Print one JSON object.") var json = false

    func run() {
        let line = json ? JSONValue.object([("version", .string(Version.number))]).line : Version.text
        StandardOutput.write("\(line)\n".utf8)
    }
}
