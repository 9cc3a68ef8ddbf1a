internal import Foundation

/// Changes feeds.conf without touching what a person wrote: blocks are appended, one value is replaced.
public enum FeedsConfEditor {
    /// Why a file could not be changed.
    public struct Refusal: Error, Sendable, Equatable, CustomStringConvertible {
        /// One sentence for a person.
        public var description: String
    }

    /// Appends a block to a file and keeps every byte of what is there; the file is created when it is missing.
    ///
    /// A reader sees the old file or the new one, never half of it. The result is read before it is kept: a block
    /// that would break the configuration is refused.
    public static func append(block: String, to path: String) throws(Refusal) {
        var bytes: [UInt8] = []
        if FileManager.default.fileExists(atPath: path) { bytes = try read(path) }
        if let last = bytes.last, last != 0x0A { bytes.append(0x0A) }
        if !bytes.isEmpty { bytes.append(0x0A) }
        bytes += Array(block.utf8)
        if bytes.last != 0x0A { bytes.append(0x0A) }
        try check(bytes, path)
        try write(bytes, to: path)
    }

    /// Whether a text can name a source in the file.
    public static func isName(_ text: String) -> Bool { ConfigChecks.isName(text) }

    /// Replaces the address of a source by the one that it has moved to.
    ///
    /// - Parameters:
    ///   - source: the source as it was read; its position names the file.
    ///   - newURL: the new address; it replaces the first one when the source has several.
    public static func acceptMove(_ source: Source, newURL: String) throws(Refusal) {
        guard let path = source.position?.file else {
            throw Refusal(description: "\(source.name) stands in no file.")
        }
        let bytes = try read(path)
        guard let document = try? TOMLNode(document: String(decoding: bytes, as: UTF8.self)),
            let block = document["source"].flatMap({ node -> TOMLNode? in
                guard case .array(let blocks) = node.value else { return nil }
                return blocks.first {
                    if case .string(source.name)? = $0["name"]?.value { true } else { false }
                }
            }), let url = block["url"]
        else {
            throw Refusal(
                description: "\(path) has changed: there is no source \"\(source.name)\" with a url any more."
            )
        }
        var range = url.range
        if case .array(let elements) = url.value {
            guard let first = elements.first else {
                throw Refusal(description: "The url of \(source.name) is empty.")
            }
            range = first.range
        }
        guard !range.isEmpty, range.upperBound <= bytes.count else {
            throw Refusal(
                description: "The url of \(source.name) could not be found in \(path); change it by hand.")
        }
        let changed =
            bytes[..<range.lowerBound] + Array(SourceBlock.text(newURL).utf8) + bytes[range.upperBound...]
        try check(Array(changed), path)
        try write(Array(changed), to: path)
    }

    private static func read(_ path: String) throws(Refusal) -> [UInt8] {
        do {
            return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        } catch {
            throw Refusal(description: "\(path) can't be read; look at its permissions.")
        }
    }

    /// Refuses a text that has mistakes which the file doesn't have by itself.
    private static func check(_ bytes: [UInt8], _ path: String) throws(Refusal) {
        do {
            _ = try TOMLNode(document: String(decoding: bytes, as: UTF8.self))
        } catch {
            throw Refusal(
                description: "\(path) was left as it is: with the change, line \(error.line) would be wrong: "
                    + "\(error.message)")
        }
    }

    /// Writes beside the file and renames; mode and owner stay, a symbolic link stays one.
    private static func write(_ bytes: [UInt8], to path: String) throws(Refusal) {
        let files = FileManager.default
        let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        let temporary = target + ".new-\(getpid())"
        let old = try? files.attributesOfItem(atPath: target)
        do {
            try files.createDirectory(
                at: URL(fileURLWithPath: target).deletingLastPathComponent(),
                withIntermediateDirectories: true)
            try Data(bytes).write(to: URL(fileURLWithPath: temporary))
            let mode = old?[.posixPermissions] ?? 0o644
            try files.setAttributes([.posixPermissions: mode], ofItemAtPath: temporary)
            if let user = old?[.ownerAccountID], let group = old?[.groupOwnerAccountID] {
                // Only root can give a file away; then the owner is the one who edits, as with any editor.
                try? files.setAttributes(
                    [.ownerAccountID: user, .groupOwnerAccountID: group], ofItemAtPath: temporary)
            }
        } catch {
            try? files.removeItem(atPath: temporary)
            throw Refusal(description: "\(path) can't be written; look at its permissions and at the disk.")
        }
        guard unsafe rename(temporary, target) == 0 else {
            try? files.removeItem(atPath: temporary)
            throw Refusal(description: "\(path) can't be replaced; look at its permissions.")
        }
    }
}
