/// Tells people's names from other text in bylines and author fields.
enum PersonNames {
    /// Cuts a byline into names: `By Ada Quill and Ben Stroud, Staff Writer` gives the two.
    static func split(_ text: String) -> [String] {
        var rest = PlainText.collapsed(text)
        rest = withoutPrefix(rest)
        for agency in agencies {
            if let range = rest.range(of: agency) {
                let head = String(rest[..<range.lowerBound]).trimmedBlanks
                if head.contains(" ") { rest = head }
            }
        }
        for mark in [" | ", " • ", " · ", " — ", " – ", " - ", "\n", " / "] {
            if let range = rest.range(of: mark) {
                // What follows the mark is a date, a job or a place, unless it is one more name.
                let head = String(rest[..<range.lowerBound])
                let tail = String(rest[range.upperBound...])
                let isPlace = !tail.contains(" ") && head.contains(" ")
                if !isName(tail) || !isName(head) || isPlace {
                    rest = head.isEmpty ? tail : head
                } else if !"—–-".contains(mark.dropFirst().prefix(1)) {
                    rest = head + "," + tail
                }
            }
        }
        for word in [
            " and ", " und ", " et ", " y ", " e ", " & ", " i ", " en ", " och ", " og ", " with ", " mit ",
            "、", "；", ";", " и ", " ja ", " + ", "，",
        ] {
            rest = rest.replacing(word, with: ",")
        }
        var names: [String] = []
        for part in rest.split(separator: ",") {
            let name = withoutPrefix(clean(String(part)))
            if isName(name), !names.contains(name) {
                // Behind a name stands what the person is.
                if !names.isEmpty, isRole(name) { continue }
                names.append(name)
            } else if !name.isEmpty, names.isEmpty, part.count > 60 {
                return []
            }
        }
        return names
    }

    /// Words that stand between names.
    static let connectors: Set<String> = [
        "", "and", "und", "et", "y", "e", "&", "i", "en", "och", "og", "with", "mit", "и", "by", "von", "par",
        "por", "di", "door", "av", "af", "author", "autor", "authors", "writtenby", "postedby", "ja",
    ]

    /// Labels in front of a name, without their colon.
    static let labels: Set<String> = [
        "by", "von", "par", "por", "author", "authors", "autor", "autorin", "autore", "auteur", "written by",
        "posted by", "text", "autorin/autor", "autor/in", "redaktion", "автор", "door", "di", "af", "av",
        "reported by", "story by", "words",
    ]

    /// True for a name of at least two words, or of ideographs.
    static func isFullName(_ text: String) -> Bool {
        guard isName(text), !isRole(text) else { return false }
        guard let last = text.split(separator: " ").last else { return false }
        if connectors.contains(last.lowered) { return false }
        return text.contains(" ") || text.unicodeScalars.allSatisfy { $0.value > 0x3000 }
    }

    /// True for what somebody does: `Senior Reporter`, `Leitender Wirtschaftsredakteur`.
    static func isRole(_ text: String) -> Bool {
        text.lowered.split(whereSeparator: { !$0.isLetter }).contains { word in
            roles.contains { word == $0 || word.hasSuffix($0) && $0.utf8.count >= 6 }
        }
    }

    private static let roles = [
        "reporter", "editor", "writer", "correspondent", "director", "manager", "specialist", "contributor",
        "founder", "cofounder", "president", "officer", "columnist", "analyst", "producer", "journalist",
        "redakteur", "redakteurin", "redaktion", "korrespondent", "korrespondentin", "chefredakteur",
        "leiter",
        "leiterin", "autor", "autorin", "mitarbeiter", "mitarbeiterin", "mitglied", "journaliste",
        "rédacteur", "rédactrice", "periodista", "redactor", "redactora", "giornalista", "redattore",
        "jornalista", "repórter", "корреспондент", "redacteur", "journalistin", "expert", "gardener",
        "astrologer", "photographer", "fotograf", "staff", "updated", "account", "consulting", "marketing",
        "ceo", "cto", "cfo", "head", "professor", "fellow", "researcher", "scientist", "engineer", "team",
    ]

