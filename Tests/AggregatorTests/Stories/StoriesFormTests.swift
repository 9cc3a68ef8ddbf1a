import Foundation
import Testing

@testable import Aggregator

@Suite("Announcements in one form with other figures") struct StoriesFormTests {
    private static let house = """
        About Norrland Timber. Norrland Timber is a leading maker of newsprint and packing board with customers in 71 \
        countries and 1,400 hands in four mills along the northern coast, where it was founded by three brothers.

        Statements about the future in this announcement rest on what the board knows today, are subject to risks that \
        nobody can foresee, and will not be brought up to date unless the law of the exchange demands it.
        """

    private static func dividend(
        _ amount: String, paid: String, record: String, rate: String, quarters: Int,
        by name: String = "Norrland Timber"
    ) -> String {
        """
        \(name) today announced that its board of directors declared a quarterly cash dividend of \(amount) crowns per \
        share on its common stock. The dividend is payable on \(paid) to shareholders of record at the close of \
        business on \(record).

        The dividend represents an annualised rate of \(rate) crowns per share. \(name) has paid a dividend for \
        \(quarters) consecutive quarters without a break.

        \(house.replacing("Norrland Timber", with: name))
        """
    }

    private static func order(_ value: Int, _ place: String, months: Int, hands: Int, by name: String)
        -> String
    {
        """
        \(name) today announced that it has been awarded a contract valued at \(value) million crowns for work in \
        \(place). The work will be performed over \(months) months, with options that could keep \(hands) hands busy.

        \(house.replacing("Norrland Timber", with: name))
        """
    }

    private let desk = StoryDesk(seed: 77)

    private func areOne(_ first: String, _ second: String) -> Bool {
        desk.story(of: first) == desk.story(of: second)
    }

