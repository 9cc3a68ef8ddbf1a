/// Reads one answer as it comes in: status, header fields, decoded body, and every limit on the way.
///
/// Knows no network: libcurl's callbacks hand it lines and bytes, tests do so without libcurl.
struct AnswerReader {
    /// Why the rest of an answer is not wanted.
    enum Failure: Equatable {
        case headerTooLarge
        case headerBreaksOff
        case bodyTooLarge
        case damaged(coding: String)
        case unknownCoding(String)
    }

    private let limits: FetchLimits
    /// The status of the last answer, 0 before one came.
    private(set) var status = 0
    /// The fields of the last answer.
    private(set) var headers: [HTTPHeader] = []
    /// The compressed body as long as it is small: the one who reads it unpacks it.
    private(set) var packed: [UInt8] = []
    /// Bytes of the body as they came.
    private(set) var wireBytes = 0
    /// Set when the transfer is to be stopped.
    private(set) var failure: Failure?

    private var headerBytes = 0
    private var isHeaderOpen = false
    private var unpacker: BodyUnpacker?
    /// Fields that most answers have at most.
    private static let usualFields = 12
    /// The size up to which a body waits as it came.
    ///
    /// A larger one is unpacked while it comes in, so that one that grows without measure is stopped soon.
    private static let small = 128 << 10

    init(limits: FetchLimits) {
        self.limits = limits
    }

    /// Takes one line of the header with its line end; false when the transfer is to be stopped.
    mutating func takeHeaderLine(_ line: Span<UInt8>) -> Bool {
        headerBytes += line.count
        guard headerBytes <= limits.header else {
            failure = .headerTooLarge
            return false
        }
        var end = line.count
        while end > 0, line[end - 1] == 0x0a || line[end - 1] == 0x0d { end -= 1 }
        if Self.isStatusLine(line) {
            status = Self.status(line)
            headers.removeAll(keepingCapacity: true)
            headers.reserveCapacity(Self.usualFields)
            isHeaderOpen = true
        } else if end == 0 {
            isHeaderOpen = false  // What follows the body are trailers; nothing in them concerns us.
        } else if isHeaderOpen {
            takeField(line, end: end)
        }
        return true
    }

    /// Takes some bytes of the body; false when the transfer is to be stopped.
    mutating func takeBody(_ bytes: Span<UInt8>) -> Bool {
        wireBytes += bytes.count
        guard wireBytes <= limits.body else {
            failure = .bodyTooLarge
            return false
        }
        if unpacker == nil {
            let codings = ContentCodings(headers.values(of: "content-encoding"))
            if let unknown = codings.unknown {
                failure = .unknownCoding(unknown)
                return false
            }
            unpacker = BodyUnpacker(codings, limit: limits.body)
            if codings.decoders.isEmpty { reserveBody() }
        }
        guard unpacker?.isPlain == false, unpacker?.hasBegun == false else { return unpack(bytes) }
        if packed.count + bytes.count <= Self.small {
            unsafe bytes.withUnsafeBufferPointer { unsafe packed.append(contentsOf: $0) }
            return true
        }
        let first = packed
        packed = []
        return unpack(first.span) && unpack(bytes)
    }

    /// The body as far as it is unpacked.
    var body: [UInt8] { unpacker?.body ?? [] }

    /// Bytes of the body in memory, packed or not.
    var heldBytes: Int { packed.count + (unpacker?.count ?? 0) }

    /// Checks what only the end can show; nil when the body is whole, as far as it is unpacked.
    func failureAtEnd() -> Failure? {
        if isHeaderOpen { return .headerBreaksOff }
        return packed.isEmpty ? unpacker?.failureAtEnd() : nil
    }

    private mutating func unpack(_ bytes: Span<UInt8>) -> Bool {
        guard unpacker?.take(bytes) == true else {
            failure = unpacker?.failure ?? failure
            return false
        }
        return true
    }

    private mutating func reserveBody() {
        guard let length = headers.firstValue("content-length").flatMap({ Int($0) }), length > 0 else {
            return
        }
        unpacker?.reserve(min(length, limits.body, 1 << 20))
    }

    private mutating func takeField(_ line: Span<UInt8>, end: Int) {
        var colon = 0
        while colon < end, line[colon] != 0x3a { colon += 1 }
        guard colon < end, colon > 0 else {
            takeFoldedLine(line, end: end)
            return
        }
        if line[0] == 0x20 || line[0] == 0x09 {
            takeFoldedLine(line, end: end)
            return
        }
        var first = colon + 1
        var last = end
        while first < last, line[first] == 0x20 || line[first] == 0x09 { first += 1 }
        while first < last, line[last - 1] == 0x20 || line[last - 1] == 0x09 { last -= 1 }
        headers.append(HTTPHeader(Self.text(line, 0, colon), Self.text(line, first, last)))
    }

    /// A line that begins with a blank goes on with the value before it (RFC 9112 section 5.2).
    private mutating func takeFoldedLine(_ line: Span<UInt8>, end: Int) {
        guard line[0] == 0x20 || line[0] == 0x09, var last = headers.popLast() else { return }
        last.value += " " + Self.text(line, 0, end).trimmingBlanks
        headers.append(last)
    }

    private static func text(_ line: Span<UInt8>, _ start: Int, _ end: Int) -> String {
        unsafe line.withUnsafeBufferPointer {
            unsafe String(decoding: UnsafeBufferPointer(rebasing: $0[start..<end]), as: UTF8.self)
        }
    }

    private static func isStatusLine(_ line: Span<UInt8>) -> Bool {
        line.count > 5 && line[0] == 0x48 && line[1] == 0x54 && line[2] == 0x54 && line[3] == 0x50
            && line[4] == 0x2f
    }

    private static func status(_ line: Span<UInt8>) -> Int {
        var index = 5
        while index < line.count, line[index] != 0x20 { index += 1 }
        while index < line.count, line[index] == 0x20 { index += 1 }
        var status = 0
        var digits = 0
        while index < line.count, digits < 3, (48...57).contains(line[index]) {
            status = status * 10 + Int(line[index] - 48)
            digits += 1
            index += 1
        }
        return digits == 3 ? status : 0
    }
}

extension [HTTPHeader] {
    /// All values of a field in order.
    func values(of name: String) -> [String] {
        filter { $0.name.isSameField(as: name) }.map { $0.value }
    }
}
