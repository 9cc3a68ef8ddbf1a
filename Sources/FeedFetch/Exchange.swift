/// One request with its redirects: what is sent at each hop, and what an answer leads to.
///
/// A pure state machine (RFC 9110 section 15.4): redirects are followed hop by hop, so that each is
/// recorded and checked, and nothing private reaches another host.
struct Exchange {
    /// What an answer leads to.
    enum Step {
        case finished(FetchResponse)
        case follow
        case failed(FetchError)
    }

    /// What is sent at the present hop.
    struct Hop: Equatable {
        var address: WebAddress
        var headers: [HTTPHeader]
        var user: String?
        var password: String?
        /// True when validators are among the headers.
        var isConditional: Bool
    }

    /// Where an exchange begins; shared, since an answer carries it through several hands.
    private final class Beginning: Sendable {
        let request: FetchRequest
        let address: Place
        /// Where secrets may be sent.
        let home: WebAddress

        init(_ request: FetchRequest, address: Place, home: WebAddress) {
            self.request = request
            self.address = address
            self.home = home
        }
    }

    /// An address behind one pointer.
    private final class Place: Sendable {
        let address: WebAddress

        init(_ address: WebAddress) {
            self.address = address
        }
    }

    private let beginning: Beginning
    private var place: Place
    private(set) var redirects: [Redirect] = []
    /// The user and password that were found on the way.
    private var foundCredential: String?

    var request: FetchRequest { beginning.request }
    /// The address of the present hop.
    var address: WebAddress { place.address }
    private var first: WebAddress { beginning.address.address }
    private var home: WebAddress { beginning.home }
    private var credential: String? { foundCredential ?? request.credential }

    init(_ request: FetchRequest) throws(FetchError) {
        guard let address = WebAddress(request.url) else {
            throw FetchError(
                .badURL, url: request.url, detail: "\(Self.shown(request.url)) is not a valid address.")
        }
        guard address.isWeb else {
            throw FetchError(
                .badURL, url: address.withoutCredentials,
                detail: "\(address.withoutCredentials) is neither http nor https.")
        }
        if let header = request.headers.first(where: { !$0.isSendable }) {
            throw FetchError(
                .badURL, url: address.withoutCredentials,
                detail: "The header \"\(Self.shown(header.name))\" of \(address.host) cannot be sent.")
        }
        place = Place(address)
        beginning = Beginning(
            request, address: place,
            // Mostly they are one address, which isn't taken apart twice.
            home: request.home == request.url ? address : request.home.flatMap { WebAddress($0) } ?? address)
    }

    /// The address as it may be shown and stored.
    var url: String { redirects.isEmpty ? address.text : address.withoutCredentials }

    /// True while the hop goes to the host of an address, and not to a less safe scheme of it.
    private func isAtHost(of place: WebAddress) -> Bool {
        address.host == place.host && address.port == place.port && address.scheme == place.scheme
            || address.host == place.host && place.scheme == "http" && place.port == 80
                && address.scheme == "https" && address.port == 443
    }

    /// True when what the present hop needs of ``FetchRequest/credential`` is still to be found.
    var lacksCredential: Bool {
        request.findCredential != nil && credential == nil && isAtHost(of: home)
    }

    /// Takes the user and password that were found.
    mutating func take(credential: String) { foundCredential = credential }

    /// What to send now.
    var hop: Hop {
        var headers = [
            HTTPHeader("Accept", Self.accept(request.accept)),
            HTTPHeader("Accept-Encoding", ContentCodings.offered),
        ]
        let conditions = conditions
        headers += conditions
        // A delta needs the version that it starts from (RFC 3229 section 5.3), which only an entity tag names.
        if request.wantsDelta, headers.contains(where: { $0.name == "If-None-Match" }) {
            headers.append(HTTPHeader("A-IM", "feed"))
        }
        var hop = Hop(address: address, headers: headers, isConditional: !conditions.isEmpty)
        if isAtHost(of: home) {
            for header in request.headers {
                hop.headers.removeAll { $0.name.isSameField(as: header.name) }
                hop.headers.append(header)
            }
            if let credential {
                let parts = credential.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                hop.user = parts.first.map(String.init)
                hop.password = parts.count == 2 ? String(parts[1]) : ""
            } else if home.user != nil || home.password != nil {
                hop.user = home.user ?? ""
                hop.password = home.password ?? ""
            }
        }
        return hop
    }

