public import Foundation

/// What is needed of an item to choose a story's lead, without its text: 32 bytes in the store.
public struct ItemOutline: Sendable, Equatable {
    /// The item.
    public var item: ItemID
    /// Words of the text.
    public var words: Int
    /// Words that are no boilerplate, as far as was known when the item came.
    public var ownWords: Int
    /// When it was published, else first seen.
    public var date: Date
    /// The source's name, hashed.
    public var source: UInt32
    /// The canonical URL, hashed; 0 when there is none.
    public var address: UInt32
    /// The source's rank, 0–100.
    public var rank: Int
    /// What the text says about itself.
    public var marks: Marks
    /// True when the item leads its story.
    public var isLead: Bool

    /// What a text says about itself.
    public struct Marks: OptionSet, Sendable {
        /// The bits.
        public let rawValue: UInt8

        /// Wraps the bits.
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// It is a part of somebody's text, by its own words or by what the reader of its page found.
        public static let excerpt = Marks(rawValue: 1)
        /// It is an update or a correction.
        public static let version = Marks(rawValue: 2)
        /// It names another organisation as its origin.
        public static let carried = Marks(rawValue: 4)
        /// It retells several stories.
        public static let roundup = Marks(rawValue: 8)
        /// It has no text worth a comparison.
        public static let bare = Marks(rawValue: 16)
    }

    /// Creates an outline.
    public init(
        item: ItemID, words: Int, ownWords: Int, date: Date, source: UInt32, address: UInt32, rank: Int = 50,
        marks: Marks = [], isLead: Bool = false
    ) {
        self.item = item
        self.words = words
        self.ownWords = ownWords
        self.date = date
        self.source = source
        self.address = address
        self.rank = rank
        self.marks = marks
        self.isLead = isLead
    }
}

extension ItemOutline {
    /// The bytes that a store keeps: everything but the item's number and whether it leads.
    public var encoded: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(26)
        func put<Value: FixedWidthInteger>(_ value: Value) {
            for shift in stride(from: 0, to: Value.bitWidth, by: 8) {
                bytes.append(UInt8(truncatingIfNeeded: value >> Value(shift)))
            }
        }
        put(UInt32(clamping: words))
        put(UInt32(clamping: ownWords))
        put(Int64(clamping: date.timeIntervalSince1970.isFinite ? Int(date.timeIntervalSince1970) : 0))
        put(source)
        put(address)
        put(UInt8(clamping: rank))
        put(marks.rawValue)
        return bytes
    }

    /// Reads what ``encoded`` wrote; nil when the bytes are not of it.
    public init?(item: ItemID, isLead: Bool, encoded bytes: [UInt8]) {
        guard bytes.count == 26 else { return nil }
        func get<Value: FixedWidthInteger>(_ at: Int, as type: Value.Type) -> Value {
            var value: Value = 0
            for index in 0..<(Value.bitWidth / 8) {
                value |= Value(truncatingIfNeeded: UInt64(bytes[at + index]) << UInt64(8 * index))
            }
            return value
        }
        self.init(
            item: item, words: Int(get(0, as: UInt32.self)), ownWords: Int(get(4, as: UInt32.self)),
            date: Date(timeIntervalSince1970: Double(get(8, as: Int64.self))),
            source: get(16, as: UInt32.self),
            address: get(20, as: UInt32.self), rank: Int(get(24, as: UInt8.self)),
            marks: Marks(rawValue: get(25, as: UInt8.self)), isLead: isLead)
    }
}
