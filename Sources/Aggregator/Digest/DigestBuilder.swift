internal import FeedParse
public import Foundation

/// Makes an issue of a digest out of the store.
///
/// An issue looks at the items above the watermark of the issue before, up to the newest one of the same
/// snapshot: an item is looked at by exactly one issue. A story stands once, in the first section that it
/// matches and that has room for it; one that an earlier issue has told is not told again unless its text has
/// really changed. Stories for which no section has room are held for the next issue (``HeldStory``).
public struct DigestBuilder: Sendable {
    /// Reads a query of a section.
    public typealias QueryReader = @Sendable (String) throws -> Query

    private let definition: DigestDefinition
    private let configuration: Configuration
    private let now: Date
    private let query: QueryReader

    /// Creates a builder for one digest at one time.
    /// - Parameter query: reads the sections' queries; the query language, in the digest's zone, when nil.
    public init(
        _ definition: DigestDefinition, configuration: Configuration, now: Date, query: QueryReader? = nil
    ) {
        self.definition = definition
        self.configuration = configuration
        self.now = now.wholeSecond
        var context = QueryContext(configuration, now: now)
        context.timeZone = CivilTime.zone(named: definition.timeZone) ?? context.timeZone
        let words = context
        self.query = query ?? { text in try Query.parse(text, context: words) }
    }

    /// An issue that isn't stored yet.
    public struct Draft: Sendable {
        /// What the outputs print.
        public let issue: DigestIssue
        /// What the store keeps.
        public let stored: StoredIssue

        /// True when it tells nothing.
        public var isEmpty: Bool { issue.sections.isEmpty }
    }

    /// Makes the next issue from a snapshot; nothing is stored.
    /// - Throws: ``DigestError`` when a section's query is wrong; errors of the store.
    public func build(from reader: any StoreReader) throws -> Draft {
        let last = try reader.lastIssue(of: definition.name)
        let progress = try DigestProgress.of(definition.name, in: reader)
        let window = Window(
            after: max(last?.upTo ?? ItemID(0), progress.upTo ?? ItemID(0)),
            upTo: ItemID(try reader.highestItem()),
            since: last == nil && progress.upTo == nil ? lookBack(progress) : nil,
            lastMade: last?.made)
        let items = try reader.items(window.selection(.all))
        let previous = try last?.content()
        let waiting = (previous?.held ?? []).filter { now < $0.since.addingTimeInterval(HeldStory.patience) }
        let matches = try matches(in: window, items: items, waiting: waiting, reader)
        let names = SourceTitles(configuration: configuration, states: try reader.pollStates())
        let told = try tell(matches, names, reader)
        let sections = told.filter { !$0.stories.isEmpty || $0.section.more > 0 }
        let problems = SourceProblems(
            configuration: configuration, states: names.states, previous: previous, lastMade: last?.made
        ).list
        var issue = DigestIssue(
            digest: definition.name, number: (last?.number ?? 0) + 1, title: definition.title,
            from: last?.made ?? window.since, until: now, timeZone: definition.timeZone,
            items: items.count, folded: items.count - Set(items.map(\.story)).count,
            sections: sections.map(\.section), problems: problems)
        let held = held(told.flatMap(\.cut), waiting: waiting, matches)
        issue.held = held.isEmpty ? nil : held
        let stored = StoredIssue(
            digest: issue.digest, number: issue.number, made: now, after: window.after, upTo: window.upTo,
            stories: sections.flatMap(\.stories), body: try IssueBody.encode(issue))
        return Draft(issue: issue, stored: stored)
    }

    /// The items that an issue looks at.
    private struct Window {
        let after: ItemID
        let upTo: ItemID
        let since: Date?
        let lastMade: Date?

        func selection(_ query: Query) -> ItemSelection {
            var selection = ItemSelection()
            selection.query = query
            selection.copies = true
            selection.after = after
            selection.upTo = upTo
            selection.seenSince = since
            selection.sort = .arrival
            selection.withoutText = true
            return selection
        }

        /// Older items whose text has changed since the last issue; nil for a first issue.
        func changes(_ query: Query) -> ItemSelection? {
            guard let lastMade else { return nil }
            var selection = selection(.and([query, .state(.changed)]))
            selection.after = nil
            selection.upTo = after
            selection.changedSince = lastMade
            return selection
        }
    }

    /// The stories that a section may tell.
    private struct SectionMatches {
        let definition: DigestDefinition.Section
        let query: Query
        let isAgenda: Bool
        /// Each story once, with the lowest number of its items that match.
        var stories: [(id: StoryID, item: ItemID)] = []
    }

    /// A section as told, with the stories that it had no room for.
    private struct Told {
        var section: DigestIssue.Section
        var stories: [StoryID]
        var cut: [StoryID]
    }

    // A first issue doesn't tell the whole past of the store.
    private func lookBack(_ progress: DigestProgress) -> Date {
        if definition.startsNow { return progress.begun ?? now }
        let period = DigestSchedule(definition)?.period ?? 7 * 86400
        return min(progress.begun ?? now, now.addingTimeInterval(-period))
    }

