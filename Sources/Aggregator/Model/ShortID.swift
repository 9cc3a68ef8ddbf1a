/// The short texts that stand for item numbers: stable, of six letters and digits, accepted by unique prefix.
///
/// The number is scrambled by a bijection of 30 bits (35, 40 … when the store grows beyond), so that
/// neighbours differ in their first letter and a prefix is soon unique. Nothing needs to be stored.
extension ItemID {
    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    /// The short text, such as `7f3kq2`.
    public var text: String {
        var digits = 6
        while number >= Int64(1) << (5 * digits) { digits += 1 }
        let scrambled = Self.scramble(UInt64(number), bits: 5 * digits)
        var bytes: [UInt8] = []
        for digit in (0..<digits).reversed() {
            bytes.append(Self.alphabet[Int(scrambled >> UInt64(5 * digit)) & 31])
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Reads a whole short text; nil when it is none.
    public init?(text: some StringProtocol) {
        guard (6...12).contains(text.utf8.count), let value = Self.value(of: text) else { return nil }
        let bits = 5 * text.utf8.count
        let number = Self.unscramble(value, bits: bits)
        guard number > 0, bits == 30 || number >= UInt64(1) << UInt64(bits - 5) else { return nil }
        self.init(Int64(number))
    }

    /// The numbers, up to `highest`, whose text begins with `prefix` (two letters or more), in no order.
    public static func numbers(withPrefix prefix: some StringProtocol, upTo highest: Int64) -> [Int64] {
        guard prefix.utf8.count >= 2, let head = value(of: prefix) else { return [] }
        var result: [Int64] = []
        var digits = 6
        repeat {
            let bits = 5 * digits
            let free = bits - 5 * prefix.utf8.count
            // A short prefix of a small store is cheaper to find by going through the numbers.
            let floor: Int64 = digits == 6 ? 1 : Int64(1) << (bits - 5)
            let ceiling = min(highest, (Int64(1) << bits) - 1)
            if free >= 0, floor <= ceiling {
                if ceiling - floor < Int64(1) << free {
                    for number in floor...ceiling
                    where scramble(UInt64(number), bits: bits) >> UInt64(free) == head {
                        result.append(number)
                    }
                } else {
                    for tail in 0..<(UInt64(1) << UInt64(free)) {
                        let number = Int64(unscramble(head << UInt64(free) | tail, bits: bits))
                        if number >= floor, number <= ceiling { result.append(number) }
                    }
                }
            }
            digits += 1
        } while highest >= Int64(1) << (5 * (digits - 1))
        return result
    }

    private static func value(of text: some StringProtocol) -> UInt64? {
        var value: UInt64 = 0
        for byte in text.lowercased().utf8 {
            guard let digit = alphabet.firstIndex(of: byte) else { return nil }
            value = value << 5 | UInt64(digit)
        }
        return value
    }

    // Each step is invertible modulo 2^bits: multiply by an odd number, then xor with the upper half.
    private static let factor: UInt64 = 0x9E37_79B9_7F4A_7C15

    private static func scramble(_ value: UInt64, bits: Int) -> UInt64 {
        let mask = (UInt64(1) << UInt64(bits)) - 1
        var value = value & mask
        for _ in 0..<2 {
            value = (value &* factor) & mask
            value ^= value >> UInt64((bits + 1) / 2)
        }
        return value
    }

    private static func unscramble(_ value: UInt64, bits: Int) -> UInt64 {
        let mask = (UInt64(1) << UInt64(bits)) - 1
        var inverse = factor
        for _ in 0..<5 { inverse = inverse &* (2 &- factor &* inverse) }
        var value = value & mask
        for _ in 0..<2 {
            value ^= value >> UInt64((bits + 1) / 2)
            value = (value &* inverse) & mask
        }
        return value
    }
}
