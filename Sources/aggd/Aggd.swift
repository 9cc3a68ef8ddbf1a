import ArgumentParser

/// The entry point.
@main
struct Aggd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "aggd")
}
