import Foundation

/// The exact identities of an item, hashed: addresses, the publisher's id, the title.
///
/// Every kind has its own space, so that a title can't be mistaken for an address. A text that points to its
/// original keeps that address in a space of its own: the original finds it there when it comes later.
struct StoryKeys: Sendable {
    /// Where the same text was seen: canonical and other addresses.
    let addresses: [UInt64]
    /// The publisher's id within its source.
    let guid: UInt64?
    /// The original it points to, to be found among ``addresses`` of others.
    let original: UInt64?
    /// The same, to be found by the original or by another text that points to it.
    let pointer: UInt64?
    /// Its own address as a target that others may point to.
    let targets: [UInt64]
    /// Its title, when long enough to identify a story.
    let titles: [UInt64]

    /// The keys of a document.
    init(_ document: IndexedDocument, profile: TextProfile, seed: UInt64) {
        func key(_ space: String, _ value: String) -> UInt64 {
            Normaliser.hash(Array(space.utf8) + Array(value.utf8), seed: seed) | 1
        }
        var seen: Set<String> = []
        let urls = ([document.canonicalURL].compactMap(\.self) + document.otherURLs.prefix(4))
            .map(Self.plain).filter { !$0.isEmpty && seen.insert($0).inserted }
        addresses = urls.map { key("url ", $0) }
        targets = urls.map { key("original ", $0) }
        guid = document.guid.map { key("guid ", document.source + " " + $0) }
        let pointsTo = document.originalURL.map(Self.plain).flatMap {
            urls.contains($0) || $0.isEmpty ? nil : $0
        }
        original = pointsTo.map { key("url ", $0) }
        pointer = pointsTo.map { key("original ", $0) }
        titles =
            profile.titleWords.count >= StoryThresholds.titleWords
            ? profile.titles.map { ($0 ^ seed) &* 0x9E37_79B9_7F4A_7C15 | 1 } : []
    }

    /// The keys that the item is remembered under.
    var remembered: [UInt64] {
        var keys = addresses + titles
        if let guid { keys.append(guid) }
        if let pointer { keys.append(pointer) }
        return keys
    }

    /// An address without what makes no difference: scheme, `www.`, `m.`, `amp.`, `/amp`, fragment, trackers.
    ///
    /// Items bring addresses that were normalised already; this brings mobile and AMP pages to the same one.
    static func plain(_ url: String) -> String {
        var bytes = Array(url.utf8)
        if let hash = bytes.firstIndex(of: 0x23) { bytes.removeSubrange(hash...) }
        var start = 0
        if let colon = bytes.firstIndex(of: 0x3A), bytes[colon...].starts(with: [0x3A, 0x2F, 0x2F]) {
            start = colon + 3
        }
        let slash = bytes[start...].firstIndex { $0 == 0x2F || $0 == 0x3F } ?? bytes.count
        for index in start..<slash where (0x41...0x5A).contains(bytes[index]) { bytes[index] |= 0x20 }
        var isCut = true
        while isCut {
            isCut = false
            for prefix in hostPrefixes where bytes[start..<slash].starts(with: prefix) {
                start += prefix.count
                isCut = true
            }
        }
        let mark = bytes[slash...].firstIndex(of: 0x3F) ?? bytes.count
        var end = mark
        if end > slash, bytes[end - 1] == 0x2F { end -= 1 }
        if end - 4 >= slash, bytes[(end - 4)..<end].elementsEqual("/amp".utf8) { end -= 4 }
        if end > slash, bytes[end - 1] == 0x2F { end -= 1 }
        var plain = Array(bytes[start..<end])
        var separator: UInt8 = 0x3F
        for field in bytes[min(mark + 1, bytes.count)...].split(separator: 0x26) {
            let name = field.prefix { $0 != 0x3D }
            if name.starts(with: "utm_".utf8) || name.starts(with: "mc_".utf8) { continue }
            if trackers.contains(where: { name.elementsEqual($0) }) { continue }
            plain.append(separator)
            plain.append(contentsOf: field)
            separator = 0x26
        }
        return String(decoding: plain, as: UTF8.self)
    }

    private static let hostPrefixes = ["www.", "m.", "amp.", "mobile."].map { Array($0.utf8) }
    private static let trackers = [
        "fbclid", "gclid", "msclkid", "cmpid", "ref", "output", "oc", "src", "rss", "amp",
    ].map { Array($0.utf8) }
}
