internal import FeedParse
internal import Foundation
internal import GRDB

/// The columns of a stored item in the order in which they are selected and read.
enum ItemRows {
    /// The columns; `i` is the item, `s` its source.
    static let columns = """
        i.id, s.name, i.story, i.lead, i.relation, i.score, i.overlap, i.seen, i.changed, i.version, i.words,
        i.sha256, i.sent_hash, i.hidden_by, i.kept, i.read, i.kind, i.completeness, i.text_from, i.language,
        i.guid, i.title, i.url, i.canonical_url, i.original_url, i.org, i.authors, i.published,
        i.published_from, i.modified, i.issued, i.tags, i.tags_added, i.tags_removed, s.tags, i.image,
        i.enclosures, i.event
        """

    /// The columns of the texts; `b` is the body.
    static let bodyColumns = ", b.text, b.html, b.summary"

    /// The item of a row.
    static func item(_ row: Row, withText: Bool) throws -> Item {
        var content = NewItem(source: row[1])
        content.sentHash = row[12]
        content.kind = ItemKind(rawValue: row[16]) ?? .article
        content.completeness = Completeness(rawValue: row[17]) ?? .full
        content.textFrom = row[18]
        content.language = row[19]
        content.guid = row[20]
        content.title = row[21]
        content.url = row[22]
        content.canonicalURL = row[23]
        content.originalURL = row[24]
        content.org = row[25]
        content.authors = StoredList.list(row[26])
        content.published = StoredTime.date(row[27] as Int64?)
        content.publishedFrom = DateOrigin(rawValue: row[28]) ?? .none
        content.modified = StoredTime.date(row[29] as Int64?)
        content.issued = StoredTime.date(row[30] as Int64?)
        content.tags = StoredList.list(row[31])
        content.image = row[35]
        content.enclosures = try StoredJSON.value([Enclosure].self, from: row[36]) ?? []
        content.event = try StoredJSON.value(Event.self, from: row[37])
        if withText {
            content.text = row[38] ?? ""
            content.html = row[39]
            content.summary = row[40]
        }
        var item = Item(
            id: ItemID(row[0]), content: content, seen: StoredTime.date(row[7] as Int64),
            story: StoryID(row[2]),
            isLead: row[3], relation: Relation(rawValue: row[4]) ?? .new)
        item.score = row[5]
        item.overlap = row[6]
        item.changed = StoredTime.date(row[8] as Int64?)
        item.version = row[9]
        item.words = row[10]
        item.sha256 = row[11]
        item.hiddenBy = row[13]
        item.kept = row[14]
        item.read = row[15]
        item.tags = tags(
            of: StoredList.list(row[34]) + content.tags + StoredList.list(row[32]),
            without: StoredList.list(row[33]))
        return item
    }

    /// All tags in the order source, item, person, each once.
    static func tags(of tags: [String], without removed: [String]) -> [String] {
        if tags.count < 2, removed.isEmpty { return tags }
        var seen = Set(removed.map { $0.lowercased() })
        return tags.filter { seen.insert($0.lowercased()).inserted }
    }
}
