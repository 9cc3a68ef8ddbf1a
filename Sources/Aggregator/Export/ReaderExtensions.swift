internal import FeedParse

/// What other readers write into OPML beside the standard: miniflux without a prefix, FreshRSS behind `frss:`.
struct ReaderExtensions {
    /// What can't be taken over, in words that follow the source's title.
    private(set) var notes: [String] = []
    private let attributes: [String: String]

    /// Takes the attributes of an outline that the standard doesn't know.
    init(_ attributes: [String: String]) {
        self.attributes = attributes
    }

    /// Why the outline is no source for aggd; nil when it is one.
    var refusal: String? {
        guard attributes["type"]?.lowercased().hasPrefix("json+") ?? false else { return nil }
        return "is made out of JSON by rules that aggd doesn't have"
    }

    /// Writes what aggd has keys for into a source.
    mutating func apply(to source: inout Source) {
        applyMiniflux(to: &source)
        applyFreshRSS(to: &source)
        let filters = ["blocklistRules", "keeplistRules", "frss:filtersActionRead"]
        if filters.contains(where: { value($0) != nil }) {
            notes.append("has filters, which \"hide\" and \"keep\" of feeds.conf can stand for")
        }
    }

    private func value(_ name: String) -> String? {
        attributes[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    private func applyMiniflux(to source: inout Source) {
        if value("disabled") == "true" { source.paused = true }
        if value("crawler") == "true" { source.fullText = .always }
        if let selector = value("scraperRules") { source.rules.article = selector }
        if let rules = value("rewriteRules") { source.rules.drop += Self.removed(by: rules) }
    }

    /// The selectors in miniflux's `remove("a, b")`.
    private static func removed(by rules: String) -> [String] {
        var selectors: [String] = []
        var rest = rules[...]
        while let start = rest.firstRange(of: "remove(\"") {
            rest = rest[start.upperBound...]
            guard let end = rest.firstRange(of: "\")") else { break }
            selectors.append(String(rest[..<end.lowerBound]))
            rest = rest[end.upperBound...]
        }
        return selectors
    }

    private mutating func applyFreshRSS(to source: inout Source) {
        if let selector = value("frss:cssFullContent") { source.rules.article = selector }
        for name in ["frss:cssFullContentFilter", "frss:cssContentFilter"] {
            if let selector = value(name) { source.rules.drop.append(selector) }
        }
        guard let kind = attributes["type"]?.lowercased(), kind == "html+xpath" || kind == "xml+xpath" else {
            return
        }
        source.type = .page
        source.rules.items = path("frss:xPathItem")
        source.rules.item.title = path("frss:xPathItemTitle")
        source.rules.item.link = path("frss:xPathItemUri")
        source.rules.item.date = path("frss:xPathItemTimestamp")
        source.rules.item.summary = path("frss:xPathItemContent")
        source.rules.item.author = path("frss:xPathItemAuthor")
        source.rules.item.id = path("frss:xPathItemUid")
        if let format = value("frss:xPathItemTimeFormat") {
            source.rules.dateFormat = Self.pattern(ofPHP: format)
            if source.rules.dateFormat == nil {
                notes.append("has the date format \"\(PlainLine.clean(format))\", which aggd can't follow")
            }
        }
    }

    /// An XPath as feeds.conf writes it: one that could be taken for CSS stands in brackets.
    private func path(_ name: String) -> String? {
        guard let path = value(name) else { return nil }
        let isPlain = ["/", "./", "../", "("].contains { path.hasPrefix($0) }
        return isPlain ? path : "(\(path))"
    }

    /// A date format of PHP in the letters of Unicode TR 35; nil for one with a letter that has no like.
    static func pattern(ofPHP format: String) -> String? {
        let letters: [Character: String] = [
            "d": "dd", "j": "d", "m": "MM", "n": "M", "M": "MMM", "F": "MMMM", "Y": "yyyy", "y": "yy",
            "H": "HH", "G": "H", "h": "hh", "g": "h", "i": "mm", "s": "ss", "A": "a", "a": "a", "D": "EEE",
            "l": "EEEE", "P": "xxx", "O": "xx", "T": "zzz",
        ]
        var pattern = ""
        // Letters that stand for themselves, side by side: one pair of quotes, since two quotes in a row are a quote.
        var quoted = ""
        var isEscaped = false
        for character in format {
            if isEscaped, character.isLetter {
                quoted.append(character)
                isEscaped = false
                continue
            }
            if !isEscaped, character == "\\" {
                isEscaped = true
                continue
            }
            pattern += Self.quote(&quoted)
            if !isEscaped, let letter = letters[character] {
                pattern += letter
            } else if !isEscaped, character.isLetter {
                return nil
            } else {
                pattern += character == "'" ? "''" : String(character)
            }
            isEscaped = false
        }
        return pattern + Self.quote(&quoted)
    }

    /// Letters in quotes, which are empty afterwards.
    private static func quote(_ letters: inout String) -> String {
        defer { letters = "" }
        return letters.isEmpty ? "" : "'\(letters)'"
    }
}
