import FeedFetch
import FeedParse
import Foundation

/// Puts drafts into the store: identity, story, rules and log, inside one transaction.
struct Ingestor: Sendable {
    let source: Source
    let rules: SourceRules
    let deduplicator: Deduplicator
    let now: Date

    /// What came of the drafts.
    struct Result: Sendable, Equatable {
        var newItems: [Date] = []
        /// Old items of documents that are read for the first time although the source is known.
        var backlog = 0
        var updated = 0
        /// Items of the document that were in the store before this poll.
        var known = 0
        /// The items that were stored.
        var stored: Set<ItemID> = []

        /// Counts another part of the same document in.
        mutating func add(_ part: Result) {
            newItems += part.newItems
            backlog += part.backlog
            updated += part.updated
            known += part.known
            stored.formUnion(part.stored)
        }
    }

    /// Stores the drafts in order.
    /// - Parameters:
    ///   - lastSuccess: when the source was last read; nil at first contact, when no flood is suspected.
    ///   - earlier: what earlier parts of the same document have stored; that was not known before.
    ///   - flood: what is known of a flood in the whole document when the drafts are a part of it.
    func ingest(
        _ drafts: [Draft], lastSuccess: Date?, after earlier: Set<ItemID> = [],
        flood: FloodGuard.Flood? = nil, into writer: any StoreWriter
    ) throws -> Result {
        var result = Result()
        var fresh: [Int] = []
        var touched: Set<Int64> = []
        var replaced: Set<ItemID> = []
        let atFirst = try writer.existing(drafts.map(\.identity), of: source.name)
        for index in drafts.indices {
            // An item that was just replaced is known by what it says now.
            let isTouched =
                !touched.isEmpty && !touched.isDisjoint(with: drafts[index].identity.keys)
                || atFirst[index].map { replaced.contains($0.id) } ?? false
            let found =
                isTouched ? try writer.existing(drafts[index].identity, of: source.name) : atFirst[index]
            guard let known = found else {
                fresh.append(index)
                continue
            }
            if !earlier.contains(known.id) { result.known += 1 }
            guard known.differs(from: drafts[index].item) else { continue }
            touched.formUnion(drafts[index].identity.keys)
            replaced.insert(known.id)
            if try update(known.id, with: drafts[index], in: writer) { result.updated += 1 }
            try notePage(of: drafts[index], known.id, in: writer)
        }
        let guardian = FloodGuard(limit: source.flood)
        let suspects = guardian.suspects(among: fresh.lazy.map { drafts[$0].item }, lastSuccess: lastSuccess)
            .filter { !drafts[fresh[$0]].isBacklog }
        let flooding = flood ?? guardian.flood(of: suspects.count)
        var keys: Set<Int64> = []
        for (place, index) in fresh.enumerated() {
            let draft = drafts[index]
            // A document may show the same item twice.
            if !keys.isDisjoint(with: draft.identity.keys),
                let twin = try writer.existing(draft.identity, of: source.name)
            {
                if twin.differs(from: draft.item) {
                    _ = try update(twin.id, with: draft, in: writer)
                    try notePage(of: draft, twin.id, in: writer)
                }
                continue
            }
            keys.formUnion(draft.identity.keys)
            let isBacklog = draft.isBacklog && lastSuccess != nil
            let hidden =
                if isBacklog {
                    FloodGuard.archive
                } else if flooding.isOne, suspects.contains(place) {
                    flooding.reason
                } else {
                    rules.reasonToHide(draft.item, source, seen: now)
                }
            let id = try insert(draft, hiddenBy: hidden, into: writer)
            result.stored.insert(id)
            switch draft.page {
            case .missed: try notePage(of: draft, id, isNew: true, in: writer)
            case .had where draft.item.textFrom == "feed": try noteHad(id, at: draft.item.url, in: writer)
            default: break
            }
            if isBacklog {
                result.backlog += 1
            } else {
                result.newItems.append(draft.item.published ?? now)
            }
        }
        return result
    }

