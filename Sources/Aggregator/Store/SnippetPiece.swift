/// A piece of a passage that is shown for a query.
public struct SnippetPiece: Sendable, Equatable {
    /// The text as it stands in the item.
    public var text: String
    /// True when it is what the query looks for.
    public var isHit: Bool

    /// Creates a piece.
    public init(_ text: String, isHit: Bool = false) {
        self.text = text
        self.isHit = isHit
    }
}
