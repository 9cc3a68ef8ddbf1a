/// A text as the deduplicator sees it: hashed words, the sentences they stand in, its figures.
struct NormalText: Sendable {
    /// One hash a word.
    var words: [UInt64] = []
    /// The sentence of each word, from 0.
    var sentences: [Int32] = []
    /// Numbers of two digits or more.
    var figures: [Figure] = []

    /// The number of sentences.
    var sentenceCount: Int { sentences.last.map { Int($0) + 1 } ?? 0 }

    /// A number in a text.
    struct Figure: Sendable {
        /// The hash of its digits.
        var hash: UInt64
        /// The sentence.
        var sentence: Int32
        /// True for 1900…2099: half of all texts name a year.
        var isYear: Bool
    }
}

/// Turns text into hashed words: case, accents, quotes, British and American spelling, `U.S.` and `US`,
/// `per cent` and `%` make no difference.
///
/// The bytes are passed along as a span: a text is read once an item, and this is where most of its time goes.
struct Normaliser {
    private let seed: UInt64
    private let limit: Int
    private var place = 0
    private var end = 0
    private var result = NormalText()
    private var word: [UInt8] = []
    private var sentence: Int32 = 0
    private var breakPending = false
    private let per: UInt64
    private let cent: UInt64
    private let percent: UInt64

    /// The words of a text, without the ranges that are cut.
    static func read(
        _ text: [UInt8], without cuts: [Range<Int>] = [], seed: UInt64,
        limit: Int = StoryThresholds.maximumWords
    ) -> NormalText {
        let bytes = text.span
        var normaliser = Normaliser(seed: seed, limit: limit)
        let expected = min(limit, text.count / 5 + 16)
        normaliser.result.words.reserveCapacity(expected)
        normaliser.result.sentences.reserveCapacity(expected)
        var start = 0
        for cut in cuts {
            normaliser.read(bytes, start..<max(start, cut.lowerBound))
            normaliser.breakPending = true
            start = max(start, cut.upperBound)
        }
        normaliser.read(bytes, start..<text.count)
        return normaliser.result
    }

    private init(seed: UInt64, limit: Int) {
        self.seed = seed
        self.limit = limit
        word.reserveCapacity(64)
        per = Self.hash(Array("per".utf8), seed: seed)
        cent = Self.hash(Array("cent".utf8), seed: seed)
        percent = Self.hash(Array("percent".utf8), seed: seed)
    }

    private static let start: UInt64 = 0xCBF2_9CE4_8422_2325

    /// The hash of a normalised word: eight bytes at a time, the first byte lowest, zeros behind the last.
    static func hash(_ word: [UInt8], seed: UInt64) -> UInt64 {
        var hash = seed ^ start
        var chunk: UInt64 = 0
        var shift: UInt64 = 0
        for byte in word {
            chunk |= UInt64(byte) << shift
            shift += 8
            if shift == 64 {
                hash = mix(hash, chunk)
                chunk = 0
                shift = 0
            }
        }
        if shift > 0 { hash = mix(hash, chunk) }
        return finish(hash)
    }

    @inline(__always)
    private static func mix(_ hash: UInt64, _ chunk: UInt64) -> UInt64 {
        let product = (hash ^ chunk) &* 0xC2B2_AE3D_27D4_EB4F
        return product ^ product >> 31
    }

    @inline(__always)
    private static func finish(_ hash: UInt64) -> UInt64 {
        let product = hash &* 0x9E37_79B9_7F4A_7C15
        return product ^ product >> 29
    }

