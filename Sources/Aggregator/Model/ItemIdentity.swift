internal import Foundation

/// What tells one item of a source from the others: GUID, then canonical URL, then content.
///
/// Each is kept as a 64-bit hash, for ever. A key that is found is only a candidate; ``matches(_:isOnly:)``
/// decides by what else agrees, since publishers reuse GUIDs, change them at every poll, or give all items
/// one link.
struct ItemIdentity: Sendable {
    /// The publisher's id.
    var guid: String?
    /// The canonical URL with a fragment that names a part; nil for home pages, which many items share.
    var link: String?
    /// The title folded for comparing.
    var title: String
    /// When it was published.
    var published: Date?
    /// When the event starts.
    var start: Date?
    private var content: Content

    /// The text, hashed only when the comparison comes to it.
    private enum Content: Sendable {
        case text(String)
        case hash(Int64?)
    }

    /// The identity of an item.
    init(_ item: NewItem) {
        self.init(item, content: .text(item.text))
    }

    /// The identity of an item whose text is known by its SHA-256.
    init(_ item: NewItem, sha256: String) {
        let hash = UInt64(sha256.prefix(16), radix: 16).map { Int64(bitPattern: $0) }
        self.init(item, content: .hash(sha256 == Self.emptyHash ? nil : hash))
    }

    private init(_ item: NewItem, content: Content) {
        let guid = item.guid?.trimmingCharacters(in: .whitespacesAndNewlines)
        self.guid = guid?.isEmpty == false ? guid : nil
        if let url = item.url ?? item.canonicalURL, let link = CanonicalURL.identity(url),
            !CanonicalURL.isHome(link)
        {
            self.link = link
        }
        title = SearchText.fold(item.title)
        published = item.published
        start = item.event?.start
        self.content = content
    }

    /// The hash of the text; nil when there is no text.
    var text: Int64? {
        switch content {
        case .text(let text): text.isEmpty ? nil : SHA256.key(text)
        case .hash(let hash): hash
        }
    }

    /// The key of the GUID.
    var guidKey: Int64? { guid.map { SHA256.key("guid\n" + $0) } }
    /// The key of the link.
    var linkKey: Int64? { link.map { SHA256.key("link\n" + $0) } }
    /// The key of the title, kept when the item itself is forgotten.
    var titleKey: Int64 { SHA256.key("title\n" + title) }
    /// The key of title and text together, and of an event's start.
    var contentKey: Int64 {
        SHA256.key("content\n\(title)\n\(text ?? 0)\n\((start?.timeIntervalSince1970 ?? 0).rounded())")
    }

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
