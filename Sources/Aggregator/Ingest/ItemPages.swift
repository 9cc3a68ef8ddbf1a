import FeedFetch
import FeedParse

/// Fetches the pages of the items of one poll, and joins what they say to the items.
///
/// A page that can't be asked now (its host asks to be left alone, or its turn is too far away) is asked by a later
/// poll: the item is stored with what the feed says, and counts as changed until then.
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
        if source.fullText == .auto {
            let most = count.left
            for index in wanted.dropLast(most) where known[index]?.isPageDue(of: items[index]) == true {
                count.due += 1
                result[index].item.leavePageDue()
            }
            wanted = Array(wanted.suffix(most))
            count.left -= wanted.count
        }
        let pages = PageFetcher(poller: poller, source: source)
        guard !wanted.isEmpty else { return result }
        let read = await place.aside {
            await withTaskGroup(of: (Int, Result<(Article, String), PageFailure>).self) { running in
                for index in wanted {
                    guard let url = items[index].url else { continue }
                    running.addTask { (index, await pages.article(at: url)) }
                }
                return await running.reduce(into: []) { $0.append($1) }
            }
        }
        for (index, page) in read {
            switch page {
            case .success((let article, let url)):
                full.merge(article, from: url, into: &result[index])
                count.note(article, rules: source.rules)
            case .failure(let failure) where failure.isPutOff:
                full.putOff(failure.reason, draft: &result[index])
                count.due += 1
            case .failure(let failure): full.failed(failure.reason, draft: &result[index])
            }
        }
        return result
    }
}
