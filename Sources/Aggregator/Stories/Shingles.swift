/// Hashes of every run of four words of a text.
enum Shingles {
    private static let salts: [UInt64] = [
        0x9E37_79B9_7F4A_7C15, 0xC2B2_AE3D_27D4_EB4F, 0x1656_67B1_9E37_79F9, 0xD6E8_FEB8_6659_FD93,
    ]

    /// The shingles of a sequence of words, one for each word that begins one; never zero.
    static func of(_ words: [UInt64], seed: UInt64) -> [UInt64] {
        let length = StoryThresholds.shingleWords
        guard words.count >= length else { return [] }
        var shingles: [UInt64] = []
        shingles.reserveCapacity(words.count - length + 1)
        for start in 0...(words.count - length) {
            var hash = seed
            for index in 0..<length {
                hash = (hash ^ words[start + index]) &* salts[index]
                hash ^= hash >> 29
            }
            hash = hash &* salts[0]
            shingles.append(hash | 1)
        }
        return shingles
    }
}
