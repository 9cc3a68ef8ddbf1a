import Foundation

/// The rules of a source, `keep` and `hide`, ready to be asked.
///
/// Hidden items stay in the store.
struct SourceRules: Sendable {
    private let source: Source
    private let context: QueryContext
    private let keep: Query?
    private let hide: Query?

    /// Reads the rules; the configuration was checked, so a query that can't be read is left out.
    init(_ source: Source, context: QueryContext) {
        (self.source, self.context) = (source, context)
        keep = source.keep.flatMap { try? Query.parse($0, context: context) }
        hide = source.hide.flatMap { try? Query.parse($0, context: context) }
    }

    /// The same rules with another time as the present, from which they count days.
    func asked(at time: Date) -> SourceRules {
        var context = context
        context.now = time
        return SourceRules(source, context: context)
    }

    /// Whether the reason for which an item is hidden is a rule of its source, of now or of earlier.
    static func isRule(_ reason: String) -> Bool {
        reason.hasPrefix("hide = '") || reason.hasPrefix("keep = '")
    }

    /// The rule that hides an item, as `aggd why` names it; nil when it is shown.
    func reasonToHide(_ item: NewItem, _ source: Source, seen: Date) -> String? {
        if let hide, hide.matches(item, source: source, seen: seen) { return "hide = '\(source.hide ?? "")'" }
        if let keep, !keep.matches(item, source: source, seen: seen) {
            return "keep = '\(source.keep ?? "")'"
        }
        return nil
    }
}
