import Aggregator
import FeedParse
import Foundation
import Testing

@Suite("An issue as text")
struct DigestTextTests {
    @Test("prints everything that an issue holds")
    func golden() {
        let text = DigestFormat.text.render(DigestSample.issue)
        #expect(text == Self.expected)
    }

    @Test("prints the same bytes after it was kept and read again")
    func keptBytes() throws {
        let issue = DigestSample.issue
        let encoder = JSONEncoder()
        let again = try JSONDecoder().decode(DigestIssue.self, from: encoder.encode(issue))
        for format in DigestFormat.allCases { #expect(format.render(again) == format.render(issue)) }
    }

    @Test("stays within 72 columns, addresses apart")
    func width() {
        for line in DigestFormat.text.render(DigestSample.issue).split(separator: "\n") {
            #expect(DisplayWidth.of(line) <= 72 || line.contains("://"))
        }
    }

    @Test("says that there is nothing new")
    func empty() {
        var issue = DigestSample.issue
        issue.sections = []
        issue.problems = []
        let text = DigestFormat.text.render(issue)
        #expect(text.contains("\nNothing new.\n"))
        #expect(text.contains("0 stories · 118 items"))
    }

    @Test("counts no stories where there are only events")
    func onlyEvents() {
        var issue = DigestSample.issue
        issue.sections.removeLast()
        #expect(issue.counts == "1 event")
    }

    @Test("lets no title drive the terminal")
    func escapeSequences() {
        var issue = DigestSample.issue
        issue.sections[1].stories[0].title = "Red \u{1B}[31malert\u{07} \u{202E}gnp.exe\nsecond line"
        let text = DigestFormat.text.render(issue)
        #expect(!text.unicodeScalars.contains("\u{1B}"))
        #expect(!text.unicodeScalars.contains("\u{202E}"))
        #expect(text.contains("Red [31malert gnp.exe second line"))
    }

    @Test("puts the numbers of a long section one below the other")
    func manyEntries() {
        var issue = DigestSample.issue
        issue.sections[1].stories = (0..<12).map { _ in DigestSample.roadmap }
        let text = DigestFormat.text.render(issue)
        #expect(text.contains("\n[ 1] Updated: Allies"))
        #expect(text.contains("\n[12] Updated: Allies"))
        #expect(text.contains("\n[12] https://wire.example.com/"))
    }

    @Test("names a source once however often it carried a story")
    func repeatedCarrier() {
        var issue = DigestSample.issue
        let copy = issue.sections[1].stories[0].also[1]
        issue.sections[1].stories[0].also += [copy, copy]
        #expect(DigestFormat.text.render(issue).contains("The Wire (same text; 3 times)"))
    }

    @Test("counts the sources that it has no room for")
    func manyCarriers() {
        var issue = DigestSample.issue
        issue.sections[1].stories[0].also = (0..<11).map { number in
            DigestIssue.Carrier(
                id: "aaaaa\(number)", source: "s\(number)", sourceTitle: "Source \(number)", relation: .same,
                overlap: nil, url: nil, published: nil)
        }
        #expect(DigestFormat.text.render(issue).contains("and 3 others"))
    }

    private static let expected = """
        Defence and policy, daily                                        No. 214
        Monday 23 November 2026, 06:30 London time
        2 stories, 1 event · 118 items since Friday 06:30, 77 copies folded

        Coming up                                                              1
        ────────────────────────────────────────────────────────────────────────
        [1] Early Warning and Stability at Sea
            Thu 26 Nov 2026, 14:00–15:30 Hong Kong (UTC+8), 06:00 London
            Harbour Hall, 7th Floor, Peninsula Conference Centre
            Meridian Endowment · off the record · m3vq7a
            Two researchers discuss what early warning at sea means for crises.

        [1] https://meridian.example.org/events/early-warning

        Missiles and arms control                                              9
        ────────────────────────────────────────────────────────────────────────
        [1] Bargaining from Strength: Why New Launchers Could Bring a Reluctant
            Neighbour to the Table
            Northgate Commentary · Luisa Grund · 06:02 · 1,140 words · 7f3kq2
            If both governments are serious about talks, the first step is
            something to trade. Launchers that don’t exist yet are the cheapest
            chips on the table.
            Also: Defence Mirror (excerpt, 31 %) · The Wire (same text)

        [2] Updated: Allies agree on *roadmap* for <missile> defence [update]
            The Wire · Fri 17:40 · 410 words · behind a pay wall · b02mxe

            7 more stories match this section and wait for the next issue.

        [1] https://www.northgate.example.org/commentary/launchers?a=1&b=2
        [2] https://wire.example.com/world/roadmap_(2026)

        Sources
        ────────────────────────────────────────────────────────────────────────
        ! Harbour News: a Cloudflare challenge answers instead of the feed
          As before: old-ministry (failing since 3 Nov 2026)

        ────────────────────────────────────────────────────────────────────────
        aggd · digest daily, issue 214

        """
}

@Suite("Times of events in an issue")
struct DigestEventTimeTests {
    private func line(_ change: (inout Event) -> Void) -> String {
        var issue = DigestSample.issue
        change(&issue.sections[0].stories[0].event!)
        return DigestFormat.text.render(issue).split(separator: "\n")[6].trimmingCharacters(in: .whitespaces)
    }

