import Testing

@testable import Aggregator

@Suite("What many hand to one") struct ArrivalsTests {
    @Test("is taken all at once, in its order")
    func together() async {
        let arrivals = Arrivals<Int>()
        for number in 1...3 { arrivals.post(number) }
        #expect(await arrivals.take() == [1, 2, 3])
        arrivals.post(4)
        #expect(await arrivals.take() == [4])
    }

    @Test("wakes whoever waits for it, and nothing of it is lost")
    func waiting() async {
        let arrivals = Arrivals<Int>()
        let taken = Task {
            var all: [Int] = []
            while all.count < 500 { all += await arrivals.take() }
            return all
        }
        for number in 0..<500 {
            arrivals.post(number)
            if number % 50 == 0 { await Task.yield() }
        }
        #expect(await taken.value == Array(0..<500))
    }

    @Test("may be nothing: a mere call wakes too, also the one who comes later")
    func calling() async {
        let arrivals = Arrivals<Int>()
        arrivals.wake()
        #expect(await arrivals.take() == [])
        async let taken = arrivals.take()
        arrivals.wake()
        #expect(await taken == [])
    }
}
