import FeedFetch
import Testing

@testable import Aggregator

@Suite("Hosts that cannot be reached") struct ConnectivityTests {
    private let start = ContinuousClock.now

    private func connectivity(_ hosts: Int, silent: Int, worked: Bool = true) -> Connectivity {
        var connectivity = Connectivity(hosts: hosts)
        for number in 0..<silent {
            _ = connectivity.unreachable("host-\(number)", worked: worked, begun: start)
        }
        return connectivity
    }

    @Test("are an outage of this machine when five that worked follow each other")
    func outage() {
        var connectivity = connectivity(200, silent: 4)
        #expect(!connectivity.isCutOff)
        let isNews = connectivity.unreachable("host-4", worked: true, begun: start)
        #expect(isNews)
        #expect(connectivity.isCutOff)
    }

    @Test("show an outage once")
    func once() {
        var connectivity = connectivity(200, silent: 5)
        let isNews = connectivity.unreachable("host-9", worked: true, begun: start)
        #expect(!isNews)
        #expect(connectivity.isCutOff)
    }

    @Test("are their own trouble when somebody answers in between")
    func answer() {
        var connectivity = connectivity(200, silent: 4)
        let endsOutage = connectivity.answered(at: start)
        #expect(!endsOutage)
        let isNews = connectivity.unreachable("host-4", worked: true, begun: start)
        #expect(!isNews)
        #expect(!connectivity.isCutOff)
    }

    @Test("are their own trouble when they were asked before somebody answered, however late they give up")
    func late() {
        var connectivity = Connectivity(hosts: 200)
        for second in 1...3 { _ = connectivity.answered(at: start + .seconds(second)) }
        var news = (0..<8).map { connectivity.unreachable("host-\($0)", worked: true, begun: start) }
        #expect(!news.contains(true))
        #expect(!connectivity.isCutOff)
        // Those that are asked after the last answer prove something.
        news = (0..<5).map {
            connectivity.unreachable("host-\($0)", worked: true, begun: start + .seconds(4))
        }
        #expect(news == [false, false, false, false, true])
    }

    @Test("are an outage, and stay one, when an answer from before they were asked is told later")
    func order() {
        for early in 0...5 {
            var connectivity = Connectivity(hosts: 200)
            var news: [Bool] = []
            for number in 0..<5 {
                if number == early { news.append(connectivity.answered(at: start)) }
                news.append(
                    connectivity.unreachable("host-\(number)", worked: true, begun: start + .seconds(1)))
            }
            if early == 5 { news.append(connectivity.answered(at: start)) }
            // The answer ends nothing, the fifth host begins it.
            #expect(news.count { $0 } == 1)
            #expect(connectivity.isCutOff)
            let isBack = connectivity.answered(at: start + .seconds(2))
            #expect(isBack)
        }
    }

    @Test("are no outage when they were in trouble before, however many")
    func dead() { #expect(!connectivity(200, silent: 100, worked: false).isCutOff) }

    @Test("count once, however often they are asked")
    func sameHost() {
        var connectivity = Connectivity(hosts: 200)
        for _ in 0..<20 { _ = connectivity.unreachable("host", worked: true, begun: start) }
        #expect(!connectivity.isCutOff)
    }

    @Test(
        "that were never asked are an outage when twenty-five follow each other and nobody has answered yet")
    func first() {
        var connectivity = Connectivity(hosts: 200)
        var news = (0..<24).map {
            connectivity.unreachable("host-\($0)", worked: false, isNew: true, begun: start)
        }
        #expect(!news.contains(true))
        news = (24..<27).map {
            connectivity.unreachable("host-\($0)", worked: false, isNew: true, begun: start)
        }
        #expect(news == [true, false, false])
    }

    @Test(
        "that were never asked are an outage without all of them when they are fewer: one may be slow to fail",
        arguments: [(3, 3), (5, 5), (6, 5), (12, 9), (24, 18), (30, 22), (34, 25), (400, 25)])
    func fewAtFirst(hosts: Int, needed: Int) {
        var connectivity = Connectivity(hosts: hosts)
        for number in 1...needed {
            let isNews = connectivity.unreachable(
                "host-\(number)", worked: false, isNew: true, begun: start)
            #expect(isNews == (number == needed))
        }
    }

    @Test(
        "that were never asked are an outage when as many as are asked at a time have failed, but five at least",
        arguments: [(1, 5), (8, 8), (24, 24), (64, 25)])
    func parallel(at once: Int, needed: Int) {
        var connectivity = Connectivity(hosts: 400, parallel: once)
        for number in 1...needed {
            let isNews = connectivity.unreachable(
                "host-\(number)", worked: false, isNew: true, begun: start)
            #expect(isNews == (number == needed))
        }
    }

    @Test("that had worked are covered by an outage that was shown by those that were never asked")
    func coveredAtFirst() {
        var connectivity = Connectivity(hosts: 200)
        for number in 0..<25 {
            _ = connectivity.unreachable("new-\(number)", worked: false, isNew: true, begun: start)
        }
        let span = FetchSpan(begun: start + .seconds(1), ended: start + .seconds(2))
        var news: [Bool] = []
        for number in 0..<6 {
            #expect(connectivity.isCovered(span) == (number >= 5))
            news.append(connectivity.unreachable("old-\(number)", worked: true, begun: span.begun))
        }
        #expect(!news.contains(true))
        let isBack = connectivity.answered(
            FetchSpan(begun: start + .seconds(3), ended: start + .seconds(4)))
        #expect(isBack && connectivity.isCovered(span))
    }

    @Test("that were never asked are their own trouble once anybody has answered")
    func firstAfterAnswer() {
        var connectivity = Connectivity(hosts: 200)
        _ = connectivity.answered(at: start)
        for number in 0..<50 {
            _ = connectivity.unreachable("host-\(number)", worked: false, isNew: true, begun: start)
        }
        #expect(!connectivity.isCutOff)
    }

    @Test("end the outage with the first answer, which is told once")
    func end() {
        var connectivity = connectivity(200, silent: 5)
        let answers = [connectivity.answered(at: start), connectivity.answered(at: start)]
        #expect(answers == [true, false])
        #expect(!connectivity.isCutOff)
    }

    @Test(
        "are an outage when they are all there is, but of one or two nothing is concluded",
        arguments: [(1, 1, false), (2, 2, false), (3, 2, false), (3, 3, true), (4, 4, true), (5, 4, false)])
    func few(hosts: Int, silent: Int, isCutOff: Bool) {
        #expect(connectivity(hosts, silent: silent).isCutOff == isCutOff)
    }
}

extension Connectivity {
    /// An answer that was there at once.
    fileprivate mutating func answered(at time: ContinuousClock.Instant) -> Bool {
        answered(FetchSpan(begun: time, ended: time))
    }
}
