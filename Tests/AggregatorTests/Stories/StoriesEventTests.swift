import Foundation
import Testing

@testable import Aggregator

@Suite("Events whose texts are alike") struct StoriesEventTests {
    private static let text = """
        The weekly seminar of the harbour institute brings together those who study ferries, quays and the people who
        live by them. Each week a guest presents work in progress, followed by a discussion that is open to the public.
        Coffee is served in the reading room from half an hour before. Please register with the secretary, since the
        number of seats in the room is limited, and bring a document that shows who you are.
        """

    private func start(_ day: Int, hour: Int? = 15) -> EventStart {
        EventStart(
            Date(timeIntervalSince1970: 1_790_208_000 + Double(day * 86400 + (hour ?? 0) * 3600)),
            hasTime: hour != nil)
    }

    @Test("are as many as there are days")
    func weekly() throws {
        let desk = StoryDesk()
        for week in 0..<4 {
            try desk.receive("week\(week)", from: "hall", title: "Weekly seminar", Self.text) {
                $0.starts = start(week * 7)
            }
        }
        #expect(Set((0..<4).map { desk.story(of: "week\($0)") }).count == 4)
    }

    @Test("are as many as there are days when nothing but a title and a day is known")
    func bare() throws {
        let desk = StoryDesk()
        for day in 0..<4 {
            try desk.receive("day\(day)", from: "hall", title: "Open evening of the harbour institute", "") {
                $0.starts = start(day, hour: nil)
            }
        }
        #expect(Set((0..<4).map { desk.story(of: "day\($0)") }).count == 4)
    }

    @Test("are one when they begin at the same time, or one source knows the day only")
    func same() throws {
        let desk = StoryDesk()
        try desk.receive("own", from: "hall", title: "Weekly seminar", Self.text) { $0.starts = start(0) }
        try desk.receive("copy", from: "city", title: "Weekly seminar", Self.text) { $0.starts = start(0) }
        try desk.receive("day", from: "port", title: "Weekly seminar", Self.text) {
            $0.starts = start(0, hour: nil)
        }
        #expect(desk.story(of: "own") == desk.story(of: "copy"))
        #expect(desk.story(of: "own") == desk.story(of: "day"))
    }

    @Test("are one story with an article that announces them")
    func article() throws {
        let desk = StoryDesk()
        try desk.receive("own", from: "hall", title: "Weekly seminar", Self.text) { $0.starts = start(0) }
        try desk.receive("article", from: "post", title: "Weekly seminar", Self.text)
        #expect(desk.story(of: "own") == desk.story(of: "article"))
    }

    @Test("stay apart when an article, or an event of which only the day is known, is like two of them")
    func bridges() throws {
        let desk = StoryDesk()
        try desk.receive("tuesday", from: "hall", title: "Weekly seminar", Self.text) {
            $0.starts = start(0, hour: 18)
        }
        try desk.receive("wednesday", from: "hall", title: "Weekly seminar", Self.text) {
            $0.starts = start(1, hour: 18)
        }
        try desk.receive("article", from: "post", title: "Weekly seminar", Self.text)
        #expect(desk.story(of: "tuesday") != desk.story(of: "wednesday"))
        // Midnight of the second day: six hours after the first event, eighteen before the other.
        try desk.receive("day", from: "port", title: "Weekly seminar", Self.text) {
            $0.starts = start(1, hour: nil)
        }
        #expect(desk.story(of: "tuesday") != desk.story(of: "wednesday"))
        #expect(desk.story(of: "day") == desk.story(of: "wednesday"))
    }

    @Test("don't join a story by way of an article that is in there with another of them")
    func throughAnArticle() throws {
        let desk = StoryDesk()
        try desk.receive("first", from: "hall", title: "Weekly seminar", Self.text) { $0.starts = start(0) }
        try desk.receive("article", from: "post", title: "Weekly seminar", Self.text)
        try desk.receive("second", from: "port", title: "Weekly seminar", Self.text) { $0.starts = start(7) }
        #expect(desk.story(of: "article") == desk.story(of: "first"))
        #expect(desk.story(of: "second") != desk.story(of: "first"))
    }
}
