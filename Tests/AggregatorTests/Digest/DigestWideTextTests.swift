import Aggregator
import Foundation
import TestSupport
import Testing

/// Issues whose texts are put together by chance: long and short, wide and narrow, with marks and addresses.
private struct ChanceIssue {
    var random: SplitMix

    private static let pieces = [
        "missile", "a", "Verteidigungsministerium", "海上保安会議", "。", "「約束」", "ミサイル", "미사일", "ракета", "صاروخ",
        "👩‍🚀", "🇺🇦", "e\u{301}te\u{301}",
        "https://example.org/a/very/long/address?with=1&many=2&parts=3", "—", "(in brackets)", "1,140",
        "İstanbul", "ﬁ", "x\u{AD}y",
        "\u{1B}[31m", "\u{202E}", "tab\tin", "line\nbreak", "*md*", "<b>", "&amp;", "From here", "> quoted",
        "- dash",
    ]

    mutating func text(_ most: Int) -> String {
        (0..<1 + Int(random.next() % UInt64(most))).map { _ in
            Self.pieces[Int(random.next() % UInt64(Self.pieces.count))]
        }
        .joined(separator: random.next() % 4 == 0 ? "" : " ")
    }

    mutating func issue() -> DigestIssue {
        var issue = DigestSample.issue
        issue.title = text(5)
        for section in issue.sections.indices {
            issue.sections[section].title = text(6)
            for entry in issue.sections[section].stories.indices {
                issue.sections[section].stories[entry].title = text(14)
                issue.sections[section].stories[entry].summary = text(40)
                issue.sections[section].stories[entry].sourceTitle = text(4)
                issue.sections[section].stories[entry].authors = [text(3), text(3)]
                issue.sections[section].stories[entry].event?.venue = text(8)
                for carrier in issue.sections[section].stories[entry].also.indices {
                    issue.sections[section].stories[entry].also[carrier].sourceTitle = text(4)
                }
            }
        }
        issue.problems[0].reason = text(20)
        issue.problems[0].sourceTitle = text(4)
        return issue
    }
}

@Suite("An issue of any texts") struct DigestWideTextTests {
    @Test("stays within 72 columns of a terminal, addresses apart", arguments: [1, 2, 3, 4] as [UInt64])
    func width(seed: UInt64) {
        var chance = ChanceIssue(random: SplitMix(seed: seed))
        for _ in 0..<60 {
            let text = TextDigest().render(chance.issue())
            for line in text.split(separator: "\n") where !line.contains("://") {
                #expect(DisplayWidth.of(line) <= 72, "\(line)")
            }
        }
    }

    @Test(
        "stays within 72 columns of a mail, and no line is taken for a quotation or a mailbox's mark",
        arguments: [5, 6] as [UInt64])
    func mail(seed: UInt64) {
        var chance = ChanceIssue(random: SplitMix(seed: seed))
        for _ in 0..<60 {
            let text = TextDigest(flowed: true).render(chance.issue())
            for line in text.split(separator: "\n") where !line.contains("://") {
                // A blank at the end says that the line goes on, one at the beginning is stuffed (RFC 3676).
                var shown = line.hasPrefix(" ") ? line.dropFirst() : line
                if shown.hasSuffix(" ") { shown.removeLast() }
                #expect(DisplayWidth.of(shown) <= 72, "\(line)")
                #expect(!line.hasPrefix(">") && !line.hasPrefix("From "), "\(line)")
            }
        }
    }

    @Test(
        "holds no control character and no direction override in any form", arguments: DigestFormat.allCases)
    func controls(format: DigestFormat) {
        var chance = ChanceIssue(random: SplitMix(seed: 7))
        for _ in 0..<40 {
            let issue = chance.issue()
            guard format != .epub else {
                // Check sums and sizes may hold any byte; what matters is what the members hold.
                let members = ZipMembers(EPUBDigest().render(issue))
                #expect(members?.contents.values.contains { $0.contains(0x1B) } == false)
                continue
            }
            let text = format.render(issue)
            // JSON keeps what the title holds, written as escapes.
            let bad = text.unicodeScalars.first {
                $0.value < 0x20 && $0 != "\n" || $0.value == 0x7F
                    || format != .json && (0x202A...0x202E).contains($0.value)
            }
            #expect(bad == nil)
        }
    }

    @Test("is the same bytes after it was kept and read again", arguments: DigestFormat.allCases)
    func kept(format: DigestFormat) throws {
        var chance = ChanceIssue(random: SplitMix(seed: 8))
        for _ in 0..<20 {
            let issue = chance.issue()
            let again = try JSONDecoder().decode(DigestIssue.self, from: JSONEncoder().encode(issue))
            #expect(format.bytes(of: again) == format.bytes(of: issue))
        }
    }

