/// Tells a whole text from an excerpt, a stub and the part in front of a pay wall.
enum CompletenessRule {
    /// The verdict on a text that carries no mark of its own.
    static func verdict(text: String, isPaywalled: Bool) -> Completeness {
        let weight = text.utf8.count { $0 > 0x20 }
        if weight < 120 { return .stub }
        if isPaywalled { return .paywalled }
        return isCut(text) ? .excerpt : .full
    }

    /// True when a text ends in the middle: `…`, `[...]`, `(more)`.
    static func isCut(_ text: String) -> Bool {
        let end = String(text.suffix(24)).trimmedBlanks
        if ["[…]", "[...]", "(…)", "(...)", "(more)", "[&hellip;]"].contains(where: { end.hasSuffix($0) }) {
            return true
        }
        // A short text that ends with dots was cut; a long one may just end so.
        return (end.hasSuffix("…") || end.hasSuffix("...")) && text.utf8.count < 1500
    }

    /// True when schema.org's or the page's own words say that only subscribers read the rest.
    static func isPaywalled(_ page: Page, article: [String: LooseJSON]?) -> Bool {
        guard let free = article?["isAccessibleForFree"] else {
            return page.meta(["article:content_tier"])?.value.lowered == "locked"
        }
        switch free {
        case .bool(let isFree): return !isFree
        default: return free.text?.lowered == "false"
        }
    }
}
