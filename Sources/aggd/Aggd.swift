import ArgumentParser
import FeedFetch
import Foundation
import Glibc

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

    /// Runs the verb beside the main thread, at the priority of ordinary work.
    ///
    /// An asynchronous main runs at that of user interfaces, and so does all that it starts: libdispatch would try to
    /// raise the priority of its threads above that of other programs, which is refused and stands in the log each time.
    static func main() {
        ignoreBrokenPipes()
        OpenFileLimit.makeRoom()
        MemoryArenas.limit(verb: VerbSpelling.verb(in: Array(CommandLine.arguments.dropFirst())))
        Task.detached(priority: .medium) {
            await runVerb()
            Glibc.exit(ExitStatus.done.rawValue)
        }
        while true { pause() }
    }

    private static func runVerb() async {
        do {
            var command = try parsed(VerbSpelling.checked(Array(CommandLine.arguments.dropFirst())))
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            Failure.report(error)
        }
    }

    /// The command that some arguments mean.
    ///
    /// The parser looks at the options of all verbs before it finds the one; the verb alone is asked first. What it
    /// doesn't take, such as `--help` or a mistake, is answered by all together, in the name of `aggd`.
    private static func parsed(_ arguments: [String]) throws -> any ParsableCommand {
        if let name = arguments.first,
            let verb = configuration.subcommands.first(where: { $0._commandName == name }),
            let command = try? verb.parseAsRoot(Array(arguments.dropFirst())),
            ObjectIdentifier(type(of: command)) == ObjectIdentifier(verb)
        {
            return command
        }
        return try parseAsRoot(arguments)
    }

    /// A reader that closes the pipe early (`head`) ends the command quietly instead of with a signal.
    private static func ignoreBrokenPipes() {
        signal(SIGPIPE, SIG_IGN)
    }
}
