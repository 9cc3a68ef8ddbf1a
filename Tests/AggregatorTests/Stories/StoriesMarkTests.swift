import Foundation
import Testing

@testable import Aggregator

@Suite("What a text says about itself") struct StoriesMarkTests {
    private func marks(_ text: String) -> WireMarks { WireMarks(Array(text.utf8)) }

    /// The text without what the marks cut, line by line.
    private func rest(_ text: String) -> [String] {
        let bytes = Array(text.utf8)
        var kept: [UInt8] = []
        var start = 0
        for cut in WireMarks(bytes).cuts {
            kept += bytes[start..<max(start, cut.lowerBound)]
            start = max(start, cut.upperBound)
        }
        kept += bytes[start...]
        return String(decoding: kept, as: UTF8.self).split(separator: "\n").map {
            $0.trimmingCharacters(in: .whitespaces)
        }.filter { !$0.isEmpty }
    }

    private static let body = "The ferry to Ekvall will sail through the winter, the county said on Monday."

    @Test(
        "at its end makes it an excerpt, in every language that we read",
        arguments: [
            " (end of excerpt)", " [...]", " […]", " (excerpt)", " (more)", " …", "...",
            "\n\nClick here for the full report, on the institute's website.",
            "\n\nRead the full article at the source.", "\n\nContinue reading", "\nRead more »",
            "\n\nLire la suite", "\n\nWeiterlesen", "\n\nZum Artikel", "\n\nLeer más", "\n\nSeguir leyendo",
            "\n\nLeggi tutto", "\n\nLeia mais", "\n\nLees verder", "\n\nCzytaj dalej", "\n\nLäs mer",
            "\n\nЧитать далее", "\n\n阅读全文", "\n\n閱讀全文", "\n\n続きを読む", "\n\nاقرأ المزيد",
            "\n\nSubscribe to read the rest.", "\n\n(To read the full story, go to the archive.)",
            " Keep reading for the details", " Full story at the Ledger",
        ])
    func excerpt(_ end: String) {
        #expect(marks(Self.body + end).isExcerpt)
        #expect(rest(Self.body + end).first?.hasPrefix("The ferry to Ekvall will sail") == true)
    }

    @Test(
        "is nothing when a whole text ends like one",
        arguments: [
            "", " It is the first time in nine years.", " (Friday)", " \"We will read more,\" she said.",
            "\n\nThe harbour master has more at stake than others.",
            "\n\nThe council reads the full report today.",
        ])
    func whole(_ end: String) {
        #expect(!marks(Self.body + end).isExcerpt)
        #expect(marks(Self.body + end).cuts.isEmpty)
    }

    @Test(
        "on its first lines names where it came from",
        arguments: [
            "(Source: Lindqvist Institute; issued April 3, 2026)", "Source: Lindqvist Institute",
            "Quelle: Lindqvist-Institut", "Fuente: Instituto Lindqvist", "来源：林德研究所", "Источник: Институт",
            "المصدر: المعهد",
        ])
    func source(_ line: String) {
        let read = marks(line + "\n\n" + Self.body)
        #expect(read.isCarried)
        #expect(!read.isExcerpt)
        #expect(rest(line + "\n\n" + Self.body) == [Self.body])
    }

    @Test("names no origin far down, where a caption may have a source of its own")
    func laterSource() {
        let text = [Self.body, "Second.", "Third.", "Fourth.", "Source: the county's survey"].joined(
            separator: "\n")
        #expect(!marks(text).isCarried)
    }

    @Test("is no origin when a long sentence happens to begin with the word")
    func sourceInProse() {
        let sentence =
            "Source: a word that the archivist at the county office has come to dislike, since every second letter that "
            + "she opens begins with it and hardly any of them says where the paper really came from."
        #expect(!marks(sentence + "\n" + Self.body).isCarried)
        #expect(rest(sentence + "\n" + Self.body).count == 2)
    }

    @Test(
        "calls it a new version",
        arguments: [
            "(Corrects figure in paragraph 3)", "(Corrects spelling of name; adds dropped word)",
            "CORRECTION: An earlier version of this article misstated the fare.",
            "An earlier version of this article misstated the fare.",
            "CLARIFICATION: The fare is for adults.",
            "(Updates with comment by the union)", "(Adds quotes, background)", "Recasts with vote",
            "(This January 5 story corrects paragraph 3 to read 14, not 41)",
            "This story has been updated.", "Berichtigung: Der Preis gilt für Erwachsene.",
            "Rectificatif : le prix est de douze couronnes.", "Corrección: el precio es de doce coronas.",
        ])
    func version(_ line: String) {
        #expect(marks(line + "\n\n" + Self.body).isVersion)
        #expect(!marks(line + "\n\n" + Self.body).isExcerpt)
    }