    @Test("opens no element in HTML and no link elsewhere", arguments: [9, 10] as [UInt64])
    func html(seed: UInt64) {
        var chance = ChanceIssue(random: SplitMix(seed: seed))
        let plain = HTMLDigest().render(DigestSample.issue)
        let elements = plain.matches(of: /<([a-z][a-z0-9]*)/).map { String($0.output.1) }
        for _ in 0..<40 {
            let page = HTMLDigest().render(chance.issue())
            #expect(
                Set(page.matches(of: /<([a-z][a-z0-9]*)/).map { String($0.output.1) }).isSubset(
                    of: Set(elements)))
            #expect(!page.contains("<script") && !page.contains("<img") && !page.contains("javascript:"))
        }
    }

    @Test("is one line of JSON with every title as it was")
    func json() throws {
        var chance = ChanceIssue(random: SplitMix(seed: 11))
        for _ in 0..<40 {
            let issue = chance.issue()
            let line = JSONDigest().render(issue)
            #expect(line.filter { $0 == "\n" }.count == 1)
            let object = try #require(
                try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            let sections = try #require(object["sections"] as? [[String: Any]])
            let titles = sections.flatMap {
                ($0["stories"] as? [[String: Any]] ?? []).compactMap { $0["title"] as? String }
            }
            #expect(titles == issue.sections.flatMap { $0.stories.map(\.title) })
        }
    }
}

@Suite("Lines of text in columns") struct DisplayWidthTests {
    @Test(
        "wide characters take two, marks and controls none",
        arguments: [
            ("abc", 3), ("海上", 4), ("é", 1), ("e\u{301}", 1), ("ミサイル", 8), ("ｶﾀｶﾅ", 4), ("미사일", 6), ("👩‍🚀", 2),
            ("🇺🇦", 2), ("\u{200B}", 0),
            ("a\u{7}b", 2), ("—", 1), ("", 0), ("x\u{AD}y", 2), ("ﾞ", 1), ("①", 1),
        ])
    func width(text: String, columns: Int) { #expect(DisplayWidth.of(text) == columns) }

    @Test(
        "a text is cut with an ellipsis, never in the middle of a wide character",
        arguments: [
            ("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("海上保安", 8, "海上保安"), ("海上保安", 7, "海上保…"),
            ("海上保安", 6, "海上…"),
            ("one two", 5, "one…"), ("abc", 1, "…"),
        ])
    func cut(text: String, columns: Int, result: String) {
        #expect(DisplayWidth.cut(text, to: columns) == result)
        #expect(DisplayWidth.of(DisplayWidth.cut(text, to: columns)) <= columns)
    }

    @Test(
        "a text is filled up to its columns",
        arguments: [("ab", 4, "ab  "), ("海", 4, "海  "), ("abcdef", 4, "abcdef")])
    func pad(text: String, columns: Int, result: String) {
        #expect(DisplayWidth.pad(text, to: columns) == result)
    }

    @Test("a paragraph is wrapped, an empty one is no line")
    func wrap() {
        #expect(DisplayWidth.wrap("one two three", to: 7) == ["one two", "three"])
        #expect(DisplayWidth.wrap("  ", to: 7) == [])
        #expect(DisplayWidth.wrap("one\n\ttwo", to: 20) == ["one two"])
        #expect(DisplayWidth.wrap("海上保安会議", to: 6) == ["海上保", "安会議"])
        #expect(
            DisplayWidth.wrap("see https://example.org/long/address now", to: 10).contains(
                "https://example.org/long/address"))
    }
}

@Suite("A mail address") struct MailAddressReadingTests {
    @Test(
        "is read with its name and its domain",
        arguments: [
            ("mara@example.org", nil, "mara@example.org"),
            ("Mara Lindt <mara@example.org>", "Mara Lindt", "mara@example.org"),
            ("\"Desk, the\" <desk@example.org>", "Desk, the", "desk@example.org"),
            ("<a@b.example>", nil, "a@b.example"),
            ("  Ü Ö  <a@b.example>  ", "Ü Ö", "a@b.example"), ("a+b.c@example.org", nil, "a+b.c@example.org"),
        ] as [(String, String?, String)])
    func read(text: String, name: String?, address: String) throws {
        let mail = try #require(MailAddress(text))
        #expect(mail.name == name)
        #expect(mail.address == address)
        #expect(mail.domain == address.split(separator: "@").last.map(String.init))
    }

    @Test(
        "that no mail server takes is refused where feeds.conf is checked, not when the digest goes out",
        arguments: [
            "ü@example.org", "a b@example.org", "a@b@c", "a@", "@b", "a", "", "Desk <a@b", "a@b\r\nBcc: c@d",
            "a,b@example.org", "(x)@example.org",
        ])
    func refused(text: String) {
        #expect(MailAddress(text) == nil)
        let errors = load("[mail]\nfrom = \(SourceBlock.text(text))\n").errors
        #expect(errors.count == 1)
    }
}
