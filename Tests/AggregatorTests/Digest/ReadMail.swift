import Foundation

/// A message as a mail program reads it: fields unfolded and decoded, parts with their bytes (RFC 5322, 2045, 2047).
struct ReadMail {
    /// The fields in order, names as written.
    var fields: [(name: String, value: String)] = []
    /// The body's bytes after the empty line, for a message without parts decoded.
    var body: [UInt8] = []
    /// The parts of a multipart message.
    var parts: [ReadMail] = []

    /// Reads a message; nil when a line of the head is no field.
    init?(_ bytes: [UInt8]) {
        guard let end = Self.place(of: [0x0D, 0x0A, 0x0D, 0x0A], in: bytes) else { return nil }
        let head = String(decoding: bytes[..<end], as: UTF8.self).replacing("\r\n ", with: " ")
        for line in head.components(separatedBy: "\r\n") {
            guard let colon = line.firstIndex(of: ":"), !line.hasPrefix(" ") else { return nil }
            fields.append(
                (
                    String(line[..<colon]),
                    line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
                ))
        }
        body = Array(bytes[(end + 4)...])
        guard let type = self["Content-Type"], type.hasPrefix("multipart/"),
            let boundary = type.components(separatedBy: "boundary=\"").last?.prefix(while: { $0 != "\"" })
        else {
            if self["Content-Transfer-Encoding"] == "quoted-printable" { body = Self.unquoted(body) }
            return
        }
        var pieces = String(decoding: body, as: UTF8.self).components(separatedBy: "--\(boundary)")
        guard pieces.count > 2, pieces.removeLast() == "--\r\n" else { return nil }
        for piece in pieces.dropFirst() {
            guard piece.hasPrefix("\r\n"), piece.hasSuffix("\r\n") else { return nil }
            guard let part = ReadMail(Array(Array(piece.utf8).dropFirst(2).dropLast(2))) else { return nil }
            parts.append(part)
        }
    }

    /// The value of a field, as written.
    subscript(name: String) -> String? { fields.first { $0.name.lowercased() == name.lowercased() }?.value }

    /// The value of a field with its encoded words decoded.
    func decoded(_ name: String) -> String? {
        guard let value = self[name] else { return nil }
        // A blank between two encoded words belongs to the encoding.
        var text = value.replacing(/\?=\s+=\?utf-8\?B\?/, with: "?==?utf-8?B?")
        while let match = text.firstMatch(of: /=\?utf-8\?B\?([A-Za-z0-9+\/=]*)\?=/) {
            let bytes = Data(base64Encoded: String(match.output.1)) ?? Data()
            text.replaceSubrange(match.range, with: String(decoding: bytes, as: UTF8.self))
        }
        return text
    }

    /// The body as text with plain line ends.
    var text: String { String(decoding: body, as: UTF8.self).replacing("\r\n", with: "\n") }

    private static func place(of mark: [UInt8], in bytes: [UInt8]) -> Int? {
        guard bytes.count >= mark.count else { return nil }
        return (0...(bytes.count - mark.count)).first { bytes[$0..<$0 + mark.count].elementsEqual(mark) }
    }

    private static func unquoted(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var place = 0
        while place < bytes.count {
            guard bytes[place] == 0x3D, place + 2 < bytes.count else {
                result.append(bytes[place])
                place += 1
                continue
            }
            let digits = String(decoding: bytes[(place + 1)...(place + 2)], as: UTF8.self)
            if let byte = UInt8(digits, radix: 16) { result.append(byte) }
            place += 3
        }
        return result
    }
}
