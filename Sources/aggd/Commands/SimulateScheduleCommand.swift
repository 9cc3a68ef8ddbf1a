import Aggregator
import ArgumentParser
import Foundation

/// The verb `aggd simulate-schedule`: the real schedule, driven by a trace instead of the network.
struct SimulateScheduleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate-schedule",
        abstract: "Answer when a source would be polled next, for a trace on standard input.",
        discussion: """
            One JSON object a line: {"feed", "now", "last_poll", "new": [times], "history": [times]}, times in \
            seconds since 1970. The answer is the number of seconds to the next poll. The state is learnt from line \
            to line, as a daemon would.

            Example: aggd simulate-schedule --price 1800 < trace.ndjson
            """,
        shouldDisplay: false)

    @Option(help: "The waiting of unseen items at which a poll is worth a request, seconds.")
    var price: Double = PollPrice.standard.seconds

    @Option(help: "The bounds of the interval.")
    var every: String = "5m..24h"

    @Option(help: "How many items a document shows.")
    var window: Int = 30

    private struct Line: Decodable {
        var feed: String
        var now: Double
        var new: [Double]
        var history: [Double]
    }

    func run() throws {
        guard let bounds = DurationText.parseBounds(every) else {
            throw ValidationError("--every must be a duration or bounds such as 15m..24h.")
        }
        guard price > 0, window > 0 else { throw ValidationError("--price and --window must be above 0.") }
        var states: [String: PollState] = [:]
        let decoder = JSONDecoder()
        while let text = readLine() {
            let line: Line
            do {
                line = try decoder.decode(Line.self, from: Data(text.utf8))
            } catch {
                throw Failure(
                    .badData, "A line of the trace is not what `aggd simulate-schedule --help` describes.")
            }
            var source = Source(name: line.feed, urls: [line.feed])
            source.every = bounds
            let machine = PollMachine(source: source, price: PollPrice(seconds: price))
            let before = states[line.feed] ?? PollState()
            // The trace brings its own jitter; 0.5 adds none.
            let now = Date(timeIntervalSince1970: line.now)
            let after = machine.next(after: outcome(of: line), from: before, now: now, jitter: 0.5)
            states[line.feed] = after
            let seconds = (after.nextPoll?.timeIntervalSince1970 ?? line.now + 86400) - line.now
            // Unbuffered: the asker waits for each answer before the next line.
            StandardOutput.write("\(seconds)\n".utf8)
        }
    }

    private func outcome(of line: Line) -> PollOutcome {
        var outcome = PollOutcome(.read(newItems: line.new.map { Date(timeIntervalSince1970: $0) }))
        outcome.itemTimes = line.history.map { Date(timeIntervalSince1970: $0) }
        outcome.window = window
        outcome.carriesOn = true
        return outcome
    }
}
