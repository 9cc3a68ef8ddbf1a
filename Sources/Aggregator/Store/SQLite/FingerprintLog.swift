import Foundation
import GRDB

/// Fingerprints (or keys) and the items behind them, as a log of sorted segments.
///
/// A B-tree of postings would cost 48 scattered insertions an item, each some microseconds. Here the newest items
/// stand in memory (and, as one row each, in the file), every 2,048 of them become a sorted segment, and four
/// segments of a level become one of the next. A question asks a filter in memory for every segment and reads a
/// page only where the fingerprint probably is.
final class FingerprintLog {
    /// Items that are kept in memory before they become a segment.
    static let segmentItems = 2048
    /// Segments of a level that are merged into one of the next.
    static let fan = 4
    /// The highest level, of about half a million items; its segments are not merged, so that no merge takes long.
    static let topLevel = 4
    /// Items kept of one fingerprint when segments are merged; more than any question asks for.
    static let keptPerPrint = 64

    /// 0 for fingerprints, 1 for keys.
    let kind: Int
    private(set) var segments: [FingerprintSegment] = []
    private var recent = RecentPostings()
    /// The lists that were read from the segments as they are now: a template's are asked for again and again.
    private var read = HashTable()
    private var lists: [[Int64]] = []

    init(kind: Int) { self.kind = kind }

    /// The tables; part of the store's schema.
    static let schema = """
        CREATE TABLE story_segment (
            id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, level INTEGER NOT NULL, sequence INTEGER NOT NULL,
            first INTEGER NOT NULL, last INTEGER NOT NULL, page_bits INTEGER NOT NULL, count INTEGER NOT NULL,
            filter BLOB NOT NULL);
        CREATE TABLE story_page (id INTEGER PRIMARY KEY, postings BLOB NOT NULL);
        """

    /// Reads the list of segments; what stands in memory is forgotten.
    func load(_ db: Database) throws {
        forgetRecent()
        segments = []
        let rows = try Row.fetchCursor(
            db, sql: "SELECT * FROM story_segment WHERE kind = ? ORDER BY sequence DESC", arguments: [kind])
        while let row = try rows.next() {
            let words = [UInt64](littleEndian: row["filter"] as Data)
            guard let filter = FingerprintFilter(words: words) else {
                throw StoreError(
                    .damaged, "The index of stories is damaged; `aggd reindex` builds it anew.")
            }
            segments.append(
                FingerprintSegment(
                    id: row["id"], level: row["level"], sequence: row["sequence"], first: row["first"],
                    last: row["last"], pageBits: row["page_bits"], count: row["count"], filter: filter))
        }
    }

    /// Takes an item's fingerprints (40 bits each) into memory.
    func remember(_ prints: [UInt64], of item: Int64) { recent.insert(prints, of: item) }

    /// Forgets what stands in memory, after it became a segment or was rolled back.
    func forgetRecent() {
        recent.removeAll()
        forgetRead()
    }

    /// Adds the items behind a fingerprint to a list, newest first, until the list holds `limit`.
    func collect(_ print: UInt64, into found: inout [Int64], limit: Int, _ db: Database) throws {
        recent.collect(print, into: &found, limit: limit)
        guard found.count < limit else { return }
        if let place = read[print] {
            found.append(contentsOf: lists[Int(place)].prefix(limit - found.count))
            return
        }
        let segments = segments
        guard let first = segments.firstIndex(where: { $0.filter.mayContain(print) }) else { return }
        var list: [Int64] = []
        for index in first..<segments.count {
            guard list.count < Self.keptPerPrint else { break }
            let segment = segments[index]
            guard index == first || segment.filter.mayContain(print) else { continue }
            let statement = try db.cachedStatement(sql: "SELECT postings FROM story_page WHERE id = ?")
            guard let data = try Data.fetchOne(statement, arguments: [segment.page(of: print)]) else {
                continue
            }
            segment.collect(print, page: [UInt8](data), into: &list, limit: Self.keptPerPrint)
        }
        found.append(contentsOf: list.prefix(limit - found.count))
        read.update(print, to: Int32(lists.count))
        lists.append(list)
    }

    private func forgetRead() {
        read = HashTable()
        lists = []
    }

