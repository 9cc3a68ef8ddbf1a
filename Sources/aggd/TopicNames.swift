import Aggregator

/// The topics that items belong to.
enum TopicNames {
    /// The names by item: one query a topic, not one an item.
    static func of(
        _ items: [Item], in selection: ItemSelection, topics: [(name: String, query: Query)],
        reader: any StoreReader
    ) throws -> [ItemID: [String]] {
        guard !items.isEmpty else { return [:] }
        var names: [ItemID: [String]] = [:]
        for topic in topics {
            var narrowed = selection
            narrowed.query = .and([selection.query, topic.query])
            narrowed.withoutText = true
            narrowed.limit = nil
            for item in try reader.items(narrowed) { names[item.id, default: []].append(topic.name) }
        }
        return names
    }
}
