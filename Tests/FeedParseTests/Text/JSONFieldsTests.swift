import Testing

@testable import FeedParse

@Suite("The fields of an object that aggd wrote") struct JSONFieldsTests {
    private func fields(_ text: String) throws -> JSONFields { try #require(JSONFields(Array(text.utf8))) }

    @Test("are texts, numbers, words, lists and objects")
    func kinds() throws {
        let fields = try fields(
            #"{"a":"x","b":12,"c":-1.5e3,"d":true,"e":[1, 2.5,3],"f":{"g":"}","h":{}},"i":""}"#)
        #expect(fields.text("a") == "x")
        #expect(fields.whole("b") == 12)
        #expect(fields.number("b") == 12)
        #expect(fields.number("c") == -1500)
        #expect(fields.isTrue("d"))
        #expect(fields.numbers("e") == [1, 2.5, 3])
        #expect(fields.inner("f")?.text("g") == "}")
        #expect(fields.inner("f")?.inner("h")?.text("a") == nil)
        #expect(fields.text("i") == "")
    }

    @Test("are nil when they are missing or of another kind")
    func others() throws {
        let fields = try fields(#"{"a":"12","b":12,"c":null,"d":[],"e":"true","f":1.5}"#)
        #expect(fields.text("b") == nil)
        #expect(fields.whole("a") == nil)
        #expect(fields.whole("f") == nil)
        #expect(fields.number("a") == nil)
        #expect(fields.number("d") == nil)
        #expect(fields.text("c") == nil)
        #expect(fields.inner("a") == nil)
        #expect(fields.numbers("b").isEmpty)
        #expect(fields.numbers("d").isEmpty)
        #expect(!fields.isTrue("e"))
        #expect(fields.text("z") == nil)
    }

    @Test("are found whatever their texts hold, and read as they were written")
    func escapes() throws {
        let fields = try fields(#"{ "a" : "say \"b\":1,\\" , "b" : "\u00e9\n" }"#)
        #expect(fields.text("a") == #"say "b":1,\"#)
        #expect(fields.text("b") == "é\n")
    }

    @Test("end at the quote that no backslash belongs to, however many stand before it")
    func backslashes() throws {
        let fields = try fields(#"{"a":"x\\\\","b":"\\\"","c":{"d":"}\"{"},"e":"","f":"\\"}"#)
        #expect(fields.text("a") == #"x\\"#)
        #expect(fields.text("b") == #"\""#)
        #expect(fields.inner("c")?.text("d") == #"}"{"#)
        #expect(fields.text("e") == "")
        #expect(fields.text("f") == #"\"#)
        #expect(JSONFields(Array(#"{"a":"x\\\"}"#.utf8)) == nil)
    }

    @Test("are told apart by all of their names")
    func names() throws {
        let fields = try fields(#"{"lastNew":1,"lastNow":2,"last":3,"lastNewer":4}"#)
        #expect(fields.whole("lastNow") == 2)
        #expect(fields.whole("lastNew") == 1)
        #expect(fields.whole("last") == 3)
        #expect(fields.whole("lastNox") == nil)
    }

    @Test("hold whole numbers of 64 bits, as a number or as a text")
    func large() throws {
        let fields = try fields(
            #"{"a":18446744073709551615,"b":"18446744073709551615","c":1795763552081.7932}"#)
        #expect(fields.unsigned("a") == .max)
        #expect(fields.unsigned("b") == .max)
        #expect(fields.number("c") == 1_795_763_552_081.7932)
    }

    @Test(
        "are none when the text ends early or holds something else",
        arguments: [
            "", "7", "[]", "{", #"{"a""#, #"{"a":"#, #"{"a":"x"#, #"{"a":{"b":1}"#, #"{"a" 1}"#, "{a:1}",
        ])
    func damaged(_ text: String) {
        #expect(JSONFields(Array(text.utf8)) == nil)
    }
}
