import Testing

@testable import Aggregator

@Suite("What is remembered of sitemaps") struct SitemapTrailTests {
    private func url(_ number: Int) -> String { "https://tank.example/\(number).xml" }

    @Test("makes room by the one asked longest ago that no index names, then by the oldest, which is told")
    func full() {
        var trail = SitemapTrail(nil)
        let count = SitemapTrail.capacity
        for number in 0..<count { trail[url(number)] = SitemapTrail.Visit(asked: number) }
        trail.note(named: (0..<10).map(url))
        trail[url(count)] = SitemapTrail.Visit(asked: count)
        #expect(known(trail, [0, 10, 11, count]) == [0, 11, count])
        var isTold = trail.isOverfull
        #expect(!isTold)
        trail.note(named: (0...count).map(url))
        // One that is known takes no other's place.
        trail[url(count)] = SitemapTrail.Visit(asked: count + 1)
        #expect(known(trail, [0]) == [0])
        isTold = trail.isOverfull
        #expect(!isTold)
        trail[url(count + 1)] = SitemapTrail.Visit(asked: count + 1)
        #expect(known(trail, [0, 1, count + 1]) == [1, count + 1])
        isTold = trail.isOverfull
        #expect(isTold)
    }

    /// Those of some sitemaps that are remembered.
    private func known(_ trail: SitemapTrail, _ numbers: [Int]) -> [Int] {
        numbers.filter { trail[url($0)] != nil }
    }
}
