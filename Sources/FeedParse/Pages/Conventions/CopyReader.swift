/// Applies the conventions of wire copy to the lines of a text: takes the fields out and drops what isn't text.
struct CopyReader {
    /// What the copy says about itself.
    struct Findings {
        /// Who wrote it first.
        var origin: String?
        /// When the origin issued it.
        var issued: StatedDate?
        /// The date of a source line beside the title, which is the date of the copy.
        var sourceLineDate: StatedDate?
        /// The address of the original, as written.
        var originalHref: String?
        /// Names in the byline.
        var authors: [String] = []
        /// True when the copy says that it is a part of another text.
        var isExcerpt = false
    }

    private(set) var tree: HTMLTree
    private(set) var isDropped: [Bool]
    private(set) var findings = Findings()
    private let rules: PageRules
    /// The source's own expression for source lines.
    private let pattern: Regex<AnyRegexOutput>?
    private var lines: [CopyLine]
    private var isGone: [Bool]

    /// Reads the copy below some elements.
    init(
        tree: HTMLTree, roots: [Int], isDropped: [Bool], rules: PageRules, title: String?,
        stated: Set<String> = []
    ) {
        self.tree = tree
        self.isDropped = isDropped
        self.rules = rules
        pattern = rules.origin.flatMap { try? Regex($0) }
        lines = CopyLine.lines(tree, roots: roots) { isDropped[$0] }
        isGone = [Bool](repeating: false, count: lines.count)
        for index in lines.indices.prefix(12) where stated.contains(lines[index].text) { drop(index) }
        if !stated.isEmpty {
            dropSpeakerLabels()
            // Above an event's text stand its kind, its title and its hours.
            for index in lines.indices.prefix(while: { lines[$0].text.utf8.count < 80 })
            where lines[index].text.utf8.count < 40 && !lines[index].text.hasSuffix(".") {
                drop(index)
            }
        }
        readHead(title: title)
        readTail()
        readMiddle()
        dropEmptyEnds()
    }

    private mutating func drop(_ line: Int) {
        guard !isGone[line] else { return }
        isGone[line] = true
        for node in lines[line].nodes { isDropped[node] = true }
    }

    /// The heading above an event's speakers is a label, not text.
    private mutating func dropSpeakerLabels() {
        for index in lines.indices where lines[index].lower.count < 60 && SpeakerReader.isLabel(lines[index])
        {
            drop(index)
        }
    }

    // MARK: Head

    private mutating func readHead(title: String?) {
        let wanted = title.map(BodyPruner.normal) ?? ""
        var seen = 0
        for index in lines.indices {
            let line = lines[index]
            if findings.origin == nil, let source = ownSource(line.text) {
                take(source, index)
                findings.sourceLineDate = source.issued
                continue
            }
            if !wanted.isEmpty, line.text.utf8.count < 400, BodyPruner.normal(line.text) == wanted {
                // Above the title stands no text.
                if index < 6 {
                    for earlier in 0..<index where lines[earlier].text.utf8.count < 80 { drop(earlier) }
                }
                drop(index)
                continue
            }
            if let source = SourceLine.read(line.text), findings.origin == nil {
                take(source, index)
                findings.sourceLineDate = source.issued
                continue
            }
            if TranslationNote.isNote(line) {
                drop(index)
                continue
            }
            if isGone[index] { continue }
            let authors = Byline.read(line.text)
            if !authors.isEmpty, findings.authors.isEmpty {
                findings.authors = authors
                drop(index)
                continue
            }
            if DateScanner.isDateLine(line.text) {
                drop(index)
                continue
            }
            seen += 1
            if line.text.utf8.count > 80 {
                if findings.origin == nil, let dateline = Dateline.read(line.text) {
                    findings.origin = dateline.agency
                }
                if findings.authors.isEmpty { findings.authors = Byline.reporters(inStartOf: line.text) }
                return
            }
            if seen > 4 { return }
        }
    }

    /// What the source's own expression reads in a line.
    private func ownSource(_ text: String) -> SourceLine? {
        guard let pattern, text.utf8.count <= CopyLine.longest else { return nil }
        return SourceLine.read(text, pattern: pattern)
    }

