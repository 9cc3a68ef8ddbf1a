import FeedFetch
import Testing

@Suite("What an answer says about freshness") struct CacheDirectivesTests {
    private func read(_ fields: (String, String)..., now: Int = 946_684_800) -> CacheDirectives {
        CacheDirectives(headers: fields.map { HTTPHeader($0.0, $0.1) }, now: now)
    }

    @Test("is nothing without a field") func nothing() {
        #expect(read(("Content-Type", "text/xml")).freshness == nil)
        #expect(!read().mustRevalidate)
    }

    @Test("is max-age, whatever stands around it") func maxAge() {
        #expect(read(("Cache-Control", "max-age=14400")).freshness == 14400)
        #expect(read(("cache-control", "public, MAX-AGE=\"60\" , must-revalidate")).freshness == 60)
        #expect(read(("Cache-Control", "public"), ("Cache-Control", "max-age=5")).freshness == 5)
        #expect(read(("Cache-Control", "s-maxage=9")).freshness == nil)
        #expect(read(("Cache-Control", "max-age=-1")).freshness == nil)
        #expect(read(("Cache-Control", "max-age=99999999999999999999")).freshness == Int(Int32.max))
    }

    @Test("is max-age rather than Expires") func precedence() {
        let both = read(("Expires", "Sat, 01 Jan 2000 09:00:00 GMT"), ("Cache-Control", "max-age=60"))
        #expect(both.freshness == 60)
    }

    @Test("is less by the age of a cached answer") func age() {
        #expect(read(("Cache-Control", "max-age=100"), ("Age", "30")).freshness == 70)
        #expect(read(("Cache-Control", "max-age=100"), ("Age", "300")).freshness == 0)
    }

    @Test("is Expires by the server's clock, else by ours") func expires() {
        let byServer = read(
            ("Date", "Fri, 01 Jan 1999 00:00:00 GMT"), ("Expires", "Fri, 01 Jan 1999 03:00:00 GMT"))
        #expect(byServer.freshness == 10800)
        #expect(read(("Expires", "Sat, 01 Jan 2000 03:00:00 GMT")).freshness == 10800)
        #expect(read(("Expires", "Thu, 01 Jan 1970 00:00:00 GMT")).freshness == 0)
    }

    @Test("is over when Expires is no date") func noDate() {
        #expect(read(("Expires", "0")).freshness == 0)
        #expect(read(("Expires", "-1")).mustRevalidate)
    }

    @Test("is not to be relied on with no-cache") func noCache() {
        let directives = read(("Cache-Control", "no-cache, max-age=600"))
        #expect(directives.mustRevalidate)
        #expect(directives.freshness == 600)
    }
}

@Suite("Retry-After") struct RetryAfterTests {
    @Test("is read in seconds and as a date") func forms() {
        #expect(RetryAfter("120", now: 0)?.seconds == 120)
        #expect(RetryAfter(" 7 ", now: 0)?.seconds == 7)
        #expect(RetryAfter("Sat, 01 Jan 2000 00:02:00 GMT", now: 946_684_800)?.seconds == 120)
        #expect(RetryAfter("Saturday, 01-Jan-00 00:02:00 GMT", now: 946_684_800)?.seconds == 120)
        #expect(RetryAfter("Sat Jan  1 00:02:00 2000", now: 946_684_800)?.seconds == 120)
    }

    @Test("is never negative and never beyond a year") func bounds() {
        #expect(RetryAfter("Sat, 01 Jan 2000 00:00:00 GMT", now: 999_999_999)?.seconds == 0)
        #expect(RetryAfter("999999999999999999999999", now: 0)?.seconds == 365 * 86400)
    }

    @Test("is nothing when it cannot be read", arguments: ["", "soon", "-5", "1.5", "120s"])
    func unreadable(_ text: String) {
        #expect(RetryAfter(text, now: 0) == nil)
    }
}

@Suite("A date of HTTP") struct HTTPDateTests {
    @Test(
        "is read in the forms that servers send",
        arguments: [
            "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
            "Sun, 6 Nov 1994 08:49:37 +0000", "06 Nov 1994 09:49:37 +0100",
        ])
    func forms(_ text: String) {
        #expect(HTTPDate(text)?.seconds == 784_111_777)
    }

    @Test("is not made up", arguments: ["", "0", "now", "19941106", "yesterday"]) func noDate(_ text: String)
    {
        #expect(HTTPDate(text) == nil)
    }
}

@Suite("A header field") struct HTTPHeaderTests {
    @Test("is found whatever its case") func anyCase() {
        let headers = [HTTPHeader("ETag", "1"), HTTPHeader("etag", "2")]
        #expect(headers.firstValue("ETAG") == "1")
        #expect(headers.firstValue("e-tag") == nil)
    }

    @Test("cannot be sent when it would begin another one") func sendable() {
        #expect(HTTPHeader("X-Key", "a b\tc é").isSendable)
        for bad in [("X", "a\nb"), ("X", "a\rb"), ("X", "a\u{0}b"), ("X Y", "a"), ("X:", "a"), ("", "a")] {
            #expect(!HTTPHeader(bad.0, bad.1).isSendable)
        }
    }
}
