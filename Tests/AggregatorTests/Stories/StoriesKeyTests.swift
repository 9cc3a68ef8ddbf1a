import Foundation
import Testing

@testable import Aggregator

@Suite("The exact identities of an item") struct StoriesKeyTests {
    private func keys(seed: UInt64 = 1, _ change: (inout IndexedDocument) -> Void) -> StoryKeys {
        var document = IndexedDocument(
            source: "wire", title: "", text: "", date: Date(timeIntervalSince1970: 1_790_000_000))
        change(&document)
        return StoryKeys(document, profile: TextProfile(document, seed: seed), seed: seed)
    }

    @Test(
        "are one for addresses that differ in what makes no difference",
        arguments: [
            ("https://www.ledger.example/a/ferry", "http://ledger.example/a/ferry/"),
            ("https://m.ledger.example/a", "https://mobile.ledger.example/a"),
            ("https://amp.ledger.example/a", "https://www.m.ledger.example/a/amp"),
            ("https://ledger.example/a?id=3", "https://LEDGER.example/a?id=3&utm_source=rss&utm_medium=feed"),
            ("https://ledger.example/a?id=3", "https://ledger.example/a?fbclid=x&id=3#comments"),
            ("https://ledger.example/a/amp/?id=3", "https://ledger.example/a?id=3&output=amp"),
            ("https://ledger.example", "https://ledger.example/"),
            ("https://ledger.example/a?mc_cid=1", "https://ledger.example/a"),
        ])
    func addresses(_ pair: (String, String)) {
        #expect(StoryKeys.plain(pair.0) == StoryKeys.plain(pair.1))
        #expect(keys { $0.canonicalURL = pair.0 }.addresses == keys { $0.canonicalURL = pair.1 }.addresses)
    }

    @Test(
        "differ for addresses that may show different pages",
        arguments: [
            ("https://ledger.example/a", "https://ledger.example/b"),
            ("https://ledger.example/a?id=3", "https://ledger.example/a?id=4"),
            ("https://ledger.example/A", "https://ledger.example/a"),
            ("https://ledger.example/a?reference=1", "https://ledger.example/a"),
            ("https://north.ledger.example/a", "https://south.ledger.example/a"),
            ("https://ledger.example/amplify", "https://ledger.example/ify"),
            ("https://ledger.example:8080/a", "https://ledger.example/a"),
        ])
    func otherAddresses(_ pair: (String, String)) {
        #expect(StoryKeys.plain(pair.0) != StoryKeys.plain(pair.1))
    }

    @Test("let an original be found by what pointed to it, and what pointed to it by the original")
    func pointers() {
        let original = keys { $0.canonicalURL = "https://institute.example/cables" }
        let excerpt = keys {
            $0.canonicalURL = "https://trade.example/77"
            $0.originalURL = "https://www.institute.example/cables?utm_source=trade"
        }
        #expect(excerpt.original == original.addresses.first)
        #expect(excerpt.pointer == original.targets.first)
        #expect(excerpt.remembered.contains(excerpt.pointer ?? 0))
        #expect(!original.remembered.contains(original.targets.first ?? 0))
    }

    @Test("hold no pointer to the item itself")
    func pointerToItself() {
        let item = keys {
            $0.canonicalURL = "https://institute.example/cables"
            $0.originalURL = "https://m.institute.example/cables/"
        }
        #expect(item.original == nil)
        #expect(item.pointer == nil)
    }

    @Test("keep a publisher's id apart from the same id of another source")
    func guids() {
        let first = keys { $0.guid = "42" }
        let second = keys {
            $0.guid = "42"
            $0.source = "courier"
        }
        #expect(first.guid != nil)
        #expect(first.guid != second.guid)
    }

    @Test("keep an address, a publisher's id and a title of the same letters apart")
    func spaces() {
        let text = "one two three four five six"
        let item = keys {
            $0.canonicalURL = text
            $0.guid = text
            $0.title = text
        }
        let all = item.remembered + item.targets
        #expect(Set(all).count == all.count)
        #expect(item.titles.count == 1)
    }

    @Test("count every address once, and no more than five")
    func manyAddresses() {
        let item = keys {
            $0.canonicalURL = "https://a.example/1"
            $0.otherURLs =
                ["https://www.a.example/1", "https://b.example/1"]
                + (2..<50).map { "https://c.example/\($0)" }
        }
        #expect(item.addresses.count == 4)
    }

    @Test(
        "of a title are the same with and without the site's name and the section",
        arguments: [
            (
                "Dock workers strike at Halmund again",
                "Dock workers strike at Halmund again - The Daily Ledger"
            ),
            ("Dock workers strike at Halmund again", "Dock workers strike at Halmund again | Ledger"),
            ("Dock workers strike at Halmund again", "World: Dock workers strike at Halmund again"),
            ("Dock workers strike at Halmund again", "DOCK WORKERS STRIKE AT HALMUND AGAIN (updated)"),
        ])
    func titles(_ pair: (String, String)) {
        let first = Set(keys { $0.title = pair.0 }.titles)
        let second = Set(keys { $0.title = pair.1 }.titles)
        #expect(!first.isDisjoint(with: second))
    }

    @Test(
        "of a title with less than five words are none: many stories have it",
        arguments: ["Daily brief", "Letters", "Market wrap for Monday", ""])
    func shortTitles(_ title: String) {
        #expect(keys { $0.title = title }.titles.isEmpty)
    }

    @Test("of one store tell nothing of another's")
    func seeds() {
        let first = keys(seed: 1) { $0.canonicalURL = "https://a.example/1" }
        let second = keys(seed: 2) { $0.canonicalURL = "https://a.example/1" }
        #expect(first.addresses != second.addresses)
    }

    @Test(
        "are made from any bytes",
        arguments: [
            "", "#", "?", "/", "://", "http://", "a?&&=&", "https://?utm_source=x", "ünï.example/ä?ö#ü",
        ])
    func oddAddresses(_ url: String) {
        let plain = StoryKeys.plain(url)
        #expect(StoryKeys.plain(plain) == plain)
        #expect(plain.utf8.count <= url.utf8.count)
    }
}
