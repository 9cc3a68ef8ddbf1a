internal import FoundationEssentials

/// Reads the event that a page describes: schema.org data first, then microdata, then the page's own lines.
struct EventReader {
    let page: Page
    let title: String?
    let rules: PageRules

    /// What was found.
    struct Found {
        var event: ParsedEvent
        /// `json-ld`, `microdata` or `text`.
        var from: String
        /// The blocks with the speakers' names and what is said about them, in order.
        var speakerBlocks: [Int] = []
        /// Lines that state date, time and place.
        var stated: Set<String> = []
    }

    /// The event; nil when the page describes none.
    func read(urls: [String]) -> Found? {
        let lines = self.lines
        var found: Found
        if let event = linked(urls) {
            found = Found(event: event, from: "json-ld")
        } else if let event = microdata(lines, urls) {
            found = Found(event: event, from: "microdata")
        } else if let event = shown(lines) {
            found = Found(event: event, from: "text")
        } else {
            return nil
        }
        complete(&found.event, lines)
        // An end before the start is a mistake of the page.
        if let start = found.event.start, let end = found.event.end, end.date < start.date {
            found.event.end = nil
        }
        for speaker in found.event.speakers {
            let name = BodyPruner.normal(speaker.name)
            guard
                let at = lines.lastIndex(where: {
                    $0.text.utf8.count < 90 && BodyPruner.normal($0.text) == name
                })
            else { continue }
            for line in [at, at + 1] where line < lines.count {
                if line > at, !BodyPruner.normal(String(lines[line].text.prefix(90))).hasPrefix(name) {
                    continue
                }
                // Blanks in front of a line belong to the box around it.
                guard let node = lines[line].nodes.first(where: { page.features.text[$0] > 0 }),
                    let parent = page.tree.parent(node)
                else { continue }
                let block = Int(page.features.block[parent])
                if !found.speakerBlocks.contains(block) { found.speakerBlocks.append(block) }
            }
        }
        for line in lines.prefix(40) where line.text.utf8.count < 240 {
            let isPlace = found.event.venue.map { line.text.contains($0) } ?? false
            if isPlace || EventTime.read(line.text) != nil && line.text.utf8.count < 120 {
                found.stated.insert(line.text)
            }
        }
        return found
    }

    private func microdata(_ lines: [CopyLine], _ urls: [String]) -> ParsedEvent? {
        MicrodataEventReader(page: page, title: title).read(urls) { isEventPage(lines) }
    }

    private var lines: [CopyLine] {
        let body = page.tree.indices.first { page.tree.nodes[$0].tag == .body } ?? 0
        return CopyLine.lines(page.tree, roots: [body], longest: 200) { page.features.isJunk[$0] }
    }

    // MARK: schema.org

    private func linked(_ urls: [String]) -> ParsedEvent? {
        for object in page.linkedData.objects(where: LinkedData.isEvent) {
            // Another event on the page is not believed: the name or the address must match.
            let isNamed = Self.agrees(
                object["name"]?.text.map { PlainText.line(ofHTML: $0) }, title: title,
                address: object["url"]?.text, urls)
            let isHere =
                object["url"]?.text.map { url in urls.contains { $0 == url || $0.hasSuffix(url) } } ?? false
            guard isNamed || isHere, let start = object["startDate"]?.text.flatMap({ DateParser.parse($0) })
            else { continue }
            var event = ParsedEvent()
            event.start = start
            event.end = object["endDate"]?.text.flatMap { DateParser.parse($0) }
            event.venue = object["location"].flatMap(place)
            event.organiser = (object["organizer"] ?? object["organiser"])?.text
            let people =
                (object["performer"]?.list ?? []) + (object["speaker"]?.list ?? [])
                + (object["actor"]?.list ?? [])
            for person in people.map({ page.linkedData.resolved($0) }) {
                guard let name = person.text, !event.speakers.contains(where: { $0.name == name }) else {
                    continue
                }
                let texts = ["jobTitle", "affiliation", "worksFor"].compactMap { key in
                    person[key].flatMap { page.linkedData.resolved($0).text }
                }
                event.speakers.append(Speaker(name: name, affiliation: Self.affiliation(texts)))
            }
            event.status = Self.status(object["eventStatus"]?.text) ?? event.status
            event.timeZone = ZoneWords.label(name: nil, offset: start.hasTime ? start.offset : nil)
            return event
        }
        return nil
    }

    /// True when an event's name is the page's title, or one begins with the other.
    ///
    /// A word or two of the title, and a part of it at another address of the site, are another event's name.
    static func agrees(_ name: String?, title: String?, address: String?, _ urls: [String]) -> Bool {
        let (name, title) = (name ?? "", title ?? "")
        let (short, long) = (BodyPruner.normal(name), BodyPruner.normal(title))
        guard !short.isEmpty, !long.isEmpty else { return false }
        if short == long { return true }
        guard short.hasPrefix(long) || long.hasPrefix(short) else { return false }
        let isHalf = min(short.utf8.count, long.utf8.count) * 2 >= max(short.utf8.count, long.utf8.count)
        guard isHalf || min(PageIdentity.words(name).count, PageIdentity.words(title).count) >= 3 else {
            return false
        }
        guard let host = address.flatMap(PageDateReader.host) else { return true }
        return !urls.contains { PageDateReader.host($0) == host }
    }

