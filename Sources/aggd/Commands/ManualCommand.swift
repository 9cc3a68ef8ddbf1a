import Aggregator
import ArgumentParser

/// `aggd manual`: prints feeds.conf(5) for `make man`; not shown in the help.
struct ManualCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "manual", abstract: "Print the manual page feeds.conf(5).", shouldDisplay: false)

    func run() {
        StandardOutput.write(ConfigManual.page.utf8)
    }
}
