/// A Bloom filter over fingerprints: tells for sure that a segment does not hold one, in one cache line.
///
/// With 12 bits a fingerprint and six bits in one block of 512, about one question in 150 is answered "perhaps"
/// without cause. It saves nearly every read from disk, since most passages of a new text are new.
struct FingerprintFilter: Sendable {
    /// Bits per fingerprint.
    ///
    /// At 8, one question in 25 costs a read in vain; at 16 the memory grows by a third.
    static let bitsPerPrint = 12

    private(set) var words: [UInt64]
    private let blocks: UInt64

    /// An empty filter for about `count` fingerprints.
    init(count: Int) {
        blocks = UInt64(max(1, (count * Self.bitsPerPrint + 511) / 512))
        words = [UInt64](repeating: 0, count: Int(blocks) * 8)
    }

    /// A filter as it was stored.
    init?(words: [UInt64]) {
        guard !words.isEmpty, words.count % 8 == 0 else { return nil }
        self.words = words
        blocks = UInt64(words.count / 8)
    }

    private static func mix(_ print: UInt64) -> UInt64 {
        var value = print &* 0x9E37_79B9_7F4A_7C15
        value ^= value >> 32
        value = value &* 0xD6E8_FEB8_6659_FD93
        return value ^ value >> 29
    }

    private func place(_ mixed: UInt64) -> Int { Int(((mixed >> 32) * blocks) >> 32) * 8 }

    /// Adds a fingerprint.
    mutating func insert(_ print: UInt64) {
        let mixed = Self.mix(print)
        let base = place(mixed)
        var bits = mixed &* 0xC2B2_AE3D_27D4_EB4F
        for _ in 0..<6 {
            let bit = Int(bits >> 55)
            words[base + (bit >> 6)] |= 1 << UInt64(bit & 63)
            bits <<= 9
        }
    }

    /// Calls a body with the places of the fingerprints in a list that may have been added.
    ///
    /// The first two of the six bits, which nine in ten fail at, are looked at without a branch.
    func mark(_ prints: [UInt64], _ body: (Int) -> Void) {
        let words = words.span
        let prints = prints.span
        for index in prints.indices {
            let mixed = Self.mix(prints[index])
            let base = place(mixed)
            let bits = mixed &* 0xC2B2_AE3D_27D4_EB4F
            let first = Int(truncatingIfNeeded: bits >> 55)
            let second = Int(truncatingIfNeeded: (bits << 9) >> 55)
            let both =
                (words[base + (first >> 6)] >> UInt64(first & 63))
                & (words[base + (second >> 6)] >> UInt64(second & 63))
            if both & 1 == 1, mayContain(prints[index]) { body(index) }
        }
    }

    /// False when the fingerprint was never added.
    func mayContain(_ print: UInt64) -> Bool {
        let mixed = Self.mix(print)
        let base = place(mixed)
        var bits = mixed &* 0xC2B2_AE3D_27D4_EB4F
        for _ in 0..<6 {
            let bit = Int(bits >> 55)
            if words[base + (bit >> 6)] & (1 << UInt64(bit & 63)) == 0 { return false }
            bits <<= 9
        }
        return true
    }
}
