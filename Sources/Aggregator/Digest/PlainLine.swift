/// Text of strangers made fit for one line: of a terminal, a mail header, a calendar.
public enum PlainLine {
    /// The text without control characters, escape sequences and direction overrides, spaces folded.
    public static func clean(_ text: some StringProtocol) -> String {
        var result = String.UnicodeScalarView()
        var space = false
        for scalar in text.unicodeScalars {
            if scalar.properties.isWhitespace {
                space = true
                continue
            }
            switch scalar.value {
            case 0..<0x20, 0x7F..<0xA0, 0xAD, 0x200B, 0x200E, 0x200F, 0x202A...0x202E, 0x2060...0x206F,
                0xFEFF,
                0xFFF9...0xFFFC:
                continue
            default: break
            }
            if space, !result.isEmpty { result.append(" ") }
            space = false
            result.append(scalar)
        }
        return String(result)
    }

    /// The beginning of a text up to a number of characters, cut at a sentence or a word.
    public static func beginning(of text: some StringProtocol, upTo limit: Int) -> String {
        // Four times the limit is enough to find a place to cut, however long the text; unless it is mostly blank.
        var line = clean(text.prefix(limit * 4))
        if line.count <= limit { line = clean(text) }
        guard line.count > limit else { return line }
        let head = line.prefix(limit)
        if let stop = lastSentenceEnd(in: head), line.distance(from: line.startIndex, to: stop) > limit / 2 {
            return String(line[..<stop])
        }
        let cut = head.lastIndex(of: " ") ?? head.endIndex
        var words = cut > line.startIndex ? line[..<cut] : head
        while let last = words.last, ",;:–—-".contains(last) || last == " " { words.removeLast() }
        return words + " …"
    }

    private static func lastSentenceEnd(in text: Substring) -> String.Index? {
        var result: String.Index?
        var previous: Character = " "
        for index in text.indices {
            let character = text[index]
            let next = text.index(after: index)
            if "。！？".contains(character) { result = next }
            if ".!?".contains(character), next < text.endIndex, text[next] == " ", previous.isLowercase,
                text[text.index(after: next)...].first?.isLowercase != true
            {
                result = next
            }
            previous = character
        }
        return result
    }
}