    /// True for agencies and newsrooms, which sign where no person does.
    static func isOrganisation(_ name: String) -> Bool {
        let lower = name.lowered
        if agencyCodes.contains(lower) { return true }
        return ["redaktion", "editorial", "newsroom", "news desk", "redacción", "rédaction", "redazione"]
            .contains { lower.hasPrefix($0 + " ") || lower.hasSuffix(" " + $0) || lower.hasSuffix("-" + $0) }
    }

    private static let agencyCodes: Set<String> = [
        "afp", "dpa", "apa", "ap", "reuters", "efe", "ansa", "tass", "sda", "ats", "belga", "anp", "ntb",
        "tt",
        "ritzau", "pap", "lusa", "xinhua", "kyodo", "jiji", "yonhap", "pti", "ians", "ani", "upi", "epd",
        "kna",
        "associated press", "the associated press", "agence france-presse", "press association", "pa media",
        "bloomberg", "bloomberg news", "the canadian press", "deutsche presse-agentur", "sid",
    ]

    private static let agencies = [
        "Associated Press", "The Associated Press", "Agence France-Presse", "for Reuters", "Reuters",
        "The Canadian Press",
        "Press Association", "Bloomberg News",
    ]

    /// Cleans a name that a field says is one: no `By`, no address, no blanks.
    static func clean(_ text: String) -> String {
        var name = withoutPrefix(PlainText.collapsed(text))
        if let range = name.range(of: "(") { name = String(name[..<range.lowerBound]).trimmedBlanks }
        if name.hasPrefix("@"), !name.contains(" ") { return "" }
        if name.contains("://") || name.hasPrefix("www.") { return "" }
        if name.contains("@") {
            name = name.split(separator: " ").filter { !$0.contains("@") }.joined(separator: " ")
        }
        while let last = name.last, ",;:|.-–—·•/".contains(last), !(last == "." && isInitial(name)) {
            name.removeLast()
        }
        while let first = name.first, ",;:|.-–—·•/".contains(first) { name.removeFirst() }
        return name.trimmedBlanks
    }

    private static func isInitial(_ name: String) -> Bool {
        let word = name.split(separator: " ").last ?? ""
        return word.count <= 3
    }

    /// True when a text could be a person's name: a few words, most of them capitalised, no digits.
    static func isName(_ text: String) -> Bool {
        guard text.count >= 2, text.count <= 60 else { return false }
        if text.contains(where: { $0.isNumber || "!?:=<>{}[]#\"”“/\\|".contains($0) }) { return false }
        let words = text.split(separator: " ")
        guard words.count <= 6 else { return false }
        let isWide = text.unicodeScalars.allSatisfy { $0.value >= 0x3000 }
        if isWide { return text.count >= 2 && text.count <= 6 }
        guard words.count >= 1 else { return false }
        let small: Set<Substring> = [
            "de", "da", "di", "du", "des", "von", "van", "der", "den", "ter", "la", "le", "del", "dos", "el",
            "al", "bin", "y",
            "zu", "zur", "af", "av", "ten", "of", "and", "e", "st.", "d'", "ibn", "dal", "della", "do", "das",
        ]
        let isCapital: (Substring) -> Bool = { word in
            guard let first = word.first else { return false }
            if first.isLetter, first.isLowercase, let mark = word.firstIndex(where: { "'’".contains($0) }) {
                // `d'Estuaire`.
                return word[word.index(after: mark)...].first?.isUppercase ?? false
            }
            if first.isLetter { return first.isUppercase || (!first.isLowercase) }
            return "'’‘".contains(first)
        }
        guard words.allSatisfy({ isCapital($0) || small.contains($0) || $0.contains("-") }),
            words.contains(where: isCapital)
        else { return false }
        return !isJunk(text.lowered)
    }

