import FeedFetch
import FeedParse
import Foundation

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
        let wanted = drafts.indices.filter { isChanged[$0] && full.wantsPage(of: items[$0]) }
        guard !wanted.isEmpty else { return result }
        let standing = try await standing(of: wanted, known, items, now: full.now)
        // The newest first: of a host that can't be asked they are put off as one.
        var asking = (standing.without.reversed() + standing.with.reversed())[...]
        if source.fullText == .auto {
            // A change is not lost because there was no place for it; new items beyond are an archive.
            let changed = standing.left.union(standing.with)
            for index in asking.dropFirst(count.left) where changed.contains(index) {
                full.putOff(.hasNoPlace, draft: &result[index])
            }
            asking = asking.prefix(count.left)
            count.left -= asking.count
        }
        for index in standing.behind { full.putOff(.letsOthersPass, draft: &result[index]) }
        for (index, rest) in standing.resting { result[index].page = rest }
        let pages = PageFetcher(poller: poller, source: source)
        guard !asking.isEmpty else { return result }
        let read = await place.aside {
            await pages.answers(
                of: asking.compactMap { index in
                    items[index].url.map {
                        PageFetcher.Question(place: index, url: $0, known: standing.versions[index])
                    }
                })
        }
        count.asked.formUnion(read.filter(\.isAsked).compactMap { known[$0.place]?.id })
        for page in read {
            switch page.result {
            case .success(let answer):
                guard let article = answer.article else {
                    result[page.place].page = .unchanged(answer.validators)
                    continue
                }
                full.merge(article, from: answer.url, answer.validators, into: &result[page.place])
                count.note(article, rules: source.rules)
            case .failure(let failure) where failure.attempts > 1:
                full.putOff(failure, draft: &result[page.place])
            case .failure(let failure): full.failed(failure, draft: &result[page.place])
            }
        }
        return result
    }

    /// Items whose pages are wanted, by what is to be done about them.
    private struct Standing {
        /// Those whose page was never had.
        var without: [Int] = []
        /// Of the same those that were left, and have changed since.
        var left: Set<Int> = []
        /// Those whose page was had, and that have changed.
        var with: [Int] = []
        /// Of the same those whose host has pages that are due and have given no text: they wait behind them.
        var behind: [Int] = []
        /// Those that are left alone for a time.
        var resting: [(Int, Draft.Page)] = []
        /// The versions of pages that are known.
        var versions: [Int: Validators] = [:]
    }

    private func standing(
        of wanted: [Int], _ known: [KnownItem?], _ items: [NewItem], now: Date
    ) async throws -> Standing {
        guard wanted.contains(where: { known[$0] != nil }) else { return Standing(without: wanted) }
        let name = source.name
        return try await poller.store.read { reader in
            var standing = Standing()
            for index in wanted {
                guard let id = known[index]?.id else {
                    standing.without.append(index)
                    continue
                }
                guard let stored = try reader.item(id)?.content else { continue }
                let page = try reader.duePage(of: id)
                let isMoved = stored.url != items[index].url
                if let page, let end = PageRest.end(of: page, stored, items[index], now: now) {
                    standing.resting.append((index, page.had == nil ? .waits : .rests(until: end)))
                } else if stored.textFrom == "feed", page?.wasHad != true {
                    standing.without.append(index)
                    if page?.isLeft == true { standing.left.insert(index) }
                } else {
                    standing.with.append(index)
                    if stored.textFrom != "feed", !isMoved { standing.versions[index] = page?.validators }
                }
            }
            guard !standing.with.isEmpty else { return standing }
            let asked = Set(standing.without.compactMap { known[$0]?.id })
            var hosts: Set<String> = []
            for page in try reader.duePages(of: name, by: now, sparing: [], limit: .max)
            where !hosts.contains(page.host) && !asked.contains(page.item) {
                if try reader.item(page.item)?.content.textFrom == "feed" { hosts.insert(page.host) }
            }
            guard !hosts.isEmpty else { return standing }
            let isBehind: (Int) -> Bool = { index in
                items[index].url.flatMap(WebAddress.init).map { hosts.contains($0.host) } ?? false
            }
            standing.behind = standing.with.filter(isBehind)
            standing.with.removeAll(where: isBehind)
            return standing
        }
    }
}
