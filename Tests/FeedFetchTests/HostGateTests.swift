import Testing

@testable import FeedFetch

@Suite("The gate before the hosts") struct HostGateTests {
    private let start = ContinuousClock.now

    @Test("admits up to the limit of a host, then as many as end") func perHost() {
        var gate = HostGate(total: 10, perHost: 2)
        for ticket in 1...4 { gate.enqueue(UInt64(ticket), host: "a") }
        #expect(gate.admit(now: start) == 1)
        #expect(gate.admit(now: start) == 2)
        #expect(gate.admit(now: start) == nil)
        gate.finish(host: "a", now: start)
        #expect(gate.admit(now: start) == 3)
        #expect(gate.admit(now: start) == nil)
        #expect(gate.active == 2)
        #expect(gate.waiting == 1)
    }

    @Test("admits up to the limit in total") func total() {
        var gate = HostGate(total: 3, perHost: 2)
        for ticket in 1...6 { gate.enqueue(UInt64(ticket), host: "h\(ticket)") }
        #expect((1...3).allSatisfy { gate.admit(now: start) == UInt64($0) })
        #expect(gate.admit(now: start) == nil)
        gate.finish(host: "h2", now: start)
        #expect(gate.admit(now: start) == 4)
    }

    @Test("lets hosts take turns, however many one has waiting") func turns() {
        var gate = HostGate(total: 1, perHost: 1)
        for ticket in 1...2000 { gate.enqueue(UInt64(ticket), host: "big") }
        for ticket in 3001...3003 { gate.enqueue(UInt64(ticket), host: "small") }
        var order: [UInt64] = []
        for _ in 0..<6 {
            guard let ticket = gate.admit(now: start) else { break }
            order.append(ticket)
            gate.finish(host: ticket > 3000 ? "small" : "big", now: start)
        }
        #expect(order == [1, 3001, 2, 3002, 3, 3003])
    }

    @Test("waits between two requests to a host that wants it, and only to that one") func spacing() {
        var gate = HostGate(total: 10, perHost: 2)
        gate.enqueue(1, host: "a", spacing: .seconds(5))
        gate.enqueue(2, host: "a", spacing: .seconds(5))
        gate.enqueue(3, host: "b")
        #expect(gate.admit(now: start) == 1)
        #expect(gate.admit(now: start) == 3)
        #expect(gate.admit(now: start) == nil)
        let next = gate.nextTurn(now: start)
        #expect(next == start + .seconds(5))
        gate.finish(host: "a", now: start + .seconds(1))
        #expect(gate.admit(now: start + .seconds(4)) == nil)
        #expect(gate.admit(now: start + .seconds(5)) == 2)
    }

    @Test(
        "lets one go on that it admitted before, ahead of the line and of the distance that it wants itself")
    func goOn() {
        var gate = HostGate(total: 10, perHost: 1)
        for ticket in 1...3 { gate.enqueue(UInt64(ticket), host: "a", spacing: .seconds(5)) }
        #expect(gate.admit(now: start) == 1)
        gate.goOn(1, host: "a")
        // The host has room for one only.
        #expect(gate.admit(now: start + .seconds(1)) == nil)
        gate.finish(host: "a", now: start + .seconds(1))
        #expect(gate.admit(now: start + .seconds(1)) == 1)
        gate.finish(host: "a", now: start + .seconds(2))
        #expect(gate.admit(now: start + .seconds(4)) == nil)
        gate.goOn(1, host: "a")
        #expect(gate.admit(now: start + .seconds(4)) == 1)
        gate.finish(host: "a", now: start + .seconds(4))
        #expect(gate.admit(now: start + .seconds(5)) == 2)
        gate.goOn(2, host: "a")
        #expect(gate.hold(host: "a", until: start + .seconds(60), now: start + .seconds(5)) == [2, 3])
        gate.goOn(2, host: "a")
        let isRemoved = gate.remove(2, host: "a")
        #expect(isRemoved)
        #expect(gate.waiting == 0)
    }

    @Test("knows how long one that comes now would wait for the distance that others want")
    func delay() {
        var gate = HostGate(total: 10, perHost: 2)
        #expect(gate.delay(of: "a", now: start) == .zero)
        for ticket in 1...4 { gate.enqueue(UInt64(ticket), host: "a", spacing: .seconds(5)) }
        gate.enqueue(5, host: "a")
        #expect(gate.delay(of: "a", now: start) == .seconds(20))
        #expect(gate.admit(now: start) == 1)
        #expect(gate.delay(of: "a", now: start + .seconds(2)) == .seconds(18))
        let isRemoved = gate.remove(3, host: "a")
        #expect(isRemoved)
        #expect(gate.delay(of: "a", now: start + .seconds(2)) == .seconds(13))
        #expect(gate.delay(of: "b", now: start) == .zero)
        _ = gate.hold(host: "a", until: start, now: start)
        #expect(gate.delay(of: "a", now: start + .seconds(2)) == .seconds(3))
    }

