public import Foundation

/// Where an issue goes: to a mail address, into a Maildir, or into a file.
public enum DeliveryTarget: Sendable, Equatable {
    /// A mail address.
    case mail(String)
    /// The directory of a Maildir.
    case maildir(String)
    /// A file; `{issue}` and `{date}` in its name are replaced.
    case file(String)

    /// Reads a recipient as feeds.conf names it.
    public init(_ recipient: String) {
        if recipient.hasPrefix("maildir:") {
            self = .maildir(Self.path(recipient.dropFirst("maildir:".count)))
        } else if recipient.hasPrefix("file:") {
            self = .file(Self.path(recipient.dropFirst("file:".count)))
        } else {
            self = .mail(recipient)
        }
    }

    // `maildir:///path` is read as `maildir:/path`.
    private static func path(_ text: Substring) -> String {
        text.hasPrefix("//") ? "/" + text.drop { $0 == "/" } : String(text)
    }
}

/// A Maildir to which messages are delivered.
///
/// A message is written under `tmp` and renamed into `new`: a reader sees all of it or nothing. Its name
/// follows from the Message-ID, so that delivering it again doesn't double it.
public struct MaildirTarget: Sendable {
    private let directory: URL

    /// Names the directory.
    public init(path: String) {
        directory = URL(fileURLWithPath: path, isDirectory: true)
    }

    /// Delivers a message.
    public func deliver(_ bytes: [UInt8], messageID: String, date: Date) throws {
        for part in ["tmp", "new", "cur"] {
            try FileManager.default.createDirectory(
                at: directory.appending(path: part, directoryHint: .isDirectory),
                withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        }
        let name = "\(Int(date.timeIntervalSince1970)).\(StableHash.hex(messageID)).aggd"
        if try isDelivered(name) { return }
        let draft = directory.appending(path: "tmp/\(name)")
        try AtomicFile.write(bytes, to: draft, over: directory.appending(path: "new/\(name)"))
    }

    // A reader that has seen it keeps it in `cur` with flags after a colon.
    private func isDelivered(_ name: String) throws -> Bool {
        let files = FileManager.default
        if files.fileExists(atPath: directory.appending(path: "new/\(name)").path) { return true }
        return try files.contentsOfDirectory(atPath: directory.appending(path: "cur").path)
            .contains { $0 == name || $0.hasPrefix(name + ":") }
    }
}

/// A file that holds the newest issue, or one file an issue.
public struct FileTarget: Sendable {
    private let path: String

    /// Names the file; `{issue}` and `{date}` are replaced.
    public init(path: String) {
        self.path = path
    }

    /// The path for an issue.
    public func path(for issue: DigestIssue) -> String {
        let zone = CivilTime.zone(named: issue.timeZone) ?? .gmt
        return path.replacing("{issue}", with: String(issue.number))
            .replacing("{date}", with: CivilTime(issue.until, in: zone).isoDate)
    }

    /// True when the file is to hold the whole message.
    public var wantsMessage: Bool { path.lowercased().hasSuffix(".eml") }

    /// Writes bytes in place of what was there; a reader sees the old file or the new one.
    public func deliver(_ bytes: [UInt8], for issue: DigestIssue) throws {
        let final = URL(fileURLWithPath: path(for: issue))
        let directory = final.deletingLastPathComponent()
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        try AtomicFile.write(
            bytes, to: directory.appending(path: ".\(final.lastPathComponent).aggd-new"), over: final)
    }
}

/// Files that are written beside and renamed.
enum AtomicFile {
    /// Writes a draft to the disk and gives it its final name.
    static func write(_ bytes: [UInt8], to draft: URL, over final: URL) throws {
        let files = FileManager.default
        try Data(bytes).write(to: draft)
        let handle = try FileHandle(forWritingTo: draft)
        try handle.synchronize()
        try handle.close()
        if unsafe rename(draft.path, final.path) != 0 {
            let code = errno
            try? files.removeItem(at: draft)
            throw POSIXError(POSIXErrorCode(rawValue: code) ?? .EIO)
        }
    }
}
