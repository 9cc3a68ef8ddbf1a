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
        URLParts(text).map(spelling)
    }

    /// The canonical spelling with the fragment when that names a part of the page, as on pages with many items.
    ///
    /// Identities are made of it: a change log links to `…/news#v2` and `…/news#v1`.
    static func identity(_ text: String) -> String? {
        guard let parts = URLParts(text) else { return nil }
        let canonical = spelling(of: parts)
        guard let fragment = parts.fragment.map({ String(decoding: $0, as: UTF8.self) }), isPart(fragment)
        else { return canonical }
        return canonical + "#" + fragment
    }

    /// True when an address has no path or query: a home page, which is no identity.
    static func isHome(_ canonical: String) -> Bool {
        let bytes = canonical.utf8
        guard let colon = bytes.firstIndex(of: ASCII.colon) else { return false }
        let rest = bytes[colon...].dropFirst(3)
        guard bytes[colon...].starts(with: "://".utf8) else { return false }
        let end = rest.firstIndex { $0 == ASCII.slash || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }
        guard let end else { return true }
        return rest[end...].elementsEqual(CollectionOfOne(ASCII.slash))
    }

    private static func spelling(of parts: URLParts) -> String {
        var output = Array("https://".utf8)
        output.reserveCapacity(16 + parts.host.utf8.count + parts.path.count + (parts.query?.count ?? 0))
        output += parts.host.utf8
        if let port = parts.port { output += ":\(port)".utf8 }
        append(path: parts.path, to: &output)
        var separator = UInt8(ascii: "?")
        for parameter in parts.query?.split(separator: ASCII.ampersand) ?? [] where !isTracking(parameter) {
            output.append(separator)
            append(unescaping: parameter, to: &output)
            separator = ASCII.ampersand
        }
        return String(decoding: output, as: UTF8.self)
    }

    private static func append(path: ArraySlice<UInt8>, to output: inout [UInt8]) {
        var segments = withoutDots(path.split(separator: ASCII.slash, omittingEmptySubsequences: false))
        segments.removeAll(where: \.isEmpty)
        while segments.count > 1, let last = segments.last,
            ampPages.contains(where: { ASCII.isSame(last, $0) })
        {
            segments.removeLast()
        }
        while segments.count > 2, ASCII.isSame(segments[0], "amp") { segments.removeFirst() }
        while let last = segments.last, indexPages.contains(where: { ASCII.isSame(last, $0) }) {
            segments.removeLast()
        }
        if segments.isEmpty { output.append(ASCII.slash) }
        for segment in segments {
            output.append(ASCII.slash)
            append(unescaping: segment, to: &output)
        }
    }

    /// RFC 3986 §5.2.4.
    private static func withoutDots(_ segments: [ArraySlice<UInt8>]) -> [ArraySlice<UInt8>] {
        guard segments.contains(where: { $0.first == UInt8(ascii: ".") }) else { return segments }
        var output: [ArraySlice<UInt8>] = []
        for segment in segments {
            if segment.elementsEqual(".".utf8) { continue }
            if segment.elementsEqual("..".utf8) {
                if output.count > 1 { output.removeLast() }
            } else {
                output.append(segment)
            }
        }
        return output
    }

    /// Undoes percent-encoding of unreserved characters and writes the others with capitals (RFC 3986 §6.2.2).
    private static func append(unescaping bytes: ArraySlice<UInt8>, to output: inout [UInt8]) {
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            if byte == UInt8(ascii: "%"), index + 2 < bytes.endIndex,
                let high = ASCII.hexadecimal(bytes[index + 1]), let low = ASCII.hexadecimal(bytes[index + 2])
            {
                append(high << 4 | low, wasEscaped: true, to: &output)
                index += 3
            } else {
                append(byte, wasEscaped: false, to: &output)
                index += 1
            }
        }
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
            output.append(UInt8(ascii: "%"))
            output.append(digits[Int(byte >> 4)])
            output.append(digits[Int(byte & 15)])
        }
    }

    private static let digits = Array("0123456789ABCDEF".utf8)

    private static func isTracking(_ parameter: ArraySlice<UInt8>) -> Bool {
        let equals = parameter.firstIndex(of: UInt8(ascii: "=")) ?? parameter.endIndex
        let name = String(decoding: parameter[..<equals], as: UTF8.self).lowercased()
        let value = String(decoding: parameter[equals...].dropFirst(), as: UTF8.self).lowercased()
        if trackingNames.contains(name) { return true }
        if trackingPrefixes.contains(where: { name.hasPrefix($0) }) { return true }
        // `?amp` and `?outputType=amp` ask for another dress of the same page.
        if name == "amp" || name == "outputtype" && value == "amp" { return true }
        // `ref=rss` and the like tell where the reader came from; `ref=12345` may be the page itself.
        return referrerNames.contains(name) && referrerValues.contains(value)
    }

    private static func isPart(_ fragment: String) -> Bool {
        let lower = fragment.lowercased()
        if lower.isEmpty || lower == "!" { return false }
        if trackingPrefixes.contains(where: { lower.hasPrefix($0) }) { return false }
        return !["xtor=", "comment", "respond", "top", "content", "main", "rss", "ref=", "at_", ":~:text="]
            .contains(where: { lower.hasPrefix($0) })
    }

    private static let ampPages = ["amp", "amp.html"]

    private static let indexPages = ["index.html", "index.htm", "index.php", "default.aspx"]

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
