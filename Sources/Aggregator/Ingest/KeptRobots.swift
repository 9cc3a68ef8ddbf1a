import FeedFetch
import Foundation

extension RobotsMemory {
    /// Keeps the robots.txt of sites in the store; what can't be read or written is asked for again.
    init(store: any Store, clock: @escaping @Sendable () -> Date) {
        self.init(
            now: { Int(clock().timeIntervalSince1970) },
            recall: { site in
                guard let text = try? await store.read({ try $0.value(of: Self.key(site)) }) else {
                    return nil
                }
                return try? JSONDecoder().decode(Record.self, from: Data(text.utf8))
            },
            keep: { record, site in
                guard let data = try? JSONEncoder().encode(record) else { return }
                let text = String(decoding: data, as: UTF8.self)
                try? await store.write { try $0.set(text, of: Self.key(site)) }
            })
    }

    private static func key(_ site: String) -> String { "robots " + site }
}
