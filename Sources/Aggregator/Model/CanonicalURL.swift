/// Addresses in the one spelling that identities and story keys are compared by.
///
/// Beyond the normalisations of RFC 3986 §6.2 that never change the meaning, it leaves out what publishers and
/// aggregators add without meaning another page: tracking parameters, mobile and AMP variants, the fragment.
/// The scheme becomes `https`, since hardly any publisher serves two pages under the two. What is shown to
/// people stays as the publisher wrote it. The order of the remaining parameters is kept: sorting them would
/// unite nothing that occurs in feeds, and some servers read them by position.
public enum CanonicalURL {
    /// The canonical spelling of an http or https address; nil when it is none.
    public static func normalise(_ text: String) -> String? {
        guard let parts = URLParts(text) else { return nil }
        var result = "https://" + parts.host
        if let port = parts.port { result += ":\(port)" }
        result += path(parts.path)
        if let query = query(parts.query) { result += "?" + query }
        return result
    }

    /// The canonical spelling with the fragment when that names a part of the page, as on pages with many items.
    ///
    /// Identities are made of it: a change log links to `…/news#v2` and `…/news#v1`.
    static func identity(_ text: String) -> String? {
        guard let canonical = normalise(text) else { return nil }
        guard let fragment = URLParts(text)?.fragment, isPart(fragment) else { return canonical }
        return canonical + "#" + fragment
    }

    /// True when an address has no path or query: a home page, which is no identity.
    static func isHome(_ canonical: String) -> Bool {
        guard let scheme = canonical.firstRange(of: "://") else { return false }
        let rest = canonical[scheme.upperBound...]
        guard let slash = rest.firstIndex(where: { $0 == "/" || $0 == "?" || $0 == "#" }) else { return true }
        return rest[slash...] == "/"
    }

    private static func path(_ path: String) -> String {
        var segments = removeDots(path).split(separator: "/", omittingEmptySubsequences: false).map(
            String.init)
        if segments.first?.isEmpty == true { segments.removeFirst() }
        while segments.last?.isEmpty == true { segments.removeLast() }
        segments.removeAll(where: \.isEmpty)
        while segments.count > 1, let last = segments.last?.lowercased(), ampPages.contains(last) {
            segments.removeLast()
        }
        while segments.count > 2, segments[0].lowercased() == "amp" { segments.removeFirst() }
        while let last = segments.last?.lowercased(), indexPages.contains(last) { segments.removeLast() }
        return "/" + segments.map(unescape).joined(separator: "/")
    }

    /// RFC 3986 §5.2.4.
    private static func removeDots(_ path: String) -> String {
        guard path.contains("/.") else { return path }
        var output: [Substring] = []
        for segment in path.split(separator: "/", omittingEmptySubsequences: false) {
            switch segment {
            case ".": continue
            case "..": if output.count > 1 { output.removeLast() }
            default: output.append(segment)
            }
        }
        return output.joined(separator: "/")
    }

    /// Undoes percent-encoding of unreserved characters and writes the others with capitals (RFC 3986 §6.2.2).
    private static func unescape(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "%"), index + 2 < bytes.count, let high = digit(bytes[index + 1]),
                let low = digit(bytes[index + 2])
            {
                append(high << 4 | low, wasEscaped: true, to: &output)
                index += 3
            } else {
                append(byte, wasEscaped: false, to: &output)
                index += 1
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    private static func append(_ byte: UInt8, wasEscaped: Bool, to output: inout [UInt8]) {
        let isUnreserved =
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                true
            default:
                false
            }
        let mustEscape = byte <= 0x20 || byte >= 0x7F || byte == UInt8(ascii: "\"")
        if isUnreserved || !wasEscaped && !mustEscape {
            output.append(byte)
        } else {
            let digits = Array("0123456789ABCDEF".utf8)
            output.append(UInt8(ascii: "%"))
            output.append(digits[Int(byte >> 4)])
            output.append(digits[Int(byte & 15)])
        }
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    private static func query(_ query: String?) -> String? {
        guard let query, !query.isEmpty else { return nil }
        let kept = query.split(separator: "&").filter { !isTracking($0) }.map { unescape(String($0)) }
        return kept.isEmpty ? nil : kept.joined(separator: "&")
    }

    private static func isTracking(_ parameter: Substring) -> Bool {
        let pair = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = pair[0].lowercased()
        let value = pair.count > 1 ? pair[1].lowercased() : ""
        if trackingNames.contains(name) { return true }
        if trackingPrefixes.contains(where: { name.hasPrefix($0) }) { return true }
        // `?amp` and `?outputType=amp` ask for another dress of the same page.
        if name == "amp" || name == "outputtype" && value == "amp" { return true }
        // `ref=rss` and the like tell where the reader came from; `ref=12345` may be the page itself.
        return referrerNames.contains(name) && referrerValues.contains(value)
    }

    private static func isPart(_ fragment: String) -> Bool {
        let lower = fragment.lowercased()
        if lower.isEmpty || lower.hasPrefix("!") && lower.count == 1 { return false }
        if trackingPrefixes.contains(where: { lower.hasPrefix($0) }) { return false }
        return !["xtor=", "comment", "respond", "top", "content", "main", "rss", "ref=", "at_", ":~:text="]
            .contains(where: { lower.hasPrefix($0) })
    }

    private static let ampPages: Set<String> = ["amp", "amp.html"]

    private static let indexPages: Set<String> = ["index.html", "index.htm", "index.php", "default.aspx"]

    private static let trackingPrefixes = [
        "utm_", "utm-", "mtm_", "pk_", "piwik_", "matomo_", "hsa_", "at_custom", "at_medium", "at_campaign",
        "ns_",
        "oly_", "vero_", "wt.mc", "wt_mc", "__hs", "_hs", "trk_", "ga_source", "ga_medium", "ga_campaign",
    ]

    private static let trackingNames: Set<String> = [
        "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "ttclid",
        "igshid",
        "igsh", "li_fat_id", "mc_cid", "mc_eid", "mkt_tok", "_ga", "_gl", "ftag", "ocid", "cmpid", "cmp",
        "smid",
        "ncid", "sr_share", "icid", "spm", "xtor", "s_cid", "wprov", "guccounter", "ved", "sref", "rssfeed",
        "ito", "taid", "sh", "feedtype", "feedname", "partner_rss", "ceid",
    ]

    private static let referrerNames: Set<String> = [
        "ref", "source", "src", "from", "via", "partner", "cid", "medium", "feature", "rss", "campaign",
    ]

    private static let referrerValues: Set<String> = [
        "", "1", "rss", "rss1", "rss2", "feed", "atom", "twitter", "facebook", "linkedin", "newsletter",
        "email",
        "share", "social", "homepage", "home", "googlenews", "google", "rssfeed", "rss-feed", "t.co", "nl",
        "app",
        "syndication", "feedburner",
    ]
}
