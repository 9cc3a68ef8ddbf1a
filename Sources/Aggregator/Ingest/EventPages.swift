import FeedFetch
import FeedParse
import Foundation

/// Asks the pages of a source's events again until they are over: a new hour, hall or status often stands there only.
///
/// A page is asked once a day and once more shortly before its event begins, as a conditional request where the page
/// names its version, where robots.txt allows it. What answers is believed only when it is the event's own page: an
/// address may lead to another event by then, or to a list of all.
struct EventPages: Sendable {
    let poller: Poller
    let source: Source
    let now: Date

    /// The time between two questions for one page.
    static let pace = 20.0 * 3600
    /// How long before it begins an event's page is asked once more.
    static let lastLook = 6.0 * 3600
    /// Pages that are asked in one poll.
    static let most = 25

    /// True for sources whose pages are asked again.
    static func concern(_ source: Source) -> Bool { source.kind == .event && source.fullText != .never }

    /// What is remembered of one page.
    fileprivate struct Memory: Sendable, Codable {
        var asked: Date
        var validators: Validators?
        /// When it was asked last and a passing fault answered; nil when it has been had since.
        var tried: Date?
        /// What the page called itself when it told of the day that was known.
        var title: String?
        /// Where it lay then.
        var address: String?

        /// When it is asked again after a passing fault: the longer it can't be had, the later.
        var retry: Date? {
            tried.map { $0.addingTimeInterval(min(pace, max(3600, $0.timeIntervalSince(asked) / 8))) }
        }
    }

    /// What came of asking.
    struct Visits: Sendable {
        fileprivate var memories: [String: Memory] = [:]
        fileprivate var drafts: [(id: ItemID, draft: Draft)] = []
        /// When the next page is to be asked at the latest.
        fileprivate(set) var askBy: Date?
    }

    private var key: String { SourceValue.eventPages.key(of: source.name) }

    /// Asks the pages whose time has come; nil when the source has none to ask, or wasn't read itself.
    /// - Parameters:
    ///   - asked: the items whose pages were asked in this poll.
    ///   - place: where the answer is worked on.
    func visits(
        after outcome: PollOutcome, sparing asked: Set<ItemID>, at place: Workbench.Place
    ) async throws -> Visits? {
        guard outcome.isRead, Self.concern(source) else { return nil }
        let (name, key, now) = (source.name, key, now)
        let (items, text) = try await poller.store.read { reader in
            var selection = ItemSelection()
            // An event that lasts for days has begun long ago.
            selection.query = .and([
                .state(.event), .source(name), .date(from: now.addingTimeInterval(-31 * 86400), to: nil),
            ])
            selection.copies = true
            return (try reader.items(selection), try reader.value(of: key))
        }
        let known = text.flatMap {
            try? JSONDecoder().decode([String: Memory].self, from: Data($0.utf8))
        }
        var visits = Visits()
        var due: [(item: Item, url: String)] = []
        var events: [String: Event] = [:]
        for item in items.sorted(by: { ($0.content.event?.start ?? now) < ($1.content.event?.start ?? now) })
        {
            guard let event = item.content.event, let url = item.content.url, url.hasPrefix("http"),
                !Self.isOver(event, at: now)
            else { continue }
            let memory = known?[item.id.text] ?? Memory(asked: max(item.changed ?? item.seen, item.seen))
            visits.memories[item.id.text] = memory
            events[item.id.text] = event
            guard due.count < Self.most, !asked.contains(item.id), Self.isDue(event, memory, at: now) else {
                continue
            }
            due.append((item, url))
        }
        await ask(due, into: &visits, at: place)
        for (id, draft) in visits.drafts { events[id.text] = draft.item.event }
        visits.askBy = events.compactMap { id, event in
            visits.memories[id].flatMap { Self.nextLook(at: event, $0, after: now) }
        }.min()
        return due.isEmpty && known?.isEmpty != false && visits.askBy == nil ? nil : visits
    }

    /// Stores what came of asking; gives the number of events that have changed.
    func store(_ visits: Visits, by ingestor: Ingestor, in writer: any StoreWriter) throws -> Int {
        let text = String(decoding: try JSONEncoder().encode(visits.memories), as: UTF8.self)
        try writer.set(visits.memories.isEmpty ? nil : text, of: key)
        return try ingestor.renew(visits.drafts, in: writer)
    }

    /// When events that come in now are to be looked at before they begin.
    func lastLook(at items: [NewItem]) -> Date? {
        guard Self.concern(source) else { return nil }
        return items.compactMap { $0.event.flatMap(Self.lastLook) }.filter { $0 > now }.min()
    }

