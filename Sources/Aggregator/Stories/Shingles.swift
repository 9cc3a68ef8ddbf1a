/// Hashes of every run of four words of a text.
enum Shingles {
    private static let salts: [UInt64] = [
        0x9E37_79B9_7F4A_7C15, 0xC2B2_AE3D_27D4_EB4F, 0x1656_67B1_9E37_79F9, 0xD6E8_FEB8_6659_FD93,
    ]

    /// The shingles of a sequence of words, one for each word that begins one; never zero.
    static func of(_ words: [UInt64], seed: UInt64) -> [UInt64] {
        let length = StoryThresholds.shingleWords
        guard words.count >= length else { return [] }
        let (first, second, third, fourth) = (salts[0], salts[1], salts[2], salts[3])
        let words = words.span
        var shingles: [UInt64] = []
        shingles.reserveCapacity(words.count - length + 1)
        for start in 0...(words.count - length) {
            var hash = (seed ^ words[start]) &* first
            hash ^= hash >> 29
            hash = (hash ^ words[start + 1]) &* second
            hash ^= hash >> 29
            hash = (hash ^ words[start + 2]) &* third
            hash ^= hash >> 29
            hash = (hash ^ words[start + 3]) &* fourth
            hash ^= hash >> 29
            shingles.append(hash &* first | 1)
        }
        return shingles
    }
}
