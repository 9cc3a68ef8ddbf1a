import Aggregator
import ArgumentParser
import Foundation

/// The verb `aggd config`.
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Print the settings in force and where each comes from.",
        discussion: """
            Secrets are shown as ***.

            Examples:
              aggd config
              aggd config rand-commentary
            """)

    @OptionGroup var common: CommonOptions

    @Argument(help: "A source; without it the machine's settings.")
    var source: String?

    func run() throws {
        let path = ConfigLocation().path(explicit: common.config)
        let (configuration, errors) = FeedsConf.load(path: path)
        guard errors.isEmpty else {
            throw Failure(
                .configuration,
                "\(errors[0])" + (errors.count > 1 ? " (and \(errors.count - 1) more; run `aggd check`)" : "")
            )
        }
        let settings: [EffectiveSettings.Setting]
        if let name = source {
            guard let source = configuration.source(named: name) else {
                let names = configuration.sources.map(\.name)
                let hint = NearestWord.find(name, among: names).map { "; did you mean \"\($0)\"?" } ?? "."
                throw Failure(.usage, "There is no source \"\(name)\" in \(path)\(hint)")
            }
            settings = EffectiveSettings.source(source, in: configuration)
        } else {
            settings = EffectiveSettings.machine(configuration)
        }
        let printer = Printer(terminal: Terminal(color: common.color), paged: !common.json && !common.noPager)
        defer { printer.finish() }
        if common.json || common.format != nil {
            for setting in settings {
                let value = JSONValue.object([
                    ("key", .string(setting.path)), ("value", .string(setting.value)),
                    ("origin", .string(setting.origin)),
                ])
                let text = common.format.map { Template.fill($0, with: value) }
                if text == nil, let names = common.fieldNames { try Session.check(names, of: value) }
                printer.line(text ?? (common.fieldNames.map(value.keeping) ?? value).line)
            }
            return
        }
        if source == nil { printer.line("# read: \(configuration.files.joined(separator: ", "))") }
        let width = settings.map(\.path.count).max() ?? 0
        let valueWidth = min(48, settings.map(\.value.count).max() ?? 0)
        for setting in settings {
            let key = setting.path.padding(toLength: width, withPad: " ", startingAt: 0)
            let value =
                setting.value + String(repeating: " ", count: max(0, valueWidth - setting.value.count))
            printer.line("\(key)  \(value)  \(setting.origin)")
        }
    }
}
