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
                if !isName(tail) || !isName(head) { rest = head.isEmpty ? tail : head }
            }
        }
        for word in [
            " and ", " und ", " et ", " y ", " e ", " & ", " i ", " en ", " och ", " og ", " with ", " mit ",
            "、", "；", ";", " и ", " + ", "，",
        ] {
            rest = rest.replacing(word, with: ",")
        }
        var names: [String] = []
        for part in rest.split(separator: ",") {
            let name = withoutPrefix(clean(String(part)))
            if isName(name), !names.contains(name) {
                names.append(name)
            } else if !name.isEmpty, names.isEmpty, part.count > 60 {
                return []
            }
        }
        return names
    }

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
            if first.isLetter { return first.isUppercase || (!first.isLowercase) }
            return "'’‘".contains(first)
        }
        guard words.allSatisfy({ isCapital($0) || small.contains($0) || $0.contains("-") }),
            words.contains(where: isCapital)
        else { return false }
        return !isJunk(text.lowercased())
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
            "reporter", "webmaster", "super user",
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
        "text:", "автор:", "автор", "text", "de", "przez", "autore:", "auteur:", "auteur :", "kirjoittaja",
        "tekst:", "foto:", "tekst", "écrit par",
        "publié par", "escrito por", "verfasst von", "geschrieben von", "ein beitrag von",
        "ein kommentar von", "eine analyse von",
        "op-ed by", "editorial by", "opinion by", "analysis by", "review by", "interview by", "report by",
        "photo by", "作者：", "作者:", "记者", "記者",
        "文：", "文/", "責任編輯：", "submitted by", "created by", "added by", "door:", "skriven av", "skrevet av",
        "texte :", "rédigé par", "blog by",
    ].sorted { $0.count > $1.count }

    private static func withoutPrefix(_ text: String) -> String {
        var text = text
        var isChanged = true
        while isChanged {
            isChanged = false
            let lower = text.lowercased()
            for prefix in prefixes where lower.hasPrefix(prefix) && lower.count > prefix.count {
                let rest = text.dropFirst(prefix.count)
                guard
                    prefix.hasSuffix(":") || prefix.hasSuffix("：") || prefix.hasSuffix("/")
                        || rest.first == " " || rest.first == ":"
                        || rest.first.map({ $0.unicodeScalars.first.map { $0.value > 0x3000 } ?? false })
                            == true
                else { continue }
                // "De Luca" and "Di Maio" are names; only lower-case "de" and "di" introduce one.
                if prefix.count <= 2, prefix != "by", text.first?.isUppercase == true,
                    !["Por", "Von", "Par"].contains(String(text.prefix(3)))
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

extension StringProtocol {
    /// The range of a substring, without Foundation.
    func range(of needle: String) -> Range<Index>? { firstRange(of: needle) }
}
