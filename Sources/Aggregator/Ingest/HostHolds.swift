import FeedFetch
import Foundation
import Synchronization

/// Puts down that hosts want to be left alone: by host, for the pages there, and in the states of their sources.
///
/// The fetcher keeps the wish while the process runs; the store keeps it beyond, so that neither a restart nor the next
/// run of `aggd poll` asks the host too early.
actor HostHolds {
    private let sources: [Source]
    /// The places of a host's sources.
    private lazy var byHost: [String: [Int]] = Dictionary(grouping: sources.indices) { index in
        sources[index].urls.first.flatMap { WebAddress($0)?.host } ?? ""
    }
    private let inbox: HostRestInbox

    init(sources: [Source], inbox: HostRestInbox = HostRestInbox()) {
        self.sources = sources
        self.inbox = inbox
    }

    /// What is to be put down after a poll of a source.
    /// - Parameter own: what the source's own answer asked for; what its pages did is known already.
    func news(after own: HostRest?, of source: Source?) -> HostRestNews {
        let told = inbox.take()
        guard own != nil || !told.isEmpty else { return HostRestNews() }
        var news = HostRestNews()
        for rest in [own].compactMap(\.self) + told {
            // Of several wishes the longest counts.
            guard news.rests[rest.host]?.until ?? .distantPast < rest.until else { continue }
            let isOwn = rest.host == own?.host
            let at = (byHost[rest.host] ?? []).map { sources[$0] }
            news.rests[rest.host] = rest
            // The source's own poll settles when it is asked again.
            news.sources[rest.host] = at.filter { !isOwn || $0.name != source?.name }
        }
        return news
    }

    /// Puts down what hosts have asked for when nothing else of a poll is stored.
    func putDown(in store: any Store, now: Date) async {
        let news = news(after: nil, of: nil)
        guard !news.rests.isEmpty else { return }
        do {
            try await store.write { try news.write(in: $0, now: now) }
        } catch {
            takeBack(news)
        }
    }

    /// Takes back what could not be stored: the next poll puts it down.
    func takeBack(_ news: HostRestNews) {
        for rest in news.rests.values { inbox.tell(rest) }
    }
}

/// The wishes of hosts that were told since somebody looked; the fetcher's queue tells them.
final class HostRestInbox: Sendable {
    private let rests = Mutex<[HostRest]>([])

    func tell(_ rest: HostRest) { rests.withLock { $0.append(rest) } }

    func take() -> [HostRest] {
        rests.withLock { rests in
            defer { rests = [] }
            return rests
        }
    }
}

/// What is to be put down of hosts that want to be left alone.
struct HostRestNews: Sendable {
    fileprivate(set) var rests: [String: HostRest] = [:]
    fileprivate(set) var sources: [String: [Source]] = [:]

    /// The most hosts that are remembered.
    private static let most = 1000
    private static let key = "host-rests"

    /// Puts it down.
    func write(in writer: any StoreWriter, now: Date) throws {
        for (host, rest) in rests {
            for source in sources[host] ?? [] {
                let state = try writer.pollState(of: source.name) ?? PollState()
                // Who has moved, or has another address elsewhere, doesn't wait for this host.
                guard Pipeline.hosts(of: source, state: state) == [host] else { continue }
                let held = PollMachine(source: source).heldOff(state, until: rest.until, now: now)
                if held.nextPoll != state.nextPoll { try writer.save(held, of: source.name) }
            }
        }
        guard !rests.isEmpty else { return }
        var known = try Self.known(writer, now: now)
        for (host, rest) in rests where known.count < Self.most || known[host] != nil {
            known[host] = max(known[host] ?? rest.until, rest.until)
        }
        try writer.set(String(decoding: JSONEncoder().encode(known), as: UTF8.self), of: Self.key)
    }

    /// Until when hosts want to be left alone, as it was put down; what can't be read is no wish.
    static func known(_ reader: any StoreReader, now: Date) throws -> [String: Date] {
        guard let text = try reader.value(of: key),
            let known = try? JSONDecoder().decode([String: Date].self, from: Data(text.utf8))
        else { return [:] }
        // What lies further off was put down while the clock was ahead.
        let latest = now.addingTimeInterval(TimeInterval(FetchError.longestRest))
        return known.filter { now < $1 && $1 <= latest }
    }
}

/// The wish of a host to be left alone.
struct HostRest: Sendable, Equatable {
    /// The host.
    var host: String
    /// Until when.
    var until: Date

    /// A wish of so many seconds.
    init(_ host: String, seconds: Int, now: Date) {
        self.host = host
        until = now.addingTimeInterval(TimeInterval(seconds))
    }

    /// What an error says of its host; nil when the host may be asked.
    init?(_ error: FetchError, now: Date) {
        guard let seconds = error.hostRest, let host = WebAddress(error.url)?.host else { return nil }
        self.init(host, seconds: seconds, now: now)
    }
}
