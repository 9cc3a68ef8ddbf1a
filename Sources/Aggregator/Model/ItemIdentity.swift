internal import Foundation

/// What tells one item of a source from the others: GUID, then canonical URL, then content.
///
/// Each is kept as a 64-bit hash, for ever. A key that is found is only a candidate; ``matches(_:isOnly:)``
/// decides by what else agrees, since publishers reuse GUIDs, change them at every poll, or give all items
/// one link. The hashes are made once, outside of the transaction that looks for them.
public struct ItemIdentity: Sendable {
    /// The publisher's id.
    let guid: String?
    /// The canonical URL with a fragment that names a part; nil for home pages, which many items share.
    let link: String?
    /// The title folded for comparing.
    let title: String
    /// When it was published.
    let published: Date?
    /// When the event starts.
    let start: Date?
    /// The SHA-256 of the text in hexadecimal digits.
    let sha256: String
    /// The start of ``sha256`` as a number; nil when there is no text.
    let text: Int64?
    /// The key of the GUID.
    let guidKey: Int64?
    /// The key of the link.
    let linkKey: Int64?
    /// The key of title and text together, and of an event's start.
    let contentKey: Int64

    /// The identity of an item.
    public init(_ item: NewItem) {
        self.init(item, sha256: SHA256.hexadecimal(item.text))
    }

    /// The identity of an item whose text is known by its SHA-256.
    init(_ item: NewItem, sha256: String) {
        let guid = item.guid.map(Self.trimmed)
        self.guid = guid?.isEmpty == false ? guid : nil
        let link = (item.url ?? item.canonicalURL).flatMap(CanonicalURL.identity)
        self.link = link.flatMap { CanonicalURL.isHome($0) ? nil : $0 }
        title = SearchText.fold(item.title)
        published = item.published
        start = item.event?.start
        self.sha256 = sha256
        let hash = UInt64(sha256.prefix(16), radix: 16).map { Int64(bitPattern: $0) }
        text = sha256 == Self.emptyHash ? nil : hash
        guidKey = self.guid.map { SHA256.key("guid\n" + $0) }
        linkKey = self.link.map { SHA256.key("link\n" + $0) }
        let moment = (start?.timeIntervalSince1970 ?? 0).rounded()
        contentKey = SHA256.key("content\n\(title)\n\(text ?? 0)\n\(moment)")
    }

    /// A text without white space around it; most have none.
    private static func trimmed(_ text: String) -> String {
        guard let first = text.utf8.first, let last = text.utf8.last else { return "" }
        let isTrimmed = first > 0x20 && first < 0x7F && last > 0x20 && last < 0x7F
        return isTrimmed ? text : text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// The key of the title, kept when the item itself is forgotten.
    var titleKey: Int64 { SHA256.key("title\n" + title) }

    /// The keys by which the store looks for an item, the most telling one first.
    var keys: [Int64] { [guidKey, linkKey, contentKey].compactMap(\.self) }

    /// True when an item with the same GUID or link is the same item as this one.
    /// - Parameter isOnly: no other item of the source has the key by which it was found.
    func matches(_ other: ItemIdentity, isOnly: Bool) -> Bool {
        let sameTitle = title == other.title && !title.isEmpty
        if let guid, guid == other.guid {
            // The publisher's word counts, unless link and title and text all speak against it, or the GUID
            // is known to stand for several items.
            let sameLink = link == other.link && (link != nil || title == other.title)
            if sameTitle || sameLink { return true }
            return isOnly && hasSameText(other)
        }
        if let link, link == other.link {
            if sameTitle || hasSameText(other) { return true }
            // A new headline under the same link is an edit, when no GUID says otherwise.
            return isOnly && (guid == nil || other.guid == nil)
        }
        return hasSameContent(other)
    }

    /// True when title, text, date and event agree, and there is enough of it to tell.
    func hasSameContent(_ other: ItemIdentity) -> Bool {
        guard title == other.title, Self.isSame(start, other.start), text == other.text else { return false }
        let isAnonymous = guid == nil && link == nil || other.guid == nil && other.link == nil
        if isAnonymous {
            return Self.isSame(published, other.published) || published == nil || other.published == nil
        }
        return text != nil && Self.isSame(published, other.published)
    }

    private func hasSameText(_ other: ItemIdentity) -> Bool {
        guard let text else { return false }
        return text == other.text
    }

    private static func isSame(_ left: Date?, _ right: Date?) -> Bool {
        guard let left, let right else { return left == nil && right == nil }
        return abs(left.timeIntervalSince(right)) < 1
    }

    private static let emptyHash = SHA256.hexadecimal("")
}
