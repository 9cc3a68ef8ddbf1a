import Aggregator
import ArgumentParser
import Foundation

/// The verb `aggd diff`.
struct DiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Show what changed between the versions of an item, word by word.",
        discussion: "Example: aggd diff 7f3kq2 --stat")

    @OptionGroup var common: CommonOptions
    @Flag(help: "Only how much changed.") var stat = false
    @Argument(help: "An id, or its unique beginning.") var id: String

    func run() async throws {
        let session = try Session(common)
        let store = try session.openForReading()
        let (item, versions) = try await store.read { reader in
            let id = try session.item(id, in: reader)
            return (try reader.item(id), try reader.versions(of: id))
        }
        try await store.close()
        guard let item, !versions.isEmpty else {
            throw Failure(.nothingFound, "The item has one version only; nothing changed.")
        }
        var texts = versions.map {
            (number: $0.number, title: $0.title, text: $0.text, until: Optional($0.replaced))
        }
        texts.append((item.version, item.content.title, item.content.text, nil))
        let printer = Printer(terminal: session.terminal, paged: !common.noPager && !common.json && !stat)
        for (old, new) in zip(texts, texts.dropFirst()) {
            let diff = WordDiff(from: old.title + "\n\n" + old.text, to: new.title + "\n\n" + new.text)
            if common.json {
                session.print(
                    .object([
                        ("id", .string(item.id.text)), ("from", .int(Int64(old.number))),
                        ("to", .int(Int64(new.number))), ("at", JSONLines.time(old.until, in: session.zone)),
                        ("removed", .int(Int64(diff.removed))), ("added", .int(Int64(diff.added))),
                        ("diff", .string(diff.text(removed: { "[-\($0)-]" }, added: { "{+\($0)+}" }))),
                    ]), to: printer)
                continue
            }
            let time = old.until.map { LocalTime.exact($0, zone: session.zone) } ?? ""
            printer.line(
                session.terminal.bold("version \(old.number) → \(new.number)")
                    + "  \(time)  \(diff.removed) words removed, \(diff.added) added")
            if stat { continue }
            let terminal = session.terminal
            printer.line(
                diff.text(
                    removed: { terminal.isRich ? terminal.bad($0) : "[-\($0)-]" },
                    added: { terminal.isRich ? terminal.good($0) : "{+\($0)+}" }))
        }
        printer.finish()
    }
}

/// The words that two texts have in common and those that only one has.
struct WordDiff {
    private enum Piece {
        case same(Substring), removed(Substring), added(Substring)
    }

    private var pieces: [Piece] = []
    private(set) var removed = 0
    private(set) var added = 0

    init(from old: String, to new: String) {
        let old = Self.words(of: old)
        let new = Self.words(of: new)
        let difference = new.difference(from: old)
        var removals: Set<Int> = []
        var insertions: Set<Int> = []
        for change in difference {
            switch change {
            case .remove(let offset, _, _): removals.insert(offset)
            case .insert(let offset, _, _): insertions.insert(offset)
            }
        }
        removed = removals.count
        added = insertions.count
        var i = 0
        var j = 0
        while i < old.count || j < new.count {
            if i < old.count, removals.contains(i) {
                pieces.append(.removed(old[i]))
                i += 1
            } else if j < new.count, insertions.contains(j) {
                pieces.append(.added(new[j]))
                j += 1
            } else {
                pieces.append(.same(new[j]))
                i += 1
                j += 1
            }
        }
    }

    /// The new text with what was removed and added marked, control characters left out.
    func text(removed: (String) -> String, added: (String) -> String) -> String {
        var words: [String] = []
        for piece in pieces {
            switch piece {
            case .same(let word): words.append(word == "\n" ? "\n" : Terminal.safe(word))
            case .removed(let word): if word != "\n" { words.append(removed(Terminal.safe(word))) }
            case .added(let word): words.append(word == "\n" ? "\n" : added(Terminal.safe(word)))
            }
        }
        return words.joined(separator: " ").replacingOccurrences(of: " \n ", with: "\n")
    }

    private static func words(of text: String) -> [Substring] {
        var words: [Substring] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: true) {
            words += line.split(whereSeparator: \.isWhitespace)
            words.append("\n")
        }
        return words
    }
}
