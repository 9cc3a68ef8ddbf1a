import FeedFetch
import Foundation

/// Notes in the states of a host's sources that the host wants to be left alone.
///
/// The fetcher keeps the wish while the process runs; the states keep it beyond, so that neither a restart nor
/// the next run of `aggd poll` asks the host too early.
actor HostHolds {
    private let sources: [Source]
    /// The places of a host's sources.
    private lazy var byHost: [String: [Int]] = Dictionary(grouping: sources.indices) { index in
        sources[index].urls.first.flatMap { WebAddress($0)?.host } ?? ""
    }

    init(sources: [Source]) {
        self.sources = sources
    }

    /// The sources whose configured address is at a host.
    func sources(at host: String) -> [Source] {
        (byHost[host] ?? []).map { sources[$0] }
    }

    /// Puts off the sources of a host, except those that are settled by their own poll.
    static func putOff(
        _ sources: [Source], until time: Date, except names: Set<String>, in writer: any StoreWriter
    ) throws {
        for source in sources where !names.contains(source.name) {
            let state = try writer.pollState(of: source.name) ?? PollState()
            let held = PollMachine(source: source).heldOff(state, until: time)
            if held.nextPoll != state.nextPoll { try writer.save(held, of: source.name) }
        }
    }
}

/// The wish of a host to be left alone.
struct HostRest: Sendable, Equatable {
    /// The host.
    var host: String
    /// Until when.
    var until: Date

    /// What an error says of its host; nil when the host may be asked.
    init?(_ error: FetchError, now: Date) {
        guard let seconds = error.hostRest, let host = WebAddress(error.url)?.host else { return nil }
        self.host = host
        until = now.addingTimeInterval(TimeInterval(seconds))
    }
}
