import FeedFetch
import Synchronization
import Testing

@Suite("A robots.txt") struct RobotsTxtTests {
    private func allows(_ text: String, _ target: String, agent: String = "aggd/1.0 (+https://x)") -> Bool {
        RobotsTxt(text).verdict(for: target, agent: agent).isAllowed
    }

    @Test("that is empty allows everything") func empty() {
        #expect(allows("", "/"))
        #expect(allows("# nothing\n\n", "/x"))
        #expect(allows("User-agent: *\nDisallow:", "/x"))
        #expect(allows("<html>not found</html>", "/x"))
    }

    @Test("may be UTF-16 when its first bytes say so", arguments: [true, false]) func utf16(isBig: Bool) {
        let units = Array("\u{FEFF}User-agent: *\r\nDisallow: /ü\r\n".utf16)
        let bytes = units.flatMap { unit in
            let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xff))
            return isBig ? [high, low] : [low, high]
        }
        for odd in [[], [UInt8(0)]] {
            let robots = RobotsTxt(bytes: bytes + odd)
            #expect(!robots.verdict(for: "/%C3%BC", agent: "aggd").isAllowed)
            #expect(robots.verdict(for: "/u", agent: "aggd").isAllowed)
        }
        #expect(RobotsTxt(bytes: [0xff, 0xfe]) == .allowingAll)
    }

    @Test("forbids what begins with a path") func prefix() {
        let text = "User-agent: *\nDisallow: /private"
        #expect(!allows(text, "/private/x"))
        #expect(!allows(text, "/privateer"))
        #expect(allows(text, "/public"))
        #expect(allows(text, "/Private"))
    }

    @Test("has its longest match decide, and the kinder of two equals") func longest() {
        let text = "User-agent: *\nDisallow: /a\nAllow: /a/b\nDisallow: /a/b/c\nAllow: /same\nDisallow: /same"
        #expect(!allows(text, "/a/x"))
        #expect(allows(text, "/a/b/x"))
        #expect(!allows(text, "/a/b/c"))
        #expect(allows(text, "/same"))
    }

    @Test("may use stars and an end mark") func patterns() {
        let text =
            "User-agent: *\nDisallow: /*.php$\nDisallow: /s/*/raw\nDisallow: *?print=\nDisallow: /exact$"
        #expect(!allows(text, "/a/b.php"))
        #expect(allows(text, "/a/b.php?x"))
        #expect(!allows(text, "/s/1/2/raw/x"))
        #expect(allows(text, "/s/raw"))
        #expect(!allows(text, "/x?print=1"))
        #expect(!allows(text, "/exact"))
        #expect(allows(text, "/exactly"))
    }

    @Test("is not slow on a hostile pattern") func hostile() {
        let text = "User-agent: *\nDisallow: /" + String(repeating: "*a", count: 2000) + "b"
        #expect(allows(text, "/" + String(repeating: "a", count: 5000)))
    }

    @Test("is compared with its percent-encoding made uniform") func encoding() {
        #expect(!allows("User-agent: *\nDisallow: /f%6Fo", "/foo"))
        #expect(!allows("User-agent: *\nDisallow: /ü", "/%C3%BC"))
        #expect(!allows("User-agent: *\nDisallow: /a%2fb", "/a%2Fb"))
        #expect(allows("User-agent: *\nDisallow: /a%2Fb", "/a/b"))
    }

    @Test("speaks to a robot by name, else to all") func groups() {
        let text = """
            User-agent: Other
            Disallow: /

            User-agent: *
            Disallow: /all

            User-Agent: AGGD
            User-agent: second
            Disallow: /ours

            user-agent: aggd
            disallow: /more
            """
        #expect(allows(text, "/all"))
        #expect(!allows(text, "/ours"))
        #expect(!allows(text, "/more"))
        #expect(!allows(text, "/ours", agent: "second"))
        #expect(allows(text, "/more", agent: "second"))
        #expect(!allows(text, "/all", agent: "somebody"))
        #expect(!allows(text, "/x", agent: "other/2"))
        #expect(!allows(text, "/all", agent: "aggdx"))
    }

    @Test("may be written carelessly") func careless() {
        let text = "\u{feff}USER-AGENT : *  # all\r\n  Disallow :  /a # why\rDisallow: b\nNoindex: /x\n"
        #expect(!allows(text, "/a"))
        #expect(!allows(text, "/b"))
        #expect(allows(text, "/x"))
    }

    @Test("always lets itself be read") func itself() {
        #expect(allows("User-agent: *\nDisallow: /", "/robots.txt"))
        #expect(!RobotsTxt.allowingNothing.verdict(for: "/", agent: "aggd").isAllowed)
        #expect(RobotsTxt.allowingAll.verdict(for: "/", agent: "aggd").isAllowed)
    }

    @Test("names the line that decided") func rule() {
        let verdict = RobotsTxt("User-agent: *\nDisallow: /private/").verdict(
            for: "/private/x", agent: "aggd")
        #expect(verdict.rule == "Disallow: /private/")
    }

    @Test("names sitemaps and a delay") func others() {
        let robots = RobotsTxt(
            "Sitemap: https://a/s.xml\nUser-agent: *\nCrawl-delay: 2.5\nsitemap:https://a/t.xml")
        #expect(robots.sitemaps == ["https://a/s.xml", "https://a/t.xml"])
        #expect(robots.crawlDelay(agent: "aggd") == 2.5)
        #expect(RobotsTxt("User-agent: *\nCrawl-delay: nan").crawlDelay(agent: "aggd") == nil)
        #expect(RobotsTxt("User-agent: *\nCrawl-delay: -1").crawlDelay(agent: "aggd") == nil)
    }

    @Test("is read up to 500 KiB") func size() {
        let filler = String(repeating: "# filling filling filling\n", count: 30_000)
        #expect(allows("User-agent: *\n" + filler + "Disallow: /", "/x"))
    }
}

