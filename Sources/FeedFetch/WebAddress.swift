import CCurl

/// A URL taken apart and put together by libcurl, so that what is checked is what is connected to.
public struct WebAddress: Sendable, Hashable {
    /// The whole address, normalised: lower-case scheme and host, no dot segments, no default port.
    public let text: String
    /// The scheme in lower case.
    public let scheme: String
    /// The host in lower case and in its ASCII form; an IPv6 literal keeps its brackets.
    public let host: String
    /// The port, or the scheme's default.
    public let port: Int
    /// The path, percent-encoded, at least `/`.
    public let path: String
    /// The query without its question mark.
    public let query: String?
    /// The user before the `@`, decoded.
    public let user: String?
    /// The password before the `@`, decoded.
    public let password: String?

    /// Reads an absolute address; nil when it is not one.
    ///
    /// Blanks around it are ignored, blanks and non-ASCII characters inside the path are percent-encoded,
    /// international host names become ASCII (RFC 5891).
    public init?(_ text: String) {
        guard let parser = URLParser(), parser.set(text, mayBeRelative: false) else { return nil }
        self.init(parser)
    }

    /// The address that a reference means when it stands in this one (RFC 3986 section 5).
    public func resolving(_ reference: String) -> WebAddress? {
        let reference = reference.trimmingBlanks
        if reference.isEmpty || reference.hasPrefix("#") { return self }
        guard let parser = URLParser(), parser.set(text, mayBeRelative: false),
            parser.set(reference, mayBeRelative: true)
        else { return nil }
        return WebAddress(parser)
    }

    /// True for http and https.
    public var isWeb: Bool { scheme == "http" || scheme == "https" }

    /// Scheme, host and port, the unit to which robots.txt applies (RFC 6454).
    public var origin: String {
        let isDefault = port == Self.defaultPort(scheme)
        return isDefault ? "\(scheme)://\(host)" : "\(scheme)://\(host):\(port)"
    }

    /// The path with its query, as it is asked for.
    public var target: String { query.map { "\(path)?\($0)" } ?? path }

    /// The address without user and password, fit to be shown.
    public var withoutCredentials: String {
        user == nil && password == nil ? text : origin + target
    }

    /// The host without an IPv6 literal's brackets.
    var bareHost: String {
        host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
    }

    private init?(_ parser: borrowing URLParser) {
        guard let scheme = parser.part(CURLUPART_SCHEME), let host = parser.part(CURLUPART_HOST),
            !host.isEmpty
        else { return nil }
        self.scheme = scheme.lowercased()
        let port = parser.part(CURLUPART_PORT).flatMap { Int($0) } ?? Self.defaultPort(self.scheme)
        if port == Self.defaultPort(self.scheme) { parser.clear(CURLUPART_PORT) }
        parser.clear(CURLUPART_FRAGMENT)
        let lower = host.lowercased()
        if lower != host { parser.assign(CURLUPART_HOST, lower) }
        guard let text = parser.part(CURLUPART_URL) else { return nil }
        self.text = text
        self.host = lower
        self.port = port
        path = parser.part(CURLUPART_PATH) ?? "/"
        query = parser.part(CURLUPART_QUERY)
        user = parser.part(CURLUPART_USER, decoded: true)
        password = parser.part(CURLUPART_PASSWORD, decoded: true)
    }

    private static func defaultPort(_ scheme: String) -> Int {
        switch scheme {
        case "http": 80
        case "https": 443
        default: 0
        }
    }
}

/// Owns one of libcurl's URL handles.
@safe private struct URLParser: ~Copyable {
    private let handle: OpaquePointer

    init?() {
        guard let handle = unsafe curl_url() else { return nil }
        unsafe self.handle = handle
    }

    deinit { unsafe curl_url_cleanup(handle) }

    func set(_ text: String, mayBeRelative: Bool) -> Bool {
        let trimmed = text.trimmingBlanks
        guard !trimmed.isEmpty || mayBeRelative, !trimmed.utf8.contains(where: { $0 < 0x20 || $0 == 0x7f })
        else { return false }
        if !mayBeRelative {
            // libcurl would guess a host from a text without a scheme only when asked to; it isn't.
            guard trimmed.contains(":") else { return false }
        }
        let flags = UInt32(CURLU_URLENCODE | CURLU_ALLOW_SPACE | CURLU_NON_SUPPORT_SCHEME)
        return unsafe curl_url_set(handle, CURLUPART_URL, Punycode.asciiHost(in: trimmed), flags) == CURLUE_OK
    }

    func assign(_ part: CURLUPart, _ text: String) {
        _ = unsafe curl_url_set(handle, part, text, 0)
    }

    func clear(_ part: CURLUPart) {
        _ = unsafe curl_url_set(handle, part, nil, 0)
    }

    func part(_ part: CURLUPart, decoded: Bool = false) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        let flags = decoded ? UInt32(CURLU_URLDECODE) : 0
        guard unsafe curl_url_get(handle, part, &text, flags) == CURLUE_OK, let text = unsafe text else {
            return nil
        }
        defer { unsafe curl_free(text) }
        return unsafe String(cString: text)
    }
}
