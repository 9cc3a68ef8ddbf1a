import Synchronization
import TestSupport
import Testing

@testable import FeedFetch

@Suite("Fetches that have ended") struct EndedFetchesTests {
    private let now = ContinuousClock.now

    private func ended(_ count: Int, told: Told = Told()) throws -> EndedFetches {
        var ended = EndedFetches()
        for number in 0..<count {
            let exchange = try Exchange(FetchRequest(url: "http://host/\(number)"))
            let job = FetchJob(id: UInt64(number), exchange: exchange) { _, _ in told.add(number) }
            ended.add(job, .failure(exchange.fail(.cancelled, "Over.")), now: now)
        }
        return ended
    }

    /// Who was told, in order.
    private final class Told: Sendable {
        private let list = Mutex<[Int]>([])
        var numbers: [Int] { list.withLock { $0 } }
        func add(_ number: Int) { list.withLock { $0.append(number) } }
    }

    @Test("are told of at once beside few others") func few() throws {
        #expect(try ended(1).areDue(active: 3, now: now))
        #expect(try ended(0).areDue(active: 0, now: now) == false)
    }

    @Test("wait for each other beside many, until they are a quarter of those or more than sixty-four")
    func many() throws {
        #expect(try ended(20).areDue(active: 100, now: now) == false)
        #expect(try ended(26).areDue(active: 100, now: now))
        #expect(try ended(64).areDue(active: 10_000, now: now) == false)
        #expect(try ended(65).areDue(active: 10_000, now: now))
    }

    @Test("let the first of them wait for five milliseconds, whatever else happens") func patience() throws {
        #expect(try ended(0).patience(now: now) == .max)
        let one = try ended(1)
        #expect(one.patience(now: now) == 5)
        #expect(one.patience(now: now + .milliseconds(3)) == 2)
        #expect(!one.areDue(active: 10_000, now: now + .milliseconds(4)))
        #expect(one.areDue(active: 10_000, now: now + .milliseconds(5)))
        // A second one doesn't put off the first.
        var two = one
        let exchange = try Exchange(FetchRequest(url: "http://host/late"))
        two.add(
            FetchJob(id: 9, exchange: exchange) { _, _ in }, .failure(exchange.fail(.cancelled, "Over.")),
            now: now + .milliseconds(4))
        #expect(two.areDue(active: 10_000, now: now + .milliseconds(5)))
    }

    @Test("are told in their order, each once") func order() throws {
        let told = Told()
        var some = try ended(3, told: told)
        some.tell()
        some.tell()
        #expect(told.numbers == [0, 1, 2])
        #expect(!some.areDue(active: 0, now: now))
    }
}
