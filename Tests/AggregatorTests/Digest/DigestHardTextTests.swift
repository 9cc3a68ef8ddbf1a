import Aggregator
import Foundation
import FoundationXML
import Testing

/// An issue of one story whose texts are all the same.
private func issue(_ text: String, url: String? = "https://example.org/a") -> DigestIssue {
    var entry = DigestIssue.Entry(
        id: "7f3kq2", story: "S1", title: text, url: url, source: "wire", sourceTitle: text, authors: [text],
        published: DigestSample.date("2026-11-23 06:02"), words: 100, completeness: "full", summary: text,
        also: [
            DigestIssue.Carrier(
                id: "x9p1wd", source: "mirror", sourceTitle: text, relation: .same, overlap: nil, url: url,
                published: nil)
        ])
    entry.hits = [text]
    var issue = DigestSample.issue
    issue.title = text
    issue.sections = [DigestIssue.Section(title: text, stories: [entry])]
    issue.problems = [DigestIssue.Problem(source: "s", state: .failing, reason: text, sourceTitle: text)]
    return issue
}

/// Texts of strangers: empty ones, long ones, wide ones, right-to-left ones, and those that try something.
private let hardTexts: [String] = [
    "", " ", "\n\n", "\u{0}", "\u{1B}[31mred\u{1B}[0m", "\u{1B}]0;owned\u{7}", "a\rb\r\nc\nd\te",
    "\u{202E}evil\u{202C}",
    "\u{2066}x\u{2069}\u{200F}", "\u{FEFF}bom", "\u{FFFE}\u{FFFF}", "a\u{301}\u{301}\u{301}\u{301}", "🇺🇦🇯🇵👩‍👩‍👧‍👦❤️",
    "هجوم صاروخي على الميناء", "שיגור טיל מהים", "海上保安会議「約束」、南海。", "ミサイル防衛と戦略的安定", "미사일 방어",
    String(repeating: "supercalifragilistic", count: 50), String(repeating: "海", count: 500),
    String(repeating: "word ", count: 400), "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>",
    "&amp; &lt; &#60; &copy", "{{{title}}} {{#mark}} {{/mark}}", "]]> --> <!-- <![CDATA[",
    "*bold* _it_ `code` [x](y) # h",
    "1. one\n2. two", "- item", "> quote", "From the sea", "--=_boundary", ".", "\\", "\\n", "${HOME} $(id)",
    "%s %d %n",
    "a\u{A0}b\u{3000}c\u{2028}d\u{2029}e", "x\u{AD}y\u{200B}z", "İstanbul ﬁnanciële ẞ",
]

@Suite("An issue full of hard texts") struct DigestHardTextTests {
    @Test("is printed in every form, the same bytes each time", arguments: hardTexts)
    func printed(text: String) {
        for format in DigestFormat.allCases {
            let first = format.bytes(of: issue(text))
            #expect(!first.isEmpty)
            #expect(format.bytes(of: issue(text)) == first, "\(format)")
        }
    }

