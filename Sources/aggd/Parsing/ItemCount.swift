import Dispatch
import FeedParse
import Synchronization

/// Counts the items of files: whole documents are built, none is kept.
enum ItemCount {
    /// The items in many files; each thread takes the next file that nobody has taken.
    static func items(inFiles names: [String], threads: Int) -> Int {
        let next = Atomic<Int>(0)
        let items = Atomic<Int>(0)
        DispatchQueue.concurrentPerform(iterations: threads) { _ in
            while true {
                let index = next.add(1, ordering: .relaxed).oldValue
                guard index < names.count else { return }
                items.add(Self.items(inFile: names[index]), ordering: .relaxed)
            }
        }
        return items.load(ordering: .relaxed)
    }

    /// The items in one file; 0 when it is no feed.
    static func items(inFile name: String) -> Int {
        var items = 0
        let stream = FeedStream { _ in items += 1 }
        try? FileBytes.inPieces(name) { piece, _ in stream.feed(piece) == .reading }
        if let feed = try? stream.finish() { return items + feed.subscriptions.count }
        guard let bytes = try? FileBytes.read(name), let feed = try? FeedParser.parse(bytes) else { return 0 }
        return feed.items.count + feed.subscriptions.count
    }
}
