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

    /// Appends the text of 168 hours: its 448 letters need no padding.
    static func write(_ hours: [Float], to bytes: inout [UInt8]) {
        var place = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: hours.count * 16 / 6))
        var text = bytes.mutableSpan
        let letters = letters.span
        var bits: UInt32 = 0
        var count: UInt32 = 0
        for hour in hours {
            bits = bits << 16 | UInt32(min(65535, hour * 256 + 0.5))
            count += 16
            while count >= 6 {
                count -= 6
                text[place] = letters[Int(bits >> count & 63)]
                place += 1
            }
        }
    }

    /// The hours of a text; none when it is damaged.
    static func hours(_ text: String) -> [Float] {
        let text = text.utf8.span
        let values = values.span
        var hours: [Float] = []
        hours.reserveCapacity(168)
        var bits: UInt32 = 0
        var count: UInt32 = 0
        for place in text.indices {
            let value = values[Int(text[place])]
            guard value < 64 else { return [] }
            bits = bits << 6 | UInt32(value)
            count += 6
            if count >= 16 {
                count -= 16
                hours.append(Float(bits >> count & 0xFFFF) / 256)
            }
        }
        return hours.count == 168 && count == 0 ? hours : []
    }
}
