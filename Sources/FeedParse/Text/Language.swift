/// Guesses the language of a text from its script and its commonest words.
public enum Language {
    /// Returns an ISO 639-1 code, or nil when the text is too short or fits no known language.
    public static func detect(_ text: String) -> String? {
        var scripts = [Int](repeating: 0, count: Script.allCases.count)
        var letters = 0
        for scalar in text.unicodeScalars.prefix(sample) {
            guard let script = Script(scalar) else { continue }
            scripts[script.rawValue] += 1
            letters += 1
        }
        guard letters >= 8,
            let main = Script.allCases.max(by: { scripts[$0.rawValue] < scripts[$1.rawValue] })
        else { return nil }
        let han = scripts[Script.han.rawValue]
        if scripts[Script.kana.rawValue] * 8 > letters { return "ja" }
        if scripts[Script.hangul.rawValue] * 3 > letters { return "ko" }
        if han * 2 > letters { return "zh" }
        switch main {
        case .latin: return best(text)
        case .cyrillic: return cyrillic(text)
        case .arabic: return arabic(text)
        case .greek: return "el"
        case .hebrew: return "he"
        case .thai: return "th"
        case .devanagari: return "hi"
        case .georgian: return "ka"
        case .armenian: return "hy"
        case .bengali: return "bn"
        case .tamil: return "ta"
        case .han: return "zh"
        case .kana: return "ja"
        case .hangul: return "ko"
        }
    }

    /// How much of a text is looked at, in characters.
    private static let sample = 6000

    private enum Script: Int, CaseIterable {
        case latin, cyrillic, greek, arabic, hebrew, han, kana, hangul, thai, devanagari, georgian, armenian
        case bengali, tamil

        init?(_ scalar: Unicode.Scalar) {
            switch scalar.value {
            case 0x41...0x5A, 0x61...0x7A, 0xC0...0x24F, 0x1E00...0x1EFF: self = .latin
            case 0x370...0x3FF, 0x1F00...0x1FFF: self = .greek
            case 0x400...0x52F: self = .cyrillic
            case 0x531...0x58F: self = .armenian
            case 0x590...0x5FF: self = .hebrew
            case 0x600...0x6FF, 0x750...0x77F: self = .arabic
            case 0x900...0x97F: self = .devanagari
            case 0x980...0x9FF: self = .bengali
            case 0xB80...0xBFF: self = .tamil
            case 0xE00...0xE7F: self = .thai
            case 0x10A0...0x10FF: self = .georgian
            case 0x1100...0x11FF, 0xAC00...0xD7AF: self = .hangul
            case 0x3040...0x30FF: self = .kana
            case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF: self = .han
            default: return nil
            }
        }
    }

    /// The Latin language that most of the words belong to; nil when they are too few or two fit as well.
    private static func best(_ text: String) -> String? {
        var scores = [Int](repeating: 0, count: latin.count)
        var total = 0
        var word: [UInt8] = []
        func endWord() {
            guard !word.isEmpty else { return }
            total += 1
            if word.count <= longestWord, var languages = common[String(decoding: word, as: UTF8.self)] {
                while languages != 0 {
                    scores[languages.trailingZeroBitCount] += 1
                    languages &= languages - 1
                }
            }
            word.removeAll(keepingCapacity: true)
        }
        let end =
            text.unicodeScalars.index(
                text.startIndex, offsetBy: sample, limitedBy: text.endIndex) ?? text.endIndex
        let bytes = text[..<end].loweredBytes
        var at = 0
        while at < bytes.count {
            let byte = bytes[at]
            if byte < 0x80 {
                if byte &- UInt8(ascii: "a") < 26 { word.append(byte) } else { endWord() }
                at += 1
                continue
            }
            let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2
            if isLetter(bytes[at..<min(at + length, bytes.count)]) {
                word.append(contentsOf: bytes[at..<min(at + length, bytes.count)])
            } else {
                endWord()
            }
            at += length
        }
        endWord()
        guard let top = scores.indices.max(by: { scores[$0] < scores[$1] }) else { return nil }
        let second = scores.indices.filter { $0 != top }.map { scores[$0] }.max() ?? 0
        guard scores[top] >= 2, scores[top] > second, scores[top] * 25 >= total else { return nil }
        return latin[top].code
    }

    /// True for a small letter beyond ASCII, or an accent on the letter before, by its bytes.
    private static func isLetter(_ character: ArraySlice<UInt8>) -> Bool {
        guard let first = character.first, let last = character.last else { return false }
        switch first {
        case 0xC2: return last == 0xAA || last == 0xB5 || last == 0xBA
        case 0xC3: return last != 0x97 && last != 0xB7
        case 0xE2 where character[character.startIndex + 1] < 0x84: return false
        default:
            guard let scalar = String(decoding: character, as: UTF8.self).unicodeScalars.first else {
                return false
            }
            return scalar.properties.isAlphabetic || scalar.properties.generalCategory == .nonspacingMark
        }
    }

    /// For each common word the languages that have it, as bits by their place in ``latin``.
    private static let common: [String: UInt64] = {
        var common: [String: UInt64] = [:]
        for (place, language) in latin.enumerated() {
            for word in language.words { common[word, default: 0] |= 1 << UInt64(place) }
        }
        return common
    }()

    private static let longestWord = common.keys.map(\.utf8.count).max() ?? 0

