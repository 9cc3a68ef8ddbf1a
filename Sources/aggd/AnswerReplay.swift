import Aggregator

/// Reads the kept answers of all sources with a configuration that may be new: selectors that have stopped to match
/// show before anything is fetched.
struct AnswerReplay {
    let configuration: Configuration
    let store: String
    let json: Bool
    let quiet: Bool

    /// Prints one line a source, and fails with status 65 when one gives nothing, or lacks a field.
    func run(_ printer: Printer) async throws {
        let trial = Trial(configuration: configuration)
        let store = try StoreURL(store).open(.readOnly)
        var failing = 0
        for source in configuration.sources {
            let kept = try await store.read { reader in
                try reader.lastGoodAnswer(of: source.name).map { answer in
                    (answer, try reader.pollState(of: source.name) ?? PollState())
                }
            }
            guard let (answer, state) = kept else { continue }
            var count = 0
            var reason: String?
            do {
                let report = try trial.replay(answer, of: source, state: state)
                count = report.items.count
                reason =
                    count == 0 ? report.explanation ?? "nothing was found in it" : report.deadSelector
            } catch {
                reason = "\(error)"
            }
            if reason != nil { failing += 1 }
            if json {
                printer.line(
                    JSONValue.object([
                        ("source", .string(source.name)), ("items", .int(Int64(count))),
                        ("error", .string(orNull: reason)),
                    ]).line)
            } else if let reason {
                printer.line("\(source.name): \(Terminal.safe(reason))")
            } else if !quiet {
                printer.line("\(source.name): \(Counted.text(count, "item"))")
            }
        }
        try await store.close()
        printer.flush()
        guard failing > 0 else { return }
        throw Failure(
            .badData,
            Counted.text(failing, "source gives", "sources give")
                + " nothing, or not all it should, with this configuration.")
    }
}
