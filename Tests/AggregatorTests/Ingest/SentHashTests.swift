import FeedParse
import Foundation
import Testing

@testable import Aggregator

@Suite("The hash of what a source sent") struct SentHashTests {
    private func item(_ change: (inout ParsedItem) -> Void = { _ in }) -> ParsedItem {
        var item = ParsedItem()
        item.id = "tag:harbour.example,2026:1"
        item.title = "Frigates"
        item.link = "https://harbour.example/frigates"
        item.summary = "Twelve of them."
        item.published = Date(timeIntervalSince1970: 1_700_000_000)
        change(&item)
        return item
    }

    @Test("is equal for equal items")
    func equal() {
        #expect(SentHash.of(item()) == SentHash.of(item()))
    }

    @Test("differs when any part differs")
    func differs() {
        let changes: [(inout ParsedItem) -> Void] = [
            { $0.title = "Frigate" }, { $0.summary = nil }, { $0.contentHTML = "Twelve of them." },
            { $0.published = $0.published?.addingTimeInterval(1) }, { $0.link = nil },
            { $0.authors = [Person(name: "Ada Quill")] },
        ]
        for change in changes { #expect(SentHash.of(item(change)) != SentHash.of(item())) }
    }

    @Test("tells a text that moved from one field to the next")
    func fields() {
        let first = item {
            $0.summary = "a"; $0.contentHTML = "b"
        }
        let second = item {
            $0.summary = "ab"; $0.contentHTML = ""
        }
        #expect(SentHash.of(first) != SentHash.of(second))
    }

    @Test("of a body differs when one byte differs", arguments: [0, 5, 63, 64, 70])
    func bodies(_ place: Int) {
        let body = Array(repeating: UInt8(7), count: 71)
        var other = body
        other[place] = 8
        #expect(SentHash.of(body) != SentHash.of(other))
        #expect(SentHash.of(body) == SentHash.of(body))
    }
}
