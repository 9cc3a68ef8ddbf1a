import Aggregator
import Foundation
import Testing

@Suite("A table of the hosts of sources")
struct HostTableTests {
    private func table(_ hosts: [String]) -> HostTable {
        HostTable(hosts.enumerated().map { Scheduler.Entry(source: $0, host: $1, due: nil) })
    }

    @Test("finds the sources of each host by its name, and none of another")
    func finds() throws {
        let hosts = [
            "news.example", "a.example", "news.example", "", "b.example", "a.example", "news.example",
        ]
        let table = table(hosts)
        #expect(table.sourceCount == 7)
        for name in Set(hosts) {
            let host = try #require(table.host(named: name))
            #expect(table.sources(at: host) == hosts.indices.filter { hosts[$0] == name })
            for source in table.sources(at: host) { #expect(table.host(of: source) == host) }
        }
        for name in ["a", "a.example.", "news", "zz.example", "b.exampl"] {
            #expect(table.host(named: name) == nil)
        }
    }

    @Test("finds each of many hosts")
    func many() {
        let table = table((0..<1000).map { "www.host-\($0 % 500).example" })
        for number in 0..<500 {
            let host = table.host(named: "www.host-\(number).example")
            #expect(host.map(table.sources) == [number, number + 500])
        }
    }

    @Test("knows no host of a number that is no source")
    func gaps() {
        let table = HostTable([7, 3].map { Scheduler.Entry(source: $0, host: "one.example", due: nil) })
        #expect(table.host(named: "one.example").map(table.sources) == [3, 7])
        let known = (-1..<9).filter { table.host(of: $0) != nil }
        #expect(known == [3, 7])
    }

    @Test("is empty without sources")
    func empty() {
        let table = HostTable([])
        #expect(table.sourceCount == 0)
        #expect(table.host(named: "") == nil)
        #expect(table.host(of: 0) == nil)
    }
}
