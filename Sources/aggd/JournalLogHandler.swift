internal import CSystemd
import Foundation
import Logging

/// Writes log records to the systemd journal with their metadata as fields (`AGGD_SOURCE=`, `AGGD_HTTP=`, …), so
/// that `journalctl -u aggd AGGD_SOURCE=rand-commentary` works; to standard error where there is no journal.
struct JournalLogHandler: LogHandler {
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    private let hasJournal: Bool

    init(level: Logger.Level, environment: [String: String] = ProcessInfo.processInfo.environment) {
        logLevel = level
        // systemd names the journal's stream when standard error goes there.
        hasJournal = environment["JOURNAL_STREAM"] != nil
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let fields = metadata.merging(event.metadata ?? [:]) { _, new in new }
        if hasJournal {
            sendToJournal(level: event.level, message: event.message.description, fields: fields)
        } else {
            let words = fields.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            let time = JSONTime.now()
            StandardError.write(
                "\(time) \(event.level): \(([event.message.description] + words).joined(separator: " "))\n")
        }
    }

    private func sendToJournal(level: Logger.Level, message: String, fields: Logger.Metadata) {
        // The message for people carries what a person needs; the fields are for filters.
        var words = message
        for (key, value) in fields.sorted(by: { $0.key < $1.key }) { words += " \(key)=\(value)" }
        var entries = ["MESSAGE=" + words, "PRIORITY=\(Self.priority(level))", "SYSLOG_IDENTIFIER=aggd"]
        for (key, value) in fields {
            let name = key.uppercased().map { $0.isLetter || $0.isNumber ? $0 : "_" }
            entries.append("AGGD_" + String(name) + "=\(value)")
        }
        var vectors = unsafe [iovec]()
        for entry in entries {
            // sendv copies the bytes before it returns.
            let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: entry.utf8.count, alignment: 1)
            unsafe bytes.copyBytes(from: entry.utf8)
            unsafe vectors.append(iovec(iov_base: bytes.baseAddress, iov_len: bytes.count))
        }
        unsafe _ = sd_journal_sendv(vectors, Int32(vectors.count))
        for index in unsafe vectors.indices { unsafe vectors[index].iov_base?.deallocate() }
    }

    /// The priorities of syslog(3).
    private static func priority(_ level: Logger.Level) -> Int {
        switch level {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }
}

/// The time of a log line.
private enum JSONTime {
    static func now() -> String {
        Date().formatted(.iso8601)
    }
}
