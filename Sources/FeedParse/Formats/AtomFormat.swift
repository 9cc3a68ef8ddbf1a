/// Atom 0.3 and 1.0 (RFC 4287).
enum AtomFormat {
    static let names: FeedVocabulary = [
        (.core, "feed", .feed), (.core, "entry", .item), (.core, "id", .id),
        (.core, "subtitle tagline", .subtitle), (.core, "summary abstract", .summary),
        (.core, "content", .content),
        (.core, "rights", .rights), (.core, "published", .published), (.core, "issued", .issued),
        (.core, "created", .created), (.core, "updated modified", .updated),
        (.core, "contributor", .contributor),
        (.core, "name", .name), (.core, "email", .email), (.core, "uri homepage", .uri),
        (.core, "url", .sitemapURL),
        (.core, "icon", .icon), (.core, "logo", .logo),
    ]

    /// The media type that an Atom text construct or content states.
    static func textMode(type: String?, mode: String?, is03: Bool) -> FieldText.Mode {
        let type = type?.lowercased()
        if is03 {
            switch mode?.lowercased() {
            case "base64":
                return .base64(isMarkup: type.map { $0.contains("html") || $0.contains("xml") } ?? false)
            case "escaped": return type == nil || type == "text/plain" ? .guess : .html
            default: break
            }
            guard let type else { return .inline }
            if type == "text/plain" { return .text }
            if type == "application/octet-stream" { return .base64(isMarkup: nil) }
            if type.contains("xhtml") || type.hasSuffix("+xml") || type.hasSuffix("/xml") { return .xhtml }
            return type.contains("html") ? .html : .inline
        }
        // Some write Atom 0.3's attribute into Atom 1.0.
        if mode?.lowercased() == "base64" {
            return .base64(isMarkup: type.map { $0.contains("html") || $0.contains("xml") })
        }
        guard let type else { return .text }
        switch type {
        case "text", "text/plain", "plain": return .text
        case "html", "text/html": return .html
        case "xhtml", "application/xhtml+xml": return .xhtml
        default: break
        }
        if type.hasSuffix("+xml") || type.hasSuffix("/xml") { return .xhtml }
        if type.hasPrefix("text/") { return .text }
        return type.contains("/") ? .base64(isMarkup: nil) : .guess
    }
}