    /// Words that stand where names stand but are none.
    static func isJunk(_ lower: String) -> Bool {
        let whole: Set<String> = [
            "admin", "administrator", "editor", "editors", "staff", "editorial", "redaktion", "redaction",
            "redazione", "redacción",
            "redação", "staff writer", "staff reporter", "guest", "guest author", "author", "writer",
            "news desk", "newsroom", "share",
            "follow", "email", "facebook", "twitter", "updated", "published", "read more", "subscribe", "by",
            "contributor", "the editors",
            "correspondent", "web desk", "online", "team", "unknown", "anonymous", "none", "null",
            "undefined", "posted", "comments",
            "associated press", "reuters", "ap", "afp", "dpa", "apa", "agence france-presse", "press release",
            "home", "senior editor",
            "opinion", "news", "blog", "advertisement", "contact", "about", "photo", "getty images",
            "reporter", "webmaster", "super user", "posts", "datum", "quelle", "source", "date", "collectif",
            "artikel von", "beitrag von", "no author", "presse", "pressemitteilung", "latest", "image",
            "video",
        ]
        if whole.contains(lower) { return true }
        let parts = [
            "http", "www.", ".com", "copyright", "all rights", "min read", "minutes read", "©", "click ",
            "sign up", "view all", "more from", "read more",
        ]
        return parts.contains { lower.contains($0) }
    }

    private static let prefixes = [
        "written by", "posted by", "story by", "words by", "text by", "reported by", "published by",
        "article by", "by:", "by", "von:",
        "von", "par:", "par", "por:", "por", "di", "da", "door", "av", "af", "autor:", "autorin:", "autor",
        "author:", "authors:", "author",
        "text:", "автор:", "автор", "text", "de", "przez", "autore:", "auteur:", "auteur :", "kirjoittaja:",
        "kirjoittaja", "teksti:", "kirjoittanut", "kirjoittaneet",
        "tekst:", "foto:", "tekst", "écrit par",
        "publié par", "escrito por", "verfasst von", "geschrieben von", "ein beitrag von",
        "ein kommentar von", "eine analyse von",
        "op-ed by", "editorial by", "opinion by", "analysis by", "review by", "interview by", "report by",
        "photo by", "作者：", "作者:", "记者", "記者",
        "文：", "文/", "責任編輯：", "submitted by", "created by", "added by", "door:", "skriven av", "skrevet av",
        "texte :", "rédigé par", "blog by", "eingestellt von", "veröffentlicht von", "gepostet von",
        "publiziert von", "erstellt von", "artikel von", "beitrag von", "pressemitteilung von",
        "publicado por", "pubblicato da", "scritto da", "geplaatst door", "interview:", "redaktion:",
        "autorin/autor:", "autorin/autor", "autor/in:", "posts by", "words:", "责编：", "责编:", "責編：",
        "责任编辑：", "文字：", "撰文：", "opublikowane przez", "napisał", "publicerad av", "opublikował",
    ].sorted { $0.count > $1.count }

    /// True when a full name follows a short word: two capitalised words before a comma or "and".
    private static func isName(afterPrefix rest: Substring) -> Bool {
        let words = rest.prefix { $0 != "," }.split(separator: " ")
        guard words.count >= 2 else { return false }
        return words.prefix(2).allSatisfy { $0.first?.isUppercase ?? false }
    }

    private static func withoutPrefix(_ text: String) -> String {
        var text = text
        var isChanged = true
        while isChanged {
            isChanged = false
            let lower = text.lowered
            for prefix in prefixes where lower.hasPrefix(prefix) && lower.count > prefix.count {
                let rest = text.dropFirst(prefix.count)
                // Two elements without a blank between them: `ByAda Quill`.
                let isGlued =
                    ["by", "author"].contains(prefix) && rest.first?.isUppercase == true
                    && rest.dropFirst().first?.isLowercase == true
                    && text.dropFirst().prefix(prefix.count - 1).allSatisfy(\.isLowercase)
                guard
                    isGlued || prefix.hasSuffix(":") || prefix.hasSuffix("：") || prefix.hasSuffix("/")
                        || rest.first == " " || rest.first == ":"
                        || rest.first.map({ $0.unicodeScalars.first.map { $0.value > 0x3000 } ?? false })
                            == true
                else { continue }
                // "De Luca" and "Di Maio" are names; "Di Ada Quill" introduces one.
                if prefix.count <= 2, prefix != "by", text.first?.isUppercase == true,
                    !["Por", "Von", "Par"].contains(String(text.prefix(3))), !isName(afterPrefix: rest)
                {
                    continue
                }
                text = String(rest.drop { $0 == " " || $0 == ":" || $0 == "：" })
                isChanged = true
                break
            }
        }
        return text
    }
}
