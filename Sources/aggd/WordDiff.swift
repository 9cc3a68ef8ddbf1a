import Foundation

/// The words that two texts have in common and those that only one has.
///
/// Texts that differ in thousands of words are compared line by line: comparing words costs the square of what
/// differs, and nobody reads such a difference word by word.
struct WordDiff {
    private enum Piece {
        case same(Substring), removed(Substring), added(Substring)
    }

    /// Pieces up to which they are compared one by one, beginnings and ends in common left out.
    static let limit = 3000

    private var pieces: [Piece] = []
    private(set) var removed = 0
    private(set) var added = 0

    init(from old: String, to new: String) {
        let (old, new) = (Self.words(of: old), Self.words(of: new))
        let (start, oldEnd, newEnd) = Self.frame(old, new)
        pieces = new[..<start].map { .same($0) }
        if max(oldEnd, newEnd) - start <= Self.limit {
            compare(Array(old[start..<oldEnd]), Array(new[start..<newEnd]))
        } else {
            compareLines(Array(old[start..<oldEnd]), Array(new[start..<newEnd]))
        }
        pieces += new[newEnd...].map { .same($0) }
        for piece in pieces {
            switch piece {
            case .same: break
            case .removed(let word): removed += word == "\n" ? 0 : 1
            case .added(let word): added += word == "\n" ? 0 : 1
            }
        }
    }

    /// The common beginning, and where the common end begins in both.
    private static func frame<Element: Equatable>(_ old: [Element], _ new: [Element]) -> (Int, Int, Int) {
        var start = 0
        while start < old.count, start < new.count, old[start] == new[start] { start += 1 }
        var end = 0
        while end < old.count - start, end < new.count - start,
            old[old.count - 1 - end] == new[new.count - 1 - end]
        {
            end += 1
        }
        return (start, old.count - end, new.count - end)
    }

    private mutating func compare(_ old: [Substring], _ new: [Substring]) {
        let changes = Self.changes(old, new)
        var (i, j) = (0, 0)
        while i < old.count || j < new.count {
            if i < old.count, changes.removed.contains(i) {
                pieces.append(.removed(old[i]))
                i += 1
            } else if j < new.count, changes.added.contains(j) {
                pieces.append(.added(new[j]))
                j += 1
            } else {
                pieces.append(.same(new[j]))
                i += 1
                j += 1
            }
        }
    }

    private mutating func compareLines(_ old: [Substring], _ new: [Substring]) {
        let (old, new) = (Self.lines(of: old), Self.lines(of: new))
        let (start, oldEnd, newEnd) = Self.frame(old, new)
        for line in new[..<start] { pieces += line.map { .same($0) } }
        let (oldPart, newPart) = (Array(old[start..<oldEnd]), Array(new[start..<newEnd]))
        if max(oldPart.count, newPart.count) <= Self.limit {
            let changes = Self.changes(oldPart, newPart)
            var (i, j) = (0, 0)
            while i < oldPart.count || j < newPart.count {
                if i < oldPart.count, changes.removed.contains(i) {
                    pieces += oldPart[i].map { .removed($0) }
                    i += 1
                } else if j < newPart.count, changes.added.contains(j) {
                    pieces += newPart[j].map { .added($0) }
                    j += 1
                } else {
                    pieces += newPart[j].map { .same($0) }
                    i += 1
                    j += 1
                }
            }
        } else {
            pieces += oldPart.joined().map { .removed($0) }
            pieces += newPart.joined().map { .added($0) }
        }
        for line in new[newEnd...] { pieces += line.map { .same($0) } }
    }

    private static func changes<Element: Hashable>(
        _ old: [Element], _ new: [Element]
    ) -> (removed: Set<Int>, added: Set<Int>) {
        var (removals, insertions): (Set<Int>, Set<Int>) = ([], [])
        for change in new.difference(from: old) {
            switch change {
            case .remove(let offset, _, _): removals.insert(offset)
            case .insert(let offset, _, _): insertions.insert(offset)
            }
        }
        return (removals, insertions)
    }

    /// The new text with what was removed and added marked, neighbours together; control characters are left out.
    func text(removed: (String) -> String, added: (String) -> String) -> String {
        var words: [String] = []
        var (gone, come): ([String], [String]) = ([], [])
        func endChange() {
            if !gone.isEmpty { words.append(removed(gone.joined(separator: " "))) }
            if !come.isEmpty { words.append(added(come.joined(separator: " "))) }
            (gone, come) = ([], [])
        }
        for piece in pieces {
            switch piece {
            case .removed("\n"): break
            case .removed(let word): gone.append(Terminal.safe(word))
            case .added(let word) where word != "\n": come.append(Terminal.safe(word))
            case .same(let word), .added(let word):
                endChange()
                words.append(word == "\n" ? "\n" : Terminal.safe(word))
            }
        }
        endChange()
        return words.joined(separator: " ").replacingOccurrences(of: " \n ", with: "\n")
    }

    private static func lines(of words: [Substring]) -> [[Substring]] {
        var lines: [[Substring]] = []
        var line: [Substring] = []
        for word in words {
            line.append(word)
            if word == "\n" {
                lines.append(line)
                line = []
            }
        }
        if !line.isEmpty { lines.append(line) }
        return lines
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
