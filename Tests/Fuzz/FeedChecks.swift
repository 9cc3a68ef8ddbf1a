import FeedParse

/// What feed documents, foreign HTML, dates and charsets must hold, whatever the bytes.
enum FeedChecks {
    /// A document ends in a result or in an error, and its JSON is UTF-8.
    static func document(_ input: [UInt8], _ random: inout SeededRandom) -> String? {
        let types = ["text/xml", "text/xml; charset=utf-8", "x; charset=shift_jis", "x; charset=none"]
        let bases = [nil, "https://a.example/b/c?d", "", "nonsense"]
        var writer = ParsedFeedJSON()
        do throws(FeedParseError) {
            let feed = try FeedParser.parse(
                input, baseURL: bases[random.below(bases.count)],
                contentType: types[random.below(types.count)])
            if !isUTF8(writer.bytes(of: feed)) { return "the JSON is no UTF-8" }
            if random.below(8) == 0 { return clean(feed.sanitized(baseURL: nil)) }
        } catch {
            if !isUTF8(writer.bytes(of: error)) { return "the error's JSON is no UTF-8" }
        }
        return nil
    }

    /// A document that can be read in pieces gives the same items as the whole.
    static func stream(_ input: [UInt8], _ random: inout SeededRandom) -> String? {
        var items: [ParsedItem] = []
        let stream = FeedStream { items.append($0) }
        var at = 0
        let size = 1 + random.below(random.below(2) == 0 ? 64 : 8192)
        while at < input.count {
            let end = min(at + size, input.count)
            guard stream.feed(input.span.extracting(at..<end)) == .reading else { return nil }
            at = end
        }
        guard let feed = try? stream.finish() else { return nil }
        guard let whole = try? FeedParser.parse(input) else { return "read in pieces but not whole" }
        if whole.items != items { return "the items differ from those of the whole" }
        return feed.title == whole.title ? nil : "the title differs from that of the whole"
    }

    /// Clean HTML stays as it is when it is cleaned again, and holds nothing active.
    static func sanitizer(_ input: [UInt8], _ random: inout SeededRandom) -> String? {
        let base = random.below(2) == 0 ? nil : "https://a.example/b/"
        return clean(String(decoding: input, as: UTF8.self), base: base)
    }

    /// What a date is read as is read again as the same.
    static func date(_ input: [UInt8], _ random: inout SeededRandom) -> String? {
        for line in input.split(separator: 0x0A).prefix(4) {
            let text = String(decoding: line.prefix(200), as: UTF8.self)
            guard let date = DateParser.parse(text, defaultOffset: random.below(3) * 3600 - 3600)?.date else {
                continue
            }
            let written = InstantText.text(of: date)
            guard let again = DateParser.parse(written)?.date, InstantText.text(of: again) == written else {
                return "\(text) gives \(written), which is not read again"
            }
        }
        return nil
    }

    /// Decoded text is UTF-8.
    static func charset(_ input: [UInt8], _ random: inout SeededRandom) -> String? {
        let labels = [
            "", "; charset=gbk", "; charset=utf-16", "; charset=iso-2022-jp", "; charset=euc-kr",
            "; charset=\"x",
        ]
        let decoded = TextEncoding.decode(
            input, contentType: "text/xml" + labels[random.below(labels.count)],
            kind: random.below(2) == 0 ? .xml : .html)
        return isUTF8(decoded.utf8) ? nil : "the text in \(decoded.name) is no UTF-8"
    }

    private static func clean(_ feed: ParsedFeed) -> String? {
        for item in feed.items.prefix(4) {
            for html in [item.summary, item.contentHTML] {
                if let html, let complaint = isClean(html) { return complaint }
            }
        }
        return nil
    }

    private static func clean(_ html: String, base: String?) -> String? {
        isClean(HTMLSanitizer.sanitize(html, baseURL: base))
    }

    /// The attributes of a tag as the sanitizer writes them: every value in double quotes.
    private static func attributes(_ tag: String) -> [(name: Substring, value: Substring)] {
        var found: [(name: Substring, value: Substring)] = []
        var rest = tag.dropFirst().drop { !$0.isWhitespace && $0 != ">" }
        while true {
            rest = rest.drop(while: \.isWhitespace)
            let name = rest.prefix { !$0.isWhitespace && !"=>".contains($0) }
            guard !name.isEmpty else { return found }
            rest = rest.dropFirst(name.count)
            var value: Substring = ""
            if rest.hasPrefix("=\"") {
                value = rest.dropFirst(2).prefix { $0 != "\"" }
                rest = rest.dropFirst(value.count + 3)
            } else {
                rest = rest.drop { !$0.isWhitespace && $0 != ">" }
            }
            found.append((name, value))
        }
    }

    /// True when a style could load something, or put text where or how nobody sees it.
    private static func isHarmful(_ style: Substring) -> Bool {
        let plain = "abcdefghijklmnopqrstuvwxyz0123456789 -:;".utf8
        let properties = style.split(separator: ";").map {
            $0.drop(while: \.isWhitespace).prefix { $0 != ":" && !$0.isWhitespace }
        }
        let harmless: Set<Substring> = [
            "direction", "font-style", "font-variant", "font-weight", "list-style-type", "text-align",
            "text-decoration", "text-transform", "unicode-bidi", "vertical-align", "white-space",
            "writing-mode",
        ]
        return !style.utf8.allSatisfy(plain.contains) || style.contains("bidi-override")
            || !harmless.isSuperset(of: properties)
    }

    /// Every tag that is left is one that passes, without handlers, scripts or styles that do more than set a text.
    private static func isClean(_ html: String) -> String? {
        let bytes = Array(html.utf8)
        var at = 0
        while let start = bytes[at...].firstIndex(of: UInt8(ascii: "<")) {
            guard let end = bytes[start...].firstIndex(of: UInt8(ascii: ">")) else {
                return "a tag has no end: \(html.suffix(80))"
            }
            let tag = String(decoding: bytes[start...end], as: UTF8.self).lowercased()
            let name = tag.dropFirst().drop { $0 == "/" }.prefix { $0.isLetter || $0.isNumber }
            let forbidden: Set<Substring> = [
                "script", "style", "iframe", "object", "embed", "svg", "math", "form", "input", "link",
                "meta", "base",
            ]
            if name.isEmpty || forbidden.contains(name) { return "\(tag) has passed" }
            for (name, value) in attributes(tag) {
                let scheme = value.drop(while: \.isWhitespace).split(
                    separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                let isAddress = ["href", "src", "cite", "poster", "longdesc"].contains(name)
                let runs =
                    isAddress && scheme.count == 2 && ["javascript", "vbscript", "data"].contains(scheme[0])
                if name.hasPrefix("on") || name == "style" && isHarmful(value) || runs {
                    return "\(tag) has passed"
                }
            }
            at = end + 1
        }
        return nil
    }

    private static func isUTF8(_ bytes: [UInt8]) -> Bool { String(validating: bytes, as: UTF8.self) != nil }
}
