import Foundation
import Testing

@testable import Aggregator

/// Two texts read and laid side by side, with what is boilerplate said by the test.
struct TextPair {
    let new: Comparand
    let old: Comparand

    /// - Parameter boilerplate: lines that count as boilerplate wherever they stand.
    init(
        _ new: IndexedDocument, _ old: IndexedDocument, boilerplate: [String] = [], seed: UInt64 = 11
    ) {
        func comparand(_ document: IndexedDocument) -> Comparand {
            let item = RecalledItem(document, seed: seed)
            var common: Set<UInt64> = []
            for line in boilerplate {
                let words = Normaliser.read(Array(line.utf8), seed: seed).words
                common.formUnion(Shingles.of(words, seed: seed))
            }
            return Comparand(
                id: nil, item: item,
                boilerplate: item.profile.boilerplate(item.profile.fingerprints.map(common.contains)))
        }
        self.new = comparand(new)
        self.old = comparand(old)
    }

    var features: PairFeatures { PairFeatures(new, old) }
}

extension IndexedDocument {
    /// A document for a test.
    static func test(
        _ text: String, title: String = "", from source: String = "wire", hour: Double = 0
    ) -> IndexedDocument {
        IndexedDocument(
            source: source, title: title, text: text,
            date: Date(timeIntervalSince1970: 1_790_000_000 + hour * 3600))
    }
}

@Suite("Two texts side by side") struct StoriesFeatureTests {
    private func text(_ number: Int, _ range: Range<Int>) -> String {
        range.map { Prose.paragraph(number, $0) }.joined(separator: "\n\n")
    }

    @Test("that are equal are wholly in each other")
    func equal() {
        let pair = TextPair(.test(text(1, 0..<4)), .test(text(1, 0..<4), from: "courier")).features
        #expect(pair.small.containment == 1)
        #expect(pair.big.containment == 1)
        #expect(pair.small.lead == 1)
        #expect(pair.small.start == 0)
        #expect(pair.whole == 1)
        #expect(pair.small.sentencesFound == pair.small.sentences)
        #expect(!pair.sameSource)
    }

    @Test("that have nothing in common share nothing")
    func different() {
        let pair = TextPair(.test(text(1, 0..<4)), .test(text(2, 0..<4))).features
        #expect(pair.small.containment == 0)
        #expect(pair.small.coverage == 0)
        #expect(pair.big.start == pair.big.own)
        #expect(pair.sameSource)
    }

    @Test("tell which is the smaller, whichever came first")
    func sides() {
        let (short, long) = (IndexedDocument.test(text(1, 0..<2)), IndexedDocument.test(text(1, 0..<8)))
        let one = TextPair(short, long).features
        let other = TextPair(long, short).features
        #expect(one.newIsSmall)
        #expect(!other.newIsSmall)
        #expect(one.small.containment == other.small.containment)
        #expect(one.big.containment == other.big.containment)
        #expect(one.whole == other.whole)
        #expect(one.alteredFigures == other.alteredFigures)
    }

    @Test("one of them the beginning of the other: it is anchored; its middle is not")
    func anchors() {
        let full = IndexedDocument.test(text(1, 0..<10))
        let beginning = TextPair(.test(text(1, 0..<2)), full).features
        #expect(beginning.big.lead > 0.9)
        #expect(beginning.big.start == 0)
        let middle = TextPair(.test(text(1, 5..<7)), full).features
        #expect(middle.big.lead == 0)
        #expect(middle.big.start > 100)
        #expect(middle.small.containment == beginning.small.containment)
    }

    @Test("leave out sentences of boilerplate, and say how much of the texts that is")
    func boilerplate() {
        let about =
            "The Lindqvist Institute is a research organisation that develops solutions to public challenges."
        let pair = TextPair(
            .test(text(1, 0..<1) + "\n\n" + about), .test(text(2, 0..<1) + "\n\n" + about),
            boilerplate: [about]
        ).features
        #expect(pair.small.containment == 0)
        #expect(pair.boilerplate == 0.25)
        #expect(pair.whole > 0.05)
        let unknown = TextPair(.test(text(1, 0..<1) + "\n\n" + about), .test(text(2, 0..<1) + "\n\n" + about))
            .features
        #expect(unknown.small.containment > 0.05)
        #expect(unknown.boilerplate == 0)
    }

