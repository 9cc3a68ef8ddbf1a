import ArgumentParser

/// The verb `aggd version`.
struct VersionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "version", abstract: "Print the version.",
        discussion: "Example: aggd version")

    func run() {
        print(Version.text)
    }
}
