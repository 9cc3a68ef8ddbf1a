/// What stands at a heading and tells that it heads an article of its own, not a part of a longer one.
struct ArticleSigns {
    /// The kinds of signs.
    struct Kinds: OptionSet {
        let rawValue: UInt8

        /// A date of its own.
        static let date = Kinds(rawValue: 1 << 0)
        /// A byline of its own.
        static let byline = Kinds(rawValue: 1 << 1)
    }

    /// What was found.
    private(set) var kinds: Kinds = []
    /// The addresses that its box states for itself.
    ///
    /// A heading's own link is none: the sections of manuals have such links too.
    private(set) var addresses: Set<String> = []

    /// Looks from a box, or from the heading itself, to the first paragraph behind the heading.
    init(_ features: PageFeatures, heading: Int, box: Int) {
        let tree = features.tree
        let headingEnd = Int(tree.nodes[heading].end)
        for index in max(box, heading - Self.reach)..<min(headingEnd + Self.reach, tree.nodes.count)
        where tree.nodes[index].tag != .text && !features.isHidden[index] {
            let isBehind = index >= headingEnd
            // What holds the text is named after the text.
            guard features.text[index] < 200 || !isBehind && tree.contains(index, heading) else {
                if isBehind, features.isProse(index) { return }
                continue
            }
            if let address = tree.nonEmpty(.dataURL, index)?.prefix(while: { $0 != "#" }), !address.isEmpty {
                addresses.insert(String(address))
            }
            guard isBehind || !tree.contains(index, heading), features.text[index] >= 4 else { continue }
            if readNames(features, index) { continue }
            guard isBehind, features.block[index] == Int32(index), features.own[index] > 0 else { continue }
            if readLine(features, index) { continue }
            if features.isProse(index) { return }
        }
    }

    /// How many nodes around a heading are looked at.
    private static let reach = 60

    /// True when both headings have addresses that differ, or a sign of one kind where neither address speaks
    /// against it.
    ///
    /// - Parameter isOneArticle: true in one `article` element, whose parts may have dates and bylines of their own.
    func isLike(_ other: ArticleSigns, isOneArticle: Bool) -> Bool {
        if !addresses.isEmpty, !other.addresses.isEmpty { return addresses.isDisjoint(with: other.addresses) }
        return !isOneArticle && !kinds.isDisjoint(with: other.kinds)
    }

    /// True for an element that is named for a date or an author.
    private mutating func readNames(_ features: PageFeatures, _ index: Int) -> Bool {
        let tree = features.tree
        let hints = features.hints[index]
        let isSmall = features.text[index] < 90
        if tree.nodes[index].tag == .time || isSmall && hints.contains(.date) {
            // What came in at ten o'clock is an entry of a page that is written all day.
            if !Self.isClock(tree.line(index)) { kinds.insert(.date) }
        } else if isSmall, hints.contains(.author) || tree.hasWord(["author"], in: .rel, index) {
            kinds.insert(.byline)
        } else {
            return false
        }
        return true
    }

    /// True for a line that tells an hour and no day: `10:00`, `9.30 Uhr`, `11 a.m. EST`.
    static func isClock(_ line: String) -> Bool {
        guard line.utf8.count < 40, DateScanner.first(in: line) == nil else { return false }
        let lower = line.lowered.drop { !$0.isNumber }
        let hour = lower.prefix { $0.isNumber }
        var rest = lower.dropFirst(hour.count)
        if let mark = rest.first, ":.h".contains(mark), rest.dropFirst().prefix(2).allSatisfy(\.isNumber),
            rest.count >= 3
        {
            if mark != "." { return true }
            rest = rest.dropFirst(3)
        }
        let word = rest.drop { $0 == " " }.prefix { $0.isLetter || $0 == "." }
        return ["am", "pm", "a.m.", "p.m.", "uhr", "h", "uur"].contains { word == $0 }
    }

    /// True for a line that is a byline or a date.
    private mutating func readLine(_ features: PageFeatures, _ index: Int) -> Bool {
        let line = features.tree.line(index)
        let isDate = DateScanner.isDateLine(line)
        let isByline = !Byline.read(line).isEmpty
        if isDate { kinds.insert(.date) }
        if isByline { kinds.insert(.byline) }
        return isDate || isByline
    }
}
