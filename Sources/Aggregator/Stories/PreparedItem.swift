import Foundation

/// An item read once for a decision and for being remembered: its document, words and keys.
public final class PreparedItem: Sendable {
    /// The document.
    public let document: IndexedDocument
    let profile: TextProfile
    let keys: StoryKeys

    /// Reads a document.
    ///
    /// - Parameter seed: the seed of the index that it will be compared with.
    public init(_ document: IndexedDocument, seed: UInt64) {
        self.document = document
        profile = TextProfile(document, seed: seed)
        keys = StoryKeys(document, profile: profile, seed: seed)
        recalled = RecalledItem(document, profile: profile)
    }

    /// The item as later ones are compared with it.
    let recalled: RecalledItem

    /// The outline that a store keeps.
    func outline(_ item: ItemID, ownWords: Int, marks: ItemOutline.Marks, seed: UInt64) -> ItemOutline {
        func short(_ text: String) -> UInt32 {
            UInt32(truncatingIfNeeded: Normaliser.hash(Array(text.utf8), seed: seed) >> 32) | 1
        }
        return ItemOutline(
            item: item, words: profile.wordCount, ownWords: ownWords, date: document.date,
            source: short(document.source),
            address: recalled.address.map(short) ?? 0, rank: document.rank,
            marks: marks)
    }
}
