import FeedFetch
import FeedParse

/// Fetches the pages of the items of one poll, and joins what they say to the items.
///
/// A page that can't be had now for a reason that will pass is asked by a later poll (``DuePages``): the item is stored
/// with what the feed says.
struct ItemPages: Sendable {
    let poller: Poller
    let source: Source

    /// The drafts, those whose own page is wanted with what the page says.
    /// - Parameters:
    ///   - place: where the drafts are worked on.
    ///   - count: the pages of this poll.
    func join(
        _ drafts: [Draft], at place: Workbench.Place, _ count: inout PageCount
    ) async throws -> [Draft] {
        guard !drafts.isEmpty else { return drafts }
        let full = FullText(source: source, now: poller.clock())
        var result = drafts
        for index in result.indices { result[index].identify() }
        let items = drafts.map(\.item)
        let identities = result.map(\.identity)
        let name = source.name
        let known = try await poller.store.read { try $0.existing(identities, of: name) }
        for index in drafts.indices { result[index].isFresh = known[index] == nil }
        let isChanged = zip(known, items).map { $0?.differs(from: $1) ?? true }
        var wanted = drafts.indices.filter { isChanged[$0] && full.wantsPage(of: items[$0]) }
        // One that could not be had keeps its pause, however often its item changes meanwhile.
        let changed = wanted.compactMap { known[$0]?.id }
        if !changed.isEmpty {
            let now = full.now
            let resting = try await poller.store.read { reader in
                try Set(changed.filter { try reader.duePage(of: $0).map { $0.notBefore > now } ?? false })
            }
            wanted.removeAll { index in known[index].map { resting.contains($0.id) } ?? false }
        }
        if source.fullText == .auto {
            wanted = Array(wanted.suffix(count.left))
            count.left -= wanted.count
        }
        count.asked.formUnion(wanted.compactMap { known[$0]?.id })
        let pages = PageFetcher(poller: poller, source: source)
        guard !wanted.isEmpty else { return result }
        let read = await place.aside {
            // The newest first: of a host that can't be asked they are put off as one.
            await pages.articles(
                at: wanted.reversed().compactMap { index in items[index].url.map { (index, $0) } })
        }
        for page in read {
            switch page.result {
            case .success((let article, let url)):
                full.merge(article, from: url, into: &result[page.place])
                count.note(article, rules: source.rules)
            case .failure(let failure) where failure.attempts > 1:
                full.putOff(failure, draft: &result[page.place])
            case .failure(let failure): full.failed(failure, draft: &result[page.place])
            }
        }
        return result
    }
}