@Suite("The gate of robots.txt") struct RobotsGateTests {
    /// A site that answers with what is set, and counts.
    private final class Site: Sendable {
        let state = Mutex((answer: Result<String, FetchError>.success(""), asked: [FetchRequest]()))
        let clock = Mutex(ContinuousClock.now)

        init(_ answer: Result<String, FetchError>) { state.withLock { $0.answer = answer } }

        var asked: [FetchRequest] { state.withLock { $0.asked } }

        func gate() -> RobotsGate {
            RobotsGate(now: { self.clock.withLock { $0 } }) { request throws(FetchError) in
                let answer = self.state.withLock { state in
                    state.asked.append(request)
                    return state.answer
                }
                return FetchResponse(url: request.url, status: 200, body: Array(try answer.get().utf8))
            }
        }
    }

    private func request(_ url: String = "https://site.example/page") -> FetchRequest {
        var request = FetchRequest(url: url)
        request.userAgent = "aggd/1.0 (+https://example.org)"
        return request
    }

    private func error(
        _ code: FetchError.Code, status: Int? = nil, wall: String? = nil
    ) -> Result<String, FetchError> {
        .failure(FetchError(code, url: "", detail: "It broke.", status: status, wall: wall))
    }

    @Test("asks once for a site, with the robot's own name") func once() async {
        let site = Site(.success("User-agent: aggd\nDisallow: /page\nCrawl-delay: 3"))
        let gate = site.gate()
        for _ in 0..<3 {
            let verdict = await gate.verdict(for: request())
            #expect(!verdict.isAllowed)
            #expect(verdict.reason == "The robots.txt of site.example forbids it (Disallow: /page).")
            #expect(verdict.crawlDelay == .seconds(3))
        }
        #expect(await gate.verdict(for: request("https://site.example/other")).isAllowed)
        #expect(site.asked.map(\.url) == ["https://site.example/robots.txt"])
        #expect(site.asked[0].userAgent == "aggd/1.0 (+https://example.org)")
        _ = await gate.verdict(for: request("http://site.example:8080/"))
        #expect(site.asked.last?.url == "http://site.example:8080/robots.txt")
    }