    @Test(
        "are stories of their own, however many of them a paper reprinted",
        arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64])
    func reprints(_ seed: UInt64) throws {
        let desk = StoryDesk(seed: seed &* 0x9E37_79B9_7F4A_7C15)
        let quarters = [
            ("4.64", "February 10", "January 26", "1.64", 55), ("5.30", "May 25", "May 11", "5.31", 27),
            ("6.12", "August 9", "July 22", "2.48", 61), ("7.77", "November 14", "October 30", "3.05", 33),
        ]
        for (number, quarter) in quarters.enumerated() {
            let text = Self.dividend(
                quarter.0, paid: quarter.1, record: quarter.2, rate: quarter.3, quarters: quarter.4)
            try desk.receive(
                "release\(number)", from: "norrland", title: "Norrland Timber declares dividend",
                hoursLater: 300, text)
            try desk.receive(
                "reprint\(number)", from: "courier", title: "Norrland Timber declares dividend - Norrland",
                hoursLater: 5, text)
        }
        #expect(Set((0..<4).map { desk.story(of: "release\($0)") }).count == 4)
        for number in 0..<4 {
            #expect(desk.story(of: "release\(number)") == desk.story(of: "reprint\(number)"))
        }
    }

    @Test("by two houses in one lawyer's words are two stories, the first two of them as well")
    func twoHouses() throws {
        try desk.receive(
            "norrland", from: "norrland", title: "Norrland Timber declares quarterly dividend",
            Self.dividend("4.64", paid: "February 10", record: "January 26", rate: "1.64", quarters: 55))
        try desk.receive(
            "ekvall", from: "ekvall", title: "Ekvall Paper declares quarterly dividend",
            Self.dividend(
                "5.31", paid: "February 11", record: "January 27", rate: "2.71", quarters: 36,
                by: "Ekvall Paper"))
        #expect(!areOne("norrland", "ekvall"))
    }

    @Test("of contracts are stories of their own, and an excerpt finds its own one")
    func contracts() throws {
        let places = ["Bergvik", "Halmund", "Port Osk", "Kaldvann"]
        for (number, place) in places.enumerated() {
            try desk.receive(
                "order\(number)", from: "norrland", title: "Norrland Timber awarded contract in \(place)",
                hoursLater: 30,
                Self.order(
                    211 + number * 97, place, months: 13 + number * 7, hands: 40 + number * 31,
                    by: "Norrland Timber"))
        }
        #expect(Set((0..<4).map { desk.story(of: "order\($0)") }).count == 4)
        let excerpt =
            Self.order(211 + 97, "Halmund", months: 20, hands: 71, by: "Norrland Timber").prefix(230)
            + " [...]"
        try desk.receive(
            "excerpt", from: "trade", title: "Norrland Timber awarded contract in Halmund", String(excerpt))
        #expect(areOne("excerpt", "order1"))
    }

    @Test("under one address are two instalments when the publisher gives them two ids")
    func oneAddress() throws {
        func log(_ number: Int) -> String {
            """
            The harbour office counted \(number * 37 + 11) arrivals and \(number * 53 + 29) departures on this day.
            The highest water stood at \(number * 7 + 130) centimetres and the lowest at \(number * 3 + 17) centimetres.
            Masters of vessels must announce themselves two days ahead, by telephone or by letter, to the office.
            """
        }
        for day in 1...2 {
            try desk.receive("day\(day)", from: "harbour", title: "Harbour log", hoursLater: 24, log(day)) {
                $0.canonicalURL = "https://harbour.example/log"
            }
        }
        #expect(!areOne("day1", "day2"))
    }

    @Test("are not what a page under one address becomes when one figure of it is put right")
    func corrected() throws {
        for (name, cost) in [("old", 412), ("new", 421)] {
            let text =
                Prose.article(5, paragraphs: 4)
                + "\n\nThe council put the bill at \(cost) million crowns, of which 31 go to the road."
            try desk.receive(name, from: "wire", title: "Council delays bridge", hoursLater: 2, text) {
                $0.canonicalURL = "https://wire.example/bridge"
            }
        }
        #expect(areOne("old", "new"))
    }

    @Test("are not what a toll that rises in one story becomes")
    func toll() throws {
        let rest = Prose.article(6, paragraphs: 5)
        for (name, toll) in [("first", 12), ("second", 31)] {
            try desk.receive(
                name, from: "wire", title: "Ferry runs aground near Ekvall", hoursLater: 2,
                "At least \(toll) passengers were hurt when the ferry ran aground near Ekvall on Sunday.\n\n"
                    + rest)
        }
        #expect(areOne("first", "second"))
    }

    @Test("are not what a paper's reprint with a house style is")
    func houseStyle() throws {
        let text = Self.dividend(
            "4.64", paid: "February 10", record: "January 26", rate: "1.64", quarters: 55)
        for number in 0..<4 {
            try desk.receive(
                "other\(number)", from: "norrland", hoursLater: 200,
                Self.dividend(
                    "\(number + 5).\(number * 7 + 13)", paid: "May \(number + 11)",
                    record: "April \(number + 19)",
                    rate: "\(number + 2).\(number + 31)", quarters: 60 + number * 3))
        }
        try desk.receive("release", from: "norrland", hoursLater: 200, text)
        let reprint =
            "BERGVIK — "
            + text.replacing("crowns per share", with: "crowns a share").replacing(
                "board of directors", with: "board"
            )
            .replacing("annualised", with: "annualized")
        try desk.receive("reprint", from: "courier", hoursLater: 3, reprint)
        #expect(areOne("release", "reprint"))
    }

    @Test("are told apart in words that a person understands")
    func reason() throws {
        try desk.receive(
            "one", from: "norrland",
            Self.dividend("4.64", paid: "February 10", record: "January 26", rate: "1.64", quarters: 55))
        let decision = try desk.receive(
            "two", from: "norrland",
            Self.dividend("5.30", paid: "May 25", record: "May 11", rate: "5.31", quarters: 27))
        #expect(decision.story == nil)
        #expect(decision.reasons.map(\.rule) == ["another-story"])
        #expect(decision.reasons.first?.other == desk.items["one"])
        #expect(decision.reasons.first?.detail.isEmpty == false)
        #expect(decision.score < StoryThresholds.same)
    }

    @Test("are not mentioned when nothing is alike")
    func noReason() throws {
        try desk.receive("one", from: "norrland", Prose.article(1))
        let decision = try desk.receive("two", from: "norrland", Prose.article(2))
        #expect(decision.reasons.map(\.rule) == ["nothing-like-it"])
    }

    @Test("every rule that tells two texts apart has words for it")
    func words() {
        let clauses = StoryRules.all.map { StoryRules.difference($0.name) }
        #expect(clauses.allSatisfy { !$0.isEmpty })
        #expect(StoryRules.difference("no-rule") == StoryRules.difference("containment"))
        #expect(Set(clauses).count >= 7)
    }
}