    /// The fields that make the request a conditional one at this hop.
    private var conditions: [HTTPHeader] {
        guard let validators = request.validators, mayCarryValidators else { return [] }
        var conditions: [HTTPHeader] = []
        if let etag = validators.etag, etag.isVerbatim {
            conditions.append(HTTPHeader("If-None-Match", etag))
        }
        if let lastModified = validators.lastModified, lastModified.isVerbatim {
            conditions.append(HTTPHeader("If-Modified-Since", lastModified))
        }
        return conditions
    }

    /// True when there are such fields.
    private var isConditional: Bool {
        guard let validators = request.validators, mayCarryValidators else { return false }
        return validators.etag?.isVerbatim == true || validators.lastModified?.isVerbatim == true
    }

    private var mayCarryValidators: Bool {
        guard let owner = request.validatorsURL else { return redirects.isEmpty || isAtHost(of: first) }
        return owner == address.text || owner == address.withoutCredentials || WebAddress(owner) == address
    }

    /// What a complete answer leads to.
    mutating func receive(_ answer: FetchResponse, now: Int) -> Step {
        let host = address.host
        let retryAfter = RetryAfter(headers: answer.headers, now: now)?.seconds
        let path = redirects.isEmpty ? nil : address.path
        if let wall = BotWall.detect(
            status: answer.status, headers: answer.headers, body: answer.body, path: path)
        {
            let status = answer.status == 200 ? "" : " (HTTP \(answer.status))"
            return .failed(
                fail(
                    .blocked, "\(host) answered with a wall instead of the content: \(wall)\(status).",
                    status: answer.status, retryAfter: retryAfter, wall: wall))
        }
        switch answer.status {
        case 200, 203:
            return .finished(complete(answer))
        case 226 where isDelta(answer):
            return .finished(complete(answer))
        case 304 where isConditional:
            return .finished(complete(answer))
        case 304:
            return .failed(
                fail(.status, "\(host) said \"not modified\" although nothing was known of it.", status: 304))
        case 301, 302, 303, 307, 308:
            return follow(answer)
        default:
            let words = HTTPStatus.sentence(answer.status, host: host)
            return .failed(fail(.status, words, status: answer.status, retryAfter: retryAfter))
        }
    }

    /// An error at the present hop.
    func fail(
        _ code: FetchError.Code, _ detail: String, status: Int? = nil, retryAfter: Int? = nil,
        isSpacing: Bool = false, wall: String? = nil
    ) -> FetchError {
        FetchError(
            code, url: address.withoutCredentials, detail: detail, status: status, retryAfter: retryAfter,
            isSpacing: isSpacing, wall: wall, redirects: redirects)
    }

    /// True when only what has changed was asked for and came, in the form that was asked for (RFC 3229).
    private func isDelta(_ answer: FetchResponse) -> Bool {
        guard hop.headers.contains(where: { $0.name == "A-IM" }) else { return false }
        guard let forms = answer.headers.firstValue("im")?.lowercased() else { return true }
        return forms.split(separator: ",").allSatisfy { String($0).trimmingBlanks == "feed" }
    }

    /// True when a host was asked on the way to the present hop.
    func hasAsked(_ host: String) -> Bool {
        redirects.contains { WebAddress($0.from)?.host == host }
    }

