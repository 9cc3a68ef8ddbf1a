import Foundation

/// Tells a publisher's migration, which brings old items back as new, from news: many items at once that are
/// older than the last poll, or have no date.
struct FloodGuard {
    /// An item this much older than the last good poll should have been seen then.
    static let slack: TimeInterval = 2 * 86400

    let limit: Int

    /// The places of the items to hold back; empty at a first poll and below the limit.
    func suspects(among items: [NewItem], lastSuccess: Date?) -> Set<Int> {
        guard let lastSuccess else { return [] }
        let suspects = items.indices.filter { index in
            items[index].kind != .event
                && (items[index].published.map { $0 < lastSuccess.addingTimeInterval(-Self.slack) } ?? true)
        }
        return suspects.count > limit ? Set(suspects) : []
    }

    /// The rule's name as it is shown.
    static func reason(_ count: Int) -> String {
        "the flood guard: \(count) old items came as new at once"
    }
}
