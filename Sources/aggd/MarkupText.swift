import Foundation

/// The text of a piece of HTML and its links: enough for comparing texts, not for showing them.
struct MarkupText {
    /// The text; blocks end with a line break.
    private(set) var text = ""
    /// The addresses of links, in order.
    private(set) var links: [String] = []

    private static let blocks: Set<String> = [
        "p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "td", "section",
        "article",
    ]
    private static let hidden: Set<String> = ["script", "style", "head", "template", "noscript"]
    private static let named: [String: UInt32] = [
        "amp": 0x26, "lt": 0x3C, "gt": 0x3E, "quot": 0x22, "apos": 0x27, "nbsp": 0x20, "rsquo": 0x2019,
        "lsquo": 0x2018, "rdquo": 0x201D, "ldquo": 0x201C, "ndash": 0x2013, "mdash": 0x2014, "hellip": 0x2026,
        "raquo": 0xBB, "laquo": 0xAB, "rarr": 0x2192, "copy": 0xA9, "eacute": 0xE9,
    ]

    /// Reads a piece of HTML; what isn't closed ends with the piece.
    init(_ html: String) {
        let bytes = Array(html.utf8)
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var place = 0
        while place < bytes.count {
            let byte = bytes[place]
            if byte == 0x3C {
                let close = bytes[place...].firstIndex(of: 0x3E) ?? bytes.count
                let inside = bytes[(place + 1)..<close]
                let isEnd = inside.first == 0x2F
                let name = String(
                    decoding: inside.drop { $0 == 0x2F }.prefix {
                        ($0 | 0x20) >= 0x61 && $0 < 0x7B || ($0 >= 0x30 && $0 < 0x3A)
                    },
                    as: UTF8.self
                ).lowercased()
                place = min(close + 1, bytes.count)
                if name.isEmpty, !inside.starts(with: [0x21]), !isEnd {
                    out.append(0x3C)
                    place = min(place, close) - inside.count
                    continue
                }
                if Self.blocks.contains(name) {
                    out.append(contentsOf: [0x0A, 0x0A])
                } else {
                    out.append(0x20)
                }
                if name == "a", !isEnd, let link = Self.href(Array(inside)) { links.append(link) }
                if !isEnd, Self.hidden.contains(name) { place = Self.end(of: name, bytes, from: place) }
            } else if byte == 0x26, let (scalar, width) = Self.entity(bytes, place) {
                out.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
                place += width
            } else {
                out.append(byte)
                place += 1
            }
        }
        text = String(decoding: out, as: UTF8.self)
    }

    private static func href(_ tag: [UInt8]) -> String? {
        let text = String(decoding: tag, as: UTF8.self)
        guard let start = text.range(of: "href=", options: .caseInsensitive) else { return nil }
        let rest = text[start.upperBound...]
        guard let quote = rest.first, quote == "\"" || quote == "'" else {
            return String(rest.prefix { $0 != " " })
        }
        return String(rest.dropFirst().prefix { $0 != quote }).replacing("&amp;", with: "&")
    }

    private static func end(of name: String, _ bytes: [UInt8], from start: Int) -> Int {
        let mark = Array("</\(name)".utf8)
        var place = start
        while place + mark.count <= bytes.count {
            if bytes[place] == 0x3C,
                zip(bytes[place...], mark).allSatisfy({ $0.0 == $0.1 || $0.0 | 0x20 == $0.1 })
            {
                return place
            }
            place += 1
        }
        return bytes.count
    }

    private static func entity(_ bytes: [UInt8], _ place: Int) -> (Unicode.Scalar, Int)? {
        let window = bytes[(place + 1)..<min(bytes.count, place + 12)]
        guard let semicolon = window.firstIndex(of: 0x3B) else { return nil }
        let name = String(decoding: bytes[(place + 1)..<semicolon], as: UTF8.self)
        var value: UInt32?
        if name.hasPrefix("#x") || name.hasPrefix("#X") {
            value = UInt32(name.dropFirst(2), radix: 16)
        } else if name.hasPrefix("#") {
            value = UInt32(name.dropFirst())
        } else {
            value = named[name]
        }
        guard let value, let scalar = Unicode.Scalar(value) else { return nil }
        return (scalar, semicolon + 1 - place)
    }
}
