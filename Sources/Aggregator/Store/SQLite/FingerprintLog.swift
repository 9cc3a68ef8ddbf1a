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
        var rows = try FastStatement(
            db,
            """
            SELECT id, level, sequence, first, last, page_bits, count FROM story_segment
            WHERE kind = ? ORDER BY sequence DESC
            """)
        rows.bind(Int64(kind))
        while try rows.step() {
            let id = rows.number(0) ?? 0
            guard let filter = FingerprintFilter(words: try FilterBlob.read(ofSegment: id, db)) else {
                throw StoreError(
                    .damaged, "The index of stories is damaged; `aggd reindex` builds it anew.")
            }
            segments.append(
                FingerprintSegment(
                    id: id, level: Int(rows.number(1) ?? 0), sequence: rows.number(2) ?? 0,
                    first: rows.number(3) ?? 0, last: rows.number(4) ?? 0, pageBits: Int(rows.number(5) ?? 0),
                    count: Int(rows.number(6) ?? 0), filter: filter))
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
        guard let place = places(of: [print]).first else { return }
        try collect(print, at: place, into: &found, limit: limit, db)
    }

    /// Where a fingerprint may be found: its newest posting in memory, and the newest segment that may hold it.
    struct Place {
        var recent: Int32
        var segment: Int32

        /// Nothing has the fingerprint.
        var isNowhere: Bool { recent < 0 && segment < 0 }
    }

    /// Where fingerprints may be found.
    ///
    /// Asked one segment after the other and without a branch between, the look-ups wait for memory together and
    /// not in a row: nearly all of a new text's fingerprints are nowhere, and that is most of what a decision asks.
    func places(of prints: [UInt64]) -> [Place] {
        var places = recent.heads(of: prints)
        for index in segments.indices.reversed() {
            segments[index].filter.mark(prints) { places[$0].segment = Int32(index) }
        }
        return places
    }

    /// Adds the items behind a fingerprint whose place is known to a list, newest first, until it holds `limit`.
    func collect(
        _ print: UInt64, at place: Place, into found: inout [Int64], limit: Int, _ db: Database
    ) throws {
        recent.collect(from: place.recent, into: &found, limit: limit)
        guard place.segment >= 0, found.count < limit else { return }
        if let known = read[print] {
            found.append(contentsOf: lists[Int(known)].prefix(limit - found.count))
            return
        }
        let segments = segments
        let first = Int(place.segment)
        var list: [Int64] = []
        for index in first..<segments.count {
            guard list.count < Self.keptPerPrint else { break }
            let segment = segments[index]
            guard index == first || segment.filter.mayContain(print) else { continue }
            var row = try FastStatement(db, "SELECT postings FROM story_page WHERE id = ?")
            row.bind(segment.page(of: print))
            guard try row.step() else { continue }
            segment.collect(print, page: row.bytes(0), into: &list, limit: Self.keptPerPrint)
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
            sql: "UPDATE story_segment SET count = ? WHERE id = ?", arguments: [segment.count, segment.id])
        try FilterBlob.write(segment.filter.words, ofSegment: segment.id, db)
        return segment
    }

    private mutating func writePage(_ db: Database) throws {
        guard !bytes.isEmpty else { return }
        var statement = try FastStatement(db, "INSERT INTO story_page (id, postings) VALUES (?, ?)")
        statement.bind(page)
        statement.bind(bytes)
        try statement.run()
        bytes.removeAll(keepingCapacity: true)
    }
}