    private func matches(
        in window: Window, items: [Item], waiting: [HeldStory], _ reader: any StoreReader
    ) throws -> [SectionMatches] {
        try definition.sections.map { section in
            let query = try parse(section)
            var matches = SectionMatches(definition: section, query: query, isAgenda: query.isAgenda)
            var found = query == .all ? items : try reader.items(window.selection(query))
            if matches.isAgenda {
                var coming = window.selection(query)
                coming.after = nil
                coming.seenSince = nil
                found += try reader.items(coming)
            } else {
                if let changes = window.changes(query) { found += try reader.items(changes) }
                found += try self.items(of: waiting, matching: query, upTo: window.after, reader)
            }
            var places: [StoryID: Int] = [:]
            for item in found {
                if let place = places[item.story] {
                    matches.stories[place].item = min(matches.stories[place].item, item.id)
                } else {
                    places[item.story] = matches.stories.count
                    matches.stories.append((item.story, item.id))
                }
            }
            return matches
        }
    }

    /// The items of held stories that a section asks for.
    private func items(
        of waiting: [HeldStory], matching query: Query, upTo last: ItemID, _ reader: any StoreReader
    ) throws -> [Item] {
        guard let first = waiting.map(\.item).min() else { return [] }
        var selection = ItemSelection()
        selection.query = query
        selection.copies = true
        selection.after = ItemID(first - 1)
        selection.upTo = last
        selection.sort = .arrival
        selection.withoutText = true
        let stories = Set(waiting.map(\.story))
        return try reader.items(selection).filter { stories.contains($0.story.text) }
    }

    /// What the next issue shall look at again; events that are to come are found again anyway.
    private func held(
        _ cut: [StoryID], waiting: [HeldStory], _ matches: [SectionMatches]
    ) -> [HeldStory] {
        var items: [StoryID: ItemID] = [:]
        for match in matches where !match.isAgenda {
            for story in match.stories { items[story.id] = min(items[story.id] ?? story.item, story.item) }
        }
        let since = Dictionary(waiting.map { ($0.story, $0.since) }, uniquingKeysWith: min)
        return cut.compactMap { id in
            items[id].map { HeldStory(story: id.text, item: $0.number, since: since[id.text] ?? now) }
        }
    }

    private func parse(_ section: DigestDefinition.Section) throws -> Query {
        do {
            return try query(section.query)
        } catch let error as QueryError {
            throw DigestError(
                "digest \(definition.name), section \"\(section.title)\": the query is wrong at \(error)")
        }
    }

    private func tell(
        _ matches: [SectionMatches], _ names: SourceTitles, _ reader: any StoreReader
    ) throws -> [Told] {
        let ids = matches.flatMap { $0.stories.map(\.id) }
        var memory = ToldStories(
            digest: definition.name, told: try reader.told(Array(Set(ids)), by: definition.name))
        // Told here, or not worth telling: what a section has no room for is offered to the next ones.
        var settled: Set<StoryID> = []
        var result: [Told] = []
        for match in matches {
            var chosen: [(story: Story, entry: DigestIssue.Entry)] = []
            for chunk in match.stories.map(\.id).filter({ !settled.contains($0) }).chunks(of: 500) {
                let stories = try reader.stories(chunk, withoutText: false)
                for id in chunk {
                    guard let story = stories[id].flatMap({ $0.shown }) else { continue }
                    var entry = DigestIssue.Entry(story, titles: names)
                    entry.isComingUp = match.isAgenda
                    guard try memory.tells(&entry, of: story, reader) else {
                        settled.insert(id)
                        continue
                    }
                    if definition.startsNow { try entry.showHits(of: match.query, in: story.lead.id, reader) }
                    chosen.append((story, entry))
                }
            }
            let order = StoryOrder(match.isAgenda ? [] : definition.order, titles: names)
            chosen.sort { order.precedes($0.story.lead, $1.story.lead) }
            let shown = chosen.prefix(max(0, match.definition.limit))
            settled.formUnion(shown.map(\.story.id))
            result.append(
                Told(
                    section: DigestIssue.Section(
                        title: match.definition.title, stories: shown.map(\.entry)),
                    stories: shown.map(\.story.id), cut: chosen.dropFirst(shown.count).map(\.story.id)))
        }
        // A story that a later section has told wasn't cut; one that several had no room for is counted once.
        for index in result.indices {
            result[index].cut.removeAll { !settled.insert($0).inserted }
            result[index].section.more = result[index].cut.count
        }
        return result
    }
}

extension Query {
    /// True for a query that asks for events within a time: such a section is an agenda.
    var isAgenda: Bool {
        guard case .and(let parts) = self else { return false }
        let asksForTime = parts.contains { part in
            if case .date = part { true } else { false }
        }
        return asksForTime && parts.contains(.state(.event))
    }
}

extension Story {
    /// The story as readers see it: without hidden items; nil when all are hidden.
    var shown: Story? {
        let copies = copies.filter { $0.hiddenBy == nil }
        guard lead.hiddenBy != nil else { return Story(id: id, lead: lead, copies: copies) }
        guard
            let best = copies.max(by: { left, right in
                (left.content.completeness == .full ? 1 : 0, left.words, -left.id.number)
                    < (right.content.completeness == .full ? 1 : 0, right.words, -right.id.number)
            })
        else { return nil }
        return Story(id: id, lead: best, copies: copies.filter { $0.id != best.id })
    }
}

extension Array {
    fileprivate func chunks(of size: Int) -> [[Element]] {
        stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
    }
}
