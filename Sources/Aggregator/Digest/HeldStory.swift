public import Foundation

/// A story that the limits of an issue's sections left no room for.
///
/// The next issues look at it again for a week, together with what is new then: a story is told late rather than
/// never, and one that has stood in line for a week is no news any more.
public struct HeldStory: Sendable, Equatable, Codable {
    /// The story's text id.
    public var story: String
    /// The lowest number among the story's items that the issue has looked at.
    public var item: Int64
    /// When it was first cut.
    public var since: Date

    /// How long a story stands in line.
    static let patience: TimeInterval = 7 * 86400

    /// Creates a held story.
    public init(story: String, item: Int64, since: Date) {
        self.story = story
        self.item = item
        self.since = since
    }
}
