import Aggregator

/// Looks for damage in a store and tells what is found; `aggd verify` and `aggd check --store` do it.
struct StoreExamination {
    let url: String
    let json: Bool
    let quiet: Bool

    /// Prints one line a finding, and fails with status 65 when there is one; JSON has a line for none as well.
    func run(_ printer: Printer) async throws {
        let store = try StoreURL(url).open(.readOnly)
        let findings = try await store.check()
        try await store.close()
        for finding in findings {
            printer.line(json ? JSONValue.object([("finding", .string(finding))]).line : finding)
        }
        printer.flush()
        // Stories that are half computed anew are no damage; a backup would not be better.
        if !findings.isEmpty, findings.allSatisfy({ $0.contains("aggd reindex") }) {
            throw Failure(.temporary, "The store \(url) is sound, but its stories are not up to date.")
        }
        guard findings.isEmpty else {
            throw Failure(
                .badData, "The store \(url) is damaged; restore a backup with \"aggd restore FILE\".")
        }
        if json {
            printer.line(JSONValue.object([("store", .string(url)), ("findings", .int(0))]).line)
        } else if !quiet {
            printer.line("\(url): no damage")
        }
    }
}
