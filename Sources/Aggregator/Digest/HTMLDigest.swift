internal import Mustache

/// An issue as one HTML page made for mail programs.
///
/// It has one column, inline styles and no remote content. It stays under 90 kB, because some mail programs
/// cut a message at 102 kB: what ranks lowest is left to the text part.
public struct HTMLDigest: Sendable {
    /// The most bytes that a page may have.
    public static let sizeLimit = 90_000
    private let limit: Int

    /// Creates the output.
    public init(sizeLimit: Int = HTMLDigest.sizeLimit) {
        limit = sizeLimit
    }

    /// Prints an issue.
    public func render(_ issue: DigestIssue) -> String {
        let wording = IssueWording(issue)
        let entries = issue.sections.map { section in
            section.stories.map { Self.entryTemplate.render(EntryView($0, wording)) }
        }
        var left: Set<Place> = []
        var page = render(issue, wording, entries, without: left)
        guard page.utf8.count > limit else { return page }
        // The lowest rank goes first; among equals what stands last in its section.
        var order: [(place: Place, rank: Int)] = []
        for (section, content) in issue.sections.enumerated() {
            for (entry, story) in content.stories.enumerated() {
                order.append((Place(section: section, entry: entry), story.rank))
            }
        }
        order.sort {
            ($0.rank, -$0.place.entry, -$0.place.section) < ($1.rank, -$1.place.entry, -$1.place.section)
        }
        // Halving the search: what is cut is the shortest head of the order that suffices.
        var low = 0
        var high = order.count
        while low < high {
            let middle = (low + high) / 2
            left = Set(order.prefix(middle).map(\.place))
            if render(issue, wording, entries, without: left).utf8.count <= limit {
                high = middle
            } else {
                low = middle + 1
            }
        }
        page = render(issue, wording, entries, without: Set(order.prefix(low).map(\.place)))
        return page
    }

    private struct Place: Hashable {
        let section: Int
        let entry: Int
    }

    private func render(
        _ issue: DigestIssue, _ wording: IssueWording, _ entries: [[String]], without left: Set<Place>
    ) -> String {
        let sections = issue.sections.enumerated().map { index, section in
            let shown = entries[index].enumerated()
                .filter { !left.contains(Place(section: index, entry: $0.offset)) }.map(\.element)
            let cut = section.stories.count - shown.count
            return SectionView(
                title: HTMLText.escape(PlainLine.clean(section.title)),
                count: section.stories.count + section.more,
                entries: shown,
                cut: cut > 0 ? "\(cut) more in the text part" : nil,
                more: IssueWording.more(section))
        }
        let page = PageView(
            title: HTMLText.escape(PlainLine.clean(issue.title)),
            number: issue.number,
            date: HTMLText.escape(wording.date),
            counts: HTMLText.escape("\(wording.counts) · \(wording.origin)"),
            preview: HTMLText.escape(
                issue.sections.flatMap(\.stories).prefix(3).map { PlainLine.clean($0.title) }
                    .joined(separator: " · ")),
            sections: sections,
            isEmpty: sections.isEmpty,
            hasProblems: !issue.problems.isEmpty,
            problems: wording.newProblems.map {
                ProblemView(source: HTMLText.escape($0.source), text: HTMLText.escape($0.text))
            },
            known: wording.knownProblems.map { HTMLText.escape($0) },
            digest: HTMLText.escape(issue.digest))
        return Self.template.render(page)
    }

    private struct PageView {
        let title: String
        let number: Int
        let date: String
        let counts: String
        let preview: String
        let sections: [SectionView]
        let isEmpty: Bool
        let hasProblems: Bool
        let problems: [ProblemView]
        let known: String?
        let digest: String
    }

    private struct ProblemView {
        let source: String
        let text: String
    }

    private struct SectionView {
        let title: String
        let count: Int
        let entries: [String]
        let cut: String?
        let more: String?
    }

    private struct EntryView {
        let mark: String?
        let title: String
        let link: String?
        let time: String?
        let venue: String?
        let details: String
        let summary: String?
        let hits: String?
        let also: [AlsoView]
        let alsoMore: String?
        let hasAlso: Bool

        init(_ entry: DigestIssue.Entry, _ wording: IssueWording) {
            mark = wording.mark(of: entry)
            title = HTMLText.escape(PlainLine.clean(entry.title))
            link = HTMLText.link(entry.url).map { HTMLText.escape($0) }
            time = entry.event.flatMap { wording.time(of: $0) }.map { HTMLText.escape($0) }
            venue = entry.event?.venue.map { HTMLText.escape(PlainLine.clean($0)) }
            details = HTMLText.escape((wording.details(of: entry) + [entry.id]).joined(separator: " · "))
            summary = entry.summary.isEmpty ? nil : HTMLText.escape(PlainLine.clean(entry.summary))
            hits = wording.hits(of: entry).map { HTMLText.escape($0) }
            let carriers = wording.carriers(of: entry)
            also = carriers.enumerated().map { index, carrier in
                AlsoView(
                    text: HTMLText.escape(carrier.text),
                    copyLink: HTMLText.link(carrier.carrier.url).map { HTMLText.escape($0) },
                    separator: index == 0 ? "" : " · ")
            }
            let rest = wording.carriersLeftOut(of: entry)
            alsoMore = rest > 0 ? " · and \(IssueWording.counted(rest, "other", "others"))" : nil
            hasAlso = !carriers.isEmpty
        }
    }

