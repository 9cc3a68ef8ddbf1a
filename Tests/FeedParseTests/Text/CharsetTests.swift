import Testing

@testable import FeedParse

@Suite("The label of a charset") struct EncodingLabelsTests {
    @Test(
        "means what it means in browsers",
        arguments: [
            ("utf-8", "UTF-8"), ("UTF8", "UTF-8"), ("iso-8859-1", "windows-1252"), ("latin1", "windows-1252"),
            ("us-ascii", "windows-1252"), ("ISO_8859-1", "windows-1252"), ("iso-8859-9", "windows-1254"),
            ("gb2312", "GB18030"), ("gbk", "GB18030"), ("shift-jis", "Shift_JIS"),
            ("windows-31j", "Shift_JIS"),
            ("ks_c_5601-1987", "EUC-KR"), ("euc-kr", "EUC-KR"), ("big5-hkscs", "Big5"),
            ("x-sjis", "Shift_JIS"),
            ("tis-620", "windows-874"), ("koi", "KOI8-R"), ("koi8-ru", "KOI8-U"), ("unicode", "UTF-16LE"),
            ("x-mac-roman", "macintosh"), ("cp1251", "windows-1251"),
        ])
    func browsers(_ label: String, _ name: String) {
        #expect(EncodingLabels.name(of: label) == name)
        #expect(EncodingLabels.name(of: label.uppercased()) == name)
        #expect(EncodingLabels.name(of: " \"\(label)\" ") == name)
    }

    @Test("may be one that only the system knows")
    func system() {
        #expect(EncodingLabels.name(of: "cp437") == "CP437")
    }

    @Test(
        "is unknown when it is nonsense or no charset of the web",
        arguments: ["bogus-9", "", "utf-7", "../../x", "x"])
    func unknown(_ label: String) {
        #expect(EncodingLabels.name(of: label) == nil)
    }
}

@Suite("Bytes that may be UTF-8") struct UTF8CheckTests {
    private func check(_ bytes: [UInt8]) -> (sequences: Int, bad: Int) {
        let check = UTF8Check(bytes.span)
        return (check.sequences, check.badBytes)
    }

    @Test("are counted by sequences")
    func counted() {
        #expect(check(Array("plain text of some length".utf8)) == (0, 0))
        #expect(check(Array("é€😀".utf8)) == (3, 0))
        #expect(check(Array("0123456é0123456789".utf8)) == (1, 0))
    }

    @Test(
        "are none when a sequence is overlong, a surrogate, out of range or cut",
        arguments: [
            [0xC0, 0xAF], [0xC1, 0x80], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF0, 0x80, 0x80, 0x80],
            [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0x80], [0xE2, 0x82], [0xF0, 0x9F, 0x98],
            [0xC3],
            [0xC3, 0x28],
        ] as [[UInt8]])
    func invalid(_ bytes: [UInt8]) {
        #expect(check(bytes).sequences == 0)
        #expect(check(bytes).bad > 0)
    }

    @Test("have the length of the sequence at a place")
    func length() {
        let bytes = Array("aé€😀".utf8)
        #expect(UTF8Check.sequenceLength(bytes.span, 1) == 2)
        #expect(UTF8Check.sequenceLength(bytes.span, 3) == 3)
        #expect(UTF8Check.sequenceLength(bytes.span, 6) == 4)
        #expect(UTF8Check.sequenceLength(bytes.span, 2) == 0)
    }

    @Test("are judged at the first bad byte when it must be quick")
    func quickly() {
        let bytes: [UInt8] = [0xFF, 0xFF, 0x61, 0xFF]
        #expect(UTF8Check(bytes.span).badBytes == 3)
        #expect(UTF8Check(bytes.span, quickly: true).badBytes == 1)
        #expect(UTF8Check([0xFF, 0x61].span, from: 1).isValid)
    }
}

@Suite("Bytes in a declared charset") struct CharsetDecoderTests {
    private func decode(_ name: String, _ bytes: [UInt8], unit: Int = 1) -> (text: String, errors: Int)? {
        guard var decoder = CharsetDecoder(name) else { return nil }
        let (utf8, errors) = decoder.decode(bytes[...], unit: unit)
        return (String(decoding: utf8, as: UTF8.self), errors)
    }

