import Testing

@testable import Aggregator

@Suite("A line of sources that are to be asked") struct PollLineTests {
    private func line(_ urls: String..., perHost: Int) -> PollLine {
        let sources = urls.map { Source(name: $0, urls: ["https://\($0)"]) }
        return PollLine(sources.indices.map { [$0] }, of: sources, perHost: perHost)
    }

    private func names(_ groups: [[Source]]) -> [String] { groups.flatMap { $0.map(\.name) } }

    @Test("goes in its order, as many as are wanted")
    func order() {
        var line = line("a.example/1", "b.example/1", "c.example/1", perHost: 2)
        #expect(names(line.next(2)) == ["a.example/1", "b.example/1"])
        #expect(names(line.next(2)) == ["c.example/1"])
        #expect(line.next(2).isEmpty)
    }

    @Test("lets others pass those whose host has enough to do")
    func passing() {
        var line = line(
            "slow.example/1", "slow.example/2", "slow.example/3", "b.example/1", "c.example/1", perHost: 1)
        let first = line.next(2)
        #expect(names(first) == ["slow.example/1", "b.example/1"])
        #expect(names(line.next(9)) == ["c.example/1"])
        #expect(line.next(9).isEmpty)
        line.isDone(first[0])
        #expect(names(line.next(9)) == ["slow.example/2"])
        #expect(line.next(9).isEmpty)
    }

    @Test("loses nobody, and never has more of a host under way than it may")
    func everybody() {
        let sources = (0..<300).map { Source(name: "\($0)", urls: ["https://h\($0 % 7).example/\($0)"]) }
        var line = PollLine(sources.indices.map { [$0] }, of: sources, perHost: 3)
        var running: [[Source]] = []
        var seen: [String] = []
        repeat {
            let next = line.next(10)
            running += next
            seen += names(next)
            let perHost = Dictionary(grouping: running) { $0[0].urls[0].split(separator: "/")[1] }
            #expect(perHost.values.allSatisfy { $0.count <= 3 })
            if !running.isEmpty { line.isDone(running.remove(at: running.count / 2)) }
        } while !running.isEmpty
        #expect(seen.count == 300)
        #expect(Set(seen).count == 300)
    }
}