    /// Writes what stands in memory as a segment, then merges where a level is full.
    ///
    /// - Parameter floor: items below this number have expired and are left out of merges.
    func flush(floor: Int64, _ db: Database) throws {
        let postings = recent.sorted()
        guard !postings.isEmpty else { return }
        let sequence = (segments.first?.sequence ?? 0) + 1
        let first = postings.reduce(Int64.max) { min($0, $1.item) }
        let last = postings.reduce(0) { max($0, $1.item) }
        var writer = SegmentWriter(
            kind: kind, level: 0, sequence: sequence, first: first, last: last, count: postings.count)
        try writer.open(db)
        for posting in postings { try writer.add(posting, db) }
        segments.insert(try writer.close(db), at: 0)
        forgetRecent()
        var level = 0
        while level < Self.topLevel {
            let full = segments.filter { $0.level == level }
            if full.count < Self.fan { break }
            try merge(full, level: level + 1, floor: floor, db)
            level += 1
        }
    }

    /// Lets go of segments whose items have all expired.
    func drop(below floor: Int64, _ db: Database) throws {
        for segment in segments where segment.last < floor { try delete(segment, db) }
        segments.removeAll { $0.last < floor }
        forgetRead()
    }

    private func merge(_ parts: [FingerprintSegment], level: Int, floor: Int64, _ db: Database) throws {
        let first = max(floor, parts.reduce(Int64.max) { min($0, $1.first) })
        let last = parts.reduce(0) { max($0, $1.last) }
        var writer = SegmentWriter(
            kind: kind, level: level, sequence: parts[0].sequence, first: first, last: last,
            count: parts.reduce(0) { $0 + $1.count })
        try writer.open(db)
        var readers: [SegmentReader] = []
        for part in parts {
            var reader = try SegmentReader(part, db)
            try reader.advance()
            readers.append(reader)
        }
        var run: [Posting] = []
        while true {
            var least: Int?
            for index in readers.indices {
                guard let posting = readers[index].current else { continue }
                if let other = least, let best = readers[other].current, best < posting { continue }
                least = index
            }
            guard let least, let posting = readers[least].current else { break }
            try readers[least].advance()
            if let other = run.last, other.print != posting.print {
                for kept in run.suffix(Self.keptPerPrint) { try writer.add(kept, db) }
                run.removeAll(keepingCapacity: true)
            }
            if posting.item >= floor { run.append(posting) }
        }
        for kept in run.suffix(Self.keptPerPrint) { try writer.add(kept, db) }
        let merged = try writer.close(db)
        for part in parts { try delete(part, db) }
        let gone = Set(parts.map(\.id))
        segments.removeAll { gone.contains($0.id) }
        let place = segments.firstIndex { $0.sequence < merged.sequence } ?? segments.endIndex
        segments.insert(merged, at: place)
    }

    private func delete(_ segment: FingerprintSegment, _ db: Database) throws {
        try db.execute(
            sql: "DELETE FROM story_page WHERE id >= ? AND id < ?",
            arguments: [segment.id << 24, (segment.id + 1) << 24])
        try db.execute(sql: "DELETE FROM story_segment WHERE id = ?", arguments: [segment.id])
    }
}

/// The postings of the newest items, which are in no segment yet.
private struct RecentPostings {
    private var heads = HashTable()
    private var items: [Int64] = []
    private var nexts: [Int32] = []

    mutating func insert(_ prints: [UInt64], of item: Int64) {
        for print in prints {
            let place = Int32(items.count)
            items.append(item)
            nexts.append(heads.update(print, to: place) ?? -1)
        }
    }

    mutating func removeAll() {
        heads.removeAll()
        items.removeAll(keepingCapacity: true)
        nexts.removeAll(keepingCapacity: true)
    }

    func collect(_ print: UInt64, into found: inout [Int64], limit: Int) {
        var place = heads[print] ?? -1
        while place >= 0, found.count < limit {
            found.append(items[Int(place)])
            place = nexts[Int(place)]
        }
    }

    func sorted() -> [Posting] {
        let first = items.min() ?? 0
        let last = items.max() ?? 0
        var postings: [Posting] = []
        postings.reserveCapacity(items.count)
        // Plain numbers sort several times as fast; nearly always the newest items are near each other.
        guard last - first < 1 << 24 else {
            forEach { postings.append(Posting(print: $0, item: $1)) }
            return postings.sorted()
        }
        var packed: [UInt64] = []
        packed.reserveCapacity(items.count)
        forEach { packed.append($0 << 24 | UInt64($1 - first)) }
        packed.sort()
        for one in packed {
            postings.append(Posting(print: one >> 24, item: first + Int64(one & (1 << 24 - 1))))
        }
        return postings
    }