    @Test(
        "keeps its shape as text: one heading, one numbered story, one link, one footer", arguments: hardTexts
    )
    func text(text: String) {
        let lines = TextDigest().render(issue(text)).components(separatedBy: "\n")
        #expect(lines.filter { $0.hasPrefix("[1] ") }.count == 2)
        #expect(lines.filter { $0 == "[1] https://example.org/a" }.count == 1)
        #expect(lines.filter { $0 == "aggd · digest daily, issue 214" }.count == 1)
        #expect(lines.filter { $0 == "Sources" }.count == 1)
        #expect(lines.filter { $0.hasSuffix("No. 214") }.count == 1)
        for line in lines where !line.contains("://") { #expect(DisplayWidth.of(line) <= 72, "\(line)") }
        let bad = lines.joined().unicodeScalars.first {
            $0.value < 0x20 || (0x7F..<0xA0).contains($0.value) || (0x202A...0x202E).contains($0.value)
                || (0x2066...0x2069).contains($0.value)
        }
        #expect(bad == nil)
    }

    @Test("is well-formed as a page: elements in pairs, attributes closed", arguments: hardTexts)
    func html(text: String) throws {
        let page = HTMLDigest().render(issue(text))
        // What a strict reader of XML takes for well-formed is so for every mail program.
        var body = try #require(page.components(separatedBy: "<body").last)
        body = "<body" + body.replacing("</html>\n", with: "")
        body = body.replacing(/<!--.*?-->/, with: "").replacing("<br>", with: "<br/>")
        // HTML knows these two, XML doesn't.
        body.unicodeScalars.removeAll { $0.value == 0xFFFE || $0.value == 0xFFFF }
        let parser = XMLParser(data: Data(body.utf8))
        #expect(parser.parse(), "\(body)")
        #expect(!page.contains("<script") && !page.contains("<img"))
        #expect(page.components(separatedBy: "<h2").count == 3)
    }

    @Test("is one line of JSON that brings every text back as it was", arguments: hardTexts)
    func json(text: String) throws {
        let line = JSONDigest().render(issue(text))
        // Foundation takes a byte order mark away when it reads JSON; the line has it.
        let text = text.hasPrefix("\u{FEFF}") ? String(text.unicodeScalars.dropFirst()) : text
        #expect(line.utf8.filter { $0 == 0x0A }.count == 1)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        #expect(object["title"] as? String == text)
        let section = try #require((object["sections"] as? [[String: Any]])?.first)
        #expect(section["title"] as? String == text)
        let story = try #require((section["stories"] as? [[String: Any]])?.first)
        #expect(story["title"] as? String == text)
        #expect(story["summary"] as? String == text)
        #expect(story["authors"] as? [String] == [text])
        #expect(story["hits"] as? [String] == [text])
        let problem = try #require((object["problems"] as? [[String: Any]])?.first)
        #expect(problem["reason"] as? String == text)
    }

    @Test("has the headings of its own in Markdown and no others, and no raw HTML", arguments: hardTexts)
    func markdown(text: String) {
        let lines = MarkdownDigest().render(issue(text)).components(separatedBy: "\n")
        #expect(lines.filter { $0.hasPrefix("# ") }.count == 1)
        #expect(lines.filter { $0.hasPrefix("## ") }.count == 2)
        #expect(lines.filter { $0.hasPrefix("---") }.count == 1)
        #expect(lines.filter { $0.firstMatch(of: #/^\d+\. /#) != nil }.count == 1)
        for line in lines {
            let open = line.matches(of: #/(?:^|[^\\])(<)/#)
            #expect(open.isEmpty, "\(line)")
        }
    }

    @Test("is a publication whose every page is well-formed", arguments: hardTexts)
    func epub(text: String) throws {
        let members = try #require(ZipMembers(EPUBDigest().render(issue(text))))
        #expect(members.names.count == 6)
        for name in members.names where name != "mimetype" {
            let bytes = members.contents[name] ?? []
            #expect(XMLParser(data: Data(bytes)).parse(), "\(name): \(members.text(name))")
            #expect(!bytes.contains(0x1B), "\(name)")
        }
    }

    @Test(
        "links to nothing but the web, whatever stands in the place of an address",
        arguments: [
            "javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,x", "file:///etc/passwd",
            "//example.org/x",
            "mailto:x@example.org", "", " ", "java\nscript:alert(1)", "vbscript:x",
            "feed:https://example.org/",
        ])
    func links(url: String) {
        let issue = issue("Title", url: url)
        for page in [HTMLDigest().render(issue), MarkdownDigest().render(issue)] {
            #expect(!page.contains("href=\"\(url)"), "\(url)")
            #expect(!page.contains("](\(url)"), "\(url)")
            #expect(!page.lowercased().contains("script:alert"))
        }
    }

    @Test(
        "an address can't close the attribute or the bracket that it stands in",
        arguments: [
            "https://e.org/\"onclick=\"x", "https://e.org/'x'", "https://e.org/<b>", "https://e.org/a b",
            "https://e.org/\\",
            "https://e.org/`", "https://e.org/(a)(b)", "https://e.org/a\nb", "https://e.org/&quot;x",
        ])
    func addresses(url: String) throws {
        let page = HTMLDigest().render(issue("Title", url: url))
        #expect(page.components(separatedBy: "<a href=\"").count == 3)
        #expect(!page.contains("onclick=\"x"))
        let markdown = MarkdownDigest().render(issue("Title", url: url))
        let line = try #require(markdown.components(separatedBy: "\n").first { $0.hasPrefix("1. ") })
        #expect(line.hasPrefix("1. **[Title](https://e.org/"))
        #expect(line.hasSuffix(")**\\"))
        #expect(!url.contains("&quot;") || line.contains("/&amp;quot;x"))
        #expect(!line.dropFirst("1. **[Title](".count).dropLast(4).contains { " ()<>".contains($0) })
    }
}

@Suite("An issue of unusual size") struct DigestSizeTests {
    private func issue(sections: Int, stories: Int, more: Int = 0) -> DigestIssue {
        var issue = DigestSample.issue
        issue.sections = (0..<sections).map { section in
            DigestIssue.Section(
                title: "Section \(section + 1)",
                stories: (0..<stories).map { number in
                    var entry = DigestSample.roadmap
                    entry.title = "Story \(section + 1)-\(number + 1)"
                    return entry
                }, more: more)
        }
        issue.problems = []
        return issue
    }

    @Test("of no section says so once in every form")
    func none() throws {
        let empty = issue(sections: 0, stories: 0)
        #expect(TextDigest().render(empty).components(separatedBy: "Nothing new.").count == 2)
        #expect(HTMLDigest().render(empty).components(separatedBy: "Nothing new.").count == 2)
        #expect(MarkdownDigest().render(empty).components(separatedBy: "Nothing new.").count == 2)
        #expect(JSONDigest().render(empty).contains("\"sections\":[]"))
    }

    @Test("of a section that is full before its first story tells only what waits")
    func onlyMore() {
        let full = issue(sections: 1, stories: 0, more: 3)
        let text = TextDigest().render(full)
        #expect(text.contains("3 more stories match this section and wait for the next issue."))
        #expect(!text.contains("[1]"))
        #expect(HTMLDigest().render(full).contains("3 more stories match this section"))
    }

    @Test("of one that waits says it in the singular")
    func oneMore() {
        #expect(
            TextDigest().render(issue(sections: 1, stories: 1, more: 1)).contains(
                "1 more story matches this section and waits for the next issue."))
    }

    @Test(
        "numbers the stories of each section from 1, the links below the same",
        arguments: [1, 9, 10, 99, 100, 150])
    func numbers(count: Int) {
        let lines = TextDigest().render(issue(sections: 2, stories: count)).components(separatedBy: "\n")
        let width = String(count).count
        for number in [1, count] {
            let padded = String(repeating: " ", count: width - String(number).count) + String(number)
            #expect(lines.filter { $0.hasPrefix("[\(padded)] Updated: Story ") }.count == 2)
            #expect(lines.filter { $0.hasPrefix("[\(padded)] https://") }.count == 2)
        }
    }

    @Test(
        "is cut in the page where mail programs would clip it, whatever the limit",
        arguments: [4000, 9000, 20_000, 90_000])
    func limit(bytes: Int) {
        let page = HTMLDigest(sizeLimit: bytes).render(issue(sections: 3, stories: 80))
        #expect(page.utf8.count <= bytes || !page.contains("Story "))
        let told = page.matches(of: /Story \d-\d+<\/a>/).count
        let cut = page.matches(of: /(\d+) more in the text part/).compactMap { Int($0.output.1) }.reduce(0, +)
        #expect(told + cut == 240)
    }

    @Test("isn't cut when it fits to the byte")
    func exactly() {
        let small = issue(sections: 1, stories: 5)
        let size = HTMLDigest().render(small).utf8.count
        #expect(HTMLDigest(sizeLimit: size).render(small).utf8.count == size)
        #expect(!HTMLDigest(sizeLimit: size).render(small).contains("more in the text part"))
        #expect(HTMLDigest(sizeLimit: size - 1).render(small).contains("1 more in the text part"))
    }

    @Test("loses what ranks lowest first, whatever the section")
    func rank() {
        var mixed = issue(sections: 2, stories: 40)
        for index in 0..<40 { mixed.sections[0].stories[index].rank = 10 }
        for index in 0..<40 { mixed.sections[1].stories[index].rank = 90 }
        let page = HTMLDigest(sizeLimit: 30_000).render(mixed)
        let first = page.matches(of: /Story 1-\d+<\/a>/).count
        let second = page.matches(of: /Story 2-\d+<\/a>/).count
        #expect(second == 40 || first == 0)
        #expect(first < 40)
    }
}
