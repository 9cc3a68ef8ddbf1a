import ArgumentParser

/// The common options, without the templates that a digest has no use for.
struct PlainOptions: ParsableArguments {
    @Option(name: [.short, .customLong("config")], help: "The configuration file.")
    var config: String?
    @Option(help: "The store, such as sqlite:///var/lib/aggd/aggd.sqlite; else the configuration's.")
    var store: String?
    @Flag(help: "Print JSON.") var json = false
    @Option(help: ArgumentHelp("When to use colour.", valueName: "auto|always|never"))
    var color: Terminal.ColorChoice = .auto
    @Flag(help: "Print times in UTC.") var utc = false
    @Flag(name: [.short, .long], help: "Say only what went wrong.") var quiet = false
    @Flag(name: [.short, .long], help: "Say more.") var verbose = false
    @Flag(help: "Don't use a pager.") var noPager = false

    /// The same as the options of every verb.
    var common: CommonOptions {
        var options = CommonOptions()
        options.config = config
        options.store = store
        options.json = json
        options.fields = nil
        options.format = nil
        options.color = color
        options.utc = utc
        options.quiet = quiet
        options.verbose = verbose
        options.noPager = noPager
        return options
    }
}
