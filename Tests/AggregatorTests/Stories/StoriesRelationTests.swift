import Foundation
import Testing

@testable import Aggregator

@Suite("What an item is to its story's lead") struct StoriesRelationTests {
    private func text(_ number: Int, _ range: Range<Int>) -> String {
        range.map { Prose.paragraph(number, $0) }.joined(separator: "\n\n")
    }

    private func relation(
        _ item: IndexedDocument, _ lead: IndexedDocument, replaced: Int? = nil, boilerplate: [String] = []
    ) -> (relation: Relation, overlap: Double) {
        let pair = TextPair(item, lead, boilerplate: boilerplate)
        return RelationRules.relation(of: pair.new, to: pair.old, replaced: replaced)
    }

    @Test("a copy is the same text and holds all of it")
    func copy() {
        let found = relation(.test(text(1, 0..<6), from: "courier"), .test(text(1, 0..<6)))
        #expect(found.relation == .same)
        #expect(found.overlap == 1)
    }

    @Test("the beginning is an excerpt, and says how much it holds", arguments: [1, 2, 3, 5, 7])
    func beginning(_ paragraphs: Int) {
        let found = relation(.test(text(1, 0..<paragraphs), from: "courier"), .test(text(1, 0..<10)))
        #expect(found.relation == .excerptOf)
        #expect(abs(found.overlap - Double(paragraphs) / 10) < 0.03)
    }

    @Test("a copy without its last lines is the same text")
    func nearlyAll() {
        let found = relation(.test(text(1, 0..<9), from: "courier"), .test(text(1, 0..<10)))
        #expect(found.relation == .same)
    }

    @Test("what says that it is an excerpt is one, though it holds most of the text")
    func saysSo() {
        let found = relation(
            .test(text(1, 0..<8) + " (end of excerpt)", from: "trade"), .test(text(1, 0..<10)))
        #expect(found.relation == .excerptOf)
    }

    @Test("what says that it is an excerpt and holds everything is none")
    func saysSoWrongly() {
        let found = relation(.test(text(1, 0..<10) + "\n\nRead more", from: "trade"), .test(text(1, 0..<10)))
        #expect(found.relation == .same)
    }

    @Test("a headline is an excerpt")
    func headline() {
        let found = relation(
            .test("", title: "Ferry to Ekvall sails on through winter", from: "desk"), .test(text(1, 0..<3)))
        #expect(found.relation == .excerptOf)
    }

    @Test("an empty text without a title is an excerpt of anything")
    func nothing() {
        #expect(relation(.test(""), .test(text(1, 0..<3))).relation == .excerptOf)
        #expect(relation(.test(text(1, 0..<3)), .test("")).overlap == 0)
    }

    @Test("the same source's text, changed, is another version; word for word it is the same")
    func sameSource() {
        #expect(relation(.test(text(1, 0..<6)), .test(text(1, 0..<6))).relation == .same)
        let changed = relation(.test(text(1, 0..<5) + "\n\n" + text(2, 0..<1)), .test(text(1, 0..<6)))
        #expect(changed.relation == .versionOf)
    }

    @Test("the same source's summary is an excerpt")
    func summary() {
        #expect(relation(.test(text(1, 0..<1) + " […]"), .test(text(1, 0..<6))).relation == .excerptOf)
        #expect(relation(.test(text(1, 0..<5) + " […]"), .test(text(1, 0..<6))).relation == .excerptOf)
    }

    @Test("somebody's copy of what the lead replaced is another version")
    func oldCopy() {
        let lead = IndexedDocument.test(
            text(9, 0..<2) + "\n\n" + text(1, 0..<6), title: "UPDATE 1-Strike ends")
        let pair = TextPair(.test(text(1, 0..<6), from: "courier"), lead)
        let old = RecalledItem(.test(text(1, 0..<6)), seed: 11).profile.wordCount
        #expect(RelationRules.relation(of: pair.new, to: pair.old, replaced: old).relation == .versionOf)
    }

    @Test("somebody's copy of the new version is the same text")
    func newCopy() {
        let new = text(9, 0..<2) + "\n\n" + text(1, 0..<6)
        let lead = IndexedDocument.test(new, title: "UPDATE 1-Strike ends")
        #expect(relation(.test(new, from: "courier"), lead).relation == .same)
    }

    @Test("somebody's copy without the corrected figure is another version")
    func correctedFigure() {
        func article(_ cost: Int) -> String {
            text(1, 0..<6) + "\n\nThe bridge will cost \(cost) million crowns, the council said."
        }
        let lead = IndexedDocument.test("(Corrects figure in last paragraph)\n" + article(421))
        #expect(relation(.test(article(412), from: "courier"), lead).relation == .versionOf)
        #expect(relation(.test(article(421), from: "courier"), lead).relation == .same)
    }

    @Test("a part of what the lead replaced is an excerpt when it says so")
    func oldExcerpt() {
        let lead = IndexedDocument.test(
            text(9, 0..<2) + "\n\n" + text(1, 0..<6), title: "UPDATE 1-Strike ends")
        let found = relation(.test(text(1, 0..<3) + " (end of excerpt)", from: "trade"), lead, replaced: 300)
        #expect(found.relation == .excerptOf)
    }

    @Test("boilerplate of the lead makes no copy an excerpt")
    func boilerplate() {
        let about = text(90, 0..<2)
        let found = relation(
            .test(text(1, 0..<4), from: "courier"), .test(text(1, 0..<4) + "\n\n" + about),
            boilerplate: [about])
        #expect(found.relation == .same)
        #expect(found.overlap > 0.97)
    }

    @Test("the overlap is a share, whatever the two are")
    func bounds() {
        let texts = ["", "one two", text(1, 0..<1), text(1, 0..<4), text(2, 0..<2), "12 34 56 78 90"]
        for item in texts {
            for lead in texts {
                for replaced in [nil, 0, 100] {
                    let found = relation(.test(item), .test(lead), replaced: replaced)
                    #expect((0...1).contains(found.overlap))
                    #expect(found.relation != .fuller && found.relation != .new)
                }
            }
        }
    }
}
