import Foundation
import Testing

@testable import Aggregator

@Suite("Many new items at once") struct FloodGuardTests {
    private let last = Date(timeIntervalSince1970: 1_700_000_000)

    private func items(_ count: Int, published offset: TimeInterval?) -> [NewItem] {
        (0..<count).map { _ in
            var item = NewItem(source: "wire")
            item.published = offset.map { last.addingTimeInterval($0) }
            return item
        }
    }

    /// The places that are held back when a document brings these items.
    private func heldBack(_ items: [NewItem], lastSuccess: Date?) -> Set<Int> {
        let guardian = FloodGuard(limit: 50)
        let suspects = guardian.suspects(among: items, lastSuccess: lastSuccess)
        return guardian.flood(of: suspects.count).isOne ? suspects : []
    }

    @Test("are all shown at the first poll")
    func firstPoll() {
        let found = heldBack(items(500, published: -86400 * 900), lastSuccess: nil)
        #expect(found.isEmpty)
    }

    @Test("are shown when they are news: a wire after a night without network")
    func news() {
        let found = heldBack(items(500, published: 3600), lastSuccess: last)
        #expect(found.isEmpty)
    }

    @Test("are held back when they are old: a site that changed all its GUIDs")
    func migration() {
        let mixed = items(60, published: -86400 * 30) + items(3, published: 600)
        let found = heldBack(mixed, lastSuccess: last)
        #expect(found == Set(0..<60))
    }

    @Test("are held back when they have no date")
    func undated() {
        #expect(heldBack(items(51, published: nil), lastSuccess: last).count == 51)
    }

    @Test("are shown up to the limit")
    func limit() {
        #expect(heldBack(items(50, published: nil), lastSuccess: last).isEmpty)
    }
}
