/// The fields of a JSON object that aggd itself has written, each nil when it is missing or of another kind.
///
/// Values are found when the text is read and taken apart when they are asked for: of a thousand poll states most
/// callers want two fields.
package struct JSONFields {
    private let bytes: [UInt8]
    private var fields: [Field] = []

    /// Where a name, without its quotes, and its value stand.
    private struct Field {
        /// By which most names are told apart.
        var key: UInt32
        var name: Range<Int>
        var value: Range<Int>
    }

    /// The length of a name with its first and its last byte.
    private static func key(_ name: Span<UInt8>) -> UInt32 {
        guard name.count > 0 else { return 0 }
        return UInt32(truncatingIfNeeded: name.count) << 16 | UInt32(name[0]) << 8
            | UInt32(name[name.count - 1])
    }

    /// Reads a text; nil when it holds no whole object.
    package init?(_ bytes: [UInt8]) {
        self.init(bytes, at: 0)
    }

    private init?(_ bytes: [UInt8], at start: Int) {
        self.bytes = bytes
        fields.reserveCapacity(32)
        let bytes = bytes.span
        var at = Self.pastBlanks(bytes, start)
        guard at < bytes.count, bytes[at] == UInt8(ascii: "{") else { return nil }
        at += 1
        while true {
            at = Self.pastBlanks(bytes, at)
            guard at < bytes.count else { return nil }
            switch bytes[at] {
            case UInt8(ascii: "}"): return
            case UInt8(ascii: ","): at += 1
            case UInt8(ascii: "\""):
                guard let end = Self.pastValue(bytes, at) else { return nil }
                let name = at + 1..<end - 1
                at = Self.pastBlanks(bytes, end)
                guard at < bytes.count, bytes[at] == UInt8(ascii: ":") else { return nil }
                at = Self.pastBlanks(bytes, at + 1)
                guard let end = Self.pastValue(bytes, at) else { return nil }
                fields.append(Field(key: Self.key(bytes.extracting(name)), name: name, value: at..<end))
                at = end
            default: return nil
            }
        }
    }

    /// A text.
    package func text(_ name: String) -> String? {
        guard let place = textPlace(name) else { return nil }
        let inside = bytes.span.extracting(place.lowerBound + 1..<place.upperBound - 1)
        let escape = ByteSearch.first(UInt8(ascii: "\\"), in: inside, from: 0)
        guard escape != nil else {
            return unsafe inside.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
        }
        var reader = JSONReader(Array(bytes[place]))
        return if case .string(let text) = try? reader.read() { text } else { nil }
    }

    /// What becomes of the bytes of a text, as they are written.
    package func bytes<Value>(of name: String, _ body: (Span<UInt8>) -> Value) -> Value? {
        guard let place = textPlace(name) else { return nil }
        return body(bytes.span.extracting(place.lowerBound + 1..<place.upperBound - 1))
    }

    private func textPlace(_ name: String) -> Range<Int>? {
        guard let place = place(name), bytes[place.lowerBound] == UInt8(ascii: "\"") else { return nil }
        return place
    }

    /// A number.
    package func number(_ name: String) -> Double? {
        place(name).flatMap { Self.number(bytes.span.extracting($0)) }
    }

    /// A whole number.
    package func whole(_ name: String) -> Int? {
        guard let place = place(name) else { return nil }
        return Self.whole(bytes.span.extracting(place)) ?? word(name).flatMap { Int($0) }
    }

    /// A number of 64 bits, written as a number or as a text.
    package func unsigned(_ name: String) -> UInt64? { (word(name) ?? text(name)).flatMap { UInt64($0) } }

    /// Whether it is true.
    package func isTrue(_ name: String) -> Bool { word(name) == "true" }

    /// The numbers of a list.
    package func numbers(_ name: String) -> [Double] {
        guard let place = place(name), bytes[place.lowerBound] == UInt8(ascii: "[") else { return [] }
        var numbers: [Double] = []
        var at = place.lowerBound + 1
        while at < place.upperBound - 1 {
            at = Self.pastBlanks(bytes.span, at)
            if bytes[at] == UInt8(ascii: ",") {
                at += 1
                continue
            }
            guard let end = Self.pastValue(bytes.span, at) else { break }
            if let number = Self.number(bytes.span.extracting(at..<end)) {
                numbers.append(number)
            }
            at = end
        }
        return numbers
    }

    /// Where an object within the object stands.
    package func place(ofObject name: String) -> Range<Int>? {
        guard let place = place(name), bytes[place.lowerBound] == UInt8(ascii: "{") else { return nil }
        return place
    }

    /// An object within the object.
    package func inner(_ name: String) -> JSONFields? {
        place(name).flatMap { JSONFields(bytes, at: $0.lowerBound) }
    }

    private func place(_ name: String) -> Range<Int>? {
        // Not with the standard library's comparison of collections, which takes ten times as long.
        let wanted = name.utf8.span
        let key = Self.key(wanted)
        let bytes = bytes.span
        let fields = fields.span
        for index in fields.indices where fields[index].key == key {
            let name = bytes.extracting(fields[index].name)
            guard name.count == wanted.count else { continue }
            var at = 0
            while at < wanted.count, name[at] == wanted[at] { at += 1 }
            if at == wanted.count { return fields[index].value }
        }
        return nil
    }

    /// A number or one of the three words; nil for all else.
    private func word(_ name: String) -> String? {
        guard let place = place(name) else { return nil }
        switch bytes[place.lowerBound] {
        case UInt8(ascii: "\""), UInt8(ascii: "["), UInt8(ascii: "{"): return nil
        default: return String(decoding: bytes[place], as: UTF8.self)
        }
    }

    /// The number that some digits are.
    ///
    /// Whole numbers of up to 15 digits, which doubles hold exactly, are most of those that stand here.
    private static func number(_ digits: Span<UInt8>) -> Double? {
        if let whole = whole(digits) { return Double(whole) }
        return unsafe digits.withUnsafeBufferPointer { unsafe Double(String(decoding: $0, as: UTF8.self)) }
    }

    /// The number that up to 15 digits are; nil for all else.
    private static func whole(_ digits: Span<UInt8>) -> Int? {
        guard (1...15).contains(digits.count) else { return nil }
        var whole = 0
        for index in digits.indices {
            let digit = Int(digits[index]) - 0x30
            guard (0...9).contains(digit) else { return nil }
            whole = whole * 10 + digit
        }
        return whole
    }

    private static func pastBlanks(_ bytes: Span<UInt8>, _ start: Int) -> Int {
        var at = start
        while at < bytes.count, bytes[at] <= 0x20 { at += 1 }
        return at
    }

    /// The place after the text whose quote stands here; nil when it has no end.
    private static func pastText(_ bytes: Span<UInt8>, _ start: Int) -> Int? {
        var at = start + 1
        while let quote = ByteSearch.first(UInt8(ascii: "\""), in: bytes, from: at) {
            at = quote + 1
            // A quote belongs to the text when the backslash before it does not.
            var before = quote
            while before > start + 1, bytes[before - 1] == UInt8(ascii: "\\") { before -= 1 }
            if (quote - before).isMultiple(of: 2) { return at }
        }
        return nil
    }

    /// The place after the value that begins here; nil when there is none, or no end of it.
    private static func pastValue(_ bytes: Span<UInt8>, _ start: Int) -> Int? {
        var at = start
        var depth = 0
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "\""):
                guard let end = pastText(bytes, at) else { return nil }
                at = end
                if depth == 0 { return at }
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                at += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                // The end of what this value stands in.
                if depth == 0 { return at > start ? at : nil }
                depth -= 1
                at += 1
                if depth == 0 { return at }
            case UInt8(ascii: ","), UInt8(ascii: ":"), 0...0x20:
                if depth == 0 { return at > start ? at : nil }
                at += 1
            default: at += 1
            }
        }
        return nil
    }
}
