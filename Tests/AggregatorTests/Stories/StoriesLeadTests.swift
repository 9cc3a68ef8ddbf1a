import Foundation
import Testing

@testable import Aggregator

@Suite("Who leads a story") struct StoriesLeadTests {
    private func outline(
        _ item: Int64, words: Int = 500, hour: Double, source: UInt32 = 1, address: UInt32 = 0,
        rank: Int = 50,
        marks: ItemOutline.Marks = []
    ) -> ItemOutline {
        ItemOutline(
            item: ItemID(item), words: words, ownWords: words, date: Date(timeIntervalSince1970: hour * 3600),
            source: source, address: address, rank: rank, marks: marks)
    }

    @Test("the fullest leads, however late it came")
    func fullest() {
        let items = [outline(1, words: 150, hour: 1), outline(2, words: 900, hour: 9, source: 2)]
        #expect(LeadChoice.lead(of: items)?.item == ItemID(2))
    }

    @Test("among equals the earliest leads")
    func earliest() {
        let items = [outline(1, hour: 4), outline(2, words: 510, hour: 2, source: 2)]
        #expect(LeadChoice.lead(of: items)?.item == ItemID(2))
    }

    @Test("who names another origin doesn't lead over who doesn't")
    func carried() {
        let items = [outline(1, hour: 1, marks: .carried), outline(2, hour: 30, source: 2)]
        #expect(LeadChoice.lead(of: items)?.item == ItemID(2))
    }

    @Test("the source's rank decides before the time")
    func rank() {
        let items = [outline(1, hour: 1, rank: 20), outline(2, hour: 3, source: 2, rank: 90)]
        #expect(LeadChoice.lead(of: items)?.item == ItemID(2))
    }

    @Test("a marked update replaces what came before it")
    func update() {
        let items = [
            outline(1, hour: 1), outline(2, hour: 3, marks: .version), outline(3, hour: 5, source: 2),
        ]
        #expect(LeadChoice.lead(of: items)?.item == ItemID(2))
        #expect(LeadChoice.replaced(by: ItemID(2), among: items)?.item == ItemID(1))
    }

    @Test("a grown text of the same source replaces the shorter one, the same text again does not")
    func grown() {
        let grown = [outline(1, hour: 1), outline(2, words: 600, hour: 3)]
        #expect(LeadChoice.lead(of: grown)?.item == ItemID(2))
        #expect(LeadChoice.replaced(by: ItemID(2), among: grown)?.item == ItemID(1))
        let again = [outline(1, hour: 1, address: 7), outline(2, hour: 3, address: 7)]
        #expect(LeadChoice.lead(of: again)?.item == ItemID(1))
    }

    @Test("the same page with another footer is no new version")
    func footer() {
        let items = [outline(1, hour: 1, address: 7), outline(2, words: 520, hour: 3, address: 7)]
        #expect(LeadChoice.replaced(by: ItemID(2), among: items) == nil)
    }

    @Test("a copy with a footer doesn't take the lead from the original")
    func copyWithFooter() {
        let items = [outline(1, words: 246, hour: 1), outline(2, words: 300, hour: 3, source: 2)]
        #expect(LeadChoice.lead(of: items)?.item == ItemID(1))
    }

    @Test("nobody leads nothing")
    func nobody() { #expect(LeadChoice.lead(of: []) == nil) }
}

@Suite("Texts that differ only in how they are written") struct StoriesNormaliserTests {
    private func words(_ text: String) -> [UInt64] { Normaliser.read(Array(text.utf8), seed: 9).words }

    @Test(
        "give the same words",
        arguments: [
            (
                "The organisation's centre analysed its defence programme",
                "the organization center analyzed its defense program"
            ),
            ("U.S. exports rose 5 per cent", "US exports rose 5%"),
            ("don’t stop", "dont stop"), ("Łódź, Malmö, Ærø", "lodz malmo ærø"),
            ("ﬁnal ﬂight", "final flight"),
            ("ＦＵＬＬ　ｗｉｄｔｈ １２", "full width 12"), ("МОСКВА ёлка", "москва елка"), ("أحمد إلى", "احمد الي"),
            ("1,400 men", "1400 men"), ("e\u{301}te\u{301}", "été"), ("soft\u{AD}hyphen", "softhyphen"),
        ])
    func same(_ pair: (String, String)) { #expect(words(pair.0) == words(pair.1)) }

    @Test(
        "give other words when they say something else",
        arguments: [
            ("four hundred", "five hundred"), ("1.5 percent", "15 percent"), ("桥", "河"), ("their", "there"),
        ])
    func different(_ pair: (String, String)) { #expect(words(pair.0) != words(pair.1)) }

    @Test("ideographs and kana are words by themselves")
    func ideographs() {
        #expect(words("鉄道橋が").count == 4)
        #expect(words("สะพาน").count == 5)
    }

    @Test("sentences end at full stops before capitals, at lines, and at the marks of other scripts")
    func sentences() {
        func count(_ text: String) -> Int { Normaliser.read(Array(text.utf8), seed: 9).sentenceCount }
        #expect(count("It rained. Then it stopped.") == 2)
        #expect(count("It cost 3.5 m. in all") == 1)
        #expect(count("One line\nanother line") == 2)
        #expect(count("下雨了。后来停了。") == 2)
    }

    @Test(
        "titles lose the site's name and the mark of an update",
        arguments: [
            ("Dock workers strike again - The Daily Ledger", "Dock workers strike again"),
            ("Dock workers strike again | KQTV", "Dock workers strike again"),
            ("Dock workers strike again (Harbor Tribune)", "Dock workers strike again"),
            ("UPDATE 3-Dock workers strike again", "Dock workers strike again"),
            ("Dock workers strike again (updated)", "Dock workers strike again"),
            ("Update on the dock workers", "Update on the dock workers"),
            ("War - and peace", "War - and peace"),
        ])
    func titles(_ pair: (String, String)) {
        #expect(TextProfile.withoutSuffix(WireMarks.title(pair.0).text) == pair.1)
    }

    @Test(
        "addresses lose what makes no difference",
        arguments: [
            ("https://www.a.example/x/?utm_source=rss#top", "a.example/x"),
            ("http://m.a.example/x/amp?id=3&fbclid=9", "a.example/x?id=3"),
            ("HTTPS://A.example/X", "a.example/X"),
            ("a.example", "a.example"), ("", ""),
        ])
    func addresses(_ pair: (String, String)) { #expect(StoryKeys.plain(pair.0) == pair.1) }
}
