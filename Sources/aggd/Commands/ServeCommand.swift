import Aggregator
import ArgumentParser
import Foundation
import Logging

/// The verb `aggd serve`.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run the daemon in the foreground: poll, fold, send digests.",
        discussion: """
            Example: systemctl start aggd

            SIGTERM finishes what is in flight and ends; SIGHUP reads feeds.conf again, and keeps the old one when \
            the new one has a mistake.
            """)

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let session = try Session(common, need: .strict)
        let level: Logger.Level = common.verbose ? .debug : common.quiet ? .warning : .info
        let logger = Logger(label: "aggd") { _ in JournalLogHandler(level: level) }
        let requests = Signals.requests()
        let store = try session.openAsDaemon()
        let daemon = try await Daemon(session: session, store: store, logger: logger)
        SystemdNotifier.ready(status: await daemon.statusLine())
        await daemon.start()
        for await request in requests {
            switch request {
            case .reload:
                SystemdNotifier.reloading()
                await daemon.reload()
                SystemdNotifier.ready(status: await daemon.statusLine())
            case .stop:
                SystemdNotifier.stopping(status: "finishing what is in flight")
                await daemon.stop()
                try await store.close()
                return
            }
        }
    }
}