    /// What data says that a person is, and where.
    static func affiliation(_ texts: [String]) -> String? {
        var parts: [String] = []
        for text in texts where !text.isEmpty && !parts.contains(where: { $0.contains(text) }) {
            parts.append(text)
        }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    /// What schema.org's `eventStatus` means; nil when the event takes place as planned.
    static func status(_ value: String?) -> String? {
        let value = value ?? ""
        if value.hasSuffix("EventCancelled") { return "cancelled" }
        if value.hasSuffix("EventPostponed") || value.hasSuffix("EventRescheduled") { return "postponed" }
        return value.hasSuffix("EventMovedOnline") ? "moved-online" : nil
    }

    private func place(_ value: LooseJSON) -> String? {
        for location in value.list {
            let location = page.linkedData.resolved(location)
            if LinkedData.types(location.members).contains("VirtualLocation") {
                return location["name"]?.text ?? "Online"
            }
            var parts = [location["name"]?.text ?? (location.members.isEmpty ? location.text : nil)]
                .compactMap { $0 }
            if parts.isEmpty, let address = location["address"] {
                if address.members.isEmpty {
                    if let text = address.text { parts.append(text) }
                } else {
                    parts += ["streetAddress", "addressLocality", "addressRegion", "postalCode"].compactMap {
                        address[$0]?.text
                    }
                }
            }
            if parts.count > 1, let name = parts.first, parts[1].hasPrefix(name) { parts.removeFirst() }
            if !parts.isEmpty { return PlainText.line(ofHTML: parts.joined(separator: ", ")) }
        }
        return nil
    }

    // MARK: The page's own lines

    private static let words = [
        "/event", "/veranstaltung", "/termin", "/evenement", "/événement", "/evento", "/agenda", "/seminar",
        "/conference", "/webinar", "/calendar", "/meeting", "/sobytiya", "/meropriyat",
    ]

    /// True when the source, the page's address or its first lines announce an event.
    private func isEventPage(_ lines: [CopyLine]) -> Bool {
        let address = (page.url ?? page.meta("og:url") ?? "").lowered
        return rules.isEvent || Self.words.contains { address.contains($0) }
            || page.meta("og:type")?.lowered == "event"
            || lines.prefix(12).contains {
                [
                    "event", "events", "veranstaltung", "événement", "evento", "мероприятие", "wydarzenie",
                    "webinar",
                ].contains($0.text.lowered)
            }
    }

    private func shown(_ lines: [CopyLine]) -> ParsedEvent? {
        let wanted = title.map(BodyPruner.normal) ?? ""
        let from =
            lines.firstIndex {
                !wanted.isEmpty && isLikeTitle($0.text) && BodyPruner.normal($0.text) == wanted
            } ?? 0
        var head: [CopyLine] = []
        for line in lines[from...].prefix(24) {
            if line.text.utf8.count > 240 { break }
            head.append(line)
        }
        // Labels may stand anywhere on the page.
        var days: EventDays?
        var time: EventTime?
        var used: Set<Int> = []
        for (index, line) in head.enumerated() where line.text.utf8.count < 200 {
            if days == nil, let found = EventDays.read(line.text) {
                days = found
                used.insert(index)
            }
            if time == nil,
                days != nil || index + 1 < head.count && EventDays.read(head[index + 1].text) != nil,
                let found = EventTime.read(line.text), !isOpeningHours(line.text)
            {
                time = found
                used.insert(index)
            }
            if days != nil, time != nil { break }
        }
        guard let days, isEventPage(lines) || (time?.end != nil && time?.zone != nil) else { return nil }
        guard time != nil || days.end != nil || isEventPage(lines) else { return nil }
        var event = ParsedEvent()
        set(&event, days, time)
        event.venue = venue(head, used, lines)
        return event
    }

    /// False for a line that is too short or too long to be the title.
    private func isLikeTitle(_ line: String) -> Bool {
        let length = title?.utf8.count ?? 0
        return line.utf8.count < 400 && line.utf8.count * 2 >= length && line.utf8.count <= length * 2 + 20
    }

    /// `Mo–Fr 9:00–17:00 Uhr` says when an office is open.
    private func isOpeningHours(_ text: String) -> Bool {
        let lower = text.lowered
        return [
            "mo–fr", "mo-fr", "mon–fri", "mon-fri", "monday–friday", "monday to friday", "opening hours",
            "öffnungszeiten", "lun-ven", "lun.-ven.", "пн–пт", "пн-пт",
        ]
        .contains { lower.contains($0) }
    }

    private func set(_ event: inout ParsedEvent, _ days: EventDays, _ time: EventTime?) {
        guard let time else {
            event.start = days.start
            event.end = days.end
            return
        }
        let zone = time.zone ?? rules.timeZone.map { ZoneWords.Zone(name: $0, offset: nil) }
        func at(_ day: StatedDate, _ minutes: Int) -> StatedDate {
            let local = day.date.addingTimeInterval(Double(minutes * 60))
            let offset = zone?.offset ?? zone?.name.flatMap { ZoneClock.offset($0, atLocal: local) }
            return StatedDate(
                date: local.addingTimeInterval(-Double(offset ?? 0)), offset: offset, hasTime: true)
        }
        let start = at(days.start, time.start)
        event.start = start
        if let end = time.end {
            let last = days.end ?? days.start
            // An end before the start lies on the next day.
            event.end = at(last, end <= time.start && days.end == nil ? end + 1440 : end)
        } else if let end = days.end {
            event.end = end
        }
        var name = zone?.name
        if let zoneName = name, let offset = zone?.offset {
            let local = days.start.date.addingTimeInterval(Double(time.start * 60))
            if let real = ZoneClock.offset(zoneName, atLocal: local), real != offset { name = nil }
        }
        event.timeZone = ZoneWords.label(name: name, offset: start.offset)
    }

    private func venue(_ head: [CopyLine], _ used: Set<Int>, _ lines: [CopyLine]) -> String? {
        for (index, line) in lines.enumerated() where line.lower.count < 160 {
            guard let length = PlaceLabel.words.prefix(of: line.lower) else { continue }
            let rest = String(decoding: Array(line.text.utf8.dropFirst(length)), as: UTF8.self).trimmedBlanks
            if rest.hasPrefix(":") || rest.hasPrefix("：") {
                let value = String(rest.dropFirst()).trimmedBlanks
                if !value.isEmpty { return value }
            }
            if rest.isEmpty || rest == ":", index + 1 < lines.count, lines[index + 1].text.utf8.count < 160 {
                return lines[index + 1].text
            }
        }
        // `March 3, 2026 | 10:00 – 11:30 a.m. EST | Hall`.
        for index in used.sorted() {
            let parts = head[index].text.split(whereSeparator: { "|·•".contains($0) }).map {
                String($0).trimmedBlanks
            }
            guard parts.count > 1 else { continue }
            if let part = parts.last, EventDays.read(part) == nil, EventTime.read(part) == nil, part.count > 3
            {
                return part
            }
        }
        for index in page.tree.indices
        where !page.features.isJunk[index] && page.tree.nodes[index].tag != .text {
            guard let names = page.tree.value(.class, index)?.lowered, page.features.text[index] > 3,
                page.features.text[index] < 140
            else { continue }
            if names.contains("venue") || names.contains("location")
                || names.contains("place") && !names.contains("placeholder")
            {
                return PlaceLabel.without(page.tree.line(index))
            }
        }
        guard let last = used.max(), last + 1 < head.count else { return nil }
        // Who invites, and that nothing may be quoted, is no place; neither are the hours.
        let others = OrganiserLine.find(head)?.lines ?? 0..<0
        let behind = head[(last + 1)...].indices.first {
            !others.contains($0) && !OffTheRecord.isSaid(in: head[$0].text)
        }
        guard let behind, EventTime.read(head[behind].text) == nil else { return nil }
        let next = head[behind]
        let isShort =
            next.text.utf8.count < 140 && !next.text.hasSuffix(".") && next.linkShare < 0.8
            && !TailJunk.isJunk(next)
        return isShort && EventDays.read(next.text) == nil && !next.isHeading ? next.text : nil
    }

    /// Adds what the page's lines say and its data doesn't.
    private func complete(_ event: inout ParsedEvent, _ lines: [CopyLine]) {
        if event.speakers.isEmpty { event.speakers = SpeakerReader.read(lines) }
        if event.organiser == nil { event.organiser = OrganiserLine.find(lines)?.value }
        for line in lines {
            let lower = line.text.utf8.count < 4000 ? line.text.lowered : ""
            if OffTheRecord.isSaid(in: lower) { event.offTheRecord = true }
            for index in event.speakers.indices where event.speakers[index].role == nil {
                if line.text.contains(event.speakers[index].name + " moderated")
                    || line.text.contains("moderated by " + event.speakers[index].name)
                {
                    event.speakers[index].role = "moderator"
                }
            }
            if line.text.utf8.count < 120, event.status == "scheduled" {
                if lower.hasPrefix("cancelled") || lower.hasPrefix("canceled") || lower.hasPrefix("abgesagt")
                    || lower.hasPrefix("annulé")
                {
                    event.status = "cancelled"
                }
                if lower.hasPrefix("postponed") || lower.hasPrefix("verschoben") || lower.hasPrefix("reporté")
                {
                    event.status = "postponed"
                }
            }
        }
    }
}