    /// The eight bytes from a place, in lower case, as far as they are ASCII letters; and how many are.
    @inline(__always)
    private static func letters(_ bytes: Span<UInt8>, _ at: Int, _ end: Int) -> (chunk: UInt64, count: Int) {
        var chunk: UInt64 = 0
        guard at + 8 <= end else {
            var next = at
            while next < end, (bytes[next] | 0x20) &- 0x61 < 26 {
                chunk |= UInt64(bytes[next] | 0x20) << UInt64(8 * (next - at))
                next += 1
            }
            return (chunk, next - at)
        }
        // `at + 8 <= end`, and `end` is within the span.
        let word = unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: at, as: UInt64.self)
        chunk = UInt64(littleEndian: word) | 0x2020_2020_2020_2020
        let low = chunk & 0x7F7F_7F7F_7F7F_7F7F
        let isLetter = (low &+ 0x1F1F_1F1F_1F1F_1F1F) & ~(low &+ 0x0505_0505_0505_0505) & ~chunk
        let others = ~isLetter & 0x8080_8080_8080_8080
        if others == 0 { return (chunk, 8) }
        let bits = others.trailingZeroBitCount & ~7
        return (chunk & (1 << UInt64(bits) &- 1), bits >> 3)
    }

    private mutating func read(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        end = range.upperBound
        var at = range.lowerBound
        let seeded = seed ^ Self.start
        while at < end, result.words.count < limit {
            let byte = bytes[at]
            let letter = byte | 0x20
            if letter &- 0x61 < 26 {
                // A word of ASCII letters alone, hashed where it stands, is nearly every word there is.
                var hash = seeded
                var next = at
                var part = Self.letters(bytes, next, end)
                while part.count > 0 {
                    hash = Self.mix(hash, part.chunk)
                    next += part.count
                    guard part.count == 8 else { break }
                    part = Self.letters(bytes, next, end)
                }
                let after = next < end ? bytes[next] : 0
                let isWhole = next == end || after < 0x80 && after != 0x27
                let count = next - at
                if isWhole, count > 1 || next == end || after != 0x2E, count <= 64,
                    count < 5
                        || !Spelling.mayChange(
                            bytes[next - 3] | 0x20, bytes[next - 2] | 0x20, bytes[next - 1] | 0x20)
                {
                    at = next
                    push(Self.finish(hash))
                } else {
                    place = at
                    if !acronym(bytes) { letters(bytes) }
                    at = place
                }
                continue
            }
            switch byte {
            case 0x20:
                if !breakPending, at > 0, Self.maySentenceEnd(bytes[at - 1]), sentenceEnds(bytes, at) {
                    breakPending = true
                }
                at += 1
            case 0x30...0x39:
                place = at
                number(bytes)
                at = place
            case 0x0A, 0x0D:
                breakPending = true
                at += 1
            case 0x25:
                push(percent)
                at += 1
            case 0..<0x80: at += 1
            default:
                place = at
                beyondASCII(bytes)
                at = place
            }
        }
        place = at
    }

    @inline(__always)
    private mutating func push(_ hash: UInt64) {
        if breakPending {
            if !result.words.isEmpty, result.sentences.last == sentence { sentence += 1 }
            breakPending = false
        }
        if hash == cent, result.words.last == per {
            result.words[result.words.count - 1] = percent
            return
        }
        result.words.append(hash)
        result.sentences.append(sentence)
    }

    @inline(__always)
    private static func maySentenceEnd(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x2E, 0x21, 0x3F, 0x3B, 0x22, 0x9D: true
        default: false
        }
    }

    /// At a space behind the end of a sentence: whether one begins after it.
    private func sentenceEnds(_ bytes: Span<UInt8>, _ at: Int) -> Bool {
        var next = at + 1
        while next < end, bytes[next] == 0x20 { next += 1 }
        guard next < end else { return false }
        return bytes[next] >= 0x80 || bytes[next] == 0x22 || (0x41...0x5A).contains(bytes[next])
    }

    /// `U.S.`, `a.m.`: letters with a full stop each are one word.
    private mutating func acronym(_ bytes: Span<UInt8>) -> Bool {
        guard place + 3 < end, bytes[place + 1] == 0x2E else { return false }
        let end = end
        func isLetter(_ at: Int) -> Bool { at < end && (0x61...0x7A).contains(bytes[at] | 0x20) }
        guard isLetter(place + 2), bytes[place + 3] == 0x2E else {
            return false
        }
        word.removeAll(keepingCapacity: true)
        var at = place
        while isLetter(at), at + 1 < end, bytes[at + 1] == 0x2E {
            word.append(bytes[at] | 0x20)
            at += 2
        }
        // The last full stop stays in sight: it may end the sentence too.
        place = at
        push(Self.hash(word, seed: seed))
        return true
    }

    private mutating func letters(_ bytes: Span<UInt8>) {
        word.removeAll(keepingCapacity: true)
        var isASCII = true
        continueWord(bytes, &isASCII)
        if isASCII { Spelling.unify(&word) }
        if !word.isEmpty { push(Self.hash(word, seed: seed)) }
    }

    /// Reads on while letters follow.
    private mutating func continueWord(_ bytes: Span<UInt8>, _ isASCII: inout Bool) {
        while place < end {
            let byte = bytes[place]
            if (0x61...0x7A).contains(byte | 0x20), byte < 0x80 {
                if word.count < 64 { word.append(byte | 0x20) }
                place += 1
            } else if byte == 0x27 {
                if !apostrophe(bytes, width: 1) { return }
            } else if byte >= 0x80 {
                let (scalar, width) = scalar(bytes)
                let folded = TextFolding.fold(scalar)
                switch folded.kind {
                case .letter:
                    append(folded.value)
                    if folded.value >= 0x80 { isASCII = false }
                case .several:
                    for part in TextFolding.several(folded.value) { append(part) }
                case .ignored: break
                case .apostrophe:
                    if !apostrophe(bytes, width: width) { return }
                    continue
                default: return
                }
                place += width
            } else {
                return
            }
        }
    }

    /// At an apostrophe in a word: a possessive goes, other ones join.
    ///
    /// False at the end of the word.
    private mutating func apostrophe(_ bytes: Span<UInt8>, width: Int) -> Bool {
        let next = place + width
        guard next < end, (0x61...0x7A).contains(bytes[next] | 0x20) || bytes[next] >= 0xC3 else {
            return false
        }
        if bytes[next] | 0x20 == 0x73 {
            let after = next + 1
            if after >= end || !((0x61...0x7A).contains(bytes[after] | 0x20) || bytes[after] >= 0xC3) {
                place = after
                return false
            }
        }
        place = next
        return true
    }

    private mutating func append(_ scalar: UInt32) {
        guard word.count < 64 else { return }
        if scalar < 0x80 {
            word.append(UInt8(scalar))
        } else if let character = Unicode.Scalar(scalar) {
            word.append(contentsOf: UTF8.encode(character) ?? UTF8.encodedReplacementCharacter)
        }
    }

    private mutating func number(_ bytes: Span<UInt8>) {
        word.removeAll(keepingCapacity: true)
        while place < end {
            let byte = bytes[place]
            if (0x30...0x39).contains(byte) {
                if word.count < 64 { word.append(byte) }
                place += 1
            } else if byte == 0x2E || byte == 0x2C, place + 1 < end, (0x30...0x39).contains(bytes[place + 1])
            {
                if byte == 0x2E { word.append(byte) }
                place += 1
            } else if byte >= 0x80 {
                let (scalar, width) = scalar(bytes)
                let folded = TextFolding.fold(scalar)
                guard folded.kind == .digit else { break }
                word.append(UInt8(truncatingIfNeeded: folded.value))
                place += width
            } else {
                break
            }
        }
        let hash = Self.hash(word, seed: seed)
        push(hash)
        if word.count > 1 {
            let isYear =
                word.count == 4 && (word.starts(with: [0x31, 0x39]) || word.starts(with: [0x32, 0x30]))
            result.figures.append(.init(hash: hash, sentence: sentence, isYear: isYear))
        }
    }

    private mutating func beyondASCII(_ bytes: Span<UInt8>) {
        let (scalar, width) = scalar(bytes)
        let folded = TextFolding.fold(scalar)
        switch folded.kind {
        case .letter, .several: letters(bytes)
        case .digit: number(bytes)
        case .single:
            word.removeAll(keepingCapacity: true)
            append(folded.value)
            push(Self.hash(word, seed: seed))
            place += width
        case .sentenceEnd:
            breakPending = true
            place += width
        case .boundary, .ignored, .apostrophe: place += width
        }
    }

    /// The character at the current place and its bytes; a stray byte is a boundary.
    private func scalar(_ bytes: Span<UInt8>) -> (UInt32, Int) {
        func tail(_ offset: Int) -> UInt32? {
            let at = place + offset
            guard at < bytes.count, bytes[at] & 0xC0 == 0x80 else { return nil }
            return UInt32(bytes[at] & 0x3F)
        }
        let first = bytes[place]
        switch first {
        case 0xC2..<0xE0:
            if let one = tail(1) { return (UInt32(first & 0x1F) << 6 | one, 2) }
        case 0xE0..<0xF0:
            if let one = tail(1), let two = tail(2), first > 0xE0 || one >= 0x20 {
                return (UInt32(first & 0x0F) << 12 | one << 6 | two, 3)
            }
        case 0xF0..<0xF5:
            if let one = tail(1), let two = tail(2), let three = tail(3), first > 0xF0 || one >= 0x10 {
                return (UInt32(first & 0x07) << 18 | one << 12 | two << 6 | three, 4)
            }
        default: break
        }
        return (0x20, 1)
    }
}
