import Testing

@testable import FeedParse

private func read(_ text: String) throws -> (value: JSONValue?, isDamaged: Bool) {
    var reader = JSONReader(Array(text.utf8))
    let value = try reader.read()
    return (value, reader.isDamaged)
}

@Suite("JSON of a feed") struct JSONReaderTests {
    @Test("is read with its objects, lists, texts, numbers and words")
    func whole() throws {
        let (value, isDamaged) = try read(
            "{\"a\":\"x\",\"b\":[1,2.5,-3e2],\"c\":{\"d\":true,\"e\":false,\"f\":null}}")
        #expect(value?["a"]?.text == "x")
        #expect(value?["b"]?.elements.map(\.integer) == [1, 2, -300])
        if case .bool(true)? = value?["c"]?["d"] {} else { Issue.record("d is not true") }
        if case .bool(false)? = value?["c"]?["e"] {} else { Issue.record("e is not false") }
        if case .null? = value?["c"]?["f"] {} else { Issue.record("f is not null") }
        #expect(!isDamaged)
    }

    @Test(
        "has its escapes resolved",
        arguments: [
            ("\"a\\nb\\tc\"", "a\nb\tc"), ("\"\\\"\\\\\\/\"", "\"\\/"), ("\"\\u00e9\"", "é"),
            ("\"\\ud83d\\ude00\"", "😀"),
            ("\"\\u4e2d\\u56fd\"", "中国"), ("\"x\\ud83dy\"", "x\u{FFFD}y"), ("\"\\q\"", "q"),
        ])
    func escapes(_ json: String, _ text: String) throws {
        #expect(try read(json).value?.text == text)
    }

    @Test(
        "that is damaged costs only what is damaged",
        arguments: [
            "{\"a\":\"x\",\"b\":[1,2", "{\"a\":\"x\",,\"b\":oops}", "{\"a\":\"x\" \"b\":1]",
            "{\"a\":\"x\"} trailing",
            "{\"a\":\"x\",\"b\":\"never ended", "{\"a\":\"x\",\"b\"}", "{\"a\":\"x\",\"b\":\"\\u12\"}",
        ])
    func damaged(_ json: String) throws {
        let (value, isDamaged) = try read(json)
        #expect(value?["a"]?.text == "x")
        if !json.contains(",,") { #expect(isDamaged) }
    }

    @Test("may have commas too many and raw line breaks in its texts")
    func lenient() throws {
        let (value, _) = try read("[\"a\nb\",,\"c\",]")
        #expect(value?.elements.map(\.text) == ["a\nb", "c"])
    }

    @Test("nested too deep is refused")
    func tooDeep() {
        #expect(
            performing: { try read(String(repeating: "[", count: 600)) },
            throws: { ($0 as? FeedParseError)?.code == .limit })
    }

    @Test("of nothing is nothing", arguments: ["", "  \n"])
    func nothing(_ json: String) throws {
        #expect(try read(json).value == nil)
    }

    @Test("has whole numbers, also where they are written as texts or with fractions")
    func integers() throws {
        #expect(try read("\"42\"").value?.integer == 42)
        #expect(try read("42.9").value?.integer == 42)
        #expect(try read("1e400").value?.integer == nil)
        #expect(try read("\"many\"").value?.integer == nil)
        #expect(try read("9223372036854775807").value?.integer == Int64.max)
        #expect(try read("99999999999999999999").value?.integer == nil)
    }

    @Test("takes a lone value for a list of one")
    func elements() throws {
        #expect(try read("\"x\"").value?.elements.count == 1)
        #expect(try read("null").value?.elements.isEmpty == true)
        #expect(try read("[]").value?.elements.isEmpty == true)
    }

    @Test("has no text where there are only blanks")
    func blanks() throws {
        #expect(try read("\"  \\n \"").value?.text == nil)
        #expect(try read("\" x \"").value?.text == "x")
        #expect(try read("true").value?.text == nil)
    }
}

@Suite("JSON that is written") struct JSONWriterTests {
    private func text(_ body: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter()
        body(&writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test("has its commas where they belong")
    func commas() {
        let written = text {
            $0.beginObject()
            $0.field("a", "x")
            $0.key("b")
            $0.beginArray()
            $0.value(1)
            $0.value(true)
            $0.null()
            $0.beginObject()
            $0.endObject()
            $0.endArray()
            $0.field("c", 7)
            $0.endObject()
        }
        #expect(written == "{\"a\":\"x\",\"b\":[1,true,null,{}],\"c\":7}")
    }

    @Test("leaves out fields without a value")
    func missing() {
        let written = text {
            $0.beginObject()
            $0.field("a", nil)
            $0.field("b", Int?.none)
            $0.field("c", "")
            $0.endObject()
        }
        #expect(written == "{\"c\":\"\"}")
    }

    @Test("escapes quotes, backslashes and control characters only")
    func escapes() {
        let written = text { $0.value("\"\\\n\r\t\u{1}é😀/") }
        #expect(written == "\"\\\"\\\\\\n\\r\\t\\u0001é😀/\"")
    }

    @Test("begins anew after it was reset")
    func reset() {
        var writer = JSONWriter()
        writer.value("a")
        writer.reset()
        writer.value("b")
        writer.newline()
        writer.value("c")
        #expect(String(decoding: writer.bytes, as: UTF8.self) == "\"b\"\n\"c\"")
    }

    @Test("is read back as it was", arguments: ["", "a\"b", "\u{0}\u{1F}", "zwei\nZeilen", "\u{2028}", "日本"])
    func roundTrip(_ original: String) throws {
        let written = text {
            $0.beginArray(); $0.value("x" + original); $0.endArray()
        }
        #expect(
            try read(written).value?.elements.first?.text == MarkupText.trimmed(("x" + original).utf8.span))
        #expect(try !read(written).isDamaged)
    }
}