    /// Takes over what the own pages of stored items say by now; gives the number of items that have changed.
    func renew(_ drafts: [(id: ItemID, draft: Draft)], in writer: any StoreWriter) throws -> Int {
        var count = 0
        for (id, draft) in drafts {
            // What came since the page was asked for is newer, and its page another matter.
            guard let stored = try writer.item(id), stored.content.sentHash == draft.item.sentHash
            else { continue }
            // One that rests does so for changes of the document; this one is looked at each day.
            if try writer.duePage(of: id)?.isResting != true {
                try rest(id, Validators(), textFrom: draft.item.textFrom, in: writer)
            }
            guard stored.content.event != draft.item.event || stored.content.text != draft.item.text,
                try update(id, with: draft, in: writer)
            else { continue }
            for entry in draft.log { try writer.append(entry, to: id) }
            count += 1
        }
        return count
    }

    /// Takes over what pages say that could not be had, or rested, when their items came; gives the number of items that
    /// have changed.
    func complete(_ drafts: [(id: ItemID, draft: Draft)], in writer: any StoreWriter) throws -> Int {
        var count = 0
        for (id, draft) in drafts {
            // What came since the page was asked for is newer, and its page another matter.
            guard let stored = try writer.item(id), stored.content.sentHash == draft.item.sentHash else {
                try putOffPage(of: id, in: writer)
                continue
            }
            let isFirst = try writer.duePage(of: id)?.wasHad != true && stored.content.textFrom == "feed"
            if case .had(let version, _) = draft.page {
                try rest(id, version, textFrom: draft.item.textFrom, in: writer)
            }
            let reason = isFirst ? "its page could not be had before" : "its page says something else now"
            let isChanged =
                try draft.item != stored.content && update(id, with: draft, because: reason, in: writer)
            if isChanged { count += 1 }
            if isChanged || isFirst { for entry in draft.log { try writer.append(entry, to: id) } }
        }
        return count
    }

    /// Notes that the page of a stored item has not changed, unless the item itself has meanwhile.
    func rest(
        _ id: ItemID, _ version: Validators, whenSent sentHash: Int64, in writer: any StoreWriter
    ) throws {
        guard let item = try writer.item(id)?.content, item.sentHash == sentHash else {
            return try putOffPage(of: id, in: writer)
        }
        try rest(id, version, textFrom: item.textFrom, in: writer)
    }

    /// Notes that the page of a stored item was had: it rests, when it was had before, until the item changes.
    /// - Parameter place: where the item has its text by now.
    private func rest(
        _ id: ItemID, _ version: Validators, textFrom place: String, in writer: any StoreWriter
    ) throws {
        guard let item = try writer.item(id)?.content else { return }
        let known = try writer.duePage(of: id)
        if let known, known.wasHad || item.textFrom != "feed" {
            let host = Self.pageHost(of: item.url)
            try writer.save(DuePage(id, at: host, version, known: known, now: now))
        } else if place == "feed" {
            try noteHad(id, at: item.url, in: writer)
        } else {
            try writer.settlePage(of: id)
        }
    }

    /// Remembers that the page of an item was had whose text stays the feed's.
    private func noteHad(_ id: ItemID, at url: String?, in writer: any StoreWriter) throws {
        try writer.save(DuePage(id, at: Self.pageHost(of: url), hadAt: now))
    }

    /// Remembers the same of an item that has had its text of its page till now.
    private func keepHad(_ id: ItemID, at url: String?, in writer: any StoreWriter) throws {
        guard var page = try writer.duePage(of: id) else { return try noteHad(id, at: url, in: writer) }
        guard !page.wasHad else { return }
        page.timesHad = 1
        try writer.save(page)
    }

    /// Asks no more for a page that its item doesn't need; what it has told stays.
    func settlePage(of id: ItemID, in writer: any StoreWriter) throws {
        guard var page = try writer.duePage(of: id), page.wasHad else { return try writer.settlePage(of: id) }
        page.attempts = DuePage.mostAttempts
        try writer.save(page)
    }

