import Foundation

/// What reposters and feed makers write around a text: "(Source: …)", "(end of excerpt)", "Continue reading".
///
/// The marks are cut before texts are compared, and remembered: an excerpt says that it is one. Only the
/// beginning of a line, of its last sentence and of its last bracket are looked at, which is where marks stand.
struct WireMarks {
    /// The text says that it is a part of another.
    private(set) var isExcerpt = false
    /// The text says that it is an update or a correction.
    private(set) var isVersion = false
    /// The text names somebody else as its source.
    private(set) var isCarried = false
    /// The byte ranges that are no part of the text, ascending.
    private(set) var cuts: [Range<Int>] = []

    /// Reads the marks of a text.
    init(_ text: [UInt8]) {
        var start = 0
        var line = 0
        var lastEnd = 0
        let bytes = text.span
        while start < bytes.count {
            var end = start
            while end < bytes.count, bytes[end] != 0x0A { end += 1 }
            let trimmed = Self.trim(text, start..<end)
            if !trimmed.isEmpty {
                readLine(text, trimmed, number: line)
                line += 1
                lastEnd = trimmed.upperBound
            }
            start = end + 1
        }
        readEnd(text, lastEnd)
    }

    private mutating func readLine(_ text: [UInt8], _ line: Range<Int>, number: Int) {
        let first = Self.skipOpening(text, line)
        if number < 4, Self.begins(text, first, with: Self.versionOpenings) || Self.isCorrection(text, first)
        {
            isVersion = true
        }
        if Self.begins(text, first, with: Self.sourceOpenings), line.count < 120 {
            if number < 3 { isCarried = true }
            cuts.append(line)
            return
        }
        if line.count < 100, Self.begins(text, first, with: Self.furniture) || Self.isByline(text, line) {
            cuts.append(line)
            return
        }
        if Self.begins(text, first, with: Self.excerptOpenings), line.count < 240 {
            isExcerpt = true
            cuts.append(line)
            return
        }
        if Self.begins(text, first, with: Self.credits), line.count < 300 {
            cuts.append(line)
            return
        }
        readTail(text, line)
    }

    /// Looks at the last bracket and at the last sentence of a line.
    private mutating func readTail(_ text: [UInt8], _ line: Range<Int>) {
        let floor = max(line.lowerBound + 1, line.upperBound - 280)
        var place = line.upperBound - 1
        var sentences = 0
        let bytes = text.span
        while place >= floor, sentences < 3 {
            let byte = bytes[place]
            if byte > 0x28, byte != 0x5B {
                place -= 1
                continue
            }
            if byte == 0x28 || byte == 0x5B {
                let inside = (place + 1)..<line.upperBound
                if Self.begins(text, inside, with: Self.excerptOpenings)
                    || Self.begins(text, inside, with: Self.excerptBrackets)
                {
                    isExcerpt = true
                    cuts.append(place..<line.upperBound)
                    return
                }
                if Self.begins(text, inside, with: Self.credits) {
                    cuts.append(place..<line.upperBound)
                    return
                }
            } else if byte == 0x20, Self.endsSentence(text, before: place, from: line.lowerBound) {
                sentences += 1
                let rest = Self.trim(text, place..<line.upperBound)
                if Self.begins(text, rest, with: Self.excerptOpenings)
                    || Self.begins(text, rest, with: Self.footers)
                {
                    if !Self.begins(text, rest, with: Self.footers) { isExcerpt = true }
                    cuts.append(place..<line.upperBound)
                    // What stands before may end in dots: the text of a summary.
                    if Self.endsInDots(text, Self.trim(text, line.lowerBound..<place)) { isExcerpt = true }
                    return
                }
            }
            place -= 1
        }
    }

    private mutating func readEnd(_ text: [UInt8], _ end: Int) {
        let uncut = cuts.last.map { $0.upperBound >= end ? $0.lowerBound : end } ?? end
        if Self.endsInDots(text, Self.trim(text, max(0, uncut - 40)..<uncut)) { isExcerpt = true }
    }

    // MARK: What a title says

