public import Foundation

/// What an exported feed says of itself.
public struct FeedHead: Sendable, Equatable {
    /// The title.
    public var title: String
    /// The identifier, the same at every export.
    public var id: String
    /// The feed's own address, when it has one.
    public var url: String?
    /// When it last changed; the newest item's time when nil.
    public var updated: Date?

    /// Creates a head.
    /// - Parameter name: the topic or query; the identifier is made of it when there is no address.
    public init(title: String, name: String, url: String? = nil, updated: Date? = nil) {
        self.title = title
        self.url = url
        self.updated = updated
        id = url ?? "urn:aggd:feed:\(StableHash.hex(name))"
    }

    /// When it last changed: never the time of the export, so that equal content gives equal bytes.
    func updated(with stories: [Story]) -> Date {
        updated
            ?? stories.map { $0.lead.changed ?? $0.lead.seen }.max()
            ?? Date(timeIntervalSince1970: 0)
    }
}

extension Item {
    /// An identifier for other programs: the page's address, else one made of the source's own.
    var exportID: String {
        content.url
            ?? "urn:aggd:item:\(StableHash.hex(content.source + " " + (content.guid ?? content.title)))"
    }
}
