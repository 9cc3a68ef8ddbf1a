/// Changes documents a little, or much.
struct Mutator {
    let corpus: [[UInt8]]
    let words: [[UInt8]]
    /// The longest input that is made.
    static let limit = 1 << 16

    /// A new input made of one or two documents of the corpus.
    func input(_ random: inout SeededRandom) -> [UInt8] {
        var bytes = corpus[random.below(corpus.count)]
        // Few changes keep the document's shape; many test what comes after it is lost.
        let changes = 1 + random.below(1 << random.below(6))
        for _ in 0..<changes { change(&bytes, &random) }
        if bytes.count > Self.limit { bytes.removeSubrange(Self.limit...) }
        return bytes
    }

    private func change(_ bytes: inout [UInt8], _ random: inout SeededRandom) {
        let at = random.below(bytes.count + 1)
        let length = min(random.below(1 << random.below(8)), bytes.count - at)
        switch random.below(10) {
        case 0 where at < bytes.count: bytes[at] = UInt8(truncatingIfNeeded: random.next())
        case 1 where at < bytes.count: bytes[at] ^= 1 << UInt8(random.below(8))
        case 2: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: at)
        case 3: bytes.removeSubrange(at..<at + length)
        case 4: bytes.insert(contentsOf: bytes[at..<at + length], at: random.below(bytes.count + 1))
        case 5: bytes.removeSubrange(at...)
        case 6: repeatPiece(&bytes, at, length, &random)
        case 7:
            let other = corpus[random.below(corpus.count)]
            let from = random.below(other.count + 1)
            let count = min(random.below(1 << random.below(10)), other.count - from)
            bytes.insert(contentsOf: other[from..<from + count], at: at)
        default:
            guard !words.isEmpty else { return }
            bytes.insert(contentsOf: words[random.below(words.count)], at: at)
        }
    }

    /// A flood of one piece finds what is not linear.
    private func repeatPiece(_ bytes: inout [UInt8], _ at: Int, _ length: Int, _ random: inout SeededRandom) {
        let piece =
            random.below(2) == 0 && !words.isEmpty
            ? words[random.below(words.count)] : Array(bytes[at..<at + length])
        guard !piece.isEmpty else { return }
        // Mostly short ones: they are a hundred times as many inputs a second.
        let most = random.below(16) == 0 ? 13 : 6
        let times = min(1 << random.below(most), Self.limit / piece.count)
        var flood: [UInt8] = []
        flood.reserveCapacity(times * piece.count)
        for _ in 0..<times { flood += piece }
        bytes.insert(contentsOf: flood, at: at)
    }
}
