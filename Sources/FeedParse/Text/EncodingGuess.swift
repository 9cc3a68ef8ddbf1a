/// Guesses the charset of bytes that nothing declares, by how plausible the decoded text is.
enum EncodingGuess {
    private static let candidates = [
        "Shift_JIS", "EUC-JP", "GB18030", "Big5", "EUC-KR", "windows-1251", "KOI8-R", "KOI8-U",
        "windows-1253",
        "windows-1255", "windows-1256", "windows-874",
    ]

    /// The most plausible charset; windows-1252 when nothing speaks for another.
    static func name(of bytes: ArraySlice<UInt8>) -> String {
        let sample = bytes.prefix(65536)
        if isShifting(sample) { return "ISO-2022-JP" }
        let high = sample.reduce(0) { $1 >= 0x80 ? $0 + 1 : $0 }
        if kanaPairs(sample) * 4 >= max(high, 12) { return "Shift_JIS" }
        // Western text has single high bytes between ASCII letters; the others have them in runs.
        guard high >= 8, longRuns(sample) * 2 > high else { return "windows-1252" }
        var best = (name: "windows-1252", score: 0)
        for name in candidates {
            guard var decoder = CharsetDecoder(name) else { continue }
            let (utf8, errors) = decoder.decode(sample)
            guard errors <= 1 + high / 200 else { continue }
            let score = plausibility(String(decoding: utf8, as: UTF8.self)) * 1000 / high
            if score > best.score { best = (name, score) }
        }
        return best.name
    }

    /// Whether ASCII bytes hold the escape sequences that change to Japanese (RFC 1468).
    static func isShifting(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.contains(0x1B) && bytes.windows(of: [0x1B, 0x24])
    }

    /// Pairs that are kana in Shift_JIS, whose second bytes are often ASCII; western text hardly has the first ones.
    private static func kanaPairs(_ bytes: ArraySlice<UInt8>) -> Int {
        zip(bytes, bytes.dropFirst()).count {
            $0 == 0x82 && (0x9F...0xF1).contains($1) || $0 == 0x83 && (0x40...0x96).contains($1)
        }
    }

    /// High bytes that stand in runs of three or more.
    private static func longRuns(_ bytes: ArraySlice<UInt8>) -> Int {
        var total = 0
        var run = 0
        for byte in bytes {
            if byte >= 0x80 {
                run += 1
            } else {
                if run >= 3 { total += run }
                run = 0
            }
        }
        return run >= 3 ? total + run : total
    }

    private static func plausibility(_ text: String) -> Int {
        var score = 0
        var (hangul, han) = (0, 0)
        var previous: Unicode.Scalar = " "
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x3041...0x30FC: score += 4
            case 0xFF61...0xFF9F: score -= 2
            case 0xAC00...0xD7A3:
                hangul += 1
                score += 3
            case 0x4E00...0x9FFF:
                han += 1
                score += commonHan.contains(scalar) ? 6 : 1
            case 0x3000...0x3002, 0xFF0C: score += 4
            case 0x0430...0x044F: score += commonCyrillic.contains(scalar) ? 2 : 1
            case 0x0410...0x042F where (0x0430...0x044F).contains(previous.value): score -= 3
            case 0x03B1...0x03CE: score += commonGreek.contains(scalar) ? 2 : 1
            case 0x0391...0x03A9 where (0x03B1...0x03CE).contains(previous.value): score -= 3
            case 0x0454, 0x0456, 0x0457, 0x0491: score += 2
            case 0x05D0...0x05EA: score += commonHebrew.contains(scalar) ? 2 : 1
            case 0x0621...0x064A: score += commonArabic.contains(scalar) ? 2 : 1
            // A vowel sign or tone mark stands on a letter of its script; in other charsets' bytes it stands anywhere.
            case 0x0E31, 0x0E34...0x0E3A, 0x0E47...0x0E4E:
                score += (0x0E01...0x0E4E).contains(previous.value) ? 1 : -6
            case 0x0E01...0x0E30, 0x0E32, 0x0E33, 0x0E40...0x0E46:
                score += commonThai.contains(scalar) ? 2 : 0
            case 0xE000...0xF8FF, 0x80...0xBF, 0x2500...0x259F: score -= 3
            default: break
            }
            previous = scalar
        }
        // Korean has few Chinese characters; Chinese taken for Korean is a mixture of both.
        return han * 4 > hangul && hangul > 0 ? score - 3 * hangul : score
    }

    private static let commonHan = Set(
        ("的一是不了在人有我他这中大来上个国和也子时道说出而要于就下得可你年生自会那后能对着事其里所去行过家十用"
            + "这來個國時說於後對會裡過為學與發經現開日本語事会社年月人東京時間新聞記今前部長民主政府")
            .unicodeScalars)
    private static let commonCyrillic = Set("оеаинтсрвлкмдпу".unicodeScalars)
    private static let commonHebrew = Set("יוהלארתבשמנםדע".unicodeScalars)
    private static let commonArabic = Set("اليمنوتربةدعسفهكق".unicodeScalars)
    private static let commonThai = Set("านรอกเงมยลวดทสต".unicodeScalars)
    private static let commonGreek = Set("αοιετνσρπκμληυς".unicodeScalars)
}

extension ArraySlice where Element == UInt8 {
    /// Whether two bytes follow one another somewhere.
    fileprivate func windows(of pair: [UInt8]) -> Bool {
        zip(self, dropFirst()).contains { $0 == pair[0] && $1 == pair[1] }
    }
}