    private mutating func take(_ source: SourceLine, _ line: Int) {
        findings.origin = source.organisation
        findings.issued = source.issued
        drop(line)
    }

    // MARK: Tail

    private mutating func readTail() {
        guard !lines.isEmpty else { return }
        let count = lines.count
        // A mark that ends the copy takes everything behind it along.
        for index in lines.indices where !isGone[index] {
            let line = lines[index]
            guard line.text.utf8.count < 5000, let end = EndOfCopy.read(line.text, own: rules.excerptEnd)
            else { continue }
            // In the first half only an excerpt's own mark is believed.
            guard end.isExcerpt || index * 2 >= count || index >= count - 4 else { continue }
            if end.isExcerpt { findings.isExcerpt = true }
            if end.keptCharacters == 0 { drop(index) } else { cut(index, keeping: end.keptCharacters) }
            for later in (index + 1)..<max(index + 1, count) {
                if let full = FullStoryLink.read(lines[later], isLast: true), findings.originalHref == nil {
                    findings.originalHref = full.href
                    findings.isExcerpt = true
                }
                if let source = ownSource(lines[later].text) ?? SourceLine.read(lines[later].text),
                    findings.origin == nil
                {
                    take(source, later)
                }
                if let origin = Origin.read(lines[later]) { take(origin) }
                drop(later)
            }
            break
        }
        var kept = 0
        for index in lines.indices.reversed() where !isGone[index] {
            let line = lines[index]
            if let full = FullStoryLink.read(line, isLast: kept == 0) {
                if findings.originalHref == nil {
                    findings.originalHref = full.href
                    findings.isExcerpt = true
                }
                drop(index)
                continue
            }
            if let origin = Origin.read(line) {
                take(origin)
                drop(index)
                continue
            }
            if let source = ownSource(line.text) ?? SourceLine.read(line.text) {
                if findings.origin == nil { take(source, index) } else { drop(index) }
                continue
            }
            if !line.text.contains(where: { $0.isLetter || $0.isNumber }) || TailJunk.isJunk(line)
                || Credits.isCredit(line) || EndOfCopy.isSignature(line.text)
                || TranslationNote.isNote(line) || InlineRelated.isRelated(line)
            {
                drop(index)
                continue
            }
            kept += 1
            if kept >= 3 { break }
        }
    }

    private mutating func take(_ origin: Origin) {
        guard findings.origin == nil else { return }
        findings.origin = origin.name
        findings.issued = origin.issued
    }

    /// Shortens a line to its first characters.
    private mutating func cut(_ line: Int, keeping characters: Int) {
        var left = String(lines[line].text.prefix(characters)).utf8.count { $0 > 0x20 }
        for node in lines[line].nodes {
            let range = tree.textRange(node)
            if left <= 0 {
                isDropped[node] = true
                continue
            }
            var at = range.lowerBound
            while at < range.upperBound, left > 0 {
                if tree.bytes[at] > 0x20,
                    !(tree.bytes[at] == 0xC2 && at + 1 < range.upperBound && tree.bytes[at + 1] == 0xA0)
                {
                    left -= 1
                } else if tree.bytes[at] == 0xC2 {
                    at += 1
                }
                at += 1
            }
            tree.nodes[node].count = Int32(min(at, range.upperBound) - range.lowerBound)
        }
    }

    // MARK: Middle

    private mutating func readMiddle() {
        for index in lines.indices where !isGone[index] {
            let line = lines[index]
            guard line.text.utf8.count < 320 else { continue }
            // The clock in front of an entry of a live blog.
            if line.text.utf8.count < 12, line.text.contains(":"), EventTime.read(line.text) != nil {
                drop(index)
                continue
            }
            if InlineRelated.isRelated(line) || Credits.isCredit(line) {
                drop(index)
                continue
            }
            if line.text.utf8.count < 60, TailJunk.isJunk(line), !line.isHeading || line.text.utf8.count < 40
            {
                drop(index)
            }
        }
    }

    /// A heading with nothing behind it ends nothing.
    private mutating func dropEmptyEnds() {
        for index in lines.indices.reversed() where !isGone[index] {
            guard lines[index].isHeading else { return }
            drop(index)
        }
    }
}
