/// The links of one `Link` header field (RFC 8288 section 3).
struct LinkField {
    /// One link.
    struct Link: Equatable {
        /// The target as it stands there, perhaps relative.
        var target: String
        /// The relation types in lower case.
        var relations: [String]
    }

    /// The links in order; what is not understood is left out.
    private(set) var links: [Link] = []

    /// Reads a field value: `<https://hub.example/>; rel="hub", <https://example.org/feed>; rel=self`.
    init(_ value: String) {
        var rest = value.utf8[...]
        while let open = rest.firstIndex(of: UInt8(ascii: "<")) {
            rest = rest[rest.index(after: open)...]
            guard let close = rest.firstIndex(of: UInt8(ascii: ">")) else { return }
            let target = String(decoding: rest[..<close], as: UTF8.self).trimmingBlanks
            rest = rest[rest.index(after: close)...]
            let relations = Self.relations(&rest)
            if !target.isEmpty, !relations.isEmpty {
                links.append(Link(target: target, relations: relations))
            }
        }
    }

    /// The relation types among the parameters of a link; leaves the rest behind its comma.
    private static func relations(_ rest: inout Substring.UTF8View) -> [String] {
        var result: [String]?
        while let byte = rest.first, byte != UInt8(ascii: ",") {
            guard byte == UInt8(ascii: ";") else {
                rest.removeFirst()
                continue
            }
            rest.removeFirst()
            let name = token(&rest, endingAt: "=;,").lowercased()
            guard rest.first == UInt8(ascii: "=") else { continue }
            rest.removeFirst()
            let value = parameterValue(&rest)
            // Only the first `rel` counts (RFC 8288 section 3.3).
            if name == "rel", result == nil {
                result = value.lowercased().split(separator: " ").map(String.init)
            }
        }
        return result ?? []
    }

    private static func parameterValue(_ rest: inout Substring.UTF8View) -> String {
        while let byte = rest.first, byte == 0x20 || byte == 0x09 { rest.removeFirst() }
        guard rest.first == UInt8(ascii: "\"") else { return token(&rest, endingAt: ";,") }
        rest.removeFirst()
        var bytes: [UInt8] = []
        while let byte = rest.popFirst(), byte != UInt8(ascii: "\"") {
            if byte == UInt8(ascii: "\\"), let escaped = rest.popFirst() {
                bytes.append(escaped)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func token(_ rest: inout Substring.UTF8View, endingAt ends: String) -> String {
        let end = rest.firstIndex { ends.utf8.contains($0) } ?? rest.endIndex
        defer { rest = rest[end...] }
        return String(decoding: rest[..<end], as: UTF8.self).trimmingBlanks
    }
}
