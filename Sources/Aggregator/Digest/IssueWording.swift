internal import FeedParse
internal import Foundation

/// The phrases that every output of an issue shares: counts, times, relations.
struct IssueWording {
    let issue: DigestIssue
    let zone: TimeZone

    init(_ issue: DigestIssue) {
        self.issue = issue
        zone = CivilTime.zone(named: issue.timeZone) ?? .gmt
    }

    /// The moment of the issue on the recipients' clock.
    var until: CivilTime { CivilTime(issue.until, in: zone) }

    /// `Monday 23 November 2026, 06:30 London time`.
    var date: String {
        let offset = until.offset == 0 ? "UTC" : until.offsetName
        let place = CivilTime.placeName(ofZone: issue.timeZone).map { "\($0) time" } ?? offset
        return "\(until.fullWeekdayName) \(until.fullDate), \(until.clock) \(place)"
    }

    /// `41 stories, 3 events`.
    var counts: String {
        let events = issue.eventCount
        let stories = issue.storyCount - events
        var parts: [String] = []
        if stories > 0 || events == 0 { parts.append(Self.counted(stories, "story", "stories")) }
        if events > 0 { parts.append(Self.counted(events, "event", "events")) }
        return parts.joined(separator: ", ")
    }

    /// `118 items since Friday 06:30, 77 copies folded`.
    var origin: String {
        var text = Self.counted(issue.items, "item", "items")
        if let from = issue.from { text += " since \(since(from))" }
        if issue.folded > 0 { text += ", \(Self.counted(issue.folded, "copy", "copies")) folded" }
        return text
    }

    /// The subject of the mail.
    var subject: String {
        "\(PlainLine.clean(issue.title)) — \(until.weekdayName) \(until.date): \(counts)"
    }

    /// `RAND Commentary · Luke Griffith · 3 Apr 2020 · 1,140 words`.
    func details(of entry: DigestIssue.Entry) -> [String] {
        var parts = [PlainLine.clean(entry.sourceTitle)]
        let authors = entry.authors.map { PlainLine.clean($0) }.filter { !$0.isEmpty && $0 != parts[0] }
        if authors.count > 3 {
            parts.append(authors.prefix(2).joined(separator: ", ") + " and others")
        } else if !authors.isEmpty {
            parts.append(authors.joined(separator: ", "))
        }
        if entry.event == nil, let published = entry.published { parts.append(time(published)) }
        if entry.event == nil, entry.words >= 50 {
            parts.append(Self.counted(entry.words, "word", "words"))
        }
        switch Completeness(rawValue: entry.completeness) {
        case .excerpt: parts.append("excerpt")
        case .paywalled: parts.append("behind a pay wall")
        case .stub: parts.append(entry.event == nil ? "headline only" : "")
        case .failed, .full, nil: break
        }
        if entry.event?.offTheRecord == true { parts.append("off the record") }
        return parts.filter { !$0.isEmpty }
    }

    /// A word before the title, when the story was told before.
    func mark(of entry: DigestIssue.Entry) -> String? {
        if let status = entry.event?.status, status != "scheduled" {
            switch status {
            case "cancelled": return "Cancelled"
            case "postponed": return "Postponed"
            case "moved-online": return "Moved online"
            default: break
            }
        }
        return entry.isUpdate ? "Updated" : nil
    }

    /// `Wed 10 Jul 2019, 14:00–15:30 Hong Kong (UTC+8), 07:00 London`; nil without a start.
    func time(of event: Event) -> String? {
        guard let start = event.start else { return nil }
        let place = event.shownZone(for: zone)
        let local = CivilTime(start, in: place)
        let end = event.end.map { CivilTime($0, in: place) }
        var text = "\(local.weekdayName) \(local.date)"
        guard event.hasTime else {
            if let end, end.dayNumber > local.dayNumber {
                text += " – \(end.weekdayName) \(end.date)"
            }
            return text
        }
        text += ", \(local.clock)"
        if let end, end.dayNumber == local.dayNumber {
            if end.clock != local.clock { text += "–\(end.clock)" }
        } else if let end {
            text += " – \(end.weekdayName) \(end.date), \(end.clock)"
        }
        let name = event.timeZone.flatMap { CivilTime.placeName(ofZone: $0) }
        text += name.map { " \($0) (\(local.offsetName))" } ?? " \(local.offsetName)"
        let here = CivilTime(start, in: zone)
        if here.offset != local.offset {
            let day = here.dayNumber == local.dayNumber ? "" : "\(here.weekdayName) "
            text += ", \(day)\(here.clock) \(CivilTime.placeName(ofZone: issue.timeZone) ?? here.offsetName)"
        }
        return text
    }

