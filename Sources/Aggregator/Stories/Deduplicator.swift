public import Foundation

/// Decides which story an item belongs to: online, without look-ahead, in work that the archive's size doesn't change.
///
/// At most 48 fingerprints are looked up and eight older items compared in full. The rules are ``StoryRules``,
/// the numbers ``StoryThresholds``; the memory is a ``FingerprintIndex``.
public struct Deduplicator: Sendable {
    /// A deduplicator; it keeps nothing between items.
    public init() {}

    /// Decides about a document.
    ///
    /// - Parameter id: the item's number when it is stored already and its content changed.
    public func decide(
        _ document: IndexedDocument, id: ItemID? = nil, index: some FingerprintIndex
    ) throws -> Decision {
        try decide(PreparedItem(document, seed: index.seed), id: id, index: index)
    }

    /// Decides about an item that was prepared with the index's seed.
    public func decide(
        _ item: PreparedItem, id: ItemID? = nil, index: some FingerprintIndex
    ) throws -> Decision {
        try assess(item, id: id, index: index).decision
    }

    /// Decides, and makes what ``remember(_:as:story:seen:decision:index:)`` keeps without a second look.
    public func assess(
        _ item: PreparedItem, id: ItemID? = nil, index: some FingerprintIndex
    ) throws -> Assessment {
        var deliberation = try Deliberation(item, id: id, index: index)
        return try deliberation.conclude()
    }

    /// Remembers an item after the store gave it a number and a story.
    public func remember(
        _ document: IndexedDocument, as id: ItemID, story: StoryID, seen: Date, decision: Decision,
        index: some FingerprintIndex
    ) throws {
        let item = PreparedItem(document, seed: index.seed)
        let search = try CandidateSearch(item.profile, except: id, in: index)
        let assessment = Assessment(
            decision: decision, item: item,
            ownWords: item.profile.ownWords(boilerplate: item.profile.boilerplate(search.isBoilerplate)),
            marks: search.isRoundup ? item.profile.marks.union(.roundup) : item.profile.marks,
            boilerplate: search.boilerplate(of: item.profile, beginsStory: decision.story == nil))
        try remember(assessment, as: id, story: story, seen: seen, index: index)
    }

    /// Remembers an assessed item after the store gave it a number and a story.
    public func remember(
        _ assessment: Assessment, as id: ItemID, story: StoryID, seen: Date, index: some FingerprintIndex
    ) throws {
        let decision = assessment.decision
        for other in decision.unites where other != story { try index.unite(other, into: story) }
        let leads = decision.lead == nil || decision.lead == id
        var outline = assessment.item.outline(
            id, ownWords: assessment.ownWords, marks: assessment.marks, seed: index.seed)
        outline.isLead = leads
        var entry = IndexEntry(
            outline: outline, story: story, fingerprints: assessment.item.profile.fingerprints,
            keys: assessment.item.keys.remembered, seen: seen, document: assessment.item.document)
        entry.boilerplate = assessment.boilerplate
        entry.reading = assessment.item.recalled
        try index.insert(entry)
        if decision.story != nil { try index.setLead(decision.lead ?? id, of: story) }
    }
}

/// A decision with what is needed to remember the item.
public struct Assessment: Sendable {
    /// The decision.
    public let decision: Decision
    let item: PreparedItem
    let ownWords: Int
    let marks: ItemOutline.Marks
    let boilerplate: [UInt64]

    /// The same item with another decision: one that a person or an earlier poll has made.
    func deciding(_ decision: Decision) -> Assessment {
        Assessment(
            decision: decision, item: item, ownWords: ownWords, marks: marks, boilerplate: boilerplate)
    }
}
