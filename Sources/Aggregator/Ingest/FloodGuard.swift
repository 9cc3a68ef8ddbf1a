import Foundation

/// Tells a publisher's migration, which brings old items back as new, from news: many items at once that are
/// older than the last poll, or have no date.
struct FloodGuard {
    /// An item this much older than the last good poll should have been seen then.
    static let slack: TimeInterval = 2 * 86400

    /// Why an item of an archive that is read little by little is held back, as it is shown.
    static let archive = "the flood guard: it was there before the source's first poll"

    let limit: Int

    /// What a document brings of such items.
    struct Flood: Sendable, Equatable {
        let count: Int
        /// True when there are so many that they are held back.
        let isOne: Bool

        /// The rule's name as it is shown.
        var reason: String { "the flood guard: \(count) old items came as new at once" }
    }

    /// The places of the items that should have been seen before; empty at a first poll.
    func suspects(among items: some Sequence<NewItem>, lastSuccess: Date?) -> Set<Int> {
        guard let lastSuccess else { return [] }
        let time = lastSuccess.addingTimeInterval(-Self.slack)
        var places: Set<Int> = []
        for (place, item) in items.enumerated() where item.kind != .event {
            if item.published.map({ $0 < time }) ?? true { places.insert(place) }
        }
        return places
    }

    /// What so many of them in a document are.
    func flood(of count: Int) -> Flood { Flood(count: count, isOne: count > limit) }
}
