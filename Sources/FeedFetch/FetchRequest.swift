/// One thing to fetch, with everything that may differ between sources.
public struct FetchRequest: Sendable {
    /// The address, http or https.
    public var url: String
    /// What kind of answer is hoped for; decides the `Accept` header.
    public var accept: Accept = .feed
    /// Sent as a conditional GET when set.
    public var validators: Validators?
    /// The `User-Agent` header: name, version and a contact.
    public var userAgent: String = "aggd"
    /// Additional headers of the source.
    public var headers: [HTTPHeader] = []
    /// `user:password` for HTTP authentication; never sent to another host.
    public var credential: String?
    /// A proxy's address.
    public var proxy: String?
    /// Which addresses may be connected to.
    public var addresses: AddressPolicy = .publicOnly
    /// Time and size limits.
    public var limits = FetchLimits()
    /// Ask for a delta (RFC 3229 `A-IM: feed`).
    public var wantsDelta = false

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

/// One header field.
public struct HTTPHeader: Sendable, Equatable {
    /// The field name as sent or received.
    public var name: String
    /// The field value, without the surrounding blanks.
    public var value: String

    /// Creates a header field.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// The limits of one transfer; each is an error when reached, never a truncation.
public struct FetchLimits: Sendable, Equatable {
    /// The whole transfer with its redirects.
    public var total: Duration = .seconds(30)
    /// Until the connection stands.
    public var connect: Duration = .seconds(10)
    /// Body bytes after decompression.
    public var body: Int = 16 << 20
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
}

/// What a server gave to recognise a version of a resource, kept byte for byte (RFC 9110 section 8.8).
public struct Validators: Sendable, Equatable, Codable {
    /// The `ETag` value as received.
    public var etag: String?
    /// The `Last-Modified` value as received.
    public var lastModified: String?

    /// Creates validators.
    public init(etag: String? = nil, lastModified: String? = nil) {
        self.etag = etag
        self.lastModified = lastModified
    }

    /// True when neither is known.
    public var isEmpty: Bool { etag == nil && lastModified == nil }
}
