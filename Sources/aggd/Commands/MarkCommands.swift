import Aggregator
import ArgumentParser

/// What the marking verbs do alike: each changes one mark of some items.
struct Marking {
    let common: CommonOptions
    let ids: [String]

    func run(kept: Bool? = nil, read: Bool? = nil, add: [String] = [], remove: [String] = []) async throws {
        let session = try Session(common)
        let store = try session.openForWriting()
        let count = try await store.write { writer in
            let items = try ids.map { try session.item($0, in: writer) }
            for item in items {
                try writer.mark(item, kept: kept, read: read, addTags: add, removeTags: remove)
                guard read == true, let story = try Self.story(ledBy: item, writer) else { continue }
                for copy in story.copies {
                    try writer.mark(copy.id, kept: nil, read: true, addTags: [], removeTags: [])
                }
            }
            return items.count
        }
        try await store.close()
        if !common.quiet { StandardError.say(Counted.text(count, "item") + " marked.") }
    }
}

extension Marking {
    /// The story that an item leads: who has read the lead has read its copies.
    private static func story(ledBy id: ItemID, _ reader: any StoreReader) throws -> Story? {
        guard let item = try reader.item(id), item.isLead else { return nil }
        return try reader.story(item.story)
    }
}

/// The verb `aggd keep`.
struct KeepCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keep", abstract: "Keep items for ever, whatever prune does.",
        discussion: "Example: aggd keep 7f3kq2")

    @OptionGroup var common: CommonOptions
    @Argument(help: "Ids, or their unique beginnings.") var ids: [String]

    func run() async throws { try await Marking(common: common, ids: ids).run(kept: true) }
}

/// The verb `aggd unkeep`.
struct UnkeepCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unkeep", abstract: "Take back keep.", discussion: "Example: aggd unkeep 7f3kq2")

    @OptionGroup var common: CommonOptions
    @Argument(help: "Ids, or their unique beginnings.") var ids: [String]

    func run() async throws { try await Marking(common: common, ids: ids).run(kept: false) }
}

/// The verb `aggd read`.
struct ReadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "read",
        abstract: "Mark items as read, with the copies of the stories they lead; -is:read leaves them out.",
        discussion: "Example: aggd read 7f3kq2 b02mxe")

    @OptionGroup var common: CommonOptions
    @Argument(help: "Ids, or their unique beginnings.") var ids: [String]

    func run() async throws { try await Marking(common: common, ids: ids).run(read: true) }
}

/// The verb `aggd tag`.
struct TagCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tag", abstract: "Give items a label, or take it away with --remove.",
        discussion: "Example: aggd tag briefing 7f3kq2 b02mxe")

    @OptionGroup var common: CommonOptions
    @Flag(help: "Take the label away.") var remove = false
    @Argument(help: "The label.") var tag: String
    @Argument(help: "Ids, or their unique beginnings.") var ids: [String]

    func validate() throws {
        // What a query can ask for: tag:NAME takes neither blanks nor commas.
        guard !tag.isEmpty, !tag.contains(where: { $0.isWhitespace || ",()\"".contains($0) }) else {
            throw ValidationError("\"\(tag)\" is no label; write one word such as briefing")
        }
    }

    func run() async throws {
        try await Marking(common: common, ids: ids).run(add: remove ? [] : [tag], remove: remove ? [tag] : [])
    }
}