    /// Leaves a page that was had for an older state of its item to a later poll, as one that was asked in vain.
    private func putOffPage(of id: ItemID, in writer: any StoreWriter) throws {
        guard let known = try writer.duePage(of: id), !known.waits(at: now) else { return }
        let failure = PageFailure(
            reason: "the item has changed meanwhile", isPassing: true, attempts: DuePages.attempts)
        try writer.save(DuePage(id, at: known.host, failure, known: known, now: now))
    }

    /// Notes whether the page of an item that was just stored is still to be asked.
    private func notePage(
        of draft: Draft, _ id: ItemID, isNew: Bool = false, in writer: any StoreWriter
    ) throws {
        // One that is due already stays so.
        guard let outcome = draft.page else { return }
        let host = Self.pageHost(of: draft.item.url)
        let known = isNew ? nil : try writer.duePage(of: id)
        switch outcome {
        case .had(let version, _), .unchanged(let version):
            try writer.save(DuePage(id, at: host, version, known: known, now: now))
        case .rests(let end):
            guard var page = known, page.had != nil else { break }
            if page.isResting { (page.attempts, page.since) = (0, now) }
            if page.attempts == 0 { page.notBefore = min(page.notBefore, end) }
            try writer.save(page)
        case .waits:
            // The change is not lost: one that was left is asked once more when its time comes.
            guard var page = known, page.isLeft, page.had == nil else { break }
            page.attempts = DuePage.mostAttempts - 1
            try writer.save(page)
        case .missed(let failure):
            let page = DuePage(id, at: host, failure, known: known, now: now)
            // What is left needs to be remembered only of items that change.
            if !isNew || !page.isLeft { try writer.save(page) }
        }
    }

    /// The host that gives a page, as ``DuePage/host`` has it.
    private static func pageHost(of url: String?) -> String { url.flatMap(WebAddress.init)?.host ?? "" }

    /// Notes that the page of an item lies elsewhere by now, where no version of it is known.
    private func movePage(of id: ItemID, to url: String?, in writer: any StoreWriter) throws {
        guard var page = try writer.duePage(of: id) else { return }
        (page.host, page.etag, page.lastModified) = (Self.pageHost(of: url), nil, nil)
        try writer.save(page)
    }

    /// Asks the rules of the source again about an item that says something else now, as they would have been asked when
    /// it came: a date so many days ago is no older for an edit.
    ///
    /// What the flood guard has hidden stays hidden, and what a person keeps stays shown.
    private func judge(_ id: ItemID, _ stored: Item, as item: NewItem, in writer: any StoreWriter) throws {
        guard stored.hiddenBy.map(SourceRules.isRule) ?? true else { return }
        let hidden = rules.asked(at: stored.seen).reasonToHide(item, source, seen: stored.seen)
        guard hidden != stored.hiddenBy, !stored.kept || hidden == nil else { return }
        try writer.hide(id, by: hidden)
        let message = hidden.map { "hidden by \($0)" } ?? "shown: no rule hides what it says now"
        try writer.append(LogEntry(at: now, topic: "rule", message: message), to: id)
    }

    private func insert(
        _ draft: Draft, hiddenBy: String?, into writer: any StoreWriter
    ) throws -> ItemID {
        let prepared = draft.prepared ?? PreparedItem(document(of: draft), seed: writer.seed)
        let assessment = try deduplicator.assess(prepared, index: writer)
        let place = try writer.insert(
            draft.item, columns: draft.columns ?? PreparedColumns(draft.item), identity: draft.identity,
            seen: now, decision: assessment.decision, hiddenBy: hiddenBy)
        try deduplicator.remember(assessment, as: place.item, story: place.story, seen: now, index: writer)
        for entry in draft.log { try writer.append(entry, to: place.item) }
        if let hiddenBy {
            try writer.append(
                LogEntry(at: now, topic: "rule", message: "hidden by \(hiddenBy)"), to: place.item)
        }
        return place.item
    }

