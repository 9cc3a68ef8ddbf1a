internal import FeedParse
internal import Foundation

/// What earlier issues of a digest have told, and whether a story is worth telling again.
struct ToldStories {
    private let digest: String
    private let told: Set<StoryID>
    private var issues: [Int: DigestIssue] = [:]

    init(digest: String, told: Set<StoryID>) {
        self.digest = digest
        self.told = told
    }

    /// Decides whether an issue tells a story, and marks the entry when it is an update.
    ///
    /// A story that was told is told again when the text of its lead has really changed, when only a part
    /// of the text could be had before, or when its event has moved. New copies are silent.
    mutating func tells(
        _ entry: inout DigestIssue.Entry, of story: Story, _ reader: any StoreReader
    ) throws -> Bool {
        guard told.contains(story.id) else { return true }
        guard let earlier = try lastEntry(of: story, reader) else { return false }
        if entry.isComingUp, !earlier.isComingUp { return true }
        let gained =
            earlier.completeness != Completeness.full.rawValue
            && entry.completeness == Completeness.full.rawValue
        let rewritten = earlier.id == entry.id && entry.version > earlier.version
        let moved =
            earlier.event != nil && entry.event != nil
            && (earlier.event?.start != entry.event?.start || earlier.event?.end != entry.event?.end
                || earlier.event?.venue != entry.event?.venue
                || earlier.event?.status != entry.event?.status)
        entry.isUpdate = gained || rewritten || moved
        return entry.isUpdate
    }

    private mutating func lastEntry(
        of story: Story, _ reader: any StoreReader
    ) throws -> DigestIssue.Entry? {
        let carrying = try reader.issues(carrying: story.id).filter { $0.digest == digest }
        guard let newest = carrying.max(by: { $0.number < $1.number }) else { return nil }
        let issue: DigestIssue
        if let known = issues[newest.number] {
            issue = known
        } else {
            issue = try newest.content()
            issues[newest.number] = issue
        }
        let ids = Set(([story.lead] + story.copies).map(\.id.text))
        let entries = issue.sections.flatMap(\.stories)
        return entries.first { $0.story == story.id.text } ?? entries.first { ids.contains($0.id) }
    }
}