    // Templates look for an absent member in the view around: each name occurs once.
    private struct AlsoView {
        let text: String
        let copyLink: String?
        let separator: String
    }

    private static let entryTemplate = DigestTemplate.template(
        #"""
        <div style="margin:14px 0 0;">
        <div style="font-size:17px;line-height:1.3;font-weight:bold;">{{#mark}}<span class="mark" style="font-family:Arial,sans-serif;font-size:13px;color:#b45309;">{{{.}}}</span> {{/mark}}{{#link}}<a href="{{{.}}}" style="color:#1a56b0;text-decoration:none;">{{{title}}}</a>{{/link}}{{^link}}{{{title}}}{{/link}}</div>
        {{#time}}
        <div style="font-family:Arial,sans-serif;font-size:14px;"><b>{{{.}}}</b></div>
        {{/time}}
        {{#venue}}
        <div style="font-family:Arial,sans-serif;font-size:14px;">{{{.}}}</div>
        {{/venue}}
        <div class="quiet" style="font-family:Arial,sans-serif;font-size:13px;color:#5f6671;">{{{details}}}</div>
        {{#summary}}
        <div style="margin:2px 0 0;">{{{.}}}</div>
        {{/summary}}
        {{#hits}}
        <div class="quiet" style="font-family:Arial,sans-serif;font-size:13px;color:#5f6671;">{{{.}}}</div>
        {{/hits}}
        {{#hasAlso}}
        <div class="quiet" style="font-family:Arial,sans-serif;font-size:13px;color:#5f6671;">Also: {{#also}}{{separator}}{{#copyLink}}<a href="{{{.}}}" style="color:#1a56b0;">{{{text}}}</a>{{/copyLink}}{{^copyLink}}{{{text}}}{{/copyLink}}{{/also}}{{{alsoMore}}}</div>
        {{/hasAlso}}
        </div>
        """#)

    private static let template = DigestTemplate.template(
        #"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="supported-color-schemes" content="light dark">
        <title>{{{title}}}</title>
        <style>
        :root { color-scheme: light dark; supported-color-schemes: light dark; }
        @media (prefers-color-scheme: dark) {
        a { color: #8ab4f8 !important; }
        .quiet { color: #a3a9b3 !important; }
        .rule { border-color: #4a4f57 !important; }
        .mark { color: #f6ad55 !important; }
        }
        @media print { a { color: inherit !important; } }
        </style>
        </head>
        <body style="margin:0;padding:0;">
        <div style="display:none;max-height:0;overflow:hidden;">{{{preview}}}</div>
        <!--[if mso]><table role="presentation" width="640" align="center" cellpadding="0" cellspacing="0"><tr><td><![endif]-->
        <div style="max-width:640px;margin:0 auto;padding:16px;font-family:Georgia,'Times New Roman',serif;font-size:16px;line-height:1.45;">
        <h1 style="margin:0;font-size:24px;line-height:1.2;">{{{title}}}</h1>
        <p class="quiet" style="margin:6px 0 0;font-family:Arial,sans-serif;font-size:13px;color:#5f6671;">No. {{number}} · {{{date}}}<br>{{{counts}}}</p>
        {{#isEmpty}}
        <p>Nothing new.</p>
        {{/isEmpty}}
        {{#sections}}
        <h2 class="rule" style="margin:28px 0 0;padding:0 0 4px;border-bottom:2px solid #c9ced6;font-family:Arial,sans-serif;font-size:17px;">{{{title}}} <span class="quiet" style="font-weight:normal;color:#5f6671;">{{count}}</span></h2>
        {{#entries}}
        {{{.}}}
        {{/entries}}
        {{#more}}
        <p class="quiet" style="margin:14px 0 0;font-family:Arial,sans-serif;font-size:13px;color:#5f6671;">{{{.}}}</p>
        {{/more}}
        {{#cut}}
        <p class="quiet" style="margin:14px 0 0;font-family:Arial,sans-serif;font-size:13px;color:#5f6671;">{{{.}}}</p>
        {{/cut}}
        {{/sections}}
        {{#hasProblems}}
        <h2 class="rule" style="margin:28px 0 0;padding:0 0 4px;border-bottom:2px solid #c9ced6;font-family:Arial,sans-serif;font-size:17px;">Sources</h2>
        {{#problems}}
        <p style="margin:8px 0 0;font-family:Arial,sans-serif;font-size:14px;"><b>{{{source}}}</b>: {{{text}}}</p>
        {{/problems}}
        {{#known}}
        <p class="quiet" style="margin:8px 0 0;font-family:Arial,sans-serif;font-size:13px;color:#5f6671;">As before: {{{.}}}</p>
        {{/known}}
        {{/hasProblems}}
        <p class="quiet" style="margin:28px 0 0;font-family:Arial,sans-serif;font-size:12px;color:#5f6671;">aggd · digest {{{digest}}}, issue {{number}}</p>
        </div>
        <!--[if mso]></td></tr></table><![endif]-->
        </body>
        </html>

        """#)
}