    private static func cyrillic(_ text: String) -> String {
        let sample = text.prefix(6000).lowercased()
        if sample.contains(where: { "ўі".contains($0) }) && sample.contains("ў") { return "be" }
        if sample.contains(where: { "їєґ".contains($0) }) { return "uk" }
        if sample.contains(where: { "ћђ".contains($0) }) { return "sr" }
        if sample.contains(where: { "ѓќѕ".contains($0) }) { return "mk" }
        if sample.contains(where: { "әғқңөұүһ".contains($0) }) { return "kk" }
        if !sample.contains(where: { "ыэ".contains($0) }) {
            if sample.contains("і") { return "uk" }
            if sample.contains("ј") { return "sr" }
            if sample.utf8.count > 200 || sample.contains(" на ") && sample.contains(" се ") { return "bg" }
        }
        return "ru"
    }

    private static func arabic(_ text: String) -> String {
        let sample = text.prefix(6000)
        if sample.contains(where: { "ٹڈڑںے".contains($0) }) { return "ur" }
        if sample.contains(where: { "پچژگ".contains($0) }) && sample.contains(where: { "یک".contains($0) }) {
            return "fa"
        }
        return "ar"
    }

    private static func words(_ list: String) -> Set<String> {
        Set(list.split(separator: " ").map(String.init))
    }

    private static let latin: [(code: String, words: Set<String>)] = [
        (
            "en",
            words(
                "the of and to in a is that for it with was on are as by this be from have not or they which you at were has but will would an their its who about more can been said"
            )
        ),
        (
            "de",
            words(
                "der die und das den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis mehr durch"
            )
        ),
        (
            "fr",
            words(
                "le la les de des et du un une en est que qui dans pour au sur pas par plus ce ne se sont avec il ont cette aux mais comme été nous vous leur elle ou son ses était être à a l d"
            )
        ),
        (
            "es",
            words(
                "el la los las de que y en un una por con para no se es del al lo como más su pero sus le ha este o entre cuando muy sin sobre también fue son está desde todo nos"
            )
        ),
        (
            "it",
            words(
                "il lo la gli le di che e un una in è per non con del della dei delle si da al alla sono come anche più nel nella ma dal i ha dalla questo essere stato su tra ed hanno"
            )
        ),
        (
            "pt",
            words(
                "o a os as de que e do da em um uma para com não no na por mais dos das se como foi ao ele é à seu sua ou ser quando muito nos já está também pelo pela são até isso"
            )
        ),
        (
            "nl",
            words(
                "de het een en van in is dat op te zijn met voor niet aan er om ook als maar bij door naar dan uit over nog wordt heeft hij ze was worden deze dit tot werd kan meer geen onder"
            )
        ),
        (
            "sv",
            words(
                "och i att det som en på är av för med till den har inte ett om de var från men han vi kan så när man sig ska eller också efter vid hade mot under ut är"
            )
        ),
        (
            "da",
            words(
                "og i at det er en til af på for med som den de ikke har var et men om der han vi kan fra så efter når også eller ud man blev være skal ved hun"
            )
        ),
        (
            "no",
            words(
                "og i det er på en til som av for at med har de ikke den var om et men fra så vi kan han etter når også eller ut man ble være skal ved hun seg mot"
            )
        ),
        (
            "fi",
            words(
                "ja on ei että se hän oli ovat myös mutta kun kuin niin tai joka ole sen vain mitä jos ovat jo ollut mukaan kanssa sekä tämä noin voi"
            )
        ),
        (
            "pl",
            words(
                "w i na z się do nie to że o jest od za po jak dla przez oraz ale co być był która który ich tym tego jego są tak może tylko już także przed pod"
            )
        ),
        (
            "cs",
            words(
                "a v se na je že o s z do to i ve pro jako za by ale po jsou k které který od jeho však byl při také až nebo bude není si podle"
            )
        ),
        (
            "sk",
            words(
                "a v sa na je že o s z do to aj vo pre ako za by ale po sú k ktoré ktorý od jeho však bol pri tiež až alebo bude nie si podľa"
            )
        ),
        (
            "hu",
            words(
                "a az és hogy nem is egy volt de meg ez csak már mint azt van kell még el ha vagy amely sem pedig után szerint így ki"
            )
        ),
        (
            "ro",
            words(
                "de și în a la cu pe că o din un este care nu pentru mai sau fost au se prin ca al dar sunt lui ale după are fi acest această"
            )
        ),
        (
            "tr",
            words(
                "ve bir bu da de için ile olarak çok daha olan gibi en sonra kadar ancak her ne ya ise değil var olduğu tarafından"
            )
        ),
        (
            "hr",
            words(
                "i u je na se da za su od s o a ne koji koja što kao iz će bi do to ali nakon samo ili već kako prema nije više"
            )
        ),
        (
            "sl",
            words(
                "in je v na se da za so z ki bi po pa s od o ne pri kot tudi iz do ali še bo ter ni že to kar"
            )
        ),
        (
            "sq",
            words("e të në dhe për me që një nga është më se si ka i nuk u ai janë kjo ky por do edhe ishte")
        ),
        (
            "id",
            words(
                "yang dan di dengan untuk ini itu dari dalam tidak akan pada juga ke adalah oleh saat telah karena bisa ada tersebut para lebih"
            )
        ),
        (
            "vi",
            words("của và là có các được cho trong không với một những này đã để người về khi từ đến tại")
        ),
        (
            "ca",
            words(
                "el la els les de que i en un una per amb no es del al ha més com però són aquest aquesta seva també des hi va"
            )
        ),
        ("lt", words("ir kad į iš su yra tai bet kaip ne jis buvo už apie dėl po nuo iki ar bus jų taip")),
        ("lv", words("un ir ar no uz par ka tas bet kā arī ne bija tiek pēc lai vai gada jau")),
        ("et", words("ja on ei et see oli ka kui aga ta mis või ning oma nii kes seda välja pole")),
    ]
}
