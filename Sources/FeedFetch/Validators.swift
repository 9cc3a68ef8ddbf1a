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
