/// What the first of several addresses gave at its old place, although another one is asked instead since it moved.
///
/// Whether the feed is back there only its own items tell: something new beside what is known.
struct OldPlaceReading: Sendable {
    /// The identities of its items.
    let identities: [ItemIdentity]
    /// What was stored of it already, of a giant document.
    let parts: Ingestor.Result

    init(_ reading: SourceReading) {
        identities = reading.drafts.filter { !$0.isBacklog }.map(\.identity)
        parts = reading.stored
    }

    /// Whether it carries on with something new, after the items of all addresses were stored.
    /// - Parameter stored: the items that were new at this poll.
    func carriesOn(after stored: Set<ItemID>, of source: Source, in writer: any StoreWriter) throws -> Bool {
        let items = try writer.existing(identities, of: source.name).compactMap { $0?.id }
        let isNew = !parts.newItems.isEmpty || items.contains(where: stored.contains)
        return isNew && (parts.known > 0 || items.contains { !stored.contains($0) })
    }
}
