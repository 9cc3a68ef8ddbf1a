import Foundation

/// A sorted, immutable part of a ``FingerprintLog``: postings of a run of items, cut into pages by their first bits.
///
/// A page holds eight bytes a posting: the 32 bits of the fingerprint after the page's own, and the item's
/// number less the segment's first. Pages of about 110 postings let four of them share a page of SQLite.
struct FingerprintSegment {
    /// The number of the segment; its pages are the rows from `id << 24`.
    var id: Int64
    /// 0 for one that was written from the newest items; merging makes higher ones.
    var level: Int
    /// The place in time: greater is newer.
    var sequence: Int64
    /// The lowest item number.
    var first: Int64
    /// The highest item number.
    var last: Int64
    /// How many bits of a fingerprint choose the page.
    var pageBits: Int
    /// The number of postings.
    var count: Int
    /// Tells what it does not hold.
    var filter: FingerprintFilter

    /// The bits of a fingerprint that count.
    static let printBits = 40

    /// The bits that choose the page in a segment of so many postings.
    static func pageBits(count: Int) -> Int {
        var bits = 8
        while bits < 24, count >> bits > 160 { bits += 1 }
        return bits
    }

    /// The row of the page that a fingerprint is on.
    func page(of print: UInt64) -> Int64 { id << 24 | Int64(print >> UInt64(Self.printBits - pageBits)) }

    /// The 32 bits or less of a fingerprint that the page's postings carry.
    func rest(of print: UInt64) -> UInt32 {
        UInt32(truncatingIfNeeded: print & (1 << UInt64(Self.printBits - pageBits) - 1))
    }

    /// Adds the items of a fingerprint on its page to a list, newest first, up to `limit` in the list.
    func collect(_ print: UInt64, page bytes: [UInt8], into items: inout [Int64], limit: Int) {
        let rest = rest(of: print)
        var low = 0
        var high = bytes.count / 8
        // The place after the last posting with this rest; the newest item stands there.
        while low < high {
            let middle = (low + high) / 2
            if Self.word(bytes, middle * 8) <= rest { low = middle + 1 } else { high = middle }
        }
        while low > 0, items.count < limit, Self.word(bytes, (low - 1) * 8) == rest {
            low -= 1
            items.append(first + Int64(Self.word(bytes, low * 8 + 4)))
        }
    }

    /// The postings of a page, in order.
    func postings(page: Int64, bytes: [UInt8]) -> [Posting] {
        let head = UInt64(page & (1 << 24 - 1)) << UInt64(Self.printBits - pageBits)
        return stride(from: 0, to: bytes.count - 7, by: 8).map { place in
            Posting(
                print: head | UInt64(Self.word(bytes, place)),
                item: first + Int64(Self.word(bytes, place + 4)))
        }
    }

    private static func word(_ bytes: [UInt8], _ at: Int) -> UInt32 {
        UInt32(bytes[at]) | UInt32(bytes[at + 1]) << 8 | UInt32(bytes[at + 2]) << 16 | UInt32(bytes[at + 3])
            << 24
    }
}

/// One fingerprint of one item.
struct Posting: Comparable {
    /// The fingerprint's 40 bits.
    var print: UInt64
    /// The item's number.
    var item: Int64

    static func < (left: Posting, right: Posting) -> Bool {
        left.print == right.print ? left.item < right.item : left.print < right.print
    }
}
