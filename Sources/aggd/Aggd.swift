import ArgumentParser
import Foundation

/// The entry point: one verb, one command.
@main
struct Aggd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "aggd",
        abstract: "Reads feeds and pages of think tanks, wires and governments; shows every story once.",
        discussion: """
            Without a verb: what came in since you last looked, by topic.

            Examples:
              aggd try https://www.sipri.org/rss/combined.xml --add sipri
              aggd poll
              aggd items 'missile OR "arms control" -obituary'
              aggd digest daily
            """,
        version: Version.text,
        subcommands: [
            NewsCommand.self,
            ItemsCommand.self,
            SearchCommand.self,
            ShowCommand.self,
            WhyCommand.self,
            DiffCommand.self,
            SplitCommand.self,
            JoinCommand.self,
            KeepCommand.self,
            UnkeepCommand.self,
            ReadCommand.self,
            TagCommand.self,
            SourcesCommand.self,
            PollCommand.self,
            ServeCommand.self,
            StatusCommand.self,
            DigestCommand.self,
            DigestsCommand.self,
            EventsCommand.self,
            CiteCommand.self,
            FeedCommand.self,
            ExportCommand.self,
            ImportCommand.self,
            TryCommand.self,
            AddCommand.self,
            CheckCommand.self,
            ConfigCommand.self,
            BackupCommand.self,
            RestoreCommand.self,
            PruneCommand.self,
            ReindexCommand.self,
            VerifyCommand.self,
            ParseCommand.self,
            ExtractCommand.self,
            DedupCommand.self,
            ParseDatesCommand.self,
            SimulateScheduleCommand.self,
            VersionCommand.self,
            ManualCommand.self,
        ],
        defaultSubcommand: NewsCommand.self
    )

    static func main() async {
        ignoreBrokenPipes()
        do {
            var command = try parseAsRoot(VerbSpelling.checked(Array(CommandLine.arguments.dropFirst())))
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            Failure.report(error)
        }
    }

    /// A reader that closes the pipe early (`head`) ends the command quietly instead of with a signal.
    private static func ignoreBrokenPipes() {
        signal(SIGPIPE, SIG_IGN)
    }
}
