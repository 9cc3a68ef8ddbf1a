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

    /// Hours with postings beyond which all are written.
    private static let few = 100

    /// Appends the text of 168 hours.
    ///
    /// Most hours of most sources have no posting: then a bit for each hour says which have, and only those follow.
    /// Otherwise all do, in 448 letters.
    static func write(_ hours: [Float], to bytes: inout [UInt8]) {
        let counts = hours.map { UInt32(min(65535, $0 * 256 + 0.5)) }
        let some = counts.filter { $0 > 0 }
        var writer = Writer()
        if some.count <= few {
            for start in stride(from: 0, to: counts.count, by: 8) {
                let eight = counts[start..<min(start + 8, counts.count)]
                writer.add(eight.reduce(0) { $0 << 1 | ($1 > 0 ? 1 : 0) }, bits: 8)
            }
            for count in some { writer.add(count, bits: 16) }
        } else {
            for count in counts { writer.add(count, bits: 16) }
        }
        bytes += writer.text()
    }

    /// The hours of a text; none when it is damaged.
    static func hours(_ text: String) -> [Float] {
        guard var reader = Reader(text) else { return [] }
        if reader.count == 168 * 16 { return (0..<168).map { _ in Float(reader.next(bits: 16)) / 256 } }
        guard reader.count >= 168 else { return [] }
        var hours = (0..<168).map { _ in Float(reader.next(bits: 1)) }
        let some = hours.count { $0 > 0 }
        // The last letter is filled up.
        guard reader.count / 6 == (some * 16 + 5) / 6 else { return [] }
        for hour in hours.indices where hours[hour] > 0 { hours[hour] = Float(reader.next(bits: 16)) / 256 }
        return hours
    }

    /// Numbers as letters of six bits.
    private struct Writer {
        private var letters: [UInt8] = []
        private var bits: UInt32 = 0
        private var count: UInt32 = 0

        init() { letters.reserveCapacity(448) }

        mutating func add(_ number: UInt32, bits size: UInt32) {
            bits = bits << size | number
            count += size
            while count >= 6 {
                count -= 6
                letters.append(HoursText.letters[Int(bits >> count & 63)])
            }
        }

        /// All letters, the last one filled up with zeros.
        consuming func text() -> [UInt8] {
            if count > 0 { add(0, bits: 6 - count) }
            return letters
        }
    }

    /// Letters of six bits as numbers.
    private struct Reader {
        private var sixes: [UInt8] = []
        private var place = 0
        private var bits: UInt32 = 0
        private var held = 0

        /// Nil when there is a letter that is none.
        init?(_ text: String) {
            sixes.reserveCapacity(text.utf8.count)
            for letter in text.utf8 {
                let value = HoursText.values[Int(letter)]
                guard value < 64 else { return nil }
                sixes.append(value)
            }
        }

        /// Bits that are left.
        var count: Int { held + 6 * (sixes.count - place) }

        /// The next number; there are as many bits.
        mutating func next(bits size: Int) -> UInt32 {
            while held < size {
                bits = bits << 6 | UInt32(sixes[place])
                place += 1
                held += 6
            }
            held -= size
            return bits >> UInt32(held) & (1 << UInt32(size) - 1)
        }
    }
}
