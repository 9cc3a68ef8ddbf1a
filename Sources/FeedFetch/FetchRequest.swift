/// One thing to fetch, with everything that may differ between sources.
public struct FetchRequest: Sendable {
    /// The address, http or https.
    public var url: String
    /// What kind of answer is hoped for; decides the `Accept` header.
    public var accept: Accept = .feed
    /// Sent as a conditional GET when set.
    public var validators: Validators?
    /// The address that gave the validators and alone gets them; nil stands for the host of ``url``.
    public var validatorsURL: String?
    /// The `User-Agent` header: name, version and a contact.
    public var userAgent: String = "aggd"
    /// Additional headers of the source.
    public var headers: [HTTPHeader] = []
    /// `user:password` for HTTP authentication; never sent to another host.
    public var credential: String?
    /// Finds ``credential`` when the host that gets it is about to be asked and it is nil; the host's other requests,
    /// and those to others, don't wait for that.
    ///
    /// It throws an error of ``FetchError/Code/secret``, and then nothing is sent to that host.
    public var findCredential: (@Sendable () async throws(FetchError) -> String)?
    /// The address whose host alone gets ``credential``, ``headers`` and the user of the address; nil stands for
    /// ``url``.
    ///
    /// What a source leads to (a page, a sitemap, the place where it has moved) may lie at another host.
    public var home: String?
    /// A proxy's address; the environment's proxies are not used.
    ///
    /// With a proxy it is the proxy that connects, so addresses are not checked here.
    public var proxy: String?
    /// Which addresses may be connected to.
    public var addresses: AddressPolicy = .publicOnly
    /// Time and size limits.
    public var limits = FetchLimits()
    /// Ask for a delta (RFC 3229 `A-IM: feed`) when the validators name the version that is known.
    public var wantsDelta = false
    /// The shortest time between two requests to the host, for `Crawl-delay`.
    public var spacing: Duration = .zero

    /// Creates a request with the defaults.
    public init(url: String) {
        self.url = url
    }

    /// What kind of answer is hoped for.
    public enum Accept: Sendable {
        /// Feed formats first.
        case feed
        /// HTML first.
        case page
        /// Anything.
        case any
    }
}

/// The limits of one transfer; each is an error when reached, never a truncation.
public struct FetchLimits: Sendable, Equatable {
    /// The whole transfer with its redirects.
    public var total: Duration = .seconds(30)
    /// Until the connection stands.
    public var connect: Duration = .seconds(10)
    /// Body bytes after decompression.
    public var body: Int = 48 << 20
    /// The setting that ``body`` comes from, which the error names; nil when it is nobody's to raise.
    public var bodySetting: String?
    /// Header bytes of one answer.
    public var header: Int = 256 << 10
    /// Redirects that are followed.
    public var redirects: Int = 10
    /// Bytes a second below which a transfer is too slow.
    public var minimumSpeed: Int = 100
    /// How long a transfer may be too slow before it is an error.
    public var minimumSpeedTime: Duration = .seconds(15)

    /// Creates the default limits.
    public init() {}

    /// That the body of a host's answer is beyond its limit.
    func sentence(bodyOf host: String) -> String {
        "The answer of \(host) is larger than \(body) bytes"
            + (bodySetting.map { ", which is what \($0) allows." } ?? ".")
    }
}