    @Test("asks once when many ask at a time") func together() async {
        let site = Site(.success(""))
        let gate = site.gate()
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<50 {
                group.addTask { _ = await gate.verdict(for: self.request("https://site.example/\(number)")) }
            }
        }
        #expect(site.asked.count == 1)
    }

    @Test("asks again after a day") func expires() async {
        let site = Site(.success(""))
        let gate = site.gate()
        _ = await gate.verdict(for: request())
        site.clock.withLock { $0 += .seconds(86_300) }
        _ = await gate.verdict(for: request())
        #expect(site.asked.count == 1)
        site.clock.withLock { $0 += .seconds(200) }
        _ = await gate.verdict(for: request())
        #expect(site.asked.count == 2)
    }

    @Test("allows everything where there is no such file", arguments: [400, 401, 403, 404, 410])
    func missing(_ status: Int) async {
        let gate = Site(error(.status, status: status)).gate()
        #expect(await gate.verdict(for: request()).isAllowed)
    }

    @Test("allows everything where a page for people, or nothing, comes in place of the file")
    func noFile() async {
        #expect(await Site(error(.status, status: 204)).gate().verdict(for: request()).isAllowed)
        let login = Site(error(.blocked, status: 200, wall: "login page"))
        #expect(await login.gate().verdict(for: request()).isAllowed)
    }

    @Test("allows everything where redirects lead to no file, unless an old one is known") func circle() async
    {
        let site = Site(error(.redirect, status: 302))
        let verdict = await site.gate().verdict(for: request())
        #expect(verdict.isAllowed)
        #expect(verdict.reason == "site.example has no robots.txt: It broke.")
        site.state.withLock { $0.answer = .success("User-agent: *\nDisallow: /page") }
        let gate = site.gate()
        _ = await gate.verdict(for: request())
        site.state.withLock { $0.answer = error(.redirect, status: 302) }
        site.clock.withLock { $0 += .seconds(90_000) }
        #expect(await !gate.verdict(for: request()).isAllowed)
    }

    @Test("allows nothing where a wall against robots comes in place of the file", arguments: [200, 503])
    func walled(_ status: Int) async {
        let verdict = await Site(error(.blocked, status: status, wall: "Anubis")).gate().verdict(
            for: request())
        #expect(!verdict.isAllowed)
        #expect(verdict.askAgain == 3600)
    }

    @Test("tells for how long it will not be asked for again") func passing() async {
        for (answer, seconds) in [
            (error(.status, status: 503), 3600), (.success("User-agent: *\nDisallow: /"), nil),
        ] {
            let gate = Site(answer).gate()
            do throws(FetchError) {
                _ = try await gate.admit(request())
                Issue.record("admitted")
            } catch {
                #expect(error.code == .robots)
                #expect(error.retryAfter == seconds)
                #expect(error.hostRest == nil)
            }
        }
    }

    @Test("allows nothing where the file cannot be had", arguments: [500, 503, 429, nil])
    func unreachable(_ status: Int?) async {
        let site = Site(error(status == nil ? .timeout : .status, status: status))
        let gate = site.gate()
        let verdict = await gate.verdict(for: request())
        #expect(!verdict.isAllowed)
        #expect(verdict.reason.hasPrefix("The robots.txt of site.example could not be had"))
        #expect(verdict.isResting == (status == 429))
        site.state.withLock { $0.answer = .success("") }
        #expect(await !gate.verdict(for: request()).isAllowed)
        site.clock.withLock { $0 += .seconds(3601) }
        #expect(await gate.verdict(for: request()).isAllowed)
    }

    @Test("keeps to the old file while the new one cannot be had", arguments: [nil, "Anubis", "login page"])
    func stale(wall: String?) async {
        let site = Site(.success("User-agent: *\nDisallow: /no"))
        let gate = site.gate()
        #expect(await gate.verdict(for: request()).isAllowed)
        let answer = error(
            wall == nil ? .status : .blocked, status: wall == nil ? 503 : 200, wall: wall)
        site.state.withLock { $0.answer = answer }
        site.clock.withLock { $0 += .seconds(90_000) }
        #expect(await gate.verdict(for: request()).isAllowed)
        #expect(await !gate.verdict(for: request("https://site.example/no")).isAllowed)
        #expect(site.asked.count == 2)
    }

    @Test(
        "blames no site when we stopped the question ourselves",
        arguments: [FetchError.Code.cancelled, .system, .held])
    func stopped(_ code: FetchError.Code) async {
        let site = Site(error(code))
        let gate = site.gate()
        do throws(FetchError) {
            _ = try await gate.admit(request())
            Issue.record("admitted")
        } catch {
            #expect(error.code == code)
        }
        #expect(await gate.rememberedSites == 0)
        site.state.withLock { $0.answer = .success("") }
        #expect(await gate.verdict(for: request()).isAllowed)
    }

    @Test("turns a verdict into an error, or into a distance") func admit() async throws {
        let gate = Site(.success("User-agent: *\nDisallow: /no\nCrawl-delay: 2")).gate()
        #expect(try await gate.admit(request()).spacing == .seconds(2))
        do throws(FetchError) {
            _ = try await gate.admit(request("https://site.example/no"))
            Issue.record("admitted")
        } catch {
            #expect(error.code == .robots)
        }
    }
}
