/// An issue as plain text of 72 columns; each section ends with its numbered links.
public struct TextDigest: Sendable {
    private let width: Int

    /// Creates the output for a width in columns.
    public init(width: Int = 72) {
        self.width = width
    }

    /// Prints an issue.
    public func render(_ issue: DigestIssue) -> String {
        let wording = IssueWording(issue)
        var lines: [String] = []
        lines += header(issue, wording)
        for section in issue.sections {
            lines.append("")
            lines += render(section, wording)
        }
        if issue.sections.isEmpty { lines += ["", "Nothing new."] }
        lines += problems(wording)
        lines += ["", rule, "aggd · digest \(issue.digest), issue \(issue.number)"]
        return lines.map(Self.withoutTrailingSpace).joined(separator: "\n") + "\n"
    }

    private var rule: String { String(repeating: "─", count: width) }

    private func header(_ issue: DigestIssue, _ wording: IssueWording) -> [String] {
        var lines = spread(PlainLine.clean(issue.title), "No. \(issue.number)")
        lines += WrappedText(width: width).lines(of: wording.date)
        lines += WrappedText(width: width).lines(of: "\(wording.counts) · \(wording.origin)")
        return lines
    }

    private func render(_ section: DigestIssue.Section, _ wording: IssueWording) -> [String] {
        var lines = spread(PlainLine.clean(section.title), "\(section.stories.count + section.more)")
        lines.append(rule)
        var links: [String] = []
        let digits = String(section.stories.count).count
        for (index, entry) in section.stories.enumerated() {
            let number = String(index + 1)
            let padded = String(repeating: " ", count: digits - number.count) + number
            if index > 0 { lines.append("") }
            lines += render(entry, number: padded, wording)
            if let url = entry.url { links.append("[\(padded)] \(PlainLine.clean(url))") }
        }
        if section.more > 0 {
            let verb = section.more == 1 ? "matches" : "match"
            lines += [
                "",
                "    \(IssueWording.counted(section.more, "more story", "more stories")) \(verb) this section.",
            ]
        }
        if !links.isEmpty {
            lines.append("")
            lines += links
        }
        return lines
    }

    private func render(
        _ entry: DigestIssue.Entry, number: String, _ wording: IssueWording
    ) -> [String] {
        let indent = String(repeating: " ", count: number.count + 3)
        let title = wording.mark(of: entry).map { "\($0): " } ?? ""
        var lines = WrappedText(width: width, first: "[\(number)] ", rest: indent)
            .lines(of: title + PlainLine.clean(entry.title))
        let body = WrappedText(width: width, first: indent, rest: indent)
        if let event = entry.event {
            if let time = wording.time(of: event) { lines += body.lines(of: time) }
            if let venue = event.venue.map({ PlainLine.clean($0) }), !venue.isEmpty {
                lines += body.lines(of: venue)
            }
        }
        let details = (wording.details(of: entry) + [entry.id]).joined(separator: " · ")
        lines += body.lines(of: details)
        if !entry.summary.isEmpty { lines += body.lines(of: PlainLine.clean(entry.summary)) }
        let carriers = wording.carriers(of: entry)
        if !carriers.isEmpty {
            var text = "Also: " + carriers.map(\.text).joined(separator: " · ")
            let rest = wording.carriersLeftOut(of: entry)
            if rest > 0 { text += " · and \(IssueWording.counted(rest, "other", "others"))" }
            lines += body.lines(of: text)
        }
        return lines
    }

    private func problems(_ wording: IssueWording) -> [String] {
        let new = wording.newProblems
        let known = wording.knownProblems
        guard !new.isEmpty || known != nil else { return [] }
        var lines = [""] + ["Sources", rule]
        for problem in new {
            lines += WrappedText(width: width, first: "! ", rest: "  ")
                .lines(of: "\(problem.source): \(problem.text)")
        }
        if let known {
            lines += WrappedText(width: width, first: "  ", rest: "  ").lines(of: "As before: \(known)")
        }
        return lines
    }

    // The left text, and the right one at the end of its last line.
    private func spread(_ left: String, _ right: String) -> [String] {
        let columns = DisplayWidth.of(right)
        var lines = WrappedText(width: width - columns - 2).lines(of: left)
        if let last = lines.popLast() {
            let gap = max(2, width - DisplayWidth.of(last) - columns)
            lines.append(last + String(repeating: " ", count: gap) + right)
        }
        return lines
    }

    private static func withoutTrailingSpace(_ line: String) -> String {
        var line = line
        while line.last == " " { line.removeLast() }
        return line
    }
}
