import Foundation

@testable import Aggregator

/// A desk that items arrive at, one after the other, over an index in memory.
final class StoryDesk {
    let index: InMemoryFingerprintIndex
    private let deduplicator = Deduplicator()
    private var count: Int64 = 0
    private var now = Date(timeIntervalSince1970: 1_790_000_000)
    private(set) var stories: [String: StoryID] = [:]
    private(set) var relations: [ItemID: Relation] = [:]
    private(set) var leads: [StoryID: ItemID] = [:]
    private var parents: [StoryID: StoryID] = [:]
    private(set) var items: [String: ItemID] = [:]

    init(seed: UInt64 = 42) { index = InMemoryFingerprintIndex(seed: seed) }

    /// An item arrives; the decision about it.
    @discardableResult
    func receive(
        _ name: String, from source: String = "wire", title: String = "", hoursLater: Double = 1,
        _ text: String, _ change: (inout IndexedDocument) -> Void = { _ in }
    ) throws -> Decision {
        now += hoursLater * 3600
        var document = IndexedDocument(source: source, title: title, text: text, date: now)
        document.canonicalURL = "https://\(source).example/\(name)"
        change(&document)
        let item = PreparedItem(document, seed: index.seed)
        let assessment = try deduplicator.assess(item, index: index)
        count += 1
        let id = ItemID(count)
        let story = assessment.decision.story ?? StoryID(count)
        try deduplicator.remember(assessment, as: id, story: story, seen: now, index: index)
        items[name] = id
        stories[name] = story
        relations[id] = assessment.decision.relation
        leads[story] = assessment.decision.lead ?? id
        for other in assessment.decision.unites { parents[other] = story }
        for revision in assessment.decision.revised { relations[revision.item] = revision.relation }
        return assessment.decision
    }

    /// The story that an item is in now.
    func story(of name: String) -> StoryID? {
        guard var story = stories[name] else { return nil }
        while let parent = parents[story] { story = parent }
        return story
    }

    /// The name of the item that leads an item's story now.
    func lead(of name: String) -> String? {
        guard let story = story(of: name), let lead = leads[story] else { return nil }
        return items.first { $0.value == lead }?.key
    }

    /// How an item relates to its story's lead now.
    func relation(of name: String) -> Relation? { items[name].flatMap { relations[$0] } }
}
