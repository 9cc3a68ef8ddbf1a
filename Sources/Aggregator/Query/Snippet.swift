/// The passage of a text in which a query is found best.
enum Snippet {
    /// The pieces of a passage of about `words` words: where most of the query's words stand together, else the
    /// beginning.
    static func pieces(of text: String, for query: Query, words: Int) -> [SnippetPiece] {
        let length = max(1, words)
        let tokens = Self.tokens(of: text)
        guard !tokens.isEmpty else { return [] }
        let wanted = terms(of: query)
        let hits = mark(tokens, wanted)
        let start = best(hits, length)
        let end = min(tokens.count, start + length)
        var pieces: [SnippetPiece] = []
        var plain = start > 0 ? "… " : ""
        var place = tokens[start].range.lowerBound
        var index = start
        while index < end {
            guard hits[index] >= 0 else {
                index += 1
                continue
            }
            var last = index
            while last + 1 < end, hits[last + 1] == hits[index] { last += 1 }
            plain += text[place..<tokens[index].range.lowerBound]
            if !plain.isEmpty { pieces.append(SnippetPiece(flat(plain))) }
            let span = tokens[index].range.lowerBound..<tokens[last].range.upperBound
            pieces.append(SnippetPiece(flat(String(text[span])), isHit: true))
            plain = ""
            place = tokens[last].range.upperBound
            index = last + 1
        }
        // The last word brings the punctuation after it along.
        let rest = end < tokens.count ? tokens[end].range.lowerBound : text.endIndex
        plain += text[place..<rest]
        while plain.last?.isWhitespace == true { plain.removeLast() }
        if end < tokens.count { plain += " …" }
        if !plain.isEmpty { pieces.append(SnippetPiece(flat(plain))) }
        return pieces
    }

    private struct Token {
        var word: String
        var range: Range<String.Index>
    }

    /// The folded words with their places; one place may hold several (`U.S.`, `南海`).
    private static func tokens(of text: String) -> [Token] {
        var tokens: [Token] = []
        var start: String.Index?
        func close(at end: String.Index) {
            guard let begin = start else { return }
            let word = folded(text[begin..<end])
            if !word.isEmpty { tokens.append(Token(word: word, range: begin..<end)) }
            start = nil
        }
        let bytes = text.utf8
        var index = text.startIndex
        while index < text.endIndex {
            // An ASCII byte before another one is a character by itself; most are.
            let after = bytes.index(after: index)
            if bytes[index] < 0x80, after == bytes.endIndex || bytes[after] < 0x80 {
                if isWordByte(bytes[index]) {
                    if start == nil { start = index }
                } else {
                    close(at: index)
                }
                index = after
                continue
            }
            let character = text[index]
            let next = text.index(after: index)
            if character.unicodeScalars.first.map(SearchText.isWordOfItsOwn) == true {
                close(at: index)
                start = index
                close(at: next)
            } else if character.isLetter || character.isNumber {
                if start == nil { start = index }
            } else {
                close(at: index)
            }
            index = next
        }
        close(at: text.endIndex)
        return tokens
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        byte &- UInt8(ascii: "0") < 10 || (byte | 0x20) &- UInt8(ascii: "a") < 26
    }

    private static func folded(_ word: Substring) -> String {
        guard word.utf8.allSatisfy({ $0 < 0x80 }) else { return SearchText.fold(String(word)) }
        return String(decoding: word.utf8.map(ASCII.lowercase), as: UTF8.self)
    }

    private struct Term {
        var words: [String]
        var isPrefix: Bool
    }

    private static func terms(of query: Query) -> [Term] {
        switch query {
        case .text(let term, let field): field == .title ? [] : [self.term(term)]
        case .near(let terms, _, let field): field == .title ? [] : terms.map(term)
        case .and(let parts), .or(let parts): parts.flatMap(terms)
        default: []
        }
    }

    private static func term(_ term: Query.TextTerm) -> Term {
        Term(words: term.words, isPrefix: term.isPrefix)
    }

    /// For each token the number of the hit that it is part of; -1 for none.
    private static func mark(_ tokens: [Token], _ terms: [Term]) -> [Int] {
        var hits = [Int](repeating: -1, count: tokens.count)
        var number = 0
        for term in terms where !term.words.isEmpty && term.words.count <= tokens.count {
            for start in 0...(tokens.count - term.words.count) {
                let fits = term.words.indices.allSatisfy { offset in
                    let word = tokens[start + offset].word
                    let wanted = term.words[offset]
                    let mayGoOn = term.isPrefix && offset == term.words.count - 1
                    return mayGoOn ? word.hasPrefix(wanted) : word == wanted
                }
                guard fits, hits[start] < 0 else { continue }
                for offset in term.words.indices { hits[start + offset] = number }
                number += 1
            }
        }
        return hits
    }

    /// The place from which a passage holds the most hits, with some words in front of the first.
    private static func best(_ hits: [Int], _ length: Int) -> Int {
        guard let first = hits.firstIndex(where: { $0 >= 0 }) else { return 0 }
        var best = first
        var most = 0
        var inside = 0
        for end in hits.indices {
            if hits[end] >= 0 { inside += 1 }
            if end >= length, hits[end - length] >= 0 { inside -= 1 }
            if inside > most {
                most = inside
                best = max(0, end - length + 1)
            }
        }
        let opening = hits[best...].firstIndex { $0 >= 0 } ?? first
        return max(0, min(opening - length / 4, hits.count - length))
    }

    private static func flat(_ text: String) -> String {
        var result = ""
        var wasSpace = false
        for character in text {
            if character.isWhitespace {
                if !wasSpace { result.append(" ") }
                wasSpace = true
            } else {
                result.append(character)
                wasSpace = false
            }
        }
        return result
    }
}
