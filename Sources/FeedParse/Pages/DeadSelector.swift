/// A selector of a list's field that finds nothing in any block.
///
/// Not every list has every field at any time: only where the field was found before, the page has changed.
public struct DeadSelector: Sendable, Equatable {
    /// The field, as feeds.conf names it within `item`.
    public var field: String
    /// What to tell a person.
    public var sentence: String

    /// Names a field.
    public init(field: String, sentence: String) {
        self.field = field
        self.sentence = sentence
    }
}
