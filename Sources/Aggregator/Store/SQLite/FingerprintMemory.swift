import Foundation

/// What ``SQLiteFingerprintIndex`` keeps in memory between transactions: the newest items and the segments' filters.
///
/// It mirrors the file and is built anew when a transaction was rolled back or another connection wrote.
// @unchecked: it is handed to the closures of write transactions, which GRDB calls one after the other on the queue
// of the one connection that writes; a transaction's end is told there too. Nothing else ever touches it, and a class
// without a lock can't say so to the compiler.
final class FingerprintMemory: @unchecked Sendable {
    let prints = FingerprintLog(kind: 0)
    let keys = FingerprintLog(kind: 1)
    var seed: UInt64 = 0
    var floor: Int64 = 0
    var recentItems = 0
    /// Story numbers by item, from ``firstStory``; 0 where there is none.
    var stories: [UInt32] = []
    /// Numbers of fingerprints by item, in the same places.
    var printCounts: [UInt8] = []
    var firstStory: Int64 = 0
    /// Fingerprints known to have more postings than anybody reads, with their number of stories.
    var common = HashTable()
    /// Fingerprints that three stories or more have.
    var boilerplate = HashTable()
    /// The items that were read for comparisons lately.
    var readings = ReadingCache()
    /// A person has said which items are one story or not.
    var hasWords = false
    var isValid = false
    var isWatching = false
    var version: Int64 = -1

    /// Nothing is read before it is needed.
    init() {}

    /// Reads everything anew when it is needed next: part of a transaction was rolled back.
    func forget() {
        isValid = false
    }

    /// The story of an item that is new enough to be in memory; nil for all others.
    func story(of item: Int64) -> Int64? {
        let place = Int(item - firstStory)
        let known = stories
        guard place >= 0, place < known.count, known[place] != 0 else { return nil }
        return Int64(known[place])
    }
}
