import Aggregator
import Foundation

/// One line on standard error that tells how far a poll is, when a terminal watches.
final class PollProgress {
    /// How many sources are polled, as soon as that is known.
    var total = 0
    /// True when a terminal watches.
    let isShown: Bool
    private let started = ContinuousClock.now
    private var last: ContinuousClock.Instant?
    private var done = 0
    private var failing = 0
    private var items = 0

    init(isQuiet: Bool) {
        isShown = !isQuiet && isatty(STDERR_FILENO) == 1
    }

    func add(_ report: PollReport) {
        done += 1
        items += report.new
        if report.error != nil, !report.isExcused { failing += 1 }
        guard isShown else { return }
        let now = ContinuousClock.now
        if let last, now - last < .milliseconds(100), done < total { return }
        last = now
        let text = Self.text(
            done: done, of: total, new: items, failing: failing, seconds: (now - started) / .seconds(1))
        StandardError.write("\r\u{1B}[K" + text)
    }

    /// The line: what is left takes as long as what is done took.
    static func text(done: Int, of total: Int, new: Int, failing: Int, seconds: Double) -> String {
        let rate = Double(done) / max(seconds, 0.001)
        let left = Double(total - done) / max(rate, 0.001)
        return "\(done)/\(total) sources, \(new) new, \(failing) failing, "
            + String(format: "%.0f/s", rate) + (done < total ? ", \(TimeSpan.text(left)) left" : "")
    }

    /// Takes the line away.
    func finish() {
        if isShown, last != nil { StandardError.write("\r\u{1B}[K") }
    }
}
