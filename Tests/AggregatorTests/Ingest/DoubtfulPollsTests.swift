import FeedFetch
import Testing

@testable import Aggregator

@Suite("Polls in doubt") struct DoubtfulPollsTests {
    @Test("are decided at once when there are very many, and no later one waits in the same outage")
    func many() {
        let network = NetworkWatch(
            sources: (0..<40).map { feedSource("s\($0)", "http://host\($0).example/") })
        var doubtful = DoubtfulPolls(network)
        var decided = 0
        for number in 0..<DoubtfulPolls.most {
            let waits = doubtful.take(asked(number, network))
            #expect(waits)
            decided += doubtful.decided(isEnd: false).count { $0.findings[0].isExcused }
            #expect(decided == (number == DoubtfulPolls.most - 1 ? DoubtfulPolls.most : 0))
        }
        let waits = doubtful.take(asked(999, network))
        let rest = doubtful.decided(isEnd: true)
        #expect(!waits && rest.isEmpty)
    }

    private func asked(_ number: Int, _ network: NetworkWatch) -> AskedGroup {
        let source = feedSource("s\(number)", "http://host\(number).example/")
        let error = FetchError(.dns, url: source.urls[0], detail: "No.")
        let begun = ContinuousClock.now
        let answer = TimedAnswer(answer: .failure(error), span: FetchSpan(begun: begun, ended: begun))
        return AskedGroup(
            sources: [source], states: [PollState()], answers: [answer.answer], took: .zero,
            findings: [network.judge([answer], state: PollState())], arePagesDue: false)
    }
}