    /// The error of a request that was not sent because its host wants to be left alone.
    /// - Parameter isSpacing: true when the host only wants time between requests, and others are before this one.
    func held(_ rest: Duration, isSpacing: Bool = false) -> FetchError {
        let seconds = max(1, Int(rest.components.seconds) + (rest.components.attoseconds > 0 ? 1 : 0))
        let time = Self.words(seconds)
        let sentence =
            isSpacing
            ? "\(address.host) wants time between requests: this one's turn is \(time) away."
            : "\(address.host) asks to be left alone for another \(time)."
        return fail(.held, sentence, retryAfter: seconds, isSpacing: isSpacing)
    }

    /// A time in words, as coarse as a person wants it.
    private static func words(_ seconds: Int) -> String {
        switch seconds {
        case ..<120: "\(seconds) seconds"
        case ..<7200: "\((seconds + 59) / 60) minutes"
        case ..<172_800: "\((seconds + 3599) / 3600) hours"
        default: "\((seconds + 86_399) / 86_400) days"
        }
    }

    private func complete(_ answer: FetchResponse) -> FetchResponse {
        var answer = answer
        answer.url = url
        answer.redirects = redirects
        return answer
    }

    private mutating func follow(_ answer: FetchResponse) -> Step {
        let status = answer.status
        guard let location = answer.headers.firstValue("location"), !location.isEmpty else {
            return .failed(
                fail(
                    .redirect, "\(address.host) redirects (HTTP \(status)) without saying where.",
                    status: status))
        }
        guard let target = address.resolving(location) else {
            return .failed(
                fail(
                    .redirect,
                    "\(address.host) redirects to something that is no address: \(Self.shown(location)).",
                    status: status))
        }
        guard target.isWeb else {
            return .failed(
                fail(
                    .refusedAddress,
                    "\(address.host) redirects to \(Self.shown(target.withoutCredentials)), which is neither http nor https.",
                    status: status))
        }
        guard redirects.count < request.limits.redirects else {
            return .failed(
                fail(
                    .redirect, "\(first.host) redirects more than \(request.limits.redirects) times.",
                    status: status))
        }
        // Credentials in a redirect come from the server, not from the user: they are left out.
        let next =
            target.user == nil && target.password == nil ? target : WebAddress(target.withoutCredentials)
        guard let next else { return .failed(fail(.redirect, "\(address.host) redirects to no address.")) }
        let isCircle = next.text == first.text || redirects.contains { $0.to == next.text }
        redirects.append(Redirect(status: status, from: url, to: next.text))
        guard !isCircle else {
            return .failed(fail(.redirect, "\(first.host) redirects in a circle.", status: status))
        }
        place = Place(next)
        return .follow
    }

    private static func accept(_ kind: FetchRequest.Accept) -> String {
        switch kind {
        case .feed:
            // Without blanks: libcurl copies letter by letter.
            "application/rss+xml,application/atom+xml,application/feed+json,application/rdf+xml,"
                + "application/xml;q=0.9,text/xml;q=0.9,application/json;q=0.7,text/html;q=0.4,*/*;q=0.2"
        case .page: "text/html, application/xhtml+xml, application/xml;q=0.8, */*;q=0.5"
        case .any: "*/*"
        }
    }

    /// A text from outside, fit for a sentence.
    private static func shown(_ text: String) -> String {
        let clean = String(
            text.unicodeScalars.prefix(200).map { $0.value < 0x20 || $0.value == 0x7f ? " " : Character($0) })
        return clean.count < text.count ? clean + "…" : clean
    }
}

extension String {
    /// True when a value came in undamaged and so can be returned byte for byte.
    fileprivate var isVerbatim: Bool {
        let bytes = utf8.span
        return !bytes.isEmpty && HTTPHeader.isSendable(bytes) && !Self.hasReplacement(bytes)
    }

    /// Whether U+FFFD stands in a text, which is what bytes that were no UTF-8 became.
    private static func hasReplacement(_ text: Span<UInt8>) -> Bool {
        var index = 0
        while index + 2 < text.count {
            if text[index] == 0xEF, text[index + 1] == 0xBF, text[index + 2] == 0xBD { return true }
            index += 1
        }
        return false
    }
}
