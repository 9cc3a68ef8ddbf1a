/// An issue as plain text of 72 columns; each section ends with its numbered links.
public struct TextDigest: Sendable {
    private let width: Int
    private let isFlowed: Bool

    /// Creates the output for a width in columns.
    /// - Parameter flowed: for mail: nothing is indented, and a line that goes on ends with a blank, so that
    ///   a narrow window can break it anew (RFC 3676).
    public init(width: Int = 72, flowed: Bool = false) {
        self.width = width
        isFlowed = flowed
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
        return lines.joined(separator: "\n") + "\n"
    }

    private var rule: String { String(repeating: "─", count: width) }

    private func header(_ issue: DigestIssue, _ wording: IssueWording) -> [String] {
        var lines = spread(PlainLine.clean(issue.title), "No. \(issue.number)")
        lines += wrap(wording.date)
        lines += wrap("\(wording.counts) · \(wording.origin)")
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
        if let more = IssueWording.more(section) { lines += ["", (isFlowed ? "" : "    ") + more + "."] }
        if !links.isEmpty {
            lines.append("")
            lines += links
        }
        return lines
    }

    private func render(
        _ entry: DigestIssue.Entry, number: String, _ wording: IssueWording
    ) -> [String] {
        let indent = isFlowed ? "" : String(repeating: " ", count: number.count + 3)
        let title = wording.mark(of: entry).map { "\($0): " } ?? ""
        var lines = wrap(title + PlainLine.clean(entry.title), first: "[\(number)] ", rest: indent)
        if let event = entry.event {
            if let time = wording.time(of: event) { lines += wrap(time, first: indent, rest: indent) }
            if let venue = event.venue.map({ PlainLine.clean($0) }), !venue.isEmpty {
                lines += wrap(venue, first: indent, rest: indent)
            }
        }
        let details = (wording.details(of: entry) + [entry.id]).joined(separator: " · ")
        lines += wrap(details, first: indent, rest: indent)
        if !entry.summary.isEmpty {
            lines += wrap(PlainLine.clean(entry.summary), first: indent, rest: indent)
        }
        if let hits = wording.hits(of: entry) { lines += wrap(hits, first: indent, rest: indent) }
        let carriers = wording.carriers(of: entry)
        if !carriers.isEmpty {
            var text = "Also: " + carriers.map(\.text).joined(separator: " · ")
            let rest = wording.carriersLeftOut(of: entry)
            if rest > 0 { text += " · and \(IssueWording.counted(rest, "other", "others"))" }
            lines += wrap(text, first: indent, rest: indent)
        }
        return lines
    }

    private func problems(_ wording: IssueWording) -> [String] {
        let new = wording.newProblems
        let known = wording.knownProblems
        guard !new.isEmpty || known != nil else { return [] }
        var lines = [""] + ["Sources", rule]
        for problem in new {
            lines += wrap("\(problem.source): \(problem.text)", first: "! ", rest: isFlowed ? "" : "  ")
        }
        if let known {
            let indent = isFlowed ? "" : "  "
            lines += wrap("As before: \(known)", first: indent, rest: indent)
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
        return isFlowed ? lines.map { Self.needsStuffing($0) ? " " + $0 : $0 } : lines
    }

    private func wrap(_ text: String, first: String = "", rest: String = "") -> [String] {
        let lines = WrappedText(width: isFlowed ? width - 1 : width, first: first, rest: rest).lines(of: text)
        guard isFlowed else { return lines }
        return lines.enumerated().map { index, line in
            let stuffed = Self.needsStuffing(line) ? " " + line : line
            return index < lines.count - 1 ? stuffed + " " : stuffed
        }
    }

    // A line that begins like a quotation or like a mailbox's separator (RFC 3676 section 4.4).
    private static func needsStuffing(_ line: String) -> Bool {
        line.hasPrefix(" ") || line.hasPrefix(">") || line.hasPrefix("From ")
    }
}
