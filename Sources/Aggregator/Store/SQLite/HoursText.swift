/// The postings of a week by hour as text: 16 bits an hour, 1/256 posting each, in base64 (RFC 4648).
///
/// Cut by hand: by way of Foundation's data and strings it took as long as all else of a poll state.
enum HoursText {
    private static let letters = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    /// What each letter stands for; 64 for all other bytes.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 64, count: 256)
        for (value, letter) in letters.enumerated() { values[Int(letter)] = UInt8(value) }
        return values
    }()

    /// The hours of a week.
    private static let hours = 168
    /// Bytes that say with a bit for each hour which have postings.
    private static let bits = hours / 8
    /// Hours with postings beyond which all are written.
    private static let few = 100

    /// Appends the text of 168 hours; nothing for any other number of them.
    ///
    /// Most hours of most sources have no posting: then a bit for each hour says which have, and only those follow.
    /// Otherwise all do, in 448 letters.
    static func write(_ hours: [Float], to text: inout [UInt8]) {
        guard hours.count == Self.hours else { return }
        let hours = hours.span
        var counts = InlineArray<168, UInt16>(repeating: 0)
        var some = 0
        for hour in hours.indices where hours[hour] > 0 {
            counts[hour] = UInt16(min(65535, hours[hour] * 256 + 0.5))
            if counts[hour] > 0 { some += 1 }
        }
        var bytes = InlineArray<336, UInt8>(repeating: 0)
        let isShort = some <= few
        var size = isShort ? bits : 0
        for hour in counts.indices where !isShort || counts[hour] > 0 {
            if isShort { bytes[hour / 8] |= 0x80 >> UInt8(hour % 8) }
            bytes[size] = UInt8(counts[hour] >> 8)
            bytes[size + 1] = UInt8(counts[hour] & 0xff)
            size += 2
        }
        write(bytes.span.extracting(first: size), to: &text)
    }

    /// Appends bytes as letters of six bits, the last one filled up with zeros.
    private static func write(_ bytes: Span<UInt8>, to text: inout [UInt8]) {
        let letters = letters
        var bits: UInt32 = 0
        var held: UInt32 = 0
        text.reserveCapacity(text.count + bytes.count * 4 / 3 + 1)
        for index in bytes.indices {
            bits = bits << 8 | UInt32(bytes[index])
            held += 8
            while held >= 6 {
                held -= 6
                text.append(letters[Int(bits >> held & 63)])
            }
        }
        if held > 0 { text.append(letters[Int(bits << (6 - held) & 63)]) }
    }

    /// The hours of a text; none when it is damaged.
    static func hours(_ text: Span<UInt8>) -> [Float] {
        guard (bits * 4 / 3...448).contains(text.count) else { return [] }
        var bytes = InlineArray<336, UInt8>(repeating: 0)
        guard read(text, into: &bytes) else { return [] }
        var hours = [Float](repeating: 0, count: hours)
        if text.count == 448 {
            for hour in hours.indices { hours[hour] = postings(bytes[hour * 2], bytes[hour * 2 + 1]) }
            return hours
        }
        var some = 0
        for index in 0..<bits { some += bytes[index].nonzeroBitCount }
        // The last letter is filled up.
        guard text.count == bits * 4 / 3 + (some * 16 + 5) / 6 else { return [] }
        var at = bits
        for index in 0..<bits {
            var left = bytes[index]
            while left != 0 {
                let bit = left.leadingZeroBitCount
                left &= ~(0x80 >> UInt8(bit))
                hours[index * 8 + bit] = postings(bytes[at], bytes[at + 1])
                at += 2
            }
        }
        return hours
    }

    /// Takes letters of six bits apart; false when there is one that is none.
    private static func read(_ text: Span<UInt8>, into bytes: inout InlineArray<336, UInt8>) -> Bool {
        let values = values
        var bits: UInt32 = 0
        var held: UInt32 = 0
        var size = 0
        for index in text.indices {
            let value = values[Int(text[index])]
            guard value < 64 else { return false }
            bits = bits << 6 | UInt32(value)
            held += 6
            guard held >= 8 else { continue }
            held -= 8
            bytes[size] = UInt8(truncatingIfNeeded: bits >> held)
            size += 1
        }
        return true
    }

    /// The postings that two bytes stand for.
    private static func postings(_ high: UInt8, _ low: UInt8) -> Float {
        Float(UInt16(high) << 8 | UInt16(low)) / 256
    }
}
