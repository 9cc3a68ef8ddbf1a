import Foundation
import Testing

@testable import Aggregator

@Suite("A JSON line") struct JSONValueTests {
    @Test("keeps the order of its fields and stands on one line")
    func order() {
        let value = JSONValue.object([
            ("b", .int(1)), ("a", .strings(["x", "y"])), ("n", .null), ("t", .bool(true)),
        ])
        #expect(value.line == #"{"b":1,"a":["x","y"],"n":null,"t":true}"#)
    }

    @Test(
        "can be read back by another program",
        arguments: ["plain", "quote \" and \\", "line\nbreak\ttab\r", "\u{1}\u{7F}", "Ωδός 北京 🚢", ""])
    func escapes(_ text: String) throws {
        let line = JSONValue.object([("text", .string(text))]).line
        #expect(!line.contains("\n"))
        let read = try JSONDecoder().decode([String: String].self, from: Data(line.utf8))
        #expect(read["text"] == text)
    }

    @Test("keeps the asked fields only")
    func fields() {
        let value = JSONValue.object([("id", .int(1)), ("title", .string("x")), ("url", .null)])
        #expect(value.keeping(["url", "id"]).line == #"{"id":1,"url":null}"#)
    }

    @Test("writes a number that JSON doesn't know as null")
    func infinity() {
        #expect(JSONValue.double(.infinity).line == "null")
        #expect(JSONValue.double(0.25).line == "0.25")
    }
}

@Suite("A time in a JSON line") struct JSONTimeTests {
    @Test("is RFC 3339 with the zone's offset")
    func offset() throws {
        let date = Date(timeIntervalSince1970: 1_562_738_400)
        #expect(JSONLines.rfc3339(date) == "2019-07-10T06:00:00Z")
        let zone = try #require(TimeZone(identifier: "Asia/Hong_Kong"))
        #expect(JSONLines.rfc3339(date, in: zone) == "2019-07-10T14:00:00+08:00")
    }

    @Test("of an event uses a zone that is only an offset")
    func eventZone() {
        var event = Event()
        event.timeZone = "UTC+05:30"
        #expect(event.zone?.secondsFromGMT() == 19800)
        event.timeZone = "UTC-03:00"
        #expect(event.zone?.secondsFromGMT() == -10800)
        event.timeZone = "Asia/Hong_Kong"
        #expect(event.zone?.identifier == "Asia/Hong_Kong")
        event.timeZone = "somewhere"
        #expect(event.zone == nil)
    }
}