    @Test("lose no long sentence for one stock phrase in it, whichever phrases the seed keeps of a long text")
    func longSentence() {
        let phrase = "the minister of foreign affairs"
        let sentence =
            "On Tuesday \(phrase) told the committee that three of the seven ferries bought last spring had been "
            + "handed over without the radios, the life rafts and the spare engines which the contract had promised."
        let short = "That was denied by \(phrase)."
        for seed in UInt64(1)...200 {
            let profile = RecalledItem(
                .test([text(1, 0..<12), sentence, text(1, 12..<20), short].joined(separator: "\n\n")),
                seed: seed
            ).profile
            let words = Normaliser.read(Array(phrase.utf8), seed: seed).words
            let common = Set(Shingles.of(words, seed: seed))
            let found = profile.boilerplate(profile.fingerprints.map(common.contains))
            #expect(!found.dropLast().contains(true), "with the seed \(seed)")
        }
    }

    @Test("say what share of the beginning is a template's")
    func opening() {
        let head =
            "The harbour office announces to all masters of vessels in the roads and at the quays of the town the following."
        let pair = TextPair(
            .test(head + "\n\n" + text(1, 0..<3)), .test(head + "\n\n" + text(2, 0..<3)), boilerplate: [head]
        ).features
        #expect(pair.opening > 0.25 && pair.opening < 0.4)
    }

    @Test("compare their figures once there are three of them")
    func figures() {
        func report(_ figures: [Int]) -> IndexedDocument {
            .test(
                figures.map { "On this day the office counted as many as \($0) ships in the outer roads." }
                    .joined(separator: "\n"))
        }
        #expect(TextPair(report([11, 22]), report([33, 44, 55])).features.figures == 1)
        #expect(TextPair(report([11, 22, 33]), report([11, 22, 44])).features.figures == 2.0 / 3)
        #expect(TextPair(report([11, 22, 33]), report([44, 55, 66])).features.figures == 0)
        #expect(TextPair(report([11, 22, 33]), report([33, 22, 11, 99])).features.everyFigure == 1)
    }

    @Test("don't count years among the figures that a copy must have")
    func years() {
        let pair = TextPair(
            .test("The bridge was planned in 1987, begun in 2004 and paid for with 412 million crowns."),
            .test("The bridge was planned in 1988, begun in 2005 and paid for with 412 million crowns.")
        ).features
        #expect(pair.figureCount == 1)
        #expect(pair.everyFigure == 1)
        #expect(pair.alteredFigures == 1)
    }

    @Test("of which one was reworded keep the figures of the altered sentences")
    func reworded() {
        let pair = TextPair(
            .test(
                "The council said late on Monday that the new bridge over the sound will cost 412 million crowns. It is to open in 31 months, after 17 tests of the steel, said the mayor."
            ),
            .test(
                "The council told reporters that the new bridge over the sound will cost 412 million crowns. It is to open in 31 months, after 17 tests of the steel, officials hope.",
                from: "courier")
        ).features
        #expect(pair.alteredFigures == 1)
    }

