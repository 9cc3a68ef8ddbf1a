/// Reads the text of a page that shows it by a script only: state that a framework hands from the server to the
/// browser (`__NEXT_DATA__`, `__NUXT__`, an Apollo or Redux state, a preloaded JSON string).
///
/// The state holds many texts. The page's own is the one beside a title that is the page's, else the longest.
struct HydrationReader {
    let page: Page
    let title: String?

    /// A text that the state holds.
    struct Found {
        /// The body, HTML or plain.
        var body: String
        /// The text of the body.
        var text: String
    }

    /// Texts shorter than this are descriptions.
    static let leastText = 250
    /// The bytes of scripts that are read at most.
    static let limit = 4 << 20

    /// Finds the body; nil when no state holds one.
    func read() -> Found? {
        var search = Search(title: title.map(BodyPruner.normal) ?? "")
        var left = Self.limit
        for script in page.dataScripts where script.count <= left {
            left -= script.count
            for value in Self.values(script) { search.walk(value, depth: 0, isOwn: false) }
        }
        guard let best = search.best else { return nil }
        let text = best.contains("<") ? PlainText.text(ofHTML: best) : best
        return text.count >= Self.leastText ? Found(body: best, text: text) : nil
    }

    /// The JSON values in a script: all of it, or what is assigned or handed over in it.
    private static func values(_ script: ArraySlice<UInt8>) -> [LooseJSON] {
        guard let first = script.first(where: { $0 > 0x20 }) else { return [] }
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "["), let value = LooseJSON(script) {
            return [value]
        }
        var values: [LooseJSON] = []
        var at = script.startIndex
        while at < script.endIndex, values.count < 40 {
            let byte = script[at]
            guard byte == UInt8(ascii: "=") || byte == UInt8(ascii: "(") else {
                at += 1
                continue
            }
            let rest = script[(at + 1)...].drop { $0 <= 0x20 }
            at += 1
            guard let next = rest.first else { break }
            let isValue =
                next == UInt8(ascii: "{") && rest.dropFirst().first { $0 > 0x20 } == UInt8(ascii: "\"")
                || next == UInt8(ascii: "[")
            if isValue, let (value, length) = LooseJSON.prefix(of: rest), length > 200 {
                values.append(value)
                at = rest.startIndex + length
            } else if next == UInt8(ascii: "\""), let (value, length) = LooseJSON.prefix(of: rest),
                length > 200
            {
                // `JSON.parse("{\"…")`: a string that is JSON again.
                if let text = value.text, let inner = LooseJSON(Array(text.utf8)) { values.append(inner) }
                at = rest.startIndex + length
            }
        }
        return values
    }

    /// Looks through the values for a body.
    private struct Search {
        let title: String
        var best: String?
        private var bestScore = 0
        private var visited = 0

        init(title: String) { self.title = title }

        private static let bodyKeys: Set<String> = [
            "body", "content", "articleBody", "html", "text", "bodyHtml", "body_html", "bodyHTML",
            "contentHtml",
            "content_html", "rendered", "story", "main", "paragraphs", "blocks", "components", "elements",
            "sections", "fullText", "full_text", "articleText", "storyText", "richText", "markup", "bodyText",
            "content_elements", "contentElements", "bodyModules", "value",
        ]

        private static let titleKeys = ["title", "headline", "name", "headlines", "pageTitle", "seoTitle"]

        mutating func walk(_ value: LooseJSON, depth: Int, isOwn: Bool) {
            visited += 1
            guard depth < 40, visited < 400_000 else { return }
            switch value {
            case .array(let list):
                for element in list { walk(element, depth: depth + 1, isOwn: isOwn) }
            case .object(let members):
                let isOwn = isTitled(members) ?? isOwn
                for key in members.keys.sorted() {
                    guard let member = members[key] else { continue }
                    if Self.bodyKeys.contains(key) { weigh(member, isOwn: isOwn) }
                    walk(member, depth: depth + 1, isOwn: isOwn)
                }
            case .string(let text):
                // A string that is a document again.
                if text.utf8.count > 600, text.first == "{" || text.first == "[",
                    let inner = LooseJSON(Array(text.utf8))
                {
                    walk(inner, depth: depth + 1, isOwn: isOwn)
                }
            case .number, .bool, .null: break
            }
        }

        /// Whether an object's title is the page's; nil when it has none.
        private func isTitled(_ members: [String: LooseJSON]) -> Bool? {
            guard title.count > 3 else { return nil }
            for key in Self.titleKeys {
                guard let value = members[key] else { continue }
                let texts = [value.text, value["basic"]?.text, value["rendered"]?.text].compactMap { $0 }
                guard !texts.isEmpty else { continue }
                return texts.contains { BodyPruner.normal(PlainText.line(ofHTML: $0)) == title }
            }
            return nil
        }

        private mutating func weigh(_ value: LooseJSON, isOwn: Bool) {
            let body: String
            switch value {
            case .string(let text): body = text
            case .array(let list): body = HydrationReader.joined(list, depth: 0)
            default: return
            }
            guard body.utf8.count >= HydrationReader.leastText, HydrationReader.isProse(body) else { return }
            let score = body.utf8.count + (isOwn ? 1_000_000 : 0)
            if score > bestScore {
                bestScore = score
                best = body
            }
        }
    }

    /// The paragraphs of a list of blocks.
    fileprivate static func joined(_ list: [LooseJSON], depth: Int) -> String {
        var parts: [String] = []
        for element in list where depth < 8 {
            switch element {
            case .string(let text): parts.append(text)
            case .object(let members):
                let type =
                    (members["type"] ?? members["__typename"] ?? members["kind"])?.text?.lowered ?? ""
                if ["image", "video", "embed", "related", "ad", "link_list", "newsletter"].contains(type) {
                    continue
                }
                var part: String?
                for key in ["html", "content", "text", "value", "body", "paragraph", "children", "data"] {
                    switch members[key] {
                    case .string(let text)?: part = text
                    case .array(let inner)?:
                        let text = joined(inner, depth: depth + 1)
                        part = text.isEmpty ? nil : text
                    case .object?:
                        part = members[key].map { joined([$0], depth: depth + 1) }.flatMap {
                            $0.isEmpty ? nil : $0
                        }
                    default: break
                    }
                    if part != nil { break }
                }
                if let part {
                    let isHeading = type.contains("head")
                    parts.append(
                        part.contains("<") ? part : isHeading ? "<h2>\(part)</h2>" : "<p>\(part)</p>")
                }
            default: break
            }
        }
        return parts.joined(separator: "\n")
    }

    /// True for sentences, false for code, style sheets, encoded data and lists of words.
    fileprivate static func isProse(_ text: String) -> Bool {
        var letters = 0
        var blanks = 0
        var stops = 0
        var code = 0
        var isTag = false
        for byte in text.utf8.prefix(4000) {
            if byte == UInt8(ascii: "<") { isTag = true }
            if byte == UInt8(ascii: ">") {
                isTag = false
                continue
            }
            if isTag { continue }
            switch byte {
            case 0x20, 0x0A, 0x0D, 0x09: blanks += 1
            case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: "?"), UInt8(ascii: "!"): stops += 1
            case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: ";"), UInt8(ascii: "="),
                UInt8(ascii: "_"):
                code += 1
            default: letters += 1
            }
        }
        let isWide = text.unicodeScalars.prefix(400).contains { (0x3040...0x9FFF).contains($0.value) }
        return letters > 80 && (isWide || blanks * 12 > letters && stops * 150 > letters)
            && code * 40 < letters
    }
}
