/// The JSON-LD of a page as a flat list of objects.
struct LinkedData: Sendable {
    /// Every object with a type, in document order, nested ones behind the ones around them.
    private(set) var objects: [[String: LooseJSON]] = []
    /// True when a script was left out since there is too much of them.
    private(set) var isCut = false
    /// True when objects were left out since there are too many of them.
    private(set) var isCrowded = false
    private var byID: [String: Int] = [:]

    /// How many bytes of a page's JSON-LD are read.
    private static let limit = 2 << 20

    /// How many objects of it are kept.
    static let objectLimit = 2000

    /// Reads the scripts, those that lie behind the limit left out.
    init(_ scripts: [ArraySlice<UInt8>]) {
        var left = Self.limit
        for script in scripts {
            guard script.count <= left else {
                isCut = true
                continue
            }
            left -= script.count
            if let value = LooseJSON(Self.plain(script)) { collect(value, depth: 0) }
        }
    }

    /// Some systems escape a script as if it were text: `{&quot;@type&quot;: …`.
    private static func plain(_ script: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let start = script.prefix(200)
        guard !start.contains(UInt8(ascii: "\"")), start.contains(UInt8(ascii: "&")) else { return script }
        var text = String(decoding: script, as: UTF8.self)
        for (entity, sign) in [
            ("&quot;", "\""), ("&#34;", "\""), ("&#39;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"),
        ] {
            text = text.replacing(entity, with: sign)
        }
        return ArraySlice(text.utf8)
    }

    private mutating func collect(_ value: LooseJSON, depth: Int) {
        guard depth < 12 else { return }
        guard objects.count < Self.objectLimit else {
            if case .object(let members) = value, members["@type"] != nil { isCrowded = true }
            return
        }
        switch value {
        case .array(let list):
            for element in list { collect(element, depth: depth + 1) }
        case .object(let members):
            if members["@type"] != nil {
                objects.append(members)
                if let id = members["@id"]?.text, byID[id] == nil { byID[id] = objects.count - 1 }
            }
            for key in members.keys.sorted() {
                switch members[key] {
                case .object?, .array?: if let member = members[key] { collect(member, depth: depth + 1) }
                default: break
                }
            }
        default: break
        }
    }

    /// The types of an object, without their vocabulary.
    static func types(_ object: [String: LooseJSON]) -> [String] {
        (object["@type"]?.list ?? []).compactMap { type in
            type.text.map { text in
                text.split(whereSeparator: { $0 == "/" || $0 == "#" || $0 == ":" }).last.map(String.init)
                    ?? text
            }
        }
    }

    /// Follows a bare `@id` to the object that it names.
    func resolved(_ value: LooseJSON) -> LooseJSON {
        let members = value.members
        if members.count <= 2, let id = members["@id"]?.text, let index = byID[id] {
            return .object(objects[index])
        }
        return value
    }

    /// The objects with a type that a test accepts.
    func objects(where accepts: (String) -> Bool) -> [[String: LooseJSON]] {
        objects.filter { Self.types($0).contains(where: accepts) }
    }

    /// True for schema.org's kinds of articles.
    static func isArticle(_ type: String) -> Bool {
        type.hasSuffix("Article") || type.hasSuffix("BlogPosting") || type == "Report"
            || type == "CreativeWork"
            || type == "LiveBlogPosting" || type == "DiscussionForumPosting" || type == "SocialMediaPosting"
            || type == "ScholarlyArticle" || type == "Review" || type == "Recipe"
    }

    /// True for schema.org's kinds of events.
    static func isEvent(_ type: String) -> Bool {
        type.hasSuffix("Event") || type == "EventSeries" || type == "CourseInstance"
    }

    /// The object that describes this page and not something else on it: its name or address must match.
    func article(of page: PageIdentity) -> [String: LooseJSON]? {
        let candidates = objects(where: Self.isArticle).filter {
            ($0["headline"] ?? $0["name"] ?? $0["url"] ?? $0["mainEntityOfPage"] ?? $0["datePublished"])
                != nil
        }
        var best: ([String: LooseJSON], Int)?
        for object in candidates {
            let name = page.name([object["headline"]?.text, object["name"]?.text])
            let address = page.address(PageIdentity.addresses(object))
            var score = address == .same ? 3 : 0
            switch name {
            case .same: score += 5
            case .akin: score += 3
            // A word of the title is also the title of many another page.
            case .part: score += address == .other ? 0 : 3
            case .unstated, .similar, .other: break
            }
            // The only article of a page is the page's, unless it says that it is another one.
            if candidates.count == 1, score == 0, !page.isAnother(name: name, address: address) { score = 1 }
            if score > best?.1 ?? 0 { best = (object, score) }
        }
        return best?.0
    }
}