    /// A title without its marks, and whether it had one.
    static func title(_ title: String) -> (text: String, isVersion: Bool) {
        var text = Substring(title)
        var isVersion = false
        if title.utf8.last == 0x29 {
            let lower = title.lowercased()
            for mark in ["(updated)", "(corrected)", "(update)", "(correction)"] where lower.hasSuffix(mark) {
                text = text.dropLast(mark.count)
                while text.last == " " { text = text.dropLast() }
                isVersion = true
            }
        }
        // UPDATE 3-…, WRAPUP 1-…, CORRECTED-UPDATE 2-…, CORRECTION: …
        while true {
            guard let first = text.utf8.first,
                first | 0x20 == 0x75 || first | 0x20 == 0x77 || first | 0x20 == 0x63 || first | 0x20 == 0x72
            else { break }
            let bytes = Array(text.prefix(24).lowercased().utf8)
            guard let mark = titleMarks.first(where: { bytes.starts(with: $0) }) else { break }
            let rest = text.dropFirst(mark.count)
            guard let next = rest.first, next == ":" || next == "-" || next == " " || next == "–" else {
                break
            }
            let body = rest.drop { " -–:".contains($0) || $0.isNumber }
            // "Update on …" is a title; a mark has a number, a colon or a hyphen.
            guard next != " " || rest.dropFirst().first?.isNumber == true else { break }
            guard !body.isEmpty else { break }
            text = body
            isVersion = true
        }
        return (String(text), isVersion)
    }

    private static let titleMarks = [
        "update", "wrapup", "corrected", "correction", "refile", "updated", "clarification", "recast",
        "repeat",
    ].map { Array($0.utf8) }

    /// Whether a title announces several stories: "Week in review", "Morning headlines", "… and more".
    static func isRoundup(title: String) -> Bool {
        var text: [UInt8] = [0x20]
        for byte in title.utf8 {
            let lower = lower(byte)
            let isWord = lower >= 0x61 && lower <= 0x7A || lower == 0x2D || lower >= 0x80
            if isWord { text.append(lower) } else if text.last != 0x20 { text.append(0x20) }
        }
        if text.last != 0x20 { text.append(0x20) }
        for start in text.indices where text[start] == 0x20 && start + 1 < text.count {
            for phrase in roundupTitles.phrases(from: text[start + 1])
            where text[(start + 1)...].starts(with: phrase) {
                return true
            }
        }
        return false
    }

    private static let roundupTitles = phrases([
        "roundup ", "round-up ", "in brief ", "week in review ", "in review ", "what you missed ",
        "news summary ",
        "news digest ", "press digest ", "daily digest ", "weekly digest ", "headlines ", "top stories ",
        "newsletter ", "and more ", "morning brief ", "daily brief ", "evening brief ", "presseschau ",
        "revue de presse ", "обзор прессы ",
    ])

    /// `(This January 5 story corrects paragraph 3 …)`.
    private static func isCorrection(_ text: [UInt8], _ range: Range<Int>) -> Bool {
        let head = text[range.lowerBound..<min(range.upperBound, range.lowerBound + 90)]
        guard head.starts(with: "This ".utf8) || head.starts(with: "this ".utf8) else { return false }
        let mark = Array(" story corrects ".utf8)
        return head.indices.contains { head[$0...].starts(with: mark) }
    }

    // MARK: The lists

    private static let excerptOpenings = phrases([
        "click here for", "read the full", "read the rest", "read the whole", "read the complete",
        "read more",
        "read on at", "read the original", "read full", "continue reading", "keep reading",
        "the complete text",
        "the full text", "the full article", "the full story", "the full report", "this is an excerpt",
        "full story",
        "full article", "full text", "more at", "the original appeared", "to read the full", "for the full",
        "view the full", "see the full", "end of excerpt", "excerpt ends", "this excerpt", "excerpted from",
        "(more)", "subscribe to read", "to continue reading", "lire la suite", "lire l'article",
        "weiterlesen",
        "mehr lesen", "zum artikel", "den ganzen artikel", "leer más", "seguir leyendo", "leggi tutto",
        "continua a leggere", "leia mais", "lees verder", "czytaj dalej", "läs mer", "читать далее",
        "читать полностью", "читать дальше", "阅读全文", "閱讀全文", "查看原文", "続きを読む", "全文を読む",
        "اقرأ المزيد", "للمزيد",
    ])
    private static let excerptBrackets = phrases([
        "excerpt)", "excerpt]", "more)", "extract)", "end of extract", "abridged)", "auszug)", "extrait)",
        "…]", "...]", "&#8230;]", "…)",
    ])
    private static let sourceOpenings = phrases([
        "source:", "source :", "sources:", "quelle:", "fuente:", "来源:", "来源：", "источник:", "المصدر:",
        "dateline:",
    ])
    private static let furniture = phrases([
        "tweet", "share", "print this page", "prev next", "previous story", "next story", "latest headlines",
        "breaking news", "official reports see all", "advertisement", "email this", "download pdf",
        "listen to",
        "skip to", "related:", "see also:",
    ])
    private static let credits = phrases([
        "reporting by", "additional reporting by", "writing by", "editing by", "compiled by",
        "with reporting by",
        "- with reporting by", "(reporting by", "translated by",
    ])
    private static let footers = phrases(["the post "])
    private static let versionOpenings = phrases([
        "corrects ", "correction:", "correction :", "corrected ", "clarification:", "clarification :",
        "an earlier version", "a previous version", "updates with", "adds ", "recasts", "refiles",
        "editor's note: corrects",
        "this story corrects", "this story has been updated", "this article has been updated",
        "this story has been corrected", "this article has been corrected", "berichtigung:", "korrektur:",
        "rectificatif", "corrección:",
    ])