    private static func isOver(_ event: Event, at now: Date) -> Bool {
        guard let start = event.start else { return true }
        let end = event.end ?? start
        return (event.hasTime ? end : end.addingTimeInterval(86400)) <= now
    }

    private static func lastLook(at event: Event) -> Date? {
        event.start?.addingTimeInterval(-lastLook)
    }

    private static func isDue(_ event: Event, _ memory: Memory, at now: Date) -> Bool {
        if let retry = memory.retry, now < retry { return false }
        if now.timeIntervalSince(memory.asked) >= pace { return true }
        guard let last = lastLook(at: event) else { return false }
        return now >= last && memory.asked < last
    }

    /// When a page is to be asked before its event begins; nil when it need not be asked in haste.
    private static func nextLook(at event: Event, _ memory: Memory, after now: Date) -> Date? {
        guard let start = event.start, let last = lastLook(at: event), memory.asked < last else { return nil }
        let next = max(last, memory.retry ?? last)
        return now < next && next < start ? next : nil
    }

    private func ask(
        _ due: [(item: Item, url: String)], into visits: inout Visits, at place: Workbench.Place
    ) async {
        guard !due.isEmpty else { return }
        let pages = PageFetcher(poller: poller, source: source)
        let known = visits.memories
        let answers = await place.aside {
            await withTaskGroup(of: (Int, Result<PageFetcher.Answer, PageFailure>).self) { running in
                for (index, (item, url)) in due.enumerated() {
                    running.addTask { (index, await pages.ask(url, known: known[item.id.text]?.validators)) }
                }
                return await running.reduce(into: []) { $0.append($1) }
            }
        }
        for (index, answer) in answers {
            let item = due[index].item
            guard var memory = visits.memories[item.id.text] else { continue }
            // A page that can't be had is asked again the next day, one that a passing fault kept from us earlier, and
            // one that we stopped to ask for at the next poll.
            if case .failure(let failure) = answer, failure.isPassing {
                if !Task.isCancelled { memory.tried = now }
            } else {
                memory.tried = nil
                if !Task.isCancelled { memory.asked = now }
            }
            if case .success(let answer) = answer, let draft = take(answer, of: item, into: &memory) {
                visits.drafts.append((item.id, draft))
            }
            visits.memories[item.id.text] = memory
        }
    }

    /// A stored event as the answer describes it; nil when it has not changed or isn't the event's page.
    private func take(_ answer: PageFetcher.Answer, of item: Item, into memory: inout Memory) -> Draft? {
        if let article = answer.article {
            guard article.kind != .listing else { return nil }
            let isNamed = [item.content.title, memory.title].compactMap(\.self)
                .contains(where: article.isNamed)
            let days = (item.content.event?.start, article.event?.start?.date)
            let isSameDay =
                if let known = days.0, let told = days.1 { abs(told.timeIntervalSince(known)) < 86400 } else {
                    false
                }
            let addresses = [
                item.content.url, item.content.canonicalURL, item.content.originalURL, memory.address,
            ].compactMap { $0.flatMap(Self.spelling) }
            let isThere = [answer.url, article.canonical].compactMap { $0.flatMap(Self.spelling) }
                .contains { addresses.contains($0) }
            // Where it always was, the event may be named anew or put off; elsewhere both would be another event.
            guard isThere ? isNamed || isSameDay : isNamed && isSameDay else { return nil }
            if isSameDay { (memory.title, memory.address) = (article.title, answer.url) }
        }
        memory.validators = answer.validators
        return answer.article.flatMap { draft(of: item, $0) }
    }

    /// An address without what makes no difference.
    private static func spelling(_ url: String) -> String? {
        CanonicalURL.normalise(url).map(StoryKeys.plain)
    }

    /// A stored event as its page describes it now; nil when the page is none of an event any more.
    private func draft(of item: Item, _ article: Article) -> Draft? {
        guard let event = article.event else { return nil }
        var draft = Draft(item: item.content)
        draft.page = .had(Validators(), article.showing)
        draft.item.event = Event(event, fallback: item.content.event)
        if !article.text.isEmpty,
            item.content.textFrom == "page" || WordCount.count(article.text) > item.words
        {
            draft.item.text = article.text
            draft.item.html = article.html
            draft.item.textFrom = "page"
            draft.item.completeness = article.completeness
        }
        draft.note(now, "event", "its page was asked again and tells of a change")
        return draft
    }
}
