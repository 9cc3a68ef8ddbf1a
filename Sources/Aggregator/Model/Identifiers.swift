/// The number of a stored item, shown to people as a short text (``text``).
public struct ItemID: Sendable, Hashable, Comparable, Codable {
    /// The store's number, from 1, in the order of arrival.
    public let number: Int64

    /// Wraps the store's number.
    public init(_ number: Int64) {
        self.number = number
    }

    /// Items that arrived earlier come first.
    public static func < (left: ItemID, right: ItemID) -> Bool { left.number < right.number }
}

/// The number of a stored story.
public struct StoryID: Sendable, Hashable, Comparable, Codable {
    /// The store's number, from 1.
    public let number: Int64

    /// Wraps the store's number.
    public init(_ number: Int64) {
        self.number = number
    }

    /// Stories that began earlier come first.
    public static func < (left: StoryID, right: StoryID) -> Bool { left.number < right.number }

    /// The text for people: `S` and the number.
    public var text: String { "S\(number)" }
}
