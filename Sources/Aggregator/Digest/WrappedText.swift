/// Breaks text into lines of a width in columns.
public struct WrappedText: Sendable {
    /// The columns of a line.
    public var width: Int
    /// What begins the first line.
    public var first: String
    /// What begins the other lines.
    public var rest: String

    /// Creates a wrapper.
    public init(width: Int, first: String = "", rest: String = "") {
        self.width = width
        self.first = first
        self.rest = rest
    }

    /// The lines of a text.
    ///
    /// A word that is wider than a line is broken, except an address: half of one is of no use.
    public func lines(of text: String) -> [String] {
        var lines: [String] = []
        var line = first
        var used = DisplayWidth.of(first)
        var isEmpty = true
        func breakLine() {
            lines.append(line)
            line = rest
            used = DisplayWidth.of(rest)
            isEmpty = true
        }
        for (piece, spaced) in pieces(of: text) {
            let columns = DisplayWidth.of(piece)
            let gap = spaced && !isEmpty ? 1 : 0
            if !isEmpty, used + gap + columns > width { breakLine() }
            if spaced, !isEmpty {
                line += " "
                used += 1
            }
            if used + columns > width, !piece.contains("://") {
                for character in piece {
                    let column = DisplayWidth.of(character)
                    if used + column > width, !isEmpty { breakLine() }
                    line.append(character)
                    used += column
                    isEmpty = false
                }
            } else {
                line += piece
                used += columns
                isEmpty = false
            }
        }
        if !isEmpty || lines.isEmpty { lines.append(line) }
        return lines
    }

    // Words; in scripts without spaces each wide character with what must not begin a line.
    private func pieces(of text: String) -> [(piece: Substring, spaced: Bool)] {
        var result: [(Substring, Bool)] = []
        for word in text.split(separator: " ") {
            var start = word.startIndex
            var spaced = true
            var previousIsWide = false
            for index in word.indices {
                let character = word[index]
                let wide = DisplayWidth.of(character) == 2
                if index > start, wide || previousIsWide, !Self.neverFirst.contains(character),
                    !Self.neverLast.contains(word[word.index(before: index)])
                {
                    result.append((word[start..<index], spaced))
                    start = index
                    spaced = false
                }
                previousIsWide = wide
            }
            result.append((word[start...], spaced))
        }
        return result
    }

    private static let neverFirst: Set<Character> = Set("、。，．・：；？！）」』】〕》〉”’ー々…,.;:!?)]}%")
    private static let neverLast: Set<Character> = Set("（「『【〔《〈“‘([{")
}
