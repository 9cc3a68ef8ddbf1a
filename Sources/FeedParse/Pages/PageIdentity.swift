/// What a page calls itself and where it lies, which tells data about it from data about something else.
struct PageIdentity {
    /// How what data states compares with the page.
    enum Agreement {
        /// The data or the page states nothing.
        case unstated
        /// It is the page's.
        case same
        /// One holds the other.
        case akin
        /// They have most of their words in common.
        case similar
        /// One is a small part of the other.
        case part
        /// It is another's.
        case other
    }

    private let title: String
    private let titleWords: [Set<String>]
    private let addresses: [String]

    /// Takes the title that was chosen, what else the page calls itself, and its addresses.
    init(title: String?, others: [String] = [], addresses: [String]) {
        self.title = title.map(BodyPruner.normal) ?? ""
        titleWords = ([title].compactMap { $0 } + others).map { Set(Self.words($0)) }.filter { !$0.isEmpty }
        self.addresses = addresses.map(Self.plain)
    }

    /// Collects what the head and the headings of a page say.
    init(page: Page, title: String?) {
        let stated = ["og:title", "twitter:title"].compactMap { page.meta($0) }
        self.init(
            title: title,
            others: stated + [page.documentTitle].compactMap { $0 } + HeadingText(page: page).firstRank(),
            addresses: page.addresses)
    }

    /// True when the data is another's: neither its name nor its address agree, and it states one of them.
    func isAnother(name: Agreement, address: Agreement) -> Bool {
        if [.same, .akin].contains(address) || [.same, .akin, .similar].contains(name) { return false }
        return name == .other || address == .other
    }

    /// Compares names; the one that agrees best counts.
    func name(_ texts: [String?]) -> Agreement {
        let found = texts.map(name)
        return [.same, .akin, .similar, .part, .other].first(where: found.contains) ?? .unstated
    }

    private func name(_ text: String?) -> Agreement {
        guard let text, !title.isEmpty else { return .unstated }
        let line = PlainText.line(ofHTML: text)
        let normal = BodyPruner.normal(line)
        guard !normal.isEmpty else { return .unstated }
        if normal == title { return .same }
        if title.contains(normal) || normal.contains(title) {
            return min(title.utf8.count, normal.utf8.count) * 2 < max(title.utf8.count, normal.utf8.count)
                ? .part : .akin
        }
        let words = Set(Self.words(line))
        let isSimilar = titleWords.contains { other in
            let shared = words.intersection(other).count
            return shared >= 2 && shared * 2 >= min(words.count, other.count)
        }
        return isSimilar ? .similar : .other
    }

    /// Compares the addresses of an object; one that agrees is enough.
    func address(_ texts: [String]) -> Agreement {
        let found = texts.map(address)
        return [.same, .akin, .other].first(where: found.contains) ?? .unstated
    }

    /// The addresses that an object states for itself.
    static func addresses(_ object: [String: LooseJSON]) -> [String] {
        ["url", "mainEntityOfPage", "@id"].compactMap { key in
            object[key].flatMap { $0["@id"]?.text ?? ($0.members.isEmpty ? $0.text : $0["url"]?.text) }
        }
    }

    private func address(_ text: String) -> Agreement {
        let plain = Self.plain(text)
        let steps = plain.split(separator: "/")
        // The site's first page says nothing about an article, a bare name nothing about a place.
        guard !addresses.isEmpty, steps.count > 1, text.contains("://") || text.hasPrefix("/"),
            let last = steps.last
        else { return .unstated }
        if addresses.contains(plain) { return .same }
        // Other hosts and editions keep the last step, or the number.
        let isAkin = addresses.contains { own in
            (last.utf8.count >= 8 && own.hasSuffix("/" + last))
                || Self.numbers(own).contains(where: Self.numbers(plain).contains)
        }
        return isAkin ? .akin : .other
    }

    private static func numbers(_ address: String) -> [Substring] {
        address.split(whereSeparator: { !$0.isNumber }).filter { $0.utf8.count >= 6 }
    }

    private static func plain(_ url: String) -> String {
        var text = Substring(url.lowered)
        for prefix in ["https://", "http://", "www."] where text.hasPrefix(prefix) {
            text = text.dropFirst(prefix.count)
        }
        if let mark = text.firstIndex(where: { $0 == "?" || $0 == "#" }) { text = text[..<mark] }
        while text.hasSuffix("/") { text = text.dropLast() }
        return String(text)
    }

    /// The words of a text in lower case; an ideograph is one.
    static func words(_ text: String) -> [String] {
        var words: [String] = []
        var word = String.UnicodeScalarView()
        func flush() {
            if !word.isEmpty { words.append(String(word)) }
            word = String.UnicodeScalarView()
        }
        for scalar in text.lowered.unicodeScalars {
            if scalar.value >= 0x2E80, scalar.properties.isAlphabetic {
                flush()
                words.append(String(scalar))
            } else if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
                word.append(scalar)
            } else {
                flush()
            }
        }
        flush()
        return words
    }
}
