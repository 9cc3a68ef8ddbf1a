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

    /// True when the field can be sent: a token as name, no control characters in the value.
    public var isSendable: Bool { Self.isToken(name.utf8.span) && Self.isSendable(value.utf8.span) }

    /// Whether a text is a token (RFC 9110 section 5.6.2).
    private static func isToken(_ text: Span<UInt8>) -> Bool {
        for index in text.indices {
            switch text[index] {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "!"),
                UInt8(ascii: "#")...UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "+"),
                UInt8(ascii: "."), UInt8(ascii: "^")...UInt8(ascii: "`"), UInt8(ascii: "|"),
                UInt8(ascii: "~"):
                continue
            default: return false
            }
        }
        return !text.isEmpty
    }

    /// Whether a text has no control characters, and so can be sent as a value.
    static func isSendable(_ value: Span<UInt8>) -> Bool {
        for index in value.indices {
            let byte = value[index]
            guard byte >= 0x20 && byte != 0x7f || byte == 0x09 else { return false }
        }
        return true
    }
}

extension [HTTPHeader] {
    /// The first value of a field, whatever the case of its name.
    public func firstValue(_ name: String) -> String? {
        first { $0.name.isSameField(as: name) }?.value
    }
}

extension String {
    /// True when two field names are the same (RFC 9110 section 5.1: ASCII, whatever the case).
    func isSameField(as other: String) -> Bool {
        let one = utf8.span
        let two = other.utf8.span
        guard one.count == two.count else { return false }
        for index in one.indices where one[index] | 0x20 != two[index] | 0x20 { return false }
        return true
    }

    /// The text without blanks and line ends around it.
    var trimmingBlanks: String {
        var slice = self[...].utf8
        while let first = slice.first, Self.isBlank(first) { slice.removeFirst() }
        while let last = slice.last, Self.isBlank(last) { slice.removeLast() }
        return String(decoding: slice, as: UTF8.self)
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0d || byte == 0x0a
    }
}
