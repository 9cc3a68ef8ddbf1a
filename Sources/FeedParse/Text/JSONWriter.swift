/// Writes JSON into bytes without an intermediate tree.
public struct JSONWriter {
    /// What was written so far.
    public private(set) var bytes: [UInt8] = []
    private var needsComma = false

    /// Creates an empty writer.
    public init() {
        bytes.reserveCapacity(4096)
    }

    /// Forgets what was written and keeps the room.
    public mutating func reset() {
        bytes.removeAll(keepingCapacity: true)
        needsComma = false
    }

    /// Begins an object.
    public mutating func beginObject() { open(0x7B) }

    /// Ends an object.
    public mutating func endObject() { close(0x7D) }

    /// Begins an array.
    public mutating func beginArray() { open(0x5B) }

    /// Ends an array.
    public mutating func endArray() { close(0x5D) }

    /// Writes the key of the next value.
    public mutating func key(_ name: String) {
        comma()
        string(name)
        bytes.append(0x3A)
        needsComma = false
    }

    /// Writes a text.
    public mutating func value(_ text: String) {
        comma()
        string(text)
        needsComma = true
    }

    /// Writes a whole number.
    public mutating func value(_ number: some BinaryInteger) {
        comma()
        bytes.append(contentsOf: String(number).utf8)
        needsComma = true
    }

    /// Writes a number; null for one that JSON can't write.
    public mutating func value(_ number: Double) {
        guard number.isFinite else { return null() }
        comma()
        bytes.append(contentsOf: "\(number)".utf8)
        needsComma = true
    }

    /// Writes a truth value.
    public mutating func value(_ truth: Bool) {
        comma()
        bytes.append(contentsOf: (truth ? "true" : "false").utf8)
        needsComma = true
    }

    /// Writes null.
    public mutating func null() {
        comma()
        bytes.append(contentsOf: "null".utf8)
        needsComma = true
    }

    /// Writes a line break between two documents.
    public mutating func newline() {
        bytes.append(0x0A)
        needsComma = false
    }

    /// Writes a key and its text, nothing when there is no text.
    public mutating func field(_ name: String, _ text: String?) {
        guard let text else { return }
        key(name)
        value(text)
    }

    /// Writes a key and its number, nothing when there is no number.
    public mutating func field(_ name: String, _ number: (some BinaryInteger)?) {
        guard let number else { return }
        key(name)
        value(number)
    }

    private mutating func comma() {
        if needsComma { bytes.append(0x2C) }
    }

    private mutating func open(_ bracket: UInt8) {
        comma()
        bytes.append(bracket)
        needsComma = false
    }

    private mutating func close(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }

    private mutating func string(_ text: String) {
        bytes.append(0x22)
        defer { bytes.append(0x22) }
        // Most texts are written as they are.
        guard text.utf8.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C }) else {
            bytes.append(contentsOf: text.utf8)
            return
        }
        for byte in text.utf8 {
            switch byte {
            case 0x22: bytes.append(contentsOf: [0x5C, 0x22])
            case 0x5C: bytes.append(contentsOf: [0x5C, 0x5C])
            case 0x0A: bytes.append(contentsOf: [0x5C, 0x6E])
            case 0x0D: bytes.append(contentsOf: [0x5C, 0x72])
            case 0x09: bytes.append(contentsOf: [0x5C, 0x74])
            case 0x00..<0x20:
                let hex = Array("0123456789abcdef".utf8)
                bytes.append(contentsOf: [0x5C, 0x75, 0x30, 0x30, hex[Int(byte >> 4)], hex[Int(byte & 15)]])
            default: bytes.append(byte)
            }
        }
    }
}
