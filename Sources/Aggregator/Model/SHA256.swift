/// The hash function SHA-256 (FIPS 180-4) over bytes in memory.
///
/// Identities and the checksum of a text are made of it. None of the libraries that aggd is linked with offers it.
struct SHA256 {
    private var state: InlineArray<8, UInt32> = [
        0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab,
        0x5be0_cd19,
    ]
    /// Bytes that wait for a block to be full.
    private var pending = InlineArray<64, UInt8>(repeating: 0)
    private var waiting = 0
    private var length: UInt64 = 0

    /// Starts an empty hash.
    init() {}

    /// The 32 bytes of the hash of a text's UTF-8.
    static func hash(_ text: String) -> [UInt8] {
        digest(text).bytes
    }

    /// The hash of a text in hexadecimal digits.
    static func hexadecimal(_ text: String) -> String {
        digest(text).hexadecimal
    }

    /// The first eight bytes of the hash of a text as a signed number, as SQLite keeps numbers.
    static func key(_ text: String) -> Int64 {
        digest(text).key
    }

    /// The hash of a text's UTF-8.
    static func digest(_ text: String) -> Digest {
        var hasher = SHA256()
        hasher.update(text)
        return hasher.finish()
    }

    /// A finished hash.
    struct Digest {
        fileprivate let words: InlineArray<8, UInt32>

        /// Its 32 bytes.
        var bytes: [UInt8] {
            var bytes: [UInt8] = []
            bytes.reserveCapacity(32)
            for index in 0..<8 {
                for shift: UInt32 in [24, 16, 8, 0] {
                    bytes.append(UInt8(truncatingIfNeeded: words[index] >> shift))
                }
            }
            return bytes
        }

        /// Its hexadecimal digits.
        var hexadecimal: String {
            var digits: [UInt8] = []
            digits.reserveCapacity(64)
            for index in 0..<8 {
                var word = words[index]
                for _ in 0..<8 {
                    let digit = UInt8(word >> 28)
                    digits.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") - 10 + digit)
                    word <<= 4
                }
            }
            return String(decoding: digits, as: UTF8.self)
        }

        /// Its first eight bytes as a signed number.
        var key: Int64 {
            Int64(bitPattern: UInt64(words[0]) << 32 | UInt64(words[1]))
        }
    }

    /// Adds a text's UTF-8.
    mutating func update(_ text: String) {
        var text = text
        text.withUTF8 { buffer in
            unsafe update(buffer.span)
        }
    }

    /// Adds bytes.
    mutating func update(_ bytes: Span<UInt8>) {
        length &+= UInt64(bytes.count)
        var index = 0
        if waiting > 0 {
            while waiting < 64, index < bytes.count {
                add(bytes[index])
                index += 1
            }
            guard waiting == 64 else { return }
            compressPending()
        }
        while bytes.count - index >= 64 {
            compress(bytes, at: index)
            index += 64
        }
        while index < bytes.count {
            add(bytes[index])
            index += 1
        }
    }

    /// Ends the hash.
    consuming func finish() -> Digest {
        let bits = length &* 8
        add(0x80)
        if waiting > 56 {
            while waiting < 64 { add(0) }
            compressPending()
        }
        while waiting < 56 { add(0) }
        for index in 0..<8 { add(UInt8(truncatingIfNeeded: bits >> UInt64(56 - 8 * index))) }
        compressPending()
        return Digest(words: state)
    }

    private mutating func add(_ byte: UInt8) {
        pending[waiting] = byte
        waiting += 1
    }

    private mutating func compressPending() {
        let block = pending
        compress(block.span, at: 0)
        waiting = 0
    }

    private mutating func compress(_ bytes: Span<UInt8>, at start: Int) {
        var schedule = InlineArray<64, UInt32>(repeating: 0)
        for index in 0..<16 {
            let at = start + 4 * index
            schedule[index] =
                UInt32(bytes[at]) << 24 | UInt32(bytes[at + 1]) << 16 | UInt32(bytes[at + 2]) << 8
                | UInt32(bytes[at + 3])
        }
        for index in 16..<64 {
            let early = schedule[index - 15]
            let late = schedule[index - 2]
            let first = Self.rotate(early, 7) ^ Self.rotate(early, 18) ^ early >> 3
            let second = Self.rotate(late, 17) ^ Self.rotate(late, 19) ^ late >> 10
            schedule[index] = schedule[index - 16] &+ first &+ schedule[index - 7] &+ second
        }
        var a = state[0]
        var b = state[1]
        var c = state[2]
        var d = state[3]
        var e = state[4]
        var f = state[5]
        var g = state[6]
        var h = state[7]
        for index in 0..<64 {
            let mixedE = Self.rotate(e, 6) ^ Self.rotate(e, 11) ^ Self.rotate(e, 25)
            let choice = e & f ^ ~e & g
            let first = h &+ mixedE &+ choice &+ Self.constants[index] &+ schedule[index]
            let mixedA = Self.rotate(a, 2) ^ Self.rotate(a, 13) ^ Self.rotate(a, 22)
            let majority = a & b ^ a & c ^ b & c
            h = g
            g = f
            f = e
            e = d &+ first
            d = c
            c = b
            b = a
            a = first &+ mixedA &+ majority
        }
        state[0] &+= a
        state[1] &+= b
        state[2] &+= c
        state[3] &+= d
        state[4] &+= e
        state[5] &+= f
        state[6] &+= g
        state[7] &+= h
    }

    private static func rotate(_ word: UInt32, _ count: UInt32) -> UInt32 {
        word >> count | word << (32 - count)
    }

    private static let constants: InlineArray<64, UInt32> = [
        0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4,
        0xab1c_5ed5,
        0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7,
        0xc19b_f174,
        0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc,
        0x76f9_88da,
        0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351,
        0x1429_2967,
        0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e,
        0x9272_2c85,
        0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585,
        0x106a_a070,
        0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f,
        0x682e_6ff3,
        0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7,
        0xc671_78f2,
    ]
}
