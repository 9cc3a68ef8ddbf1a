import FeedFetch
import Synchronization
import Testing

@Suite("The memory of robots.txt") struct RobotsMemoryTests {
    /// Records by site, a clock, and what was asked of the network.
    private final class World: Sendable {
        let records = Mutex<[String: RobotsMemory.Record]>([:])
        let time = Mutex(1_000_000)
        let asked = Mutex(0)
        let answer: Result<String, FetchError>

        init(_ answer: Result<String, FetchError>) { self.answer = answer }

        var memory: RobotsMemory {
            RobotsMemory(
                now: { self.time.withLock { $0 } },
                recall: { site in self.records.withLock { $0[site] } },
                keep: { record, site in self.records.withLock { $0[site] = record } })
        }

        /// A gate as a new process has it.
        func gate() -> RobotsGate {
            RobotsGate(memory: memory) { request throws(FetchError) in
                self.asked.withLock { $0 += 1 }
                return FetchResponse(url: request.url, status: 200, body: Array(try self.answer.get().utf8))
            }
        }
    }

    private func request(_ path: String = "/page") -> FetchRequest {
        FetchRequest(url: "https://site.example" + path)
    }

    @Test("saves the next process the question") func saved() async {
        let world = World(.success("User-agent: *\nDisallow: /page\nAllow: /page/open\nCrawl-delay: 4"))
        for _ in 0..<3 {
            let gate = world.gate()
            #expect(await !gate.verdict(for: request()).isAllowed)
            let open = await gate.verdict(for: request("/page/open"))
            #expect(open.isAllowed)
            #expect(open.crawlDelay == .seconds(4))
        }
        #expect(world.asked.withLock { $0 } == 1)
        #expect(world.records.withLock { Array($0.keys) } == ["https://site.example"])
    }

    @Test("lasts a day, whatever process asked") func expires() async {
        let world = World(.success(""))
        _ = await world.gate().verdict(for: request())
        world.time.withLock { $0 += 86_399 }
        _ = await world.gate().verdict(for: request())
        #expect(world.asked.withLock { $0 } == 1)
        world.time.withLock { $0 += 2 }
        _ = await world.gate().verdict(for: request())
        #expect(world.asked.withLock { $0 } == 2)
    }

    @Test("doesn't last longer because the clock was set back") func setBack() async {
        let world = World(.success("User-agent: *\nDisallow: /"))
        _ = await world.gate().verdict(for: request())
        world.time.withLock { $0 -= 30 * 86_400 }
        let clock = Mutex(ContinuousClock.now)
        let gate = RobotsGate(memory: world.memory, now: { clock.withLock { $0 } }) {
            request throws(FetchError) in
            world.asked.withLock { $0 += 1 }
            return FetchResponse(url: request.url, status: 200)
        }
        #expect(await !gate.verdict(for: request()).isAllowed)
        clock.withLock { $0 += .seconds(86_401) }
        #expect(await gate.verdict(for: request()).isAllowed)
    }

    @Test("keeps for an hour that a file could not be had, with the sentence") func unreachable() async {
        let world = World(.failure(FetchError(.status, url: "", detail: "It is down.", status: 503)))
        _ = await world.gate().verdict(for: request())
        let second = await world.gate().verdict(for: request())
        #expect(!second.isAllowed)
        #expect(second.reason.hasSuffix("It is down."))
        #expect(world.asked.withLock { $0 } == 1)
        world.time.withLock { $0 += 3601 }
        _ = await world.gate().verdict(for: request())
        #expect(world.asked.withLock { $0 } == 2)
    }

    @Test("keeps nothing of a question that we stopped ourselves") func stopped() async {
        let world = World(.failure(FetchError(.cancelled, url: "", detail: "")))
        _ = await world.gate().verdict(for: request())
        #expect(world.records.withLock { $0.isEmpty })
    }

    @Test("doesn't keep giants") func giants() async {
        let rules = (0..<5000).map { "Disallow: /a/long/path/number/\($0)\n" }.joined()
        let world = World(.success("User-agent: *\n" + rules))
        #expect(await !world.gate().verdict(for: request("/a/long/path/number/77")).isAllowed)
        #expect(world.records.withLock { $0.isEmpty })
    }
}

@Suite("The rules of robots.txt, written down again") struct RobotsTextTests {
    @Test(
        "say the same",
        arguments: [
            "", "User-agent: *\nDisallow:",
            "User-agent: a\nUser-agent: b\nDisallow: /x\n\nUser-agent: *\nAllow: /",
            "User-agent: aggd\nCrawl-delay: 2.5\nDisallow: /*.pdf$\nAllow: /%7Ename/\n# no\nSitemap: https://a.example/s.xml",
            "Disallow: /orphan\nUser-agent: *\nDisallow: /caf\u{e9}\nNoindex: /n\nUser-agent: z\nDisallow: /only-z",
        ])
    func same(_ text: String) {
        let rules = RobotsTxt(text)
        let again = RobotsTxt(rules.text)
        #expect(again == rules)
        for path in ["/", "/x", "/a.pdf", "/~name/1", "/caf%C3%A9", "/only-z", "/orphan"] {
            for agent in ["aggd", "a", "z", "other"] {
                #expect(again.verdict(for: path, agent: agent) == rules.verdict(for: path, agent: agent))
            }
        }
        #expect(again.crawlDelay(agent: "aggd") == rules.crawlDelay(agent: "aggd"))
    }
}
