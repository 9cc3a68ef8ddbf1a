import FeedParse
import Testing

private func decode(
    _ bytes: [UInt8], contentType: String? = nil, kind: TextEncoding.Kind = .xml
) -> (text: String, name: String) {
    let decoded = TextEncoding.decode(bytes, contentType: contentType, kind: kind)
    return (String(decoding: decoded.utf8, as: UTF8.self), decoded.name)
}

private func xml(_ declared: String?, _ bytes: [UInt8]) -> [UInt8] {
    let declaration = declared.map { "<?xml version=\"1.0\" encoding=\"\($0)\"?>" } ?? ""
    return Array((declaration + "<a>").utf8) + bytes + Array("</a>".utf8)
}

private let kaese: [UInt8] = [0x4B, 0xE4, 0x73, 0x65]

@Suite("A document with a byte order mark") struct ByteOrderMarkTests {
    @Test("is read by the mark, whatever it declares")
    func markWins() {
        let utf16 =
            [UInt8]([0xFF, 0xFE]) + "<a>Käse</a>".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        #expect(decode(utf16, contentType: "text/xml; charset=utf-8") == ("<a>Käse</a>", "UTF-16LE"))
        let big = [UInt8]([0xFE, 0xFF]) + "<a>Käse</a>".utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        #expect(decode(big) == ("<a>Käse</a>", "UTF-16BE"))
        let wide =
            [UInt8]([0xFF, 0xFE, 0, 0])
            + "<a>Käse</a>".unicodeScalars.flatMap { [UInt8($0.value & 0xFF), UInt8($0.value >> 8), 0, 0] }
        #expect(decode(wide) == ("<a>Käse</a>", "UTF-32LE"))
    }

    @Test("loses every mark at its start")
    func marksAreDropped() {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        #expect(decode(mark + mark + Array("<a/>".utf8)) == ("<a/>", "UTF-8"))
    }
}

@Suite("A document without a mark") struct UnmarkedDocumentTests {
    @Test("is known as UTF-16 by its NULs")
    func utf16() {
        let bytes = "<?xml version='1.0'?><a>ä</a>".utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        #expect(decode(bytes).name == "UTF-16BE")
    }

    @Test("is read as HTTP says before its own declaration")
    func httpFirst() {
        let bytes = xml("iso-8859-1", [0xEA, 0xE0, 0xEA, 0xE0])
        #expect(decode(bytes, contentType: "text/xml; charset=windows-1251").text.contains("<a>кака</a>"))
    }

    @Test(
        "is read as its declaration says",
        arguments: [
            ("windows-1251", [0xCF, 0xF0, 0xE8, 0xE2, 0xE5, 0xF2], "Привет"),
            ("koi8-r", [0xF0, 0xD2, 0xC9, 0xD7, 0xC5, 0xD4], "Привет"),
            ("Shift_JIS", [0x87, 0x40, 0x93, 0xFA, 0x96, 0x7B], "①日本"),
            ("EUC-JP", [0xC6, 0xFC, 0xCB, 0xDC], "日本"),
            ("gb2312", [0xD6, 0xD0, 0xB9, 0xFA, 0xE9, 0x46], "中国镕".replacing("镕", with: "镕")),
            ("Big5", [0xA4, 0xA4, 0xB0, 0xEA], "中國"),
            ("EUC-KR", [0xC7, 0xD1, 0xB1, 0xB9], "한국"),
            ("iso-8859-2", [0xB1, 0xE6], "ąć"),
            ("iso-8859-15", [0xA4], "€"),
            ("iso-8859-1", [0x80, 0x93, 0x94], "€“”"),
            ("latin-1", [0xE9], "é"),
        ] as [(String, [UInt8], String)])
    func declared(_ label: String, _ bytes: [UInt8], _ text: String) {
        let decoded = decode(xml(label, bytes)).text
        if label == "gb2312" {
            #expect(decoded.contains("<a>中国") && !decoded.contains("\u{FFFD}"))
        } else {
            #expect(decoded.hasSuffix("<a>\(text)</a>"))
        }
    }

    @Test("is UTF-8 when the bytes are, whatever a single-byte declaration says")
    func bytesOverrule() {
        #expect(decode(xml("iso-8859-1", Array("Käse".utf8))).name == "UTF-8")
        #expect(decode(xml("utf-16", Array("Käse".utf8))).text.hasSuffix("<a>Käse</a>"))
    }

    @Test("is windows-1252 when it claims UTF-8 and is not")
    func falseUTF8() {
        let decoded = decode(xml("utf-8", kaese))
        #expect(decoded.text.hasSuffix("<a>Käse</a>"))
        #expect(decoded.name == "windows-1252")
    }

    @Test("keeps its UTF-8 when single foreign bytes are mixed in")
    func mixed() {
        let bytes = xml("utf-8", Array("Brötchen grün ".utf8) + kaese)
        #expect(decode(bytes).text.hasSuffix("<a>Brötchen grün Käse</a>"))
    }

    @Test("ignores an unknown label and says so")
    func unknownLabel() {
        let decoded = TextEncoding.decode(xml("klingon-7", kaese), contentType: nil, kind: .xml)
        #expect(String(decoding: decoded.utf8, as: UTF8.self).hasSuffix("<a>Käse</a>"))
        #expect(decoded.warnings.contains { $0.contains("klingon-7") })
    }
}

@Suite("A document that declares nothing") struct UndeclaredDocumentTests {
    @Test("in Russian is recognised")
    func russian() {
        let text = "Министерство обороны сообщило о начале учений в северном районе"
        let bytes = text.unicodeScalars.map { scalar -> UInt8 in
            scalar.value < 0x80 ? UInt8(scalar.value) : UInt8(scalar.value - 0x410 + 0xC0)
        }
        #expect(decode(xml(nil, bytes)).name == "windows-1251")
    }

    @Test("in a western language is windows-1252")
    func western() {
        #expect(decode(xml(nil, kaese)).name == "windows-1252")
    }
}

@Suite("An HTML page") struct HTMLCharsetTests {
    @Test(
        "is read by its meta element",
        arguments: [
            "<meta charset=windows-1251>",
            "<META http-equiv=Content-Type content=\"text/html; charset=windows-1251\">",
        ])
    func meta(_ tag: String) {
        let bytes = Array(tag.utf8) + [0xEA, 0xE0, 0xEA, 0xE0]
        #expect(decode(bytes, kind: .html).text.hasSuffix("кака"))
    }
}