    private func forEach(_ body: (UInt64, Int64) -> Void) {
        heads.forEach { print, head in
            var place = head
            while place >= 0 {
                body(print, items[Int(place)])
                place = nexts[Int(place)]
            }
        }
    }
}

/// Reads a segment from its first posting to its last.
private struct SegmentReader {
    private let segment: FingerprintSegment
    private let rows: RowCursor
    private var page: [Posting] = []
    private var place = 0
    /// The posting that is next, nil at the end.
    private(set) var current: Posting?

    init(_ segment: FingerprintSegment, _ db: Database) throws {
        self.segment = segment
        rows = try Row.fetchCursor(
            db, sql: "SELECT id, postings FROM story_page WHERE id >= ? AND id < ? ORDER BY id",
            arguments: [segment.id << 24, (segment.id + 1) << 24])
    }

    mutating func advance() throws {
        while place == page.count {
            guard let row = try rows.next() else {
                current = nil
                return
            }
            page = segment.postings(page: row[0], bytes: [UInt8](row[1] as Data))
            place = 0
        }
        current = page[place]
        place += 1
    }
}

/// Writes a segment from sorted postings.
private struct SegmentWriter {
    private let kind: Int
    private var segment: FingerprintSegment
    private var page: Int64 = -1
    private var bytes: [UInt8] = []
    private var written = 0

    init(kind: Int, level: Int, sequence: Int64, first: Int64, last: Int64, count: Int) {
        self.kind = kind
        segment = FingerprintSegment(
            id: 0, level: level, sequence: sequence, first: first, last: last,
            pageBits: FingerprintSegment.pageBits(count: count), count: 0,
            filter: FingerprintFilter(count: count))
    }

    mutating func open(_ db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO story_segment (kind, level, sequence, first, last, page_bits, count, filter)
                VALUES (?, ?, ?, ?, ?, ?, 0, x'')
                """,
            arguments: [
                kind, segment.level, segment.sequence, segment.first, segment.last, segment.pageBits,
            ])
        segment.id = db.lastInsertedRowID
    }

    mutating func add(_ posting: Posting, _ db: Database) throws {
        let page = segment.page(of: posting.print)
        if page != self.page {
            try writePage(db)
            self.page = page
        }
        let rest = segment.rest(of: posting.print)
        let item = UInt32(truncatingIfNeeded: posting.item - segment.first)
        Self.append(rest, to: &bytes)
        Self.append(item, to: &bytes)
        segment.filter.insert(posting.print)
        segment.count += 1
    }

    private static func append(_ word: UInt32, to bytes: inout [UInt8]) {
        for shift in stride(from: UInt32(0), to: 32, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: word >> shift))
        }
    }

    mutating func close(_ db: Database) throws -> FingerprintSegment {
        try writePage(db)
        try db.execute(
            sql: "UPDATE story_segment SET count = ?, filter = ? WHERE id = ?",
            arguments: [segment.count, segment.filter.words.littleEndianData, segment.id])
        return segment
    }

    private mutating func writePage(_ db: Database) throws {
        guard !bytes.isEmpty else { return }
        let statement = try db.cachedStatement(sql: "INSERT INTO story_page (id, postings) VALUES (?, ?)")
        try statement.execute(arguments: [page, Data(bytes)])
        bytes.removeAll(keepingCapacity: true)
    }
}

extension [UInt64] {
    /// Reads little-endian words.
    fileprivate init(littleEndian data: Data) {
        self = [UInt64](repeating: 0, count: data.count / 8)
        let bytes = [UInt8](data.prefix(count * 8))
        for (index, byte) in bytes.enumerated() {
            self[index >> 3] |= UInt64(byte) << UInt64((index & 7) * 8)
        }
    }

    /// The words as little-endian bytes.
    fileprivate var littleEndianData: Data {
        var bytes = [UInt8](repeating: 0, count: count * 8)
        for (index, word) in enumerated() {
            for place in 0..<8 {
                bytes[index * 8 + place] = UInt8(truncatingIfNeeded: word >> UInt64(8 * place))
            }
        }
        return Data(bytes)
    }
}