    @Test("of one form have other figures in the altered sentences")
    func form() {
        func report(_ figures: [Int]) -> String {
            """
            The board of Norrland Timber declared a dividend of \(figures[0]) crowns for each share of its stock.
            It will be paid in the offices of the bank from the \(figures[1])th of the month that follows this one.
            The company has paid one for \(figures[2]) quarters without a break since the mill was founded.
            The mill is a leading maker of newsprint for 71 countries and has 1,400 hands.
            """
        }
        let pair = TextPair(.test(report([43, 17, 58])), .test(report([51, 19, 62]), from: "courier"))
            .features
        #expect(pair.alteredFigures == 0)
        // What both pages have word for word says nothing about the rest.
        #expect(pair.everyFigure == 0.4)
        #expect(
            TextPair(.test(report([43, 17, 58])), .test(report([43, 17, 58]))).features.alteredFigures == 1)
        let one = TextPair(.test(report([43, 17, 58])), .test(report([43, 17, 59]))).features
        #expect(one.alteredFigures == 1, "one altered figure is a correction")
    }

    @Test("compare titles by words, whatever their order")
    func titles() {
        let pair = TextPair(
            .test(text(1, 0..<2), title: "Dock workers strike at Halmund"),
            .test(text(1, 0..<2), title: "At Halmund, dock workers strike again")
        ).features
        #expect(pair.title == 1)
        #expect(pair.titleWords == 5)
        #expect(TextPair(.test(text(1, 0..<2)), .test(text(1, 0..<2), title: "Strike")).features.title == 0)
    }

    @Test("count the days between them in either direction")
    func days() {
        #expect(TextPair(.test("a"), .test("a", hour: 36)).features.days == 1.5)
        #expect(TextPair(.test("a", hour: 36), .test("a")).features.days == 1.5)
    }

    @Test(
        "one of them a headline with a few figures for a text make no difficulty",
        arguments: ["12\n34\n56", "1999", "", "12"])
    func figuresForText(_ text: String) {
        let headline = IndexedDocument.test(text, title: "Ferry to Ekvall carries 12 of 34 lorries, drops 56")
        let pair = TextPair(headline, .test(self.text(1, 0..<2))).features
        #expect(pair.isHeadline)
        #expect(pair.small.containment == 0)
        #expect(TextPair(headline, headline).features.small.containment == 1)
    }

    @Test("are measured in any combination of nothing and something")
    func empty() {
        let texts = ["", "one", "one two three four", text(1, 0..<1), "12 34 56 78"]
        for first in texts {
            for second in texts {
                let pair = TextPair(.test(first), .test(second)).features
                for side in [pair.small, pair.big] {
                    #expect((0...1).contains(side.containment))
                    #expect((0...1).contains(side.coverage))
                    #expect((0...1).contains(side.lead))
                    #expect((0...1).contains(side.opening))
                }
                #expect((0...1).contains(pair.whole))
                #expect((0...1).contains(pair.everyFigure))
                #expect((0...1).contains(pair.alteredFigures))
            }
        }
    }

    @Test("tell the lines that only one has and in which its source names itself")
    func imprint() {
        let original = IndexedDocument.test(text(1, 0..<3) + "\n\nThe minister told the Harrow Gazette so.")
        let lines = "\n\nSign up for the Harrow Gazette newsletter.\nIt is free and comes at seven."
        let reprint = IndexedDocument.test(original.text + lines, from: "Harrow Gazette")
        let pair = TextPair(reprint, original).features
        // What both have is text, whoever is named in it; what names nobody may be text.
        #expect(pair.big.imprint == 7)
        #expect(pair.small.imprint == 0)
        var named = reprint
        (named.source, named.org) = ("paper-news", ["The Paper", "Harrow Gazette"])
        #expect(TextPair(named, original).features.big.imprint == 7)
        named.org = []
        #expect(TextPair(named, original).features.big.imprint == 0)
        // A name of one word may be any word.
        named.org = ["Gazette"]
        #expect(TextPair(named, original).features.big.imprint == 0)
    }

    @Test("are instalments when the publisher's form and length stay and the figures don't")
    func instalments() {
        func log(_ number: Int) -> String {
            """
            The harbour office counted \(number * 37 + 11) arrivals and \(number * 53 + 29) departures on this day.
            The highest water stood at \(number * 7 + 130) centimetres and the lowest at \(number * 3 + 17) centimetres.
            Masters of vessels must announce themselves two days ahead, by telephone or by letter.
            """
        }
        #expect(TextPair(.test(log(1)), .test(log(2))).features.isInstalment)
        #expect(!TextPair(.test(log(1)), .test(log(1))).features.isInstalment)
        #expect(!TextPair(.test(log(1)), .test(log(2), from: "courier")).features.isInstalment)
        #expect(!TextPair(.test("(Corrects figures)\n" + log(1)), .test(log(2))).features.isInstalment)
        #expect(!TextPair(.test(log(1) + "\n" + text(3, 0..<1)), .test(log(2))).features.isInstalment)
    }
}
