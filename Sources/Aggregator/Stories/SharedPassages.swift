/// The passages that two texts have in common word for word, for a person who asks why they are one story.
///
/// Case, punctuation and line breaks make no difference. Scripts without spaces are compared character by character.
public struct SharedPassages: Sendable, Equatable {
    /// One passage, as the first text has it.
    public struct Passage: Sendable, Equatable {
        /// Its text.
        public var text: String
        /// Its words.
        public var words: Int
    }

    /// The passages, the longest first.
    public let passages: [Passage]
    /// Words of the first text that stand in one of them.
    public var words: Int { passages.reduce(0) { $0 + $1.words } }

    /// Places of one run of words in the other text that are followed; more are a chorus.
    private static let placesFollowed = 8

    /// Compares two texts; what both have in a row of at least `least` words is a passage.
    public init(_ text: String, and other: String, least: Int = 6) {
        let (mine, others) = (Self.words(of: text), Self.words(of: other))
        var numbers: [String: Int32] = [:]
        func numbered(_ words: [Word]) -> [Int32] {
            words.map { word in
                if let known = numbers[word.key] { return known }
                let next = Int32(numbers.count)
                numbers[word.key] = next
                return next
            }
        }
        let (own, theirs) = (numbered(mine), numbered(others))
        let run = 4
        var places: [SIMD4<Int32>: [Int]] = [:]
        for start in theirs.indices.dropLast(run - 1) {
            places[Self.run(theirs, start), default: []].append(start)
        }
        var found: [Passage] = []
        var start = 0
        while start + run <= own.count {
            var length = 0
            for place in (places[Self.run(own, start)] ?? []).prefix(Self.placesFollowed) {
                var count = run
                while start + count < own.count, place + count < theirs.count,
                    own[start + count] == theirs[place + count]
                {
                    count += 1
                }
                length = max(length, count)
            }
            if length >= max(run, least) {
                let range = mine[start].range.lowerBound..<mine[start + length - 1].range.upperBound
                found.append(Passage(text: String(text[range]), words: length))
            }
            start += max(1, length)
        }
        passages = found.sorted { $0.words > $1.words }
    }

    private static func run(_ words: [Int32], _ start: Int) -> SIMD4<Int32> {
        SIMD4(words[start], words[start + 1], words[start + 2], words[start + 3])
    }

    /// A word of a text: how it is compared, and where it stands.
    private struct Word {
        var key: String
        var range: Range<String.Index>
    }

    private static func words(of text: String) -> [Word] {
        var words: [Word] = []
        let scalars = text.unicodeScalars
        var start: String.Index?
        func close(_ end: String.Index) {
            if let begin = start {
                words.append(Word(key: text[begin..<end].lowercased(), range: begin..<end))
            }
            start = nil
        }
        var place = scalars.startIndex
        while place < scalars.endIndex, words.count < StoryThresholds.maximumWords {
            let next = scalars.index(after: place)
            let value = scalars[place].value
            let kind = value < 0x80 ? nil : TextFolding.fold(value).kind
            let isLetter =
                kind.map { $0 == .letter || $0 == .several || $0 == .ignored || $0 == .digit }
                ?? (scalars[place].properties.isAlphabetic || value &- 0x30 < 10)
            if kind == .single {
                close(place)
                start = place
                close(next)
            } else if isLetter {
                start = start ?? place
            } else if start != nil {
                close(place)
            }
            place = next
        }
        close(place)
        return words
    }
}