    @Test("names no turn that has come: it could only be waited for in vain") func nextTurn() {
        var gate = HostGate(total: 10, perHost: 2)
        for ticket in 1...2 { gate.enqueue(UInt64(ticket), host: "a", spacing: .seconds(5)) }
        _ = gate.admit(now: start)
        _ = gate.admit(now: start)
        // Nobody may be admitted meanwhile, say because too many connect.
        let next = gate.nextTurn(now: start + .seconds(6))
        #expect(next == nil)
        #expect(gate.hasTurns)
        #expect(gate.admit(now: start + .seconds(6)) == 2)
    }

    @Test("remembers the pause after the last request of a host") func pauseAfterLast() {
        var gate = HostGate(total: 10, perHost: 2)
        gate.enqueue(1, host: "a", spacing: .seconds(5))
        #expect(gate.admit(now: start) == 1)
        gate.finish(host: "a", now: start + .seconds(1))
        gate.enqueue(2, host: "a", spacing: .seconds(5))
        #expect(gate.admit(now: start + .seconds(2)) == nil)
        #expect(gate.admit(now: start + .seconds(5)) == 2)
        gate.finish(host: "a", now: start + .seconds(6))
        #expect(gate.admit(now: start + .seconds(60)) == nil)
        #expect(gate.rememberedHosts == 0)
    }

    @Test("gives a host one turn, also when what waited for it was taken out of its line") func oneTurn() {
        var gate = HostGate(total: 10, perHost: 10)
        gate.enqueue(1, host: "a")
        _ = gate.remove(1, host: "a")
        for ticket in [2, 3] { gate.enqueue(UInt64(ticket), host: "a") }
        for ticket in [4, 5] { gate.enqueue(UInt64(ticket), host: "b") }
        #expect(admitted(4, by: &gate) == [2, 4, 3, 5])
        #expect(gate.hold(host: "a", until: start, now: start).isEmpty)
        gate.enqueue(6, host: "c")
        #expect(gate.hold(host: "c", until: start, now: start) == [6])
        for ticket in [7, 8] { gate.enqueue(UInt64(ticket), host: "c") }
        for ticket in [9, 10] { gate.enqueue(UInt64(ticket), host: "d") }
        #expect(admitted(4, by: &gate) == [7, 9, 8, 10])
    }

    private func admitted(_ count: Int, by gate: inout HostGate) -> [UInt64?] {
        (0..<count).map { _ in gate.admit(now: start) }
    }

    @Test("forgets a host whose pause is over when what waited for it is gone") func forgetsRested() {
        var gate = HostGate(total: 1, perHost: 1)
        gate.enqueue(1, host: "a", spacing: .seconds(5))
        gate.enqueue(2, host: "a", spacing: .seconds(5))
        #expect(gate.admit(now: start) == 1)
        gate.finish(host: "a", now: start + .seconds(6))
        #expect(gate.remove(2, host: "a") == true)
        #expect(gate.admit(now: start + .seconds(7)) == nil)
        #expect(gate.rememberedHosts == 0)
    }

    @Test("forgets hosts that have nothing left") func forgets() {
        var gate = HostGate(total: 10, perHost: 2)
        for ticket in 1...1000 {
            gate.enqueue(UInt64(ticket), host: "h\(ticket)")
            #expect(gate.admit(now: start) == UInt64(ticket))
            gate.finish(host: "h\(ticket)", now: start)
        }
        #expect(gate.rememberedHosts == 0)
        #expect(gate.active == 0)
    }

    @Test("takes a waiting request out of the line") func removes() {
        var gate = HostGate(total: 1, perHost: 1)
        for ticket in 1...3 { gate.enqueue(UInt64(ticket), host: "a") }
        #expect(gate.admit(now: start) == 1)
        #expect(gate.remove(2, host: "a") == true)
        #expect(gate.remove(2, host: "a") == false)
        #expect(gate.remove(1, host: "a") == false)
        gate.finish(host: "a", now: start)
        #expect(gate.admit(now: start) == 3)
        gate.finish(host: "a", now: start)
        gate.enqueue(4, host: "b")
        #expect(gate.remove(4, host: "b") == true)
        #expect(gate.admit(now: start) == nil)
        #expect(gate.rememberedHosts == 0)
    }
}

@Suite("A queue") struct FIFOTests {
    @Test("gives back what was put in, in order") func order() {
        var queue = FIFO<Int>()
        var expected = 0
        for number in 0..<1000 {
            queue.append(number)
            if number % 3 == 0 {
                #expect(queue.popFirst() == expected)
                expected += 1
            }
        }
        while let next = queue.popFirst() {
            #expect(next == expected)
            expected += 1
        }
        #expect(expected == 1000)
        #expect(queue.isEmpty)
    }

    @Test("loses only what is removed") func removal() {
        var queue = FIFO<Int>()
        for number in 0..<10 { queue.append(number) }
        #expect(queue.popFirst() == 0)
        #expect(queue.remove(where: { $0 == 4 }) == true)
        #expect(queue.remove(where: { $0 == 0 }) == false)
        #expect(queue.count == 8)
    }
}