    @Test(
        "become their text",
        arguments: [
            ("Shift_JIS", [0x8D, 0x60], "港"), ("EUC-JP", [0xB9, 0xC1], "港"), ("GB18030", [0xB8, 0xDB], "港"),
            ("Big5", [0xB4, 0xE4], "港"), ("EUC-KR", [0xC7, 0xD7], "항"), ("windows-1251", [0xCF, 0xEE], "По"),
            ("KOI8-R", [0xF0, 0xCF], "По"), ("ISO-8859-2", [0xB1], "ą"), ("UTF-16LE", [0x2F, 0x6E], "港"),
            ("GB18030", [0x95, 0x32, 0x82, 0x36], "𠀀"), ("Shift_JIS", [0x87, 0x40], "①"),
        ] as [(String, [UInt8], String)])
    func text(_ name: String, _ bytes: [UInt8], _ expected: String) throws {
        let decoded = try #require(decode(name, bytes, unit: name == "UTF-16LE" ? 2 : 1))
        #expect(decoded == (expected, 0))
    }

    @Test("have a replacement character where they don't fit, and are counted")
    func holes() throws {
        let decoded = try #require(decode("EUC-JP", [0x61, 0xFF, 0x62, 0xB9]))
        #expect(decoded.text == "a\u{FFFD}b\u{FFFD}")
        #expect(decoded.errors == 2)
    }

    @Test("of a name that nobody knows have no decoder")
    func unknown() {
        #expect(decode("no-such-charset", [0x61]) == nil)
    }

    @Test("longer than one piece are decoded whole")
    func long() throws {
        let bytes = [UInt8](repeating: 0xCF, count: 200_000)
        let decoded = try #require(decode("windows-1251", bytes))
        #expect(decoded.text.unicodeScalars.count == 200_000)
        #expect(decoded.errors == 0)
    }
}

@Suite("Where a document declares its charset") struct CharsetDeclarationTests {
    @Test(
        "is the Content-Type of its answer",
        arguments: [
            ("text/xml; charset=utf-8", "utf-8"), ("text/xml;charset=\"koi8-r\"", "koi8-r"),
            ("text/xml; Charset = 'gbk' ; x=y", "gbk"),
            ("application/rss+xml; boundary=x; CHARSET=big5", "big5"),
        ])
    func http(_ contentType: String, _ label: String) {
        #expect(TextEncoding.httpCharset(contentType) == label)
    }

    @Test(
        "is nowhere in a Content-Type without one",
        arguments: [nil, "text/xml", "text/xml; charset=", "charset=utf-8"])
    func noHTTP(_ contentType: String?) {
        #expect(TextEncoding.httpCharset(contentType) == nil)
    }

    @Test(
        "is the XML declaration",
        arguments: [
            ("<?xml version=\"1.0\" encoding=\"koi8-r\"?><a/>", "koi8-r"),
            ("\n <?xml encoding='gbk' ?>", "gbk"),
            ("<?xml version='1.0' encoding = \"big5\" standalone='yes'?>", "big5"),
            ("<?xml encoding=utf-8?>", "utf-8"),
        ])
    func xml(_ document: String, _ label: String) {
        #expect(TextEncoding.declaredCharset(Array(document.utf8), .xml) == label)
    }

    @Test(
        "is the meta element of a page",
        arguments: [
            ("<html><meta charset=\"koi8-r\">", "koi8-r"), ("<META CHARSET=gbk />", "gbk"),
            ("<meta http-equiv=\"Content-Type\" content=\"text/html; charset=big5\">", "big5"),
            ("<meta name=\"x\"><meta charset='utf-8'>", "utf-8"),
        ])
    func meta(_ page: String, _ label: String) {
        #expect(TextEncoding.declaredCharset(Array(page.utf8), .html) == label)
        #expect(TextEncoding.declaredCharset(Array(page.utf8), .xml) == nil)
    }

    @Test(
        "is nowhere in a document without a declaration",
        arguments: ["<a/>", "", "<?xml version=\"1.0\"?>", "<meta name=\"charset\">"])
    func none(_ document: String) {
        #expect(TextEncoding.declaredCharset(Array(document.utf8), .html) == nil)
    }
}
