import FeedParse
import Foundation

/// A hash of what a source sent for one item (FNV-1a, 64 bits): equal means that nothing changed since the
/// last poll, so that the item needs no second look.
///
/// It guards against no attacker.
struct SentHash {
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func add(_ text: String?) {
        guard let text else { return add(byte: 0xFF) }
        for byte in text.utf8 { add(byte: byte) }
        add(byte: 0)
    }

    mutating func add(_ date: Date?) {
        add(date.map { String($0.timeIntervalSince1970) })
    }

    private mutating func add(byte: UInt8) {
        value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }

    /// The hash of a parsed item: what a person would see of it.
    static func of(_ item: ParsedItem) -> Int64 {
        var hash = SentHash()
        hash.add(item.id)
        hash.add(item.link)
        hash.add(item.title)
        hash.add(item.summary)
        hash.add(item.contentHTML)
        hash.add(item.published)
        hash.add(item.updated)
        hash.add(item.unreadDate)
        hash.add(item.place)
        for author in item.authors { hash.add(author.name) }
        for enclosure in item.enclosures { hash.add(enclosure.url) }
        return Int64(bitPattern: hash.value)
    }

    /// The hash of a whole body, to skip one that is the same as at the last poll.
    static func of(_ bytes: [UInt8]) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        // Eight bytes at a step: bodies are large, and this runs on every answer.
        unsafe bytes.withUnsafeBytes { buffer in
            var offset = 0
            while offset + 8 <= buffer.count {
                let word = unsafe buffer.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                hash = (hash ^ word) &* 0x9E37_79B9_7F4A_7C15
                hash ^= hash >> 29
                offset += 8
            }
            while offset < buffer.count {
                hash = (hash ^ UInt64(unsafe buffer[offset])) &* 0x0000_0100_0000_01B3
                offset += 1
            }
        }
        return hash
    }
}
