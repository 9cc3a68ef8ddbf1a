/// Tells a wall against robots, or a login page, from a normal answer.
///
/// Judged by status, header fields and the first bytes of the body. A wall that answers with an error status
/// is told by weak signs; with status 200 only what no article carries counts, since Cloudflare and Imperva
/// put their scripts into the normal pages of their customers too.
public enum BotWall {
    /// The name of the wall that answered; nil when it is a normal answer.
    /// - Parameters:
    ///   - status: the HTTP status.
    ///   - headers: the header fields.
    ///   - body: the decoded body; only its beginning is read.
    ///   - path: the path of the final address when redirects led there.
    public static func detect(
        status: Int, headers: [HTTPHeader], body: [UInt8], path: String? = nil
    ) -> String? {
        if let wall = byHeader(status, headers) { return wall }
        let isError = status >= 400 || status == 202
        guard isError || status == 200 else { return nil }
        guard isError || looksLikeHTML(body) else { return nil }
        let text = PageBeginning(body.prefix(isError ? 16 << 10 : 32 << 10))
        if isError, let wall = byErrorBody(status, headers, text) { return wall }
        if status == 200, let wall = byNormalBody(text, size: body.count) { return wall }
        if status == 200, isLogin(text, path: path) { return "login page" }
        return nil
    }

    private static func byHeader(_ status: Int, _ headers: [HTTPHeader]) -> String? {
        for header in headers {
            // All the names below begin with c or x; lower-casing every field would cost more than the rest.
            guard let first = header.name.utf8.first, first | 0x20 == 0x63 || first | 0x20 == 0x78 else {
                continue
            }
            let value = header.value.lowercased()
            switch header.name.lowercased() {
            case "cf-mitigated" where value.contains("challenge"): return "Cloudflare"
            case "x-datadome" where status == 403 || status == 401 || status == 429: return "DataDome"
            case "x-dd-b" where status == 403: return "DataDome"
            case "x-amzn-waf-action" where value == "challenge" || value == "captcha": return "AWS WAF"
            case "x-vercel-mitigated" where value.contains("challenge") || value == "deny": return "Vercel"
            default: break
            }
        }
        return nil
    }

    private static func byErrorBody(_ status: Int, _ headers: [HTTPHeader], _ text: PageBeginning) -> String?
    {
        let server = headers.firstValue("server")?.lowercased() ?? ""
        if text.containsAny(
            "<title>just a moment...", "cf-challenge", "challenge-platform", "cf-chl-",
            "attention required! | cloudflare", "cf-error-details", "error code: 1020")
        {
            return "Cloudflare"
        }
        if text.containsAny("captcha-delivery.com") { return "DataDome" }
        if text.containsAny("errors.edgesuite.net", "reference&#32;&#35;")
            || server.hasPrefix("akamaighost") && status == 403
        {
            return "Akamai"
        }
        if text.containsAny("_incapsula_resource", "incapsula incident id", "imperva.com") {
            return "Imperva"
        }
        if text.containsAny("_pxappid", "px-captcha") { return "PerimeterX" }
        if text.containsAny("sucuri website firewall") { return "Sucuri" }
        if text.containsAny("ddos-guard") || server == "ddos-guard" && status == 403 { return "DDoS-Guard" }
        if text.containsAny("making sure you&#39;re not a bot", "making sure you're not a bot") {
            return "Anubis"
        }
        return nil
    }

    private static func byNormalBody(_ text: PageBeginning, size: Int) -> String? {
        if text.containsAny("<title>just a moment...</title>"),
            text.containsAny("cf-chl-", "challenge-platform", "cf_chl_")
        {
            return "Cloudflare"
        }
        guard size < 16 << 10 else { return nil }
        if text.containsAny("captcha-delivery.com"), text.containsAny("var dd=", "please enable js") {
            return "DataDome"
        }
        if text.containsAny("incapsula incident id")
            || size < 4 << 10 && text.containsAny("_incapsula_resource")
                && !text.containsAny("<article", "<p>")
        {
            return "Imperva"
        }
        if text.containsAny("px-captcha") { return "PerimeterX" }
        if text.containsAny("sucuri_cloudproxy_js", "you are being redirected...</noscript>") {
            return "Sucuri"
        }
        if text.containsAny("making sure you&#39;re not a bot", "making sure you're not a bot") {
            return "Anubis"
        }
        return nil
    }

    /// A password field alone is no login page: many sites have one in their head.
    private static func isLogin(_ text: PageBeginning, path: String?) -> Bool {
        guard text.containsAny("type=\"password\"", "type='password'", "type=password") else { return false }
        let words = ["login", "log-in", "log in", "signin", "sign-in", "sign in", "anmelden", "connexion"]
        let title = text.title ?? ""
        if words.contains(where: { title.contains($0) }) { return true }
        let segments = path?.lowercased().split(separator: "/").map(String.init) ?? []
        return segments.contains { segment in
            words.contains { segment == $0 || segment.hasPrefix($0 + ".") } || segment == "sso"
                || segment == "auth"
        }
    }

    private static func looksLikeHTML(_ body: [UInt8]) -> Bool {
        var index = 0
        let start = body.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
        index = start
        while index < body.count, index < 512, body[index] <= 0x20 { index += 1 }
        guard index < body.count, body[index] == 0x3c else { return false }
        let head = PageBeginning(body[index...].prefix(512))
        return head.text.hasPrefix("<!doctype html") || head.text.hasPrefix("<html")
            || head.text.hasPrefix("<head")
            || head.text.hasPrefix("<!--") && head.containsAny("<html", "<!doctype html")
            || head.text.hasPrefix("<?xml") && head.containsAny("<html")
    }
}

/// The first kilobytes of a page in lower case, searched as text.
private struct PageBeginning {
    let text: String

    init(_ bytes: ArraySlice<UInt8>) {
        let lower = bytes.map { (65...90).contains($0) ? $0 | 0x20 : $0 }
        text = String(decoding: lower, as: UTF8.self)
    }

    func containsAny(_ needles: String...) -> Bool {
        needles.contains { text.range(of: $0) != nil }
    }

    var title: String? {
        guard let start = text.range(of: "<title") else { return nil }
        let rest = text[start...].dropFirst(6)
        guard let open = rest.firstIndex(of: ">"), let end = rest.range(of: "</title") else { return nil }
        guard open < end else { return nil }
        return String(rest[rest.index(after: open)..<end])
    }
}

extension StringProtocol {
    /// Where a text begins in this one.
    fileprivate func range(of needle: String) -> Index? {
        let haystack = utf8
        let wanted = Array(needle.utf8)
        guard let first = wanted.first else { return startIndex }
        var position = haystack.startIndex
        while let found = haystack[position...].firstIndex(of: first) {
            if haystack[found...].starts(with: wanted) { return found }
            position = haystack.index(after: found)
        }
        return nil
    }
}
