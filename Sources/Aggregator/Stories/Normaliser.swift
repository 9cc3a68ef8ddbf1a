/// A text as the deduplicator sees it: hashed words, the sentences they stand in, its figures.
struct NormalText {
    /// One hash a word.
    var words: [UInt64] = []
    /// The sentence of each word, from 0.
    var sentences: [Int32] = []
    /// Numbers of two digits or more.
    var figures: [Figure] = []

    /// The number of sentences.
    var sentenceCount: Int { sentences.last.map { Int($0) + 1 } ?? 0 }

    /// A number in a text.
    struct Figure {
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
struct Normaliser {
    private let bytes: [UInt8]
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
        var normaliser = Normaliser(text, seed: seed, limit: limit)
        var start = 0
        for cut in cuts {
            normaliser.read(start..<max(start, cut.lowerBound))
            normaliser.breakPending = true
            start = max(start, cut.upperBound)
        }
        normaliser.read(start..<text.count)
        return normaliser.result
    }

    private init(_ bytes: [UInt8], seed: UInt64, limit: Int) {
        self.bytes = bytes
        self.seed = seed
        self.limit = limit
        word.reserveCapacity(64)
        per = Self.hash(Array("per".utf8), seed: seed)
        cent = Self.hash(Array("cent".utf8), seed: seed)
        percent = Self.hash(Array("percent".utf8), seed: seed)
    }

    /// The hash of a normalised word.
    static func hash(_ word: [UInt8], seed: UInt64) -> UInt64 {
        var hash = seed ^ 0xCBF2_9CE4_8422_2325
        for byte in word { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        return finish(hash)
    }

    private static func finish(_ hash: UInt64) -> UInt64 {
        var hash = hash ^ hash >> 32
        hash = hash &* 0x9E37_79B9_7F4A_7C15
        return hash ^ hash >> 29
    }

    private mutating func read(_ range: Range<Int>) {
        place = range.lowerBound
        end = range.upperBound
        while place < end, result.words.count < limit {
            let byte = bytes[place]
            switch byte {
            case 0x61...0x7A, 0x41...0x5A:
                if !acronym(), !plainWord() { letters() }
            case 0x30...0x39: number()
            case 0x0A, 0x0D:
                breakPending = true
                place += 1
            case 0x25:
                push(percent)
                place += 1
            case 0x20:
                if !breakPending, sentenceEnds() { breakPending = true }
                place += 1
            case 0..<0x80: place += 1
            default: beyondASCII()
            }
        }
    }

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

    /// At a space: whether a sentence ended before it and one begins after it.
    private func sentenceEnds() -> Bool {
        guard place > 0 else { return false }
        switch bytes[place - 1] {
        case 0x2E, 0x21, 0x3F, 0x3B, 0x22, 0x9D: break
        default: return false
        }
        var next = place + 1
        while next < end, bytes[next] == 0x20 { next += 1 }
        guard next < end else { return false }
        return bytes[next] >= 0x80 || bytes[next] == 0x22 || (0x41...0x5A).contains(bytes[next])
    }

    /// `U.S.`, `a.m.`: letters with a full stop each are one word.
    private mutating func acronym() -> Bool {
        func isLetter(_ at: Int) -> Bool { at < end && (0x61...0x7A).contains(bytes[at] | 0x20) }
        guard place + 3 < end, bytes[place + 1] == 0x2E, isLetter(place + 2), bytes[place + 3] == 0x2E else {
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

    /// A word of ASCII letters alone, hashed where it stands; false when it goes on in another way.
    private mutating func plainWord() -> Bool {
        var at = place
        while at < end, (0x61...0x7A).contains(bytes[at] | 0x20) { at += 1 }
        if at < end, bytes[at] == 0x27 || bytes[at] >= 0x80 { return false }
        let count = at - place
        if count > 64 || count > 4 && Spelling.mayChange(bytes[at - 1] | 0x20) { return false }
        var hash = seed ^ 0xCBF2_9CE4_8422_2325
        for index in place..<at { hash = (hash ^ UInt64(bytes[index] | 0x20)) &* 0x0000_0100_0000_01B3 }
        place = at
        push(Self.finish(hash))
        return true
    }

    private mutating func letters() {
        word.removeAll(keepingCapacity: true)
        var isASCII = true
        continueWord(&isASCII)
        if isASCII { Spelling.unify(&word) }
        if !word.isEmpty { push(Self.hash(word, seed: seed)) }
    }

    /// Reads on while letters follow.
    private mutating func continueWord(_ isASCII: inout Bool) {
        while place < end {
            let byte = bytes[place]
            if (0x61...0x7A).contains(byte | 0x20), byte < 0x80 {
                if word.count < 64 { word.append(byte | 0x20) }
                place += 1
            } else if byte == 0x27 {
                if !apostrophe(width: 1) { return }
            } else if byte >= 0x80 {
                let (scalar, width) = scalar()
                let folded = TextFolding.fold(scalar)
                switch folded.kind {
                case .letter:
                    append(folded.value)
                    if folded.value >= 0x80 { isASCII = false }
                case .several:
                    for part in TextFolding.several(folded.value) { append(part) }
                case .ignored: break
                case .apostrophe:
                    if !apostrophe(width: width) { return }
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
    private mutating func apostrophe(width: Int) -> Bool {
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

    private mutating func number() {
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
                let (scalar, width) = scalar()
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

    private mutating func beyondASCII() {
        let (scalar, width) = scalar()
        let folded = TextFolding.fold(scalar)
        switch folded.kind {
        case .letter, .several: letters()
        case .digit: number()
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
    private func scalar() -> (UInt32, Int) {
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
