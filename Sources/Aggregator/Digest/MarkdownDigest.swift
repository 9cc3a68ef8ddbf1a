internal import Mustache

/// An issue as Markdown: a bulletin to paste or to hand to a converter.
public struct MarkdownDigest: Sendable {
    /// Creates the output.
    public init() {}

    /// Prints an issue.
    public func render(_ issue: DigestIssue) -> String {
        let wording = IssueWording(issue)
        let sections = issue.sections.map { section in
            SectionView(
                title: MarkdownText.escape(PlainLine.clean(section.title)),
                entries: section.stories.enumerated().map { index, entry in
                    EntryView(entry, number: index + 1, wording)
                },
                more: IssueWording.more(section))
        }
        return Self.template.render(
            PageView(
                title: MarkdownText.escape(PlainLine.clean(issue.title)),
                number: issue.number,
                date: MarkdownText.escape(wording.date),
                counts: MarkdownText.escape("\(wording.counts) · \(wording.origin)"),
                sections: sections,
                isEmpty: sections.isEmpty,
                hasProblems: !issue.problems.isEmpty,
                problems: wording.newProblems.map {
                    "**\(MarkdownText.escape($0.source))**: \(MarkdownText.escape($0.text))"
                },
                known: wording.knownProblems.map { MarkdownText.escape($0) },
                digest: MarkdownText.escape(issue.digest)))
    }

    private struct PageView {
        let title: String
        let number: Int
        let date: String
        let counts: String
        let sections: [SectionView]
        let isEmpty: Bool
        let hasProblems: Bool
        let problems: [String]
        let known: String?
        let digest: String
    }

    private struct SectionView {
        let title: String
        let entries: [EntryView]
        let more: String?
    }

    private struct EntryView {
        let number: Int
        let title: String
        let lines: [LineView]

        init(_ entry: DigestIssue.Entry, number: Int, _ wording: IssueWording) {
            self.number = number
            let text = MarkdownText.escape(PlainLine.clean(entry.title))
            let mark = wording.mark(of: entry).map { "\($0): " } ?? ""
            if let link = HTMLText.link(entry.url) {
                title = "**\(mark)[\(text)](\(MarkdownText.destination(link)))**"
            } else {
                title = "**\(mark)\(text)**"
            }
            var lines: [String] = []
            if let event = entry.event {
                if let time = wording.time(of: event) { lines.append(MarkdownText.escape(time)) }
                if let venue = event.venue { lines.append(MarkdownText.escape(PlainLine.clean(venue))) }
            }
            lines.append(
                MarkdownText.escape((wording.details(of: entry) + [entry.id]).joined(separator: " · ")))
            if !entry.summary.isEmpty { lines.append(MarkdownText.escape(PlainLine.clean(entry.summary))) }
            if let hits = wording.hits(of: entry) { lines.append(MarkdownText.escape(hits)) }
            let carriers = wording.carriers(of: entry)
            if !carriers.isEmpty {
                let links = carriers.map { carrier, text in
                    let label = MarkdownText.escape(text)
                    return HTMLText.link(carrier.url)
                        .map { "[\(label)](\(MarkdownText.destination($0)))" } ?? label
                }
                let rest = wording.carriersLeftOut(of: entry)
                let others = rest > 0 ? " · and \(IssueWording.counted(rest, "other", "others"))" : ""
                lines.append("Also: " + links.joined(separator: " · ") + others)
            }
            // Lines of a list item are indented by the width of its number.
            let indent = String(repeating: " ", count: String(number).count + 2)
            self.lines = lines.enumerated().map { index, text in
                LineView(text: indent + text, end: index < lines.count - 1 ? "\\" : "")
            }
        }
    }

    private struct LineView {
        let text: String
        let end: String
    }

    private static let template = DigestTemplate.template(
        #"""
        # {{{title}}}

        No. {{number}} · {{{date}}}\
        {{{counts}}}
        {{#isEmpty}}

        Nothing new.
        {{/isEmpty}}
        {{#sections}}

        ## {{{title}}}
        {{#entries}}

        {{number}}. {{{title}}}\
        {{#lines}}
        {{{text}}}{{{end}}}
        {{/lines}}
        {{/entries}}
        {{#more}}

        {{{.}}}.
        {{/more}}
        {{/sections}}
        {{#hasProblems}}

        ## Sources

        {{#problems}}
        - {{{.}}}
        {{/problems}}
        {{#known}}
        - As before: {{{.}}}
        {{/known}}
        {{/hasProblems}}

        ---

        aggd · digest {{{digest}}}, issue {{number}}

        """#)
}