    /// `excerpt, 31 %`.
    func relation(of carrier: DigestIssue.Carrier) -> String? {
        let share = carrier.overlap.map { "\(Int(($0 * 100).rounded())) %" }
        switch carrier.relation {
        case .same: return "same text"
        case .excerptOf: return ["excerpt", share].compactMap(\.self).joined(separator: ", ")
        case .versionOf: return ["another version", share].compactMap(\.self).joined(separator: ", ")
        case .fuller, .new: return share.map { "\($0) of the text" }
        }
    }

    /// `Matches: launch, missile`; nil in a digest.
    func hits(of entry: DigestIssue.Entry) -> String? {
        guard let hits = entry.hits, !hits.isEmpty else { return nil }
        return "Matches: " + hits.map { PlainLine.clean($0) }.joined(separator: ", ")
    }

    /// The other carriers: one phrase a source, at most `limit` of them.
    func carriers(of entry: DigestIssue.Entry, limit: Int = 8) -> [(
        carrier: DigestIssue.Carrier, text: String
    )] {
        var order: [String] = []
        var grouped: [String: [DigestIssue.Carrier]] = [:]
        for carrier in entry.also {
            if grouped[carrier.source] == nil { order.append(carrier.source) }
            grouped[carrier.source, default: []].append(carrier)
        }
        return order.prefix(limit).compactMap { source in
            guard let group = grouped[source], let first = group.first else { return nil }
            var text = PlainLine.clean(first.sourceTitle)
            var notes: [String] = []
            if let relation = relation(of: first) { notes.append(relation) }
            if group.count > 1 { notes.append("\(group.count) times") }
            if !notes.isEmpty { text += " (\(notes.joined(separator: "; ")))" }
            return (first, text)
        }
    }

    /// How many sources ``carriers(of:limit:)`` leaves out.
    func carriersLeftOut(of entry: DigestIssue.Entry, limit: Int = 8) -> Int {
        max(0, Set(entry.also.map(\.source)).count - limit)
    }

    /// The sources that are worth a sentence now.
    var newProblems: [(source: String, text: String)] {
        issue.problems.filter(\.isNew).map { (PlainLine.clean($0.sourceTitle), PlainLine.clean($0.reason)) }
    }

    /// One line for the sources that an earlier issue has told about; nil when there are none.
    var knownProblems: String? {
        let known = issue.problems.filter { !$0.isNew }
        guard !known.isEmpty else { return nil }
        return known.map { problem in
            let since = problem.since.map { " since \(CivilTime($0, in: zone).date)" } ?? ""
            return "\(PlainLine.clean(problem.sourceTitle)) (\(problem.state.rawValue)\(since))"
        }.joined(separator: ", ")
    }

    /// `06:02` on the day of the issue, else `Fri 20 Nov 17:55` or `3 Apr 2020`.
    func time(_ date: Date) -> String {
        let time = CivilTime(date, in: zone)
        let age = until.dayNumber - time.dayNumber
        if age == 0 { return time.clock }
        if (1...6).contains(age) { return "\(time.weekdayName) \(time.clock)" }
        return time.date
    }

    private func since(_ date: Date) -> String {
        let time = CivilTime(date, in: zone)
        let age = until.dayNumber - time.dayNumber
        if age <= 0 { return time.clock }
        if age == 1 { return "yesterday \(time.clock)" }
        if age < 7 { return "\(time.fullWeekdayName) \(time.clock)" }
        return "\(time.date), \(time.clock)"
    }

    /// `7 more stories match this section and wait for the next issue`; nil when all are told.
    static func more(_ section: DigestIssue.Section) -> String? {
        guard section.more > 0 else { return nil }
        let stories = counted(section.more, "more story", "more stories")
        return section.more == 1
            ? "\(stories) matches this section and waits for the next issue"
            : "\(stories) match this section and wait for the next issue"
    }

    /// `1 story`, `1,140 words`.
    static func counted(_ number: Int, _ one: String, _ many: String) -> String {
        "\(grouped(number)) \(number == 1 ? one : many)"
    }

    private static func grouped(_ number: Int) -> String {
        let digits = String(number)
        var result = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { result += "," }
            result.append(digit)
        }
        return result
    }
}

extension DigestIssue {
    /// What it tells, in numbers: `41 stories, 3 events`.
    public var counts: String { IssueWording(self).counts }
}
