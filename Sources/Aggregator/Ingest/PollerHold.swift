import FeedFetch
import Foundation

/// Sources that could not be asked, or not at all of their addresses.
extension Poller {
    /// When somebody answered last, if anybody has.
    var lastAnswer: Date? {
        network.lastAnswer.map { clock().addingTimeInterval(($0 - .now) / .seconds(1)) }
    }

    /// How one of several addresses is called.
    static func words(for url: String) -> String { WebAddress(url)?.withoutCredentials ?? "" }

    /// Puts a source off of which one address wasn't asked; when the others have failed, that is noted.
    func hold(
        _ source: Source, until end: Date, isSpacing: Bool, _ outcome: PollOutcome?, _ reading: SourceReading,
        _ finding: NetworkWatch.Finding
    ) async -> PollReport {
        if let error = reading.storeError {
            var report = PollReport(source: source.name, result: .failed)
            report.tell(reading.stored)
            report.failToStore(error)
            report.isNetworkAway = finding.isAway
            return report
        }
        let news = reading.rest == nil ? HostRestNews() : await holds.news(after: reading.rest, of: source)
        var report = await postponement.hold(
            source, until: end, isSpacing: isSpacing, after: outcome, having: reading.stored, telling: news)
        if !report.isStored { await holds.takeBack(news) }
        (report.heldHost, report.heldUntil) = (reading.rest?.host, reading.rest?.until)
        report.isNetworkAway = finding.isAway
        return report
    }
}
