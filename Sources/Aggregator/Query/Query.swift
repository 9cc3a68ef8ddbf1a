public import Foundation

/// A question about items, as written in the query language: one for items, search, topics, rules, digest
/// sections and alerts.
public indirect enum Query: Sendable, Equatable {
    /// Everything (`*` or nothing).
    case all
    /// Words, phrases and prefixes in one field, or in title and text when the field is nil.
    case text(TextTerm, in: TextField?)
    /// Terms within a number of words of each other (`a NEAR/5 b`).
    case near([TextTerm], distance: Int, in: TextField?)
    /// The source's name equals or begins with (`*` at the end).
    case source(String)
    /// The organisation contains.
    case org(String)
    /// An author contains.
    case author(String)
    /// Has the tag.
    case tag(String)
    /// The address contains.
    case url(String)
    /// The language is or begins with.
    case language(String)
    /// The date lies in a range; either end may be open. The end is exclusive.
    case date(from: Date?, to: Date?)
    /// First seen in a range.
    case seen(from: Date?, to: Date?)
    /// The number of words lies in a range.
    case words(ClosedRange<Int>)
    /// In a state.
    case state(State)
    /// Every one.
    case and([Query])
    /// At least one.
    case or([Query])
    /// Not.
    case not(Query)

    /// One thing to find in a text.
    public enum TextTerm: Sendable, Equatable {
        /// A word, compared without case and accents.
        case word(String)
        /// Words in order.
        case phrase([String])
        /// A word that begins so.
        case prefix(String)
    }

    /// Where to look for words.
    public enum TextField: String, Sendable {
        /// The title.
        case title
        /// The text.
        case text
    }

    /// The states of `is:`.
    public enum State: String, Sendable, CaseIterable {
        /// Marked or shown to be a part.
        case excerpt
        /// The whole text.
        case full
        /// A headline.
        case stub
        /// Behind a pay wall.
        case paywalled
        /// The text could not be had.
        case failed
        /// An event.
        case event
        /// Its text has changed.
        case changed
        /// Not the lead of its story.
        case copy
        /// The lead of its story.
        case lead
        /// Hidden by a rule.
        case hidden
        /// Kept by a person.
        case kept
        /// Read by a person.
        case read
    }
}

/// A query that can't be understood.
public struct QueryError: Error, Sendable, Equatable {
    /// One sentence: what is wrong and what to write.
    public let message: String
    /// Where, in characters from 0.
    public let offset: Int

    /// Creates an error.
    public init(_ message: String, offset: Int) {
        self.message = message
        self.offset = offset
    }
}

extension QueryError: CustomStringConvertible {
    /// The sentence with the place, counted from 1.
    public var description: String { "character \(offset + 1): \(message)" }
}
