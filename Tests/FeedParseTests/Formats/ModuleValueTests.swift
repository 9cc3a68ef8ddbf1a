import Testing

@testable import FeedParse

@Suite("A playing time") struct PlayingTimeTests {
    @Test(
        "is read with hours, with minutes or as seconds",
        arguments: [
            ("1:02:03", 3723), ("62:03", 3723), ("3723", 3723), ("00:00:07", 7), ("0:59", 59),
            (" 12 : 30 ", 750),
            ("3723.9", 3723), ("3723,5", 3723), ("1:02:03.250", 3723), (":45", 45), ("100:00:00", 360_000),
        ])
    func isRead(_ text: String, _ seconds: Int) {
        #expect(ITunesModule.seconds(of: text) == seconds)
    }

    @Test(
        "is nothing when it is no time",
        arguments: ["an hour", "1h 2m", "1:2:3:4", "-5", "12:x", "99999999999999999999", "1:-1"])
    func isNothing(_ text: String) {
        #expect(ITunesModule.seconds(of: text) == nil)
    }
}

@Suite("How often a feed says it changes") struct UpdatePeriodTests {
    @Test(
        "is a period's name",
        arguments: [
            ("hourly", 60), ("daily", 1440), ("weekly", 10080), ("monthly", 43200), ("yearly", 525_600),
            ("annually", 525_600), ("Hourly", 60), ("DAILY", 1440),
        ])
    func name(_ name: String, _ minutes: Int) {
        #expect(SyndicationModule.minutes(ofPeriod: name) == minutes)
    }

    @Test("is unknown for any other word", arguments: ["", "often", "60", "every day", "hour"])
    func unknown(_ name: String) {
        #expect(SyndicationModule.minutes(ofPeriod: name) == nil)
    }

    @Test(
        "is the period divided by the frequency",
        arguments: [
            ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>", 15),
            ("<sy:updateFrequency>2</sy:updateFrequency><sy:updatePeriod>daily</sy:updatePeriod>", 720),
            ("<sy:updatePeriod>weekly</sy:updatePeriod>", 10080),
            ("<sy:updateFrequency>24</sy:updateFrequency>", 60),
            ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", 60),
            ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>-3</sy:updateFrequency>", 60),
            ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>x</sy:updateFrequency>", 60),
        ])
    func divided(_ elements: String, _ minutes: Int) throws {
        let document =
            "<rss version=\"2.0\" xmlns:sy=\"http://purl.org/rss/1.0/modules/syndication/\"><channel>"
            + elements + "</channel></rss>"
        #expect(try FeedParser.parse(Array(document.utf8)).updatePeriodMinutes == minutes)
    }
}

@Suite("The version that a root element states") struct StatedVersionTests {
    @Test(
        "names the format of an rss element",
        arguments: [
            ("0.9", FeedFormat.rss090), ("0.90", .rss090), ("0.91", .rss091), ("0.92", .rss092),
            ("0.93", .rss093),
            ("0.94", .rss094), ("1.0", .rss10), ("2.0", .rss20), ("2.0.1", .rss20), ("2", .rss20),
            ("2.1", .rss20),
            ("3.0", .rss), ("new", .rss),
        ])
    func rss(_ version: String, _ format: FeedFormat) throws {
        let document = "<rss version=\"\(version)\"><channel><title>T</title></channel></rss>"
        #expect(try FeedParser.parse(Array(document.utf8)).format == format)
    }

    @Test("may be missing")
    func missing() throws {
        #expect(try FeedParser.parse(Array("<rss><channel/></rss>".utf8)).format == .rss)
        #expect(try FeedParser.parse(Array("<opml><body/></opml>".utf8)).format == .opml)
    }

    @Test(
        "names the format of an outline",
        arguments: [
            ("1.0", FeedFormat.opml10), ("1", .opml10), ("1.1", .opml11), ("2.0", .opml20), ("2", .opml20),
            ("9", .opml),
        ])
    func opml(_ version: String, _ format: FeedFormat) throws {
        let document = "<opml version=\"\(version)\"><head/><body/></opml>"
        #expect(try FeedParser.parse(Array(document.utf8)).format == format)
    }

    @Test(
        "is the namespace in Atom and RDF",
        arguments: [
            ("<feed xmlns=\"http://www.w3.org/2005/Atom\"/>", FeedFormat.atom10),
            ("<feed version=\"0.3\" xmlns=\"http://purl.org/atom/ns#\"/>", .atom03),
            ("<feed version=\"0.3\"/>", .atom03), ("<feed/>", .atom10),
            (
                "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://purl.org/rss/1.0/\"/>",
                .rss10
            ),
            (
                "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\""
                    + " xmlns=\"http://my.netscape.com/rdf/simple/0.9/\"/>",
                .rss090
            ),
        ])
    func namespace(_ document: String, _ format: FeedFormat) throws {
        #expect(try FeedParser.parse(Array(document.utf8)).format == format)
    }

    @Test(
        "is the address in JSON Feed",
        arguments: [
            ("https://jsonfeed.org/version/1", FeedFormat.jsonFeed10),
            ("https://jsonfeed.org/version/1.1", .jsonFeed11), ("http://jsonfeed.org/version/1", .jsonFeed10),
        ])
    func json(_ version: String, _ format: FeedFormat) throws {
        let document = "{\"version\":\"\(version)\",\"title\":\"T\",\"items\":[]}"
        #expect(try FeedParser.parse(Array(document.utf8)).format == format)
    }
}
