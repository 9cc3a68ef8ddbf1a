public import Aggregator
public import Foundation

extension StoreWriter {
    /// Stores an item as a test states it, with the identity that follows from it.
    public func insert(_ item: NewItem, seen: Date, decision: Decision, hiddenBy: String?) throws -> ItemID {
        try insert(
            item, columns: PreparedColumns(item), identity: ItemIdentity(item), seen: seen,
            decision: decision, hiddenBy: hiddenBy
        ).item
    }
}

extension StoreReader {
    /// The stored item that one of a test is the same as.
    public func existing(_ item: NewItem) throws -> KnownItem? {
        try existing(ItemIdentity(item), of: item.source)
    }
}