    @Test(
        "is no new version for what stands within a text",
        arguments: [
            "The minister corrects himself often.", "She adds salt to every dish.",
            "This story corrects nothing.",
            "This is the story of a ferry.",
        ])
    func noVersion(_ line: String) {
        let text = [Self.body, Self.body, Self.body, Self.body, "Adds quotes."].joined(separator: "\n")
        #expect(!marks(text).isVersion)
        // "This story corrects" is what agencies write; it counts when it opens a line, which this one does.
        #expect(marks(line + "\n" + Self.body).isVersion == line.hasPrefix("This story corrects"))
    }

    @Test("of bylines, credits and page furniture is left out before comparing")
    func furniture() {
        let text = """
            By Anna Keller and Tom Brand
            Tweet
            Share this
            \(Self.body)
            Nothing will change for lorries. (Reporting by A. Keller; Editing by T. Brand)
            Additional reporting by Ines Dahl in Bergvik
            Related: The bridge that was never built
            """
        #expect(rest(text) == [Self.body, "Nothing will change for lorries."])
        #expect(!marks(text).isExcerpt)
    }

    @Test("of a byline is none when the line goes on like a sentence")
    func noByline() {
        let text = "By noon the ferry had sailed.\n" + Self.body
        #expect(rest(text).count == 2)
    }

    @Test("of a blog's footer is left out, and dots before it still make an excerpt")
    func footer() {
        let text = Self.body + " The county […] The post Ferry sails on appeared first on The Ledger."
        let read = marks(text)
        #expect(!rest(text).joined().contains("appeared first"))
        #expect(read.isExcerpt)
        #expect(!marks(Self.body + " The post Ferry sails on appeared first on The Ledger.").isExcerpt)
    }

    @Test(
        "is read from a title",
        arguments: [
            ("UPDATE 3-Strike ends", "Strike ends", true),
            ("CORRECTED-UPDATE 1-Strike ends", "Strike ends", true),
            ("WRAPUP 2: Strike ends", "Strike ends", true), ("Strike ends (updated)", "Strike ends", true),
            ("Strike ends (Corrected)", "Strike ends", true),
            ("Correction: Strike ends", "Strike ends", true),
            ("Update on the strike", "Update on the strike", false),
            ("Corrected proofs found", "Corrected proofs found", false),
            ("Strike ends", "Strike ends", false), ("UPDATE 3-", "UPDATE 3-", false), ("", "", false),
            ("Refile: Strike ends", "Strike ends", true),
            ("Updates for parents", "Updates for parents", false),
        ])
    func title(_ example: (title: String, rest: String, isVersion: Bool)) {
        let read = WireMarks.title(example.title)
        #expect(read.text == example.rest)
        #expect(read.isVersion == example.isVersion)
    }

    @Test(
        "in a title announces several stories",
        arguments: [
            "Week in review: ferries and bridges", "Morning headlines", "The county roundup",
            "Strike ends and more",
            "Press digest - the northern papers", "What you missed this week", "Presseschau vom Montag",
            "Обзор прессы за неделю", "In brief: Monday", "Evening Brief",
        ])
    func roundup(_ title: String) { #expect(WireMarks.isRoundup(title: title)) }

    @Test(
        "in a title announces one story, though a word of it is like a roundup's",
        arguments: [
            "Sheriff rounds up stray cattle", "Briefly, why the ferry matters",
            "Strike makes headlinesman late",
            "Newsletters under fire", "More to come from the bridge",
        ])
    func noRoundup(_ title: String) { #expect(!WireMarks.isRoundup(title: title)) }

    @Test(
        "is found in time that grows with the text, whatever stands in it",
        arguments: ["(", "[", ".", " ", "…", "By ", "\n"])
    func hostile(_ piece: String) {
        let text = String(repeating: piece, count: 200_000)
        let cuts = marks(text).cuts
        #expect(cuts.allSatisfy { $0.lowerBound >= 0 && $0.upperBound <= text.utf8.count })
        #expect(zip(cuts, cuts.dropFirst()).allSatisfy { $0.lowerBound <= $1.lowerBound })
    }
}