    /// Replaces an item's content; true when its text really changed.
    private func update(
        _ id: ItemID, with draft: Draft, because reason: String = "the publisher changed it",
        in writer: any StoreWriter
    ) throws -> Bool {
        guard let stored = try writer.item(id) else { return false }
        var item = draft.item
        // Neither the feed's excerpt alone replaces the page's text, nor a teaser the full one; a teaser replaces a teaser.
        if stored.content.textFrom != "feed", draft.tellsLess(than: stored.content),
            WordCount.count(item.text) < stored.words
        {
            item.text = stored.content.text
            item.html = stored.content.html
            item.textFrom = stored.content.textFrom
            item.completeness = stored.content.completeness
        }
        if try draft.keepsPage(of: stored.content, wasHad: writer.duePage(of: id)?.wasHad == true) {
            item = item.keepingPage(of: stored.content, isWanted: draft.page != nil)
        }
        // A feed without dates keeps the date that was found once.
        if item.published == nil {
            item.published = stored.content.published
            item.publishedFrom = stored.content.publishedFrom
        }
        let isReal =
            TextChange.isReal(
                oldTitle: stored.content.title, oldText: stored.content.text, newTitle: item.title,
                newText: item.text) || stored.content.event != item.event
        try writer.update(id, with: item, at: now, isRealChange: isReal)
        if stored.content.textFrom != "feed", item.textFrom == "feed" {
            try keepHad(id, at: item.url, in: writer)
        }
        if item.url != stored.content.url { try movePage(of: id, to: item.url, in: writer) }
        try judge(id, stored, as: item, in: writer)
        guard isReal else { return false }
        var updated = draft
        updated.item = item
        try decideAgain(id, stored: stored, draft: updated, in: writer)
        try writer.append(
            LogEntry(at: now, topic: "text", message: "\(reason); version \(stored.version + 1)"), to: id)
        return true
    }

    /// Decides about an item whose text has changed.
    ///
    /// It stays in its story, unless it was alone there and turns out to belong to another one.
    private func decideAgain(_ id: ItemID, stored: Item, draft: Draft, in writer: any StoreWriter) throws {
        let prepared = PreparedItem(document(of: draft), seed: writer.seed)
        let assessment = try deduplicator.assess(prepared, id: id, index: writer)
        let decision = assessment.decision
        let isAlone = try writer.story(stored.story)?.copies.isEmpty ?? true
        if let story = decision.story, story == stored.story || isAlone {
            try writer.apply(decision, to: id, at: now)
            try deduplicator.remember(assessment, as: id, story: story, seen: stored.seen, index: writer)
            return
        }
        let lead = try writer.story(stored.story)?.lead.id
        let kept = Decision(
            story: stored.story, relation: stored.relation, lead: lead ?? id, score: stored.score,
            overlap: stored.overlap, reasons: [])
        try deduplicator.remember(
            assessment.deciding(kept), as: id, story: stored.story, seen: stored.seen, index: writer)
    }

    private func document(of draft: Draft) -> IndexedDocument {
        Self.document(of: draft, source: source, now: now)
    }

    /// What the deduplicator needs of a draft.
    static func document(of draft: Draft, source: Source, now: Date) -> IndexedDocument {
        let item = draft.item
        var document = IndexedDocument(
            source: source.name, title: item.title, text: item.text, date: item.published ?? now)
        document.org = source.org + [source.title].compactMap(\.self)
        document.origin = item.org
        document.guid = item.guid
        // A home page, or a part of a page with many items, is no address by which a story is known.
        if let link = draft.identity.link, !link.utf8.contains(UInt8(ascii: "#")) {
            document.canonicalURL = item.canonicalURL
        }
        document.originalURL = item.originalURL.flatMap(CanonicalURL.normalise)
        document.otherURLs = draft.otherURLs.compactMap(CanonicalURL.normalise)
        document.issued = item.issued
        document.starts = EventStart(item.event)
        document.completeness = item.completeness.rawValue
        document.rank = source.rank
        return document
    }
}