    /// Phrases in lower case, to be found by their first byte; those of other scripts with a capital letter too.
    private struct PhraseList {
        private var lists = [[[UInt8]]](repeating: [], count: 256)
        private var isFirst = [Bool](repeating: false, count: 256)

        init(_ list: [String]) {
            let capitals = list.filter { !($0.first?.isASCII ?? true) }.map {
                $0.prefix(1).uppercased() + $0.dropFirst()
            }
            for phrase in Set(list + capitals).sorted().map({ Array($0.utf8) }) {
                lists[Int(phrase[0])].append(phrase)
                isFirst[Int(phrase[0])] = true
            }
        }

        /// The phrases that begin with a byte.
        func phrases(from byte: UInt8) -> [[UInt8]] { isFirst[Int(byte)] ? lists[Int(byte)] : [] }
    }

    private static func phrases(_ list: [String]) -> PhraseList { PhraseList(list) }

    // MARK: Bytes

    private static func lower(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }

    private static func begins(_ text: [UInt8], _ range: Range<Int>, with list: PhraseList) -> Bool {
        guard let first = range.first else { return false }
        return list.phrases(from: lower(text[first])).contains { phrase in
            guard phrase.count <= range.count else { return false }
            for index in phrase.indices where lower(text[first + index]) != phrase[index] { return false }
            return true
        }
    }

    private static func trim(_ text: [UInt8], _ range: Range<Int>) -> Range<Int> {
        var low = range.lowerBound
        var high = range.upperBound
        while low < high, text[low] <= 0x20 { low += 1 }
        while high > low, text[high - 1] <= 0x20 { high -= 1 }
        return low..<high
    }

    private static func skipOpening(_ text: [UInt8], _ range: Range<Int>) -> Range<Int> {
        var low = range.lowerBound
        while low < range.upperBound, isOpening(text[low]) { low += 1 }
        return low..<range.upperBound
    }

    private static func isOpening(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x28, 0x5B, 0x2A, 0x2D, 0x20, 0x22: true
        default: false
        }
    }

    private static func endsSentence(_ text: [UInt8], before place: Int, from start: Int) -> Bool {
        guard place > start else { return false }
        switch text[place - 1] {
        case 0x2E, 0x21, 0x3F, 0x22, 0x5D, 0x29, 0xA6, 0x9D: return true
        default: return false
        }
    }

    private static func endsInDots(_ text: [UInt8], _ range: Range<Int>) -> Bool {
        var high = range.upperBound
        while high > range.lowerBound, [0x5D, 0x29, 0x20].contains(text[high - 1]) { high -= 1 }
        let tail = text[max(range.lowerBound, high - 7)..<high]
        return tail.suffix(3).elementsEqual([0x2E, 0x2E, 0x2E])
            || tail.suffix(3).elementsEqual([0xE2, 0x80, 0xA6])
            || tail.elementsEqual("&#8230;".utf8)
    }

    /// `By Anna Keller`, `By Luke Griffith and Tom Brandwein`: a line of its own, every word with a capital.
    private static func isByline(_ text: [UInt8], _ line: Range<Int>) -> Bool {
        guard line.count < 70, line.count > 6, lower(text[line.lowerBound]) == 0x62,
            lower(text[line.lowerBound + 1]) == 0x79, text[line.lowerBound + 2] == 0x20
        else { return false }
        let words = text[(line.lowerBound + 3)..<line.upperBound].split(separator: 0x20)
        return words.count <= 8
            && words.allSatisfy { word in
                guard let first = word.first else { return false }
                return first < 0x61 || first > 0x7A || word.elementsEqual("and".utf8)
                    || word.elementsEqual("of".utf8)
            }
    }
}
