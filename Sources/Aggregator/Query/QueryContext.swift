public import Foundation

/// What the words of a query depend on: the time, the zone of dates, the topics and sources that exist.
public struct QueryContext: Sendable {
    /// The time that `today` and `-7d` are counted from.
    public var now: Date
    /// The zone that days begin in.
    public var timeZone: TimeZone
    /// The queries of the topics, by name.
    public var topics: [String: String]
    /// The sources that exist, for telling a mistyped name; nil leaves names unchecked.
    public var sources: [String]?

    /// Creates a context.
    public init(
        now: Date, timeZone: TimeZone = .gmt, topics: [String: String] = [:], sources: [String]? = nil
    ) {
        self.now = now
        self.timeZone = timeZone
        self.topics = topics
        self.sources = sources
    }

    /// The context that a configuration gives.
    ///
    /// Names of sources aren't checked: those that were taken out of the file keep their items.
    public init(_ configuration: Configuration, now: Date) {
        self.init(now: now, timeZone: TimeZone(identifier: configuration.timeZone) ?? .gmt)
        for topic in configuration.topics { topics[topic.name] = topic.query }
    }
}
