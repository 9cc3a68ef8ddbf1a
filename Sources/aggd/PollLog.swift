import Aggregator
import Logging

/// Tells the journal how a poll went: a change of a source's health once, with its sentence; the rest as fields.
struct PollLog {
    let logger: Logger

    func tell(_ report: PollReport) {
        var fields: Logger.Metadata = [
            "source": "\(report.source)", "result": "\(report.result.rawValue)", "new": "\(report.new)",
            "ms": "\(report.milliseconds)",
        ]
        if let isAway = report.isNetworkAway {
            isAway
                ? logger.warning(
                    "nothing can be reached: this machine has no network; the sources are asked again soon")
                : logger.notice("the network is back")
        }
        if let status = report.status { fields["http"] = "\(status)" }
        if let change = report.change {
            fields["state"] = "\(change.to.rawValue)"
            let level: Logger.Level = change.to == .ok ? .notice : .warning
            logger.log(level: level, "\(report.source): \(change.sentence)", metadata: fields)
        } else if !report.isStored {
            logger.error("\(report.source): \(report.error ?? "nothing was stored")", metadata: fields)
        } else if let error = report.error {
            fields["error"] = "\(error)"
            logger.debug("poll", metadata: fields)
        } else if report.result == .notAsked {
            logger.notice("\(report.source): it is not asked any more", metadata: fields)
        } else if report.new > 0 {
            logger.info("poll", metadata: fields)
        } else {
            logger.debug("poll", metadata: fields)
        }
    }
}
