import Foundation
import TestSupport
import Testing

@testable import Aggregator

private func identity(
    _ title: String, text: String = "", guid: String? = nil, url: String? = nil, published: Date? = nil,
    start: Date? = nil
) -> ItemIdentity {
    ItemIdentity(
        .sample(title, text: text, guid: guid, url: url, published: published) { item in
            guard let start else { return }
            var event = Event()
            event.start = start
            item.event = event
        })
}

@Suite("Two items of one source with the same GUID") struct SameGUIDTests {
    @Test("are one item when the title stayed, whatever else changed")
    func title() {
        let old = identity("Ships leave", text: "Ten ships.", guid: "1", url: "https://a.example.org/1")
        let new = identity("Ships  LEAVE!", text: "Eleven ships.", guid: "1", url: "https://a.example.org/2")
        #expect(new.matches(old, isOnly: true))
        #expect(new.matches(old, isOnly: false))
    }

    @Test("are one item when the link stayed under a new headline")
    func link() {
        let old = identity("Ships leave", guid: "1", url: "https://a.example.org/1?utm_source=rss")
        let new = identity("Ten ships have left", guid: "1", url: "https://a.example.org/1")
        #expect(new.matches(old, isOnly: false))
    }

    @Test("are two when title, link and text all differ: the publisher uses it twice")
    func reused() {
        let old = identity("Ships leave", text: "Ten ships.", guid: "news", url: "https://a.example.org/1")
        let new = identity("Storm expected", text: "A storm.", guid: "news", url: "https://a.example.org/2")
        #expect(!new.matches(old, isOnly: true))
        #expect(!new.matches(old, isOnly: false))
    }

    @Test("are one by their text alone while nothing else has the GUID")
    func text() {
        let old = identity("Ships leave", text: "Ten ships.", guid: "1", url: "https://a.example.org/1")
        let new = identity("Departure", text: "Ten ships.", guid: "1", url: "https://a.example.org/9")
        #expect(new.matches(old, isOnly: true))
        #expect(!new.matches(old, isOnly: false))
    }

    @Test("without titles and links are one by their text, not by having nothing")
    func nothing() {
        #expect(identity("", text: "x", guid: "1").matches(identity("", text: "x", guid: "1"), isOnly: true))
        #expect(identity("", guid: "  1 ").guid == "1")
        #expect(identity("", guid: "   ").guid == nil)
    }
}

@Suite("Two items of one source with the same link") struct SameLinkTests {
    @Test("are one when title or text stayed")
    func stayed() {
        let old = identity("Ships leave", text: "Ten ships.", guid: "a", url: "https://a.example.org/1")
        #expect(
            identity("Ships leave", text: "New.", guid: "b", url: "https://a.example.org/1").matches(
                old, isOnly: false))
        #expect(
            identity("Other", text: "Ten ships.", guid: "b", url: "https://a.example.org/1").matches(
                old, isOnly: false))
    }

    @Test("are two when the GUIDs differ and nothing else agrees")
    func differ() {
        let old = identity("Ships leave", text: "Ten ships.", guid: "a", url: "https://a.example.org/live")
        let new = identity("Storm", text: "A storm.", guid: "b", url: "https://a.example.org/live")
        #expect(!new.matches(old, isOnly: true))
    }

    @Test("without GUIDs: a new headline is an edit, unless the link stands for several")
    func edit() {
        let old = identity("Ships leave", url: "https://a.example.org/1")
        let new = identity("Ten ships have left", url: "https://a.example.org/1")
        #expect(new.matches(old, isOnly: true))
        #expect(!new.matches(old, isOnly: false))
    }

    @Test(
        "a home page is no link that identifies",
        arguments: ["https://example.org/", "https://example.org", "https://www.example.org/#top"])
    func home(url: String) { #expect(identity("A", url: url).link == nil) }

    @Test("a fragment counts when it names a part of the page")
    func fragments() {
        #expect(
            identity("A", url: "https://example.org/news#v2").link
                != identity("A", url: "https://example.org/news#v1").link)
        #expect(
            identity("A", url: "https://example.org/news#comments").link
                == identity("A", url: "https://example.org/news").link)
    }
}

@Suite("Two items without a common GUID or link") struct SameContentTests {
    private let monday = Date.reference

    @Test("are one when title, text and date agree")
    func agree() {
        let old = identity(
            "Ships", text: "Ten ships.", guid: "1", url: "https://a.example.org/1", published: monday)
        let new = identity(
            "Ships", text: "Ten ships.", guid: "2", url: "https://b.example.org/1", published: monday)
        #expect(new.matches(old, isOnly: true))
    }

    @Test("are two when the date is another day: the weekly notice")
    func weekly() {
        let old = identity("Weekly call", text: "Dial in.", guid: "1", published: monday)
        let new = identity(
            "Weekly call", text: "Dial in.", guid: "2", published: monday.addingTimeInterval(7 * 86400))
        #expect(!new.matches(old, isOnly: true))
    }

    @Test("are two when the event starts at another time")
    func events() {
        let old = identity("Seminar", text: "Room 1.", guid: "1", published: monday, start: monday)
        let new = identity(
            "Seminar", text: "Room 1.", guid: "2", published: monday, start: monday.addingTimeInterval(86400))
        #expect(!new.matches(old, isOnly: true))
        #expect(new.contentKey != old.contentKey)
    }

    @Test("that have neither GUID nor link are one when their content agrees, also without a date")
    func anonymous() {
        #expect(
            identity("Note", text: "x").matches(identity("Note", text: "x", published: monday), isOnly: true))
        #expect(!identity("Note", text: "x").matches(identity("Note", text: "y"), isOnly: true))
    }

    @Test("without a text are not one by their title alone, when they have identifiers of their own")
    func noText() {
        let old = identity("Press release", guid: "1", url: "https://a.example.org/1", published: monday)
        let new = identity("Press release", guid: "2", url: "https://a.example.org/2", published: monday)
        #expect(!new.matches(old, isOnly: true))
    }

    @Test("have keys that are the same in every process")
    func keys() {
        let item = identity("Ships", text: "Ten ships.", guid: "1", url: "https://a.example.org/1")
        #expect(item.guidKey == identity("Other", guid: "1").guidKey)
        #expect(item.linkKey == identity("Other", url: "http://www.a.example.org/1/").linkKey)
        #expect(item.titleKey == identity("ships!").titleKey)
        #expect(item.guidKey != item.linkKey)
        #expect(item.guidKey == SHA256.key("guid\n1"))
    }

    @Test("may be known by the check sum of their text")
    func checksum() {
        let sample = NewItem.sample("Ships", text: "Ten ships.", guid: "1")
        let whole = ItemIdentity(sample)
        let known = ItemIdentity(sample, sha256: SHA256.hexadecimal("Ten ships."))
        #expect(whole.text == known.text)
        #expect(whole.contentKey == known.contentKey)
        #expect(ItemIdentity(sample, sha256: SHA256.hexadecimal("")).text == nil)
        #expect(ItemIdentity(.sample("Ships")).text == nil)
    }
}
