import Aggregator
import FeedParse
import Foundation

/// Writes an article as one JSON object on one line.
enum ArticleJSON {
    /// The line of one file.
    static func line(file: String, article: Article?, error: String?) -> String {
        var out = JSONLine()
        out.add("file", file)
        if let article {
            out.add("url", article.url)
            out.add("canonical", article.canonical)
            out.add("title", article.title)
            out.add("authors", article.authors)
            out.add("published", article.published.map(StatedDateText.text))
            out.add("modified", article.modified.map(StatedDateText.text))
            out.add("siteName", article.siteName)
            out.add("language", article.language)
            out.add("image", article.image)
            out.add("kind", article.kind.rawValue)
            out.add("completeness", article.completeness.rawValue)
            out.add("source", article.origin)
            out.add("issued", article.issued.map(StatedDateText.text))
            out.add("original_url", article.originalURL)
            out.add("summary", article.summary)
            out.add("text", article.text)
            out.add("html", article.html)
            if let event = article.event { out.addRaw("event", self.event(event)) }
            if !article.announcedFeeds.isEmpty { out.add("feeds", article.announcedFeeds.map(\.href)) }
            var provenance = JSONLine()
            for key in article.provenance.keys.sorted() { provenance.add(key, article.provenance[key]) }
            out.addRaw("provenance", provenance.finish())
            if !article.warnings.isEmpty { out.add("warnings", article.warnings) }
        }
        out.add("error", error)
        return out.finish()
    }

    private static func event(_ event: ParsedEvent) -> String {
        var out = JSONLine()
        out.add("start", event.start.map(StatedDateText.text))
        out.add("end", event.end.map(StatedDateText.text))
        out.add("timeZone", event.timeZone)
        out.add("venue", event.venue)
        out.add("organiser", event.organiser)
        out.add("status", event.status)
        if event.offTheRecord { out.addRaw("offTheRecord", "true") }
        out.add("speakers", event.speakers.map(\.name))
        let details = event.speakers.map { speaker in
            var one = JSONLine()
            one.add("name", speaker.name)
            one.add("affiliation", speaker.affiliation)
            one.add("role", speaker.role)
            return one.finish()
        }
        out.addRaw("speakerDetails", "[" + details.joined(separator: ",") + "]")
        return out.finish()
    }
}

/// Collects the members of one JSON object.
struct JSONLine {
    private var out: [UInt8] = [UInt8(ascii: "{")]

    /// Adds a string; nothing when it is nil.
    mutating func add(_ key: String, _ value: String?) {
        guard let value else { return }
        name(key)
        quote(value)
    }

    /// Adds a list of strings.
    mutating func add(_ key: String, _ values: [String]) {
        name(key)
        out.append(UInt8(ascii: "["))
        for (index, value) in values.enumerated() {
            if index > 0 { out.append(UInt8(ascii: ",")) }
            quote(value)
        }
        out.append(UInt8(ascii: "]"))
    }

    /// Adds JSON as it is.
    mutating func addRaw(_ key: String, _ json: String) {
        name(key)
        out.append(contentsOf: json.utf8)
    }

    /// The object.
    func finish() -> String { String(decoding: out, as: UTF8.self) + "}" }

    private mutating func name(_ key: String) {
        if out.count > 1 { out.append(UInt8(ascii: ",")) }
        quote(key)
        out.append(UInt8(ascii: ":"))
    }

    private mutating func quote(_ text: String) {
        out.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { bytes in
            var from = 0
            for at in 0..<bytes.count {
                let byte = unsafe bytes[at]
                guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else {
                    continue
                }
                unsafe out.append(contentsOf: bytes[from..<at])
                from = at + 1
                escape(byte)
            }
            unsafe out.append(contentsOf: bytes[from...])
        }
        out.append(UInt8(ascii: "\""))
    }

    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): out.append(contentsOf: #"\""#.utf8)
        case UInt8(ascii: "\\"): out.append(contentsOf: #"\\"#.utf8)
        case 0x0A: out.append(contentsOf: #"\n"#.utf8)
        case 0x09: out.append(contentsOf: #"\t"#.utf8)
        default:
            let digits = Array("0123456789abcdef".utf8)
            out.append(contentsOf: #"\u00"#.utf8)
            out.append(digits[Int(byte >> 4)])
            out.append(digits[Int(byte & 15)])
        }
    }
}

/// Writes dates as pages state them: a day, a local time, or an instant with its offset.
enum StatedDateText {
    /// ISO 8601; without an offset where the page gives none.
    static func text(_ stated: StatedDate) -> String {
        let seconds = Int(stated.date.timeIntervalSince1970.rounded(.down)) + (stated.offset ?? 0)
        let days = seconds >= 0 ? seconds / 86400 : (seconds - 86399) / 86400
        let rest = seconds - days * 86400
        let local = InstantText.text(of: Date(timeIntervalSince1970: Double(days * 86400)))
        let day = String(local.prefix { $0 != "T" })
        guard stated.hasTime else { return day }
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        var text = "\(day)T\(two(rest / 3600)):\(two(rest / 60 % 60)):\(two(rest % 60))"
        if let offset = stated.offset {
            text +=
                offset == 0
                ? "Z" : (offset < 0 ? "-" : "+") + two(abs(offset) / 3600) + ":" + two(abs(offset) / 60 % 60)
        }
        return text
    }
}

/// Writes an article for a person.
enum ArticleText {
    /// Title, fields and the wrapped text.
    static func text(_ article: Article?, html: Bool) -> String {
        guard let article else { return "" }
        var lines = [Terminal.safe(article.title ?? "(no title)")]
        func field(_ name: String, _ value: String?) {
            if let value, !value.isEmpty {
                lines.append(DisplayWidth.pad(name, to: 13) + Terminal.safe(value))
            }
        }
        field("by", article.authors.joined(separator: ", "))
        field("published", article.published.map(StatedDateText.text))
        field("modified", article.modified.map(StatedDateText.text))
        field("site", article.siteName)
        field("language", article.language)
        field("image", article.image)
        field("canonical", article.canonical)
        field("kind", article.kind.rawValue)
        field(
            "text", article.completeness.rawValue + (article.provenance["text"].map { ", from \($0)" } ?? ""))
        field("origin", article.origin)
        field("issued", article.issued.map(StatedDateText.text))
        field("original", article.originalURL)
        if let event = article.event {
            field("start", event.start.map(StatedDateText.text))
            field("end", event.end.map(StatedDateText.text))
            field("zone", event.timeZone)
            field("venue", event.venue)
            field("organiser", event.organiser)
            field("record", event.offTheRecord ? "off the record" : nil)
            for speaker in event.speakers {
                field(
                    "speaker", [speaker.name, speaker.affiliation].compactMap { $0 }.joined(separator: ", "))
            }
        }
        for feed in article.announcedFeeds { field("feed", feed.href) }
        for warning in article.warnings { field("warning", warning) }
        lines.append("")
        lines.append(html ? article.html : wrapped(article.text))
        lines.append("")
        return lines.joined(separator: "\n")
    }

    private static func wrapped(_ text: String, width: Int = 78) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .flatMap { $0.isEmpty ? [""] : DisplayWidth.wrap(Terminal.safe($0), to: width) }
            .joined(separator: "\n")
    }
}
