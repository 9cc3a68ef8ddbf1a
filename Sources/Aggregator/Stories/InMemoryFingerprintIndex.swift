public import Foundation

/// A fingerprint index that forgets everything at the end: for tests and for streams without a store.
///
/// One task uses it at a time, like the transaction that it stands for.
public final class InMemoryFingerprintIndex: FingerprintIndex {
    /// The seed.
    public let seed: UInt64
    private var postings: [UInt64: [ItemID]] = [:]
    private var keys: [UInt64: [ItemID]] = [:]
    private var entries: [ItemID: IndexEntry] = [:]
    private var stories: [ItemID: StoryID] = [:]
    private var members: [StoryID: [ItemID]] = [:]
    private var boilerplate: Set<UInt64> = []
    private var alive: [ItemID] = []
    private var expired = 0

    /// An empty index.
    public init(seed: UInt64 = 0x6167_6764) { self.seed = seed }

    /// The items behind fingerprints.
    public func postings(of fingerprints: [UInt64], cap: Int) -> [Postings] {
        fingerprints.map { print in
            let items = (postings[print] ?? []).suffix(cap + 1).reversed()
            let count = Set(items.compactMap { stories[$0] }).count
            let isTooCommon = items.count > cap && count >= StoryThresholds.boilerplateStories
            return Postings(items: isTooCommon ? [] : Array(items.prefix(cap)), storyCount: count)
        }
    }

    /// Whether fingerprints are boilerplate.
    public func isBoilerplate(_ fingerprints: [UInt64]) -> [Bool] {
        fingerprints.map { boilerplate.contains($0) }
    }

    /// The latest items under keys.
    public func items(withKeys keys: [UInt64]) -> [[ItemID]] {
        keys.map { Array((self.keys[$0] ?? []).suffix(4).reversed()) }
    }

    /// An item's document.
    public func document(of item: ItemID) -> IndexedDocument? { entries[item]?.document }

    /// An item's story.
    public func story(of item: ItemID) -> StoryID? { stories[item] }

    /// The number of an item's fingerprints.
    public func printCount(of item: ItemID) -> Int? { entries[item]?.fingerprints.count }

    /// An item's outline.
    public func outline(of item: ItemID) -> ItemOutline? { entries[item]?.outline }

    /// A story's items, the lead first.
    public func outlines(of story: StoryID, limit: Int) -> [ItemOutline] {
        let outlines = (members[story] ?? []).compactMap { entries[$0]?.outline }
        return Array((outlines.filter(\.isLead) + outlines.filter { !$0.isLead }).prefix(limit))
    }

    /// Remembers an item.
    public func insert(_ entry: IndexEntry) {
        let item = entry.outline.item
        if let old = stories[item] { members[old]?.removeAll { $0 == item } }
        entries[item] = entry
        stories[item] = entry.story
        members[entry.story, default: []].append(item)
        alive.append(item)
        for print in entry.fingerprints { postings[print, default: []].append(item) }
        boilerplate.formUnion(entry.boilerplate)
        for key in entry.keys { keys[key, default: []].append(item) }
    }

    /// Moves a story's items to another story.
    public func unite(_ story: StoryID, into other: StoryID) {
        for item in members.removeValue(forKey: story) ?? [] {
            stories[item] = other
            entries[item]?.story = other
            entries[item]?.outline.isLead = false
            members[other, default: []].append(item)
        }
        members[other]?.sort()
    }

    /// Moves one item.
    public func move(_ item: ItemID, to story: StoryID) {
        if let old = stories[item] { members[old]?.removeAll { $0 == item } }
        stories[item] = story
        entries[item]?.story = story
        entries[item]?.outline.isLead = false
        members[story, default: []].append(item)
        members[story]?.sort()
    }

    /// Makes an item the lead.
    public func setLead(_ item: ItemID, of story: StoryID) {
        for member in members[story] ?? [] { entries[member]?.outline.isLead = member == item }
    }

    /// Forgets the fingerprints of old items.
    public func expire(before time: Date) {
        while expired < alive.count, let entry = entries[alive[expired]], entry.seen < time {
            for print in entry.fingerprints {
                postings[print]?.removeAll { $0 == entry.outline.item }
                if postings[print]?.isEmpty == true { postings[print] = nil }
            }
            expired += 1
        }
    }
}
