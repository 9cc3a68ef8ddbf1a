/// A complete answer: read to its end and within every limit.
public struct FetchResponse: Sendable {
    /// The address that gave the answer, after redirects.
    public var url: String
    /// The HTTP status of the last answer; 304 is a success.
    public var status: Int
    /// The header fields of the last answer, in order.
    public var headers: [HTTPHeader]
    /// The body, decompressed.
    public var body: [UInt8]
    /// The body as it came, when that was packed.
    public internal(set) var packed: PackedBody?
    /// The redirects that were followed, in order.
    public var redirects: [Redirect]
    /// How long the transfer took.
    public var duration: Duration
    /// Bytes received on the wire, body only.
    public var wireBytes: Int
    /// The HTTP version as a text: `1.1`, `2`.
    public var httpVersion: String
    /// Counts the body as memory in use while the answer lives.
    var lease: BodyLease?

    /// Creates a response.
    public init(
        url: String, status: Int, headers: [HTTPHeader] = [], body: [UInt8] = [], redirects: [Redirect] = [],
        duration: Duration = .zero, wireBytes: Int = 0, httpVersion: String = "1.1"
    ) {
        self.url = url
        self.status = status
        self.headers = headers
        self.body = body
        self.redirects = redirects
        self.duration = duration
        self.wireBytes = wireBytes
        self.httpVersion = httpVersion
    }

    /// The first value of a header field, whatever its case.
    public func header(_ name: String) -> String? {
        headers.firstValue(name)
    }

    /// True when the server said that nothing has changed.
    public var isNotModified: Bool { status == 304 }

    /// True when the body is only what has changed since the version that was named (RFC 3229, `226 IM Used`).
    public var isDelta: Bool { status == 226 }

    /// The address of the first link with a relation that the header fields carry (RFC 8288), resolved; nil when
    /// there is none.
    public func link(_ relation: String) -> String? {
        for header in headers where header.name.isSameField(as: "link") {
            guard let link = LinkField(header.value).links.first(where: { $0.relations.contains(relation) })
            else { continue }
            return WebAddress(url)?.resolving(link.target)?.text ?? link.target
        }
        return nil
    }

    /// The validators of this answer.
    public var validators: Validators {
        Validators(etag: header("etag"), lastModified: header("last-modified"))
    }

    /// Where a chain that began with permanent redirects (301, 308) led before any temporary one; nil if none.
    public var permanentURL: String? {
        var result: String?
        for redirect in redirects {
            guard redirect.isPermanent else { break }
            result = redirect.to
        }
        return result
    }
}

/// One redirect that was followed.
public struct Redirect: Sendable, Equatable {
    /// The status: 301, 302, 303, 307 or 308.
    public var status: Int
    /// The address that redirected.
    public var from: String
    /// The absolute target.
    public var to: String

    /// Creates a redirect.
    public init(status: Int, from: String, to: String) {
        self.status = status
        self.from = from
        self.to = to
    }

    /// True for 301 and 308 (RFC 9110 sections 15.4.2 and 15.4.9).
    public var isPermanent: Bool { status == 301 || status == 308 }
}
