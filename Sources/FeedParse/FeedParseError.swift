/// Why a document could not be read as what it was asked for.
public struct FeedParseError: Error, Sendable, Equatable {
    /// What went wrong, for code to ask.
    public enum Code: String, Sendable {
        /// No bytes, or nothing but blanks.
        case empty
        /// The document is of no supported kind; the message says what it seems to be.
        case notAFeed
        /// An HTML page; ``FeedParseError/announcedFeeds`` lists the feeds it announces.
        case htmlPage
        /// A page that asks for a login.
        case loginPage
        /// JSON without a feed in it.
        case jsonWithoutFeed
        /// So damaged that no item could be read.
        case damaged
        /// A limit (depth, field size, entity expansion) was reached.
        case limit
        /// A selector or pattern could not be used.
        case selector
    }

    /// What went wrong.
    public let code: Code
    /// One sentence for a person.
    public let message: String
    /// The line in the document, from 1, where it is known.
    public let line: Int?
    /// The addresses of feeds that an HTML page announces (RSS autodiscovery).
    public let announcedFeeds: [String]

    /// Creates an error.
    public init(_ code: Code, _ message: String, line: Int? = nil, announcedFeeds: [String] = []) {
        self.code = code
        self.message = message
        self.line = line
        self.announcedFeeds = announcedFeeds
    }
}

extension FeedParseError: CustomStringConvertible {
    /// The sentence, preceded by the line where it is known.
    public var description: String {
        line.map { "line \($0): \(message)" } ?? message
    }
}
