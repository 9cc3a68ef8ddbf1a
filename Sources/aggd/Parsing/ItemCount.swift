import FeedParse

/// Counts the items of files: whole documents are built, none is kept.
enum ItemCount {
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
