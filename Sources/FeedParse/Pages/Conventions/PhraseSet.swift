/// Phrases to look for in lower-case text, found by their first and last bytes.
struct PhraseSet: Sendable {
    private let byFirst: [[[UInt8]]]
    private let byLast: [[[UInt8]]]

    /// Sorts the phrases; they are lower case.
    init(_ phrases: [String]) {
        var first = [[[UInt8]]](repeating: [], count: 256)
        var last = first
        for phrase in phrases.map({ Array($0.utf8) }).sorted(by: { $0.count > $1.count }) {
            guard let head = phrase.first, let tail = phrase.last else { continue }
            first[Int(head)].append(phrase)
            last[Int(tail)].append(phrase)
        }
        byFirst = first
        byLast = last
    }

    /// The length of the longest phrase that a text begins with, from a byte on.
    func prefix(of text: [UInt8], from start: Int = 0) -> Int? {
        guard start < text.count else { return nil }
        for phrase in byFirst[Int(text[start])] where start + phrase.count <= text.count {
            if text[start..<start + phrase.count].elementsEqual(phrase) { return phrase.count }
        }
        return nil
    }

    /// The length of the longest phrase that a text ends with.
    func suffix(of text: [UInt8]) -> Int? {
        guard let last = text.last else { return nil }
        for phrase in byLast[Int(last)] where phrase.count <= text.count {
            if text[(text.count - phrase.count)...].elementsEqual(phrase) { return phrase.count }
        }
        return nil
    }

    /// Where the first phrase stands that begins in the first bytes of a text.
    func first(in text: [UInt8], before end: Int = .max) -> Range<Int>? {
        for start in 0..<min(text.count, end) where !byFirst[Int(text[start])].isEmpty {
            if let length = prefix(of: text, from: start) { return start..<start + length }
        }
        return nil
    }

    /// The first byte of a text that isn't a blank or one of some marks.
    static func start(of text: [UInt8], skipping marks: StaticString) -> Int {
        var at = 0
        while at < text.count {
            let byte = text[at]
            if byte <= 0x20 {
                at += 1
            } else if byte < 0x80 {
                var isMark = false
                for index in 0..<marks.utf8CodeUnitCount where unsafe marks.utf8Start[index] == byte {
                    isMark = true
                }
                if !isMark { return at }
                at += 1
            } else if byte == 0xE2 || byte == 0xF0
                || byte == 0xC2 && at + 1 < text.count && text[at + 1] < 0xC0
            {
                // Dashes, bullets, arrows and pictures.
                at += byte == 0xF0 ? 4 : byte == 0xE2 ? 3 : 2
            } else {
                return at
            }
        }
        return at
    }
}
