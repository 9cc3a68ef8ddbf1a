import Foundation
import Testing

@testable import Aggregator

@Suite("Announcements that one house makes in one form") struct StoriesInstalmentTests {
    private static let about = """
        About Varden Marine. Varden Marine is a leading provider of harbour services with customers in more than 40 \
        countries and offices on four continents. The company employs about 3,100 people and is listed in Bergvik.

        Forward-looking statements. This release contains statements about the future that rest on what the company \
        knows today; results may differ for many reasons, among them weather, freight rates and the price of steel.
        """

    private static func contract(_ value: Int, _ city: String, _ months: Int, _ vessels: Int) -> String {
        """
        Bergvik - Varden Marine today announced that it has been awarded a contract valued at \(value) million crowns for \
        towage services in \(city). The work will be done over \(months) months with \(vessels) vessels and options that could \
        extend it. "We are proud to support our customers in \(city)," said Ada Vik, chief executive of Varden Marine.

        """ + about
    }

    @Test("stay stories of their own, the first two of them too, which nobody can tell to be a template")
    func contracts() throws {
        let desk = StoryDesk()
        let all = [
            (493, "Halmund", 14, 6), (58, "Ekvall", 28, 3), (910, "Norwick", 47, 11), (77, "Rosund", 9, 4),
        ]
        for (number, one) in all.enumerated() {
            try desk.receive(
                "release\(number)", from: "varden",
                title: "Varden Marine wins \(one.0) million contract in \(one.1)",
                hoursLater: 50, Self.contract(one.0, one.1, one.2, one.3))
        }
        #expect(Set((0..<4).compactMap { desk.story(of: "release\($0)") }).count == 4)
    }

    @Test("are still found when a paper prints one whole")
    func printed() throws {
        let desk = StoryDesk()
        for number in 0..<6 {
            try desk.receive(
                "release\(number)", from: "varden", title: "Varden Marine wins contract \(number)",
                hoursLater: 30,
                Self.contract(100 + number * 37, "Port \(number)", 12 + number * 5, 2 + number))
        }
        let decision = try desk.receive(
            "copy", from: "courier", title: "Contract for Varden", Self.contract(211, "Port 3", 27, 5))
        #expect(decision.story == desk.story(of: "release3"))
    }

    @Test("share nothing but the house's own words when the rest is a template already")
    func houseWords() throws {
        let desk = StoryDesk()
        for number in 0..<5 {
            try desk.receive(
                "dividend\(number)", from: "house\(number)", hoursLater: 20,
                """
                The board today declared a quarterly cash dividend of \(number + 2).\(10 + number * 7) crowns a share on the common \
                stock, payable next month to holders of record at the close of business on the day before the general meeting.

                """ + Prose.paragraph(900 + number, 0))
        }
        try desk.receive("contract", from: "varden", title: "Contract", Self.contract(493, "Halmund", 14, 6))
        let decision = try desk.receive(
            "dividend", from: "varden", title: "Dividend",
            """
            The board today declared a quarterly cash dividend of 9.41 crowns a share on the common stock, payable next month \
            to holders of record at the close of business on the day before the general meeting.

            """ + Self.about)
        #expect(decision.story == nil)
    }

    @Test("may come with a correction, which is told by its mark")
    func corrected() throws {
        let desk = StoryDesk()
        try desk.receive("one", from: "varden", title: "Contract", Self.contract(493, "Halmund", 14, 6))
        let decision = try desk.receive(
            "two", from: "varden", title: "CORRECTED-Contract",
            "(Corrects number of vessels)\n" + Self.contract(493, "Halmund", 14, 7))
        #expect(decision.story == desk.story(of: "one"))
    }

    @Test("under a heading that comes back after a week are not one story because of it")
    func heading() throws {
        let desk = StoryDesk()
        let intro =
            "Here is what members of the board have said lately about interest rates and the housing market."
        let title = "Factbox: what board members said about interest rates"
        try desk.receive("first", title: title, intro + "\n\n" + Prose.article(301, paragraphs: 5))
        let decision = try desk.receive(
            "second", title: title, hoursLater: 24 * 9, intro + "\n\n" + Prose.article(302, paragraphs: 5))
        #expect(decision.story == nil)
    }
}

@Suite("Headlines without a text") struct StoriesHeadlineTests {
    private let title = "Dock workers at Halmund port begin an indefinite strike"

    private func roundup(_ first: Int) -> String {
        title + "\n" + Prose.paragraph(first, 0) + "\n\nCouncil delays the bridge again\n"
            + Prose.paragraph(first + 1, 0) + "\n\nFerries return in spring\n" + Prose.paragraph(first + 2, 0)
    }

    @Test("join the story that begins with their words")
    func beginning() throws {
        let desk = StoryDesk()
        try desk.receive("story", title: "Strike", title + " over night shifts. " + Prose.article(1))
        let decision = try desk.receive("headline", from: "planet", title: title, "")
        #expect(decision.story == desk.story(of: "story"))
        #expect(decision.relation == .excerptOf)
    }

    @Test("don't join a roundup that begins with them")
    func roundups() throws {
        let desk = StoryDesk()
        try desk.receive(
            "roundup", from: "brief", title: "Morning roundup: strikes, bridges and more", roundup(10))
        let decision = try desk.receive("headline", from: "planet", title: title, "")
        #expect(decision.story == nil)
    }

    @Test("are no reason for a roundup to join their story")
    func roundupLater() throws {
        let desk = StoryDesk()
        try desk.receive("headline", from: "planet", title: title, "")
        let decision = try desk.receive(
            "roundup", from: "brief", title: "Morning roundup: strikes, bridges and more", roundup(10))
        #expect(decision.story == nil)
    }

    @Test(
        "are taken up by the text under the same title, also when copies under other titles came in between")
    func takenUp() throws {
        let desk = StoryDesk()
        try desk.receive("headline", from: "planet", title: title, "")
        try desk.receive("copy", from: "courier", title: "Port stands still", Prose.article(4))
        let decision = try desk.receive("original", from: "wire", title: title, Prose.article(4))
        #expect(decision.story == desk.story(of: "copy"))
        #expect(desk.story(of: "headline") == desk.story(of: "original"))
        #expect(desk.relation(of: "headline") == .excerptOf)
    }

    @Test("a fortnight old are left alone")
    func old() throws {
        let desk = StoryDesk()
        try desk.receive("headline", from: "planet", title: title, "")
        try desk.receive(
            "copy", from: "courier", title: "Port stands still", hoursLater: 24 * 14, Prose.article(4))
        try desk.receive("original", from: "wire", title: title, Prose.article(4))
        #expect(desk.story(of: "headline") != desk.story(of: "original"))
    }

    @Test("of four words identify nothing")
    func short() throws {
        let desk = StoryDesk()
        try desk.receive("one", title: "Ministers meet in Halmund", Prose.article(7))
        let decision = try desk.receive("two", from: "planet", title: "Ministers meet in Halmund", "")
        #expect(decision.story == nil)
    }

    @Test("that three stories have are a heading")
    func headings() throws {
        let desk = StoryDesk()
        for number in 0..<3 {
            try desk.receive(
                "day\(number)", title: "What the papers say this morning", Prose.article(60 + number))
        }
        let decision = try desk.receive("bare", from: "planet", title: "What the papers say this morning", "")
        #expect(decision.story == nil)
    }
}
