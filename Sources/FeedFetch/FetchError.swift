/// Why a transfer gave no complete answer, or an answer that is an error.
public struct FetchError: Error, Sendable, Equatable {
    /// What went wrong, for code to ask.
    public enum Code: String, Sendable {
        /// The address cannot be used: no http(s), no host, a syntax error.
        case badURL
        /// The name does not resolve, or not in time.
        case dns
        /// Nobody answers at the address, or accepts the connection in time.
        case connect
        /// The certificate or the TLS handshake is wrong.
        case tls
        /// A time or speed limit was reached when the connection stood.
        case timeout
        /// The body or header is larger than allowed.
        case tooLarge
        /// The answer broke off or is not well-formed HTTP.
        case incomplete
        /// Too many redirects, a loop, or a redirect without a target.
        case redirect
        /// The address is not allowed: private, loopback, another scheme.
        case refusedAddress
        /// The server answered with an error status.
        case status
        /// A wall against robots answered: ``FetchError/wall`` names it.
        case blocked
        /// robots.txt forbids it, or could not be had.
        case robots
        /// The host has asked to be left alone, or wants more time between requests than anybody waits; it was not
        /// asked. ``FetchError/retryAfter`` says for how long.
        case held
        /// The user and password for the host can't be found; it was not asked.
        case secret
        /// The fetcher is shutting down or the caller has cancelled.
        case cancelled
        /// A fault inside libcurl or of the machine.
        case system
    }

    /// What went wrong.
    public let code: Code
    /// The address that it concerns.
    public let url: String
    /// What libcurl or the server said, one sentence for a person.
    public let detail: String
    /// The HTTP status, when there was one.
    public let status: Int?
    /// How long the server asks to be left alone, seconds from now; of ``Code/robots``, when robots.txt could not be
    /// had, until it is asked for again.
    public let retryAfter: Int?
    /// True of ``Code/held`` when the host only wants time between requests, and this one's turn is too far away.
    public let isSpacing: Bool
    /// True of ``Code/robots`` when robots.txt could not be had as the host asked to be left alone.
    public let isResting: Bool
    /// The wall that answered: `Cloudflare`, `Akamai`, `DataDome`, `login page`.
    public let wall: String?
    /// The redirects that were followed before it failed.
    public let redirects: [Redirect]

    /// Creates an error.
    public init(
        _ code: Code, url: String, detail: String, status: Int? = nil, retryAfter: Int? = nil,
        isSpacing: Bool = false, isResting: Bool = false, wall: String? = nil, redirects: [Redirect] = []
    ) {
        self.code = code
        self.url = url
        self.detail = detail
        self.status = status
        self.retryAfter = retryAfter
        self.isSpacing = isSpacing
        self.isResting = isResting
        self.wall = wall
        self.redirects = redirects
    }

    /// How long a host is left alone after a 429 that does not say so, seconds.
    public static let restAfterTooMany = 1800
    /// The longest time that a host can have itself left alone, seconds.
    public static let longestRest = 7 * 86_400

    /// For how long the whole host is to be left alone after this answer, seconds; nil when it is not.
    ///
    /// A 429 means the client and not the address (RFC 6585 section 4), and so does a `Retry-After` beside an
    /// error status (RFC 9110 section 10.2.3).
    public var hostRest: Int? {
        guard code != .held, let status, status >= 400, status != 410 else { return nil }
        let seconds = retryAfter ?? (status == 429 ? Self.restAfterTooMany : 0)
        return seconds > 0 ? min(seconds, Self.longestRest) : nil
    }

    /// True when trying again later may help: the scheduler asks only this.
    public var isTransient: Bool {
        switch code {
        case .badURL, .refusedAddress: false
        case .status: status != 410
        default: true
        }
    }
}

extension FetchError: CustomStringConvertible {
    /// The sentence for a person.
    public var description: String { detail }
}