    @Test("name the day here when it is another one")
    func otherDay() {
        let text = line {
            $0.start = DigestSample.date("2026-11-26 23:30")
            $0.end = nil
            $0.timeZone = "America/New_York"
        }
        #expect(text == "Thu 26 Nov 2026, 18:30 New York (UTC−5), 23:30 London")
        let tokyo = line {
            $0.start = DigestSample.date("2026-11-25 23:30")
            $0.end = nil
            $0.timeZone = "Asia/Tokyo"
        }
        #expect(tokyo == "Thu 26 Nov 2026, 08:30 Tokyo (UTC+9), Wed 23:30 London")
    }

    @Test("say the offset where no place is known")
    func offsetOnly() {
        let text = line { $0.timeZone = "UTC+08:00" }
        #expect(text == "Thu 26 Nov 2026, 14:00–15:30 UTC+8, 06:00 London")
    }

    @Test("leave out the clock where only days are known")
    func days() {
        let text = line {
            $0.hasTime = false
            $0.start = DigestSample.date("2026-11-25 16:00")
            $0.end = DigestSample.date("2026-11-27 16:00")
        }
        #expect(text == "Thu 26 Nov 2026 – Sat 28 Nov 2026")
    }

    @Test("aren't said twice where the event takes place in the recipients' zone")
    func here() {
        let text = line { $0.timeZone = "Europe/London" }
        #expect(text == "Thu 26 Nov 2026, 06:00–07:30 London (UTC+0)")
    }
}

@Suite("Wrapping text by columns")
struct WrappedTextTests {
    @Test("breaks between words and indents what follows")
    func words() {
        let lines = WrappedText(width: 16, first: "- ", rest: "  ").lines(of: "one two three four five")
        #expect(lines == ["- one two three", "  four five"])
    }

    @Test("breaks Chinese between characters, but not before a full stop")
    func wide() {
        let lines = WrappedText(width: 10).lines(of: "导弹防御与战略稳定。会议")
        #expect(lines == ["导弹防御与", "战略稳定。", "会议"])
        #expect(WrappedText(width: 8).lines(of: "战略稳定。会议") == ["战略稳", "定。会议"])
    }

    @Test("counts combining marks as nothing")
    func combining() {
        let lines = WrappedText(width: 5).lines(of: "e\u{301}e\u{301}e\u{301}e\u{301}e\u{301} x")
        #expect(lines.count == 2)
    }

    @Test("breaks a word that is too wide, but never an address")
    func longWords() {
        let word = String(repeating: "a", count: 25)
        #expect(WrappedText(width: 10).lines(of: word).count == 3)
        let address = "https://example.org/" + word
        #expect(WrappedText(width: 10).lines(of: "see \(address)") == ["see", address])
    }

    @Test("loses no character", arguments: [3, 7, 20, 72])
    func complete(width: Int) {
        let text = "Wörter, 導彈防禦 und “Zitate” – https://example.org/a?b=c (in Klammern) 日本語。終わり"
        let joined = WrappedText(width: width).lines(of: text).joined().filter { $0 != " " }
        #expect(joined == text.filter { $0 != " " })
    }
}

@Suite("The beginning of a text")
struct PlainLineTests {
    @Test("ends at a sentence when one ends late enough")
    func sentence() {
        let text = "The first sentence is here. The second one runs on and on until it is cut off somewhere."
        #expect(PlainLine.beginning(of: text, upTo: 40) == "The first sentence is here.")
    }

    @Test("ends at a word with an ellipsis otherwise")
    func word() {
        #expect(PlainLine.beginning(of: "alpha, beta, gamma, delta", upTo: 14) == "alpha, beta …")
    }

    @Test("isn't fooled by abbreviations")
    func abbreviation() {
        let text = "Talks between the U.S. Army and others went on for days without any result at all"
        #expect(PlainLine.beginning(of: text, upTo: 30) == "Talks between the U.S. Army …")
    }

    @Test("is the whole text when that is short")
    func short() {
        #expect(PlainLine.beginning(of: " a\n b\t c ", upTo: 40) == "a b c")
    }
}
