import Glibc

/// A complete answer whose body may still be compressed as it came.
///
/// Hundreds of answers can wait for the one who reads them: packed they take an eighth of the memory. What only the
/// unpacked body shows, damage, too large a size, a wall against robots, is told by ``unpacked()``.
public struct PackedResponse: Sendable {
    private let exchange: Exchange
    private var response: FetchResponse
    private var packed: [UInt8] = []

    /// An answer as it came in.
    init(_ reader: AnswerReader, httpVersion: String, exchange: Exchange) {
        self.exchange = exchange
        // It grew as it came, to twice its size perhaps, and may wait for long.
        packed = reader.packed.fitted
        response = FetchResponse(
            url: exchange.url, status: reader.status, headers: reader.headers, body: reader.body,
            wireBytes: reader.wireBytes, httpVersion: httpVersion)
    }

    /// An answer about which all is known.
    init(_ response: FetchResponse, of exchange: Exchange) {
        self.exchange = exchange
        self.response = response
    }

    /// The answer when it is 304, which has no body; nil for all others.
    public var notModified: FetchResponse? { response.isNotModified ? response : nil }

    /// How long the transfer took.
    public internal(set) var duration: Duration {
        get { response.duration }
        set { response.duration = newValue }
    }

    /// Bytes of the body once it is unpacked, as far as can be told before.
    ///
    /// Who packed it may lie, so room for as much is all that ``unpackedAsExpected()`` takes.
    public var expectedBytes: Int {
        let expected =
            if !packed.isEmpty {
                // Nothing but gzip says how much it holds.
                Self.sizeInGzip(packed) ?? max(packed.count * 8, Self.unsaid)
            } else if isContent, isPackedFile(response.body) {
                Self.sizeInGzip(response.body) ?? bytes
            } else {
                bytes
            }
        return min(expected, mostBytes)
    }

    /// Bytes of the body at most once it is unpacked: more is an error.
    public var mostBytes: Int { max(exchange.request.limits.body, bytes) }

    /// Bytes that are expected of a small body that doesn't say how much it holds.
    private static let unsaid = 512 << 10

    /// Bytes that a decoder may take beside a small body: a window of 4 MiB and what belongs to it.
    private static let usualWindow = 5 << 20

    /// The size that a gzip file says at its end (RFC 1952 section 2.3.1), of its last member.
    private static func sizeInGzip(_ bytes: [UInt8]) -> Int? {
        guard bytes.count > 4, bytes[0] == 0x1f, bytes[1] == 0x8b else { return nil }
        return max(bytes.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) }, bytes.count)
    }

    /// Bytes of the body as it lies in memory.
    var bytes: Int { packed.count + response.body.count }

    /// True for the answers to which nothing can follow but reading them.
    var isContent: Bool { response.status == 200 || response.status == 203 || response.status == 226 }

    /// Counts the body as memory in use while the answer lives.
    mutating func claim(_ inbox: FetchInbox) {
        response.lease = bytes > 0 ? BodyLease(bytes: bytes, inbox: inbox) : nil
    }

    /// The answer with its body unpacked, or why it is none.
    public func unpacked() throws(FetchError) -> FetchResponse {
        guard isContent else { return response }
        return try content(of: try decoded())
    }

    /// The answer with its body unpacked, or why it is none; nil when that takes more than ``expectedBytes``.
    public func unpackedAsExpected() throws(FetchError) -> FetchResponse? {
        guard isContent else { return response }
        let expected = expectedBytes
        // What is expected may be the limit itself: then more is an error.
        guard expected < mostBytes else { return try unpacked() }
        let response: FetchResponse
        do throws(FetchError) {
            response = try decoded(within: expected)
        } catch {
            guard error.code == .tooLarge else { throw error }
            return nil
        }
        return try content(of: response)
    }

    private func content(of response: FetchResponse) throws(FetchError) -> FetchResponse {
        var exchange = exchange
        switch exchange.receive(response, now: time(nil)) {
        case .finished(let response): return response
        case .failed(let error): throw error
        // A redirect is no content.
        case .follow: return response
        }
    }

    /// What the answer leads to in its exchange.
    func lead(_ exchange: inout Exchange) -> Exchange.Step {
        do {
            return exchange.receive(try decoded(), now: time(nil))
        } catch {
            return .failed(error)
        }
    }

    /// The answer with its body unpacked.
    /// - Parameter room: bytes that all that is unpacked may take; without it the limit of the request holds.
    private func decoded(within room: Int? = nil) throws(FetchError) -> FetchResponse {
        let most = exchange.request.limits.body
        var response = response
        var taken = 0
        if !packed.isEmpty {
            let codings = response.headers.values(of: "content-encoding")
            response.body = try unpack(packed, codings, limit: room ?? most)
            response.packed = PackedBody(packed, codings: codings)
            taken = response.body.count
        }
        if isPackedFile(response.body) {
            if packed.isEmpty { response.packed = PackedBody(response.body, codings: []) }
            response.body = try unpack(response.body, ["gzip"], limit: room.map { $0 - taken } ?? most)
        }
        response.lease = response.lease?.replaced(by: response.body.count)
        return response
    }

    /// True for a packed file where one may be.
    private func isPackedFile(_ body: [UInt8]) -> Bool {
        exchange.request.accept == .feed && PackedBody.isFile(body)
    }

    private func unpack(_ bytes: [UInt8], _ codings: [String], limit: Int) throws(FetchError) -> [UInt8] {
        // Who has room for little only has none for the window of a giant either.
        let window = limit < exchange.request.limits.body ? max(limit, Self.usualWindow) : .max
        var unpacker = BodyUnpacker(ContentCodings(codings), limit: limit, window: window)
        _ = unpacker.take(bytes.span)
        if let failure = unpacker.failure ?? unpacker.failureAtEnd() { throw exchange.fail(failure) }
        return unpacker.body
    }
}

extension Exchange {
    /// The error of an answer that is not wanted to its end.
    func fail(_ failure: AnswerReader.Failure) -> FetchError {
        let host = address.host
        let limits = request.limits
        return switch failure {
        case .headerTooLarge:
            fail(.tooLarge, "The header of \(host)'s answer is larger than \(limits.header) bytes.")
        case .headerBreaksOff:
            fail(.incomplete, "The header of \(host)'s answer breaks off.")
        case .bodyTooLarge:
            fail(.tooLarge, limits.sentence(bodyOf: host))
        case .damaged(let coding):
            fail(.incomplete, "The \(coding) answer of \(host) is damaged or breaks off.")
        case .unknownCoding(let coding):
            fail(.incomplete, "The answer of \(host) is compressed in a way nobody asked for: \(coding).")
        }
    }
}

extension [UInt8] {
    /// The same bytes in no more memory than they need.
    fileprivate var fitted: [UInt8] {
        guard capacity - count > 1024 else { return self }
        var fitted: [UInt8] = []
        fitted.reserveCapacity(count)
        fitted += self
        return fitted
    }
}
