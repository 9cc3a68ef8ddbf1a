internal import Foundation

extension Query {
    /// Reads a query.
    ///
    /// Words are joined by AND, which binds tighter than `OR`; `-` or `NOT` turns the next part around.
    public static func parse(_ text: String, context: QueryContext) throws(QueryError) -> Query {
        var parser = QueryParser(text, context: context, topics: [])
        return try parser.parse()
    }
}

/// A recursive-descent parser of the query language.
struct QueryParser {
    /// The fields that are about words.
    private static let textFields: [String: Query.TextField] = ["title": .title, "text": .text]
    private static let fields = [
        "title", "text", "author", "org", "source", "tag", "topic", "url", "lang", "date", "seen", "words",
        "is",
    ]
    /// Deeper nesting and more parts than any person writes; both bound what SQLite has to take.
    private static let maximumDepth = 50
    private static let maximumParts = 400

    private let characters: [Character]
    private let context: QueryContext
    /// The topics that are being expanded, outermost first.
    private let topics: [String]
    private var place = 0
    private var depth = 0
    private var parts = 0

    init(_ text: String, context: QueryContext, topics: [String]) {
        characters = Array(text)
        self.context = context
        self.topics = topics
    }

    /// Reads the whole text.
    mutating func parse() throws(QueryError) -> Query {
        skipSpace()
        if isAtEnd { return .all }
        let query = try disjunction(in: nil)
        skipSpace()
        if !isAtEnd {
            throw QueryError("this \")\" closes nothing; take it out or open it before", offset: place)
        }
        return query
    }

    private mutating func disjunction(in field: Query.TextField?) throws(QueryError) -> Query {
        depth += 1
        defer { depth -= 1 }
        if depth > Self.maximumDepth { throw QueryError("parentheses are nested too deep", offset: place) }
        var alternatives = [try conjunction(in: field)]
        while true {
            skipSpace()
            let start = place
            guard take(keyword: "OR") else { break }
            skipSpace()
            if isAtEnd || peek == ")" { throw QueryError("after OR something must follow", offset: start) }
            alternatives.append(try conjunction(in: field))
        }
        return alternatives.count == 1 ? alternatives[0] : .or(alternatives)
    }

    private mutating func conjunction(in field: Query.TextField?) throws(QueryError) -> Query {
        var required: [Query] = []
        while true {
            skipSpace()
            if isAtEnd || peek == ")" { break }
            let start = place
            if isKeyword("OR") {
                if required.isEmpty { throw QueryError("before OR something must stand", offset: start) }
                break
            }
            if take(keyword: "AND") {
                skipSpace()
                if required.isEmpty || isAtEnd || peek == ")" || isKeyword("OR") || isKeyword("AND") {
                    throw QueryError("AND stands between two parts; here one is missing", offset: start)
                }
                continue
            }
            required.append(try negation(in: field))
        }
        if required.isEmpty { throw QueryError("here a word, a field or \"(\" must stand", offset: place) }
        return required.count == 1 ? required[0] : .and(required)
    }

    private mutating func negation(in field: Query.TextField?) throws(QueryError) -> Query {
        let start = place
        if peek == "-", place + 1 < characters.count, !characters[place + 1].isWhitespace {
            place += 1
            if peek == "-" { throw QueryError("one \"-\" is enough", offset: place) }
            return .not(try negation(in: field))
        }
        if take(keyword: "NOT") {
            skipSpace()
            if isAtEnd || peek == ")" { throw QueryError("after NOT something must follow", offset: start) }
            depth += 1
            defer { depth -= 1 }
            if depth > Self.maximumDepth { throw QueryError("NOT is repeated too often", offset: start) }
            return .not(try negation(in: field))
        }
        return try primary(in: field)
    }

    private mutating func primary(in field: Query.TextField?) throws(QueryError) -> Query {
        parts += 1
        if parts > Self.maximumParts {
            throw QueryError("the query has more than \(Self.maximumParts) parts", offset: place)
        }
        let start = place
        if peek == "(" {
            place += 1
            let inner = try disjunction(in: field)
            skipSpace()
            guard peek == ")" else { throw QueryError("this \"(\" is never closed", offset: start) }
            place += 1
            return inner
        }
        if let name = fieldName() {
            return try value(of: name, at: start, in: field)
        }
        if peek == "*", isEnd(at: place + 1) {
            place += 1
            return .all
        }
        if isWebAddress { return .url(bare()) }
        return try words(in: field)
    }

    /// A word, phrase or prefix, and what stands NEAR it.
    private mutating func words(in field: Query.TextField?) throws(QueryError) -> Query {
        let beginning = place
        if try nearKeyword() != nil {
            throw QueryError(
                "NEAR stands between words and phrases; write e.g. launch NEAR/5 missile", offset: beginning)
        }
        var terms = [try term()]
        var distance: Int?
        while true {
            let before = place
            skipSpace()
            let start = place
            guard let near = try nearKeyword() else {
                place = before
                break
            }
            if let distance, distance != near {
                throw QueryError(
                    "one chain of NEAR has one distance; write NEAR/\(distance) here too", offset: start)
            }
            distance = near
            skipSpace()
            if isAtEnd || peek == ")" || peek == "(" || peek == "-" || fieldName() != nil {
                throw QueryError(
                    "NEAR joins words and phrases; write e.g. launch NEAR/5 missile", offset: start)
            }
            terms.append(try term())
        }
        if let distance { return .near(terms, distance: distance, in: field) }
        return .text(terms[0], in: field)
    }

    private mutating func term() throws(QueryError) -> Query.TextTerm {
        let start = place
        if peek == "\"" {
            let text = try quoted()
            let isPrefix = peek == "*" && isEnd(at: place + 1)
            if isPrefix { place += 1 }
            let words = SearchText(text).words
            if words.isEmpty {
                throw QueryError("between these quotes is nothing to look for", offset: start)
            }
            return isPrefix
                ? .prefix(text) : .phrase(text.split(whereSeparator: \.isWhitespace).map(String.init))
        }
        var text = bare()
        let isPrefix = text.last == "*"
        if isPrefix { text.removeLast() }
        if let star = text.firstIndex(of: "*") {
            let offset = start + text.distance(from: text.startIndex, to: star)
            throw QueryError("\"*\" can only stand at the end of a word", offset: offset)
        }
        if SearchText(text).words.isEmpty {
            throw QueryError("\"\(text)\" holds no letter or digit to look for", offset: start)
        }
        return isPrefix ? .prefix(text) : .word(text)
    }

    private mutating func value(
        of name: String, at start: Int, in outer: Query.TextField?
    ) throws(QueryError) -> Query {
        let lower = name.lowercased()
        guard Self.fields.contains(lower) else {
            let hint = NearestWord.find(lower, among: Self.fields).map { "did you mean \($0):?" }
            let advice =
                hint
                ?? "there are \(Self.fields.map { $0 + ":" }.joined(separator: " ")); quote text that holds a colon"
            throw QueryError("there is no field \"\(name):\"; \(advice)", offset: start)
        }
        place += name.count + 1
        if isEnd(at: place) {
            throw QueryError("after \(lower): a value must follow, without a space", offset: start)
        }
        if let field = Self.textFields[lower] {
            if outer != nil, outer != field {
                throw QueryError("\(lower): can't stand inside another field's parentheses", offset: start)
            }
            return try peek == "(" ? primary(in: field) : words(in: field)
        }
        if peek == "(" { throw QueryError("only title: and text: take parentheses", offset: place) }
        let valueStart = place
        let isQuoted = peek == "\""
        let text = isQuoted ? try quoted() : bare()
        return try QueryField(name: lower, text: text, start: start, valueStart: valueStart, context: context)
            .query(expanding: topics)
    }
}

/// Reading characters.
extension QueryParser {
    private var isAtEnd: Bool { place >= characters.count }

    private var peek: Character? { isAtEnd ? nil : characters[place] }

    private func isEnd(at index: Int) -> Bool {
        index >= characters.count || characters[index].isWhitespace || characters[index] == ")"
    }

    private mutating func skipSpace() {
        while !isAtEnd, characters[place].isWhitespace { place += 1 }
    }

    private func isKeyword(_ keyword: String) -> Bool {
        let end = place + keyword.count
        guard end <= characters.count, characters[place..<end].elementsEqual(keyword) else { return false }
        return isEnd(at: end) || characters[end] == "("
    }

    private mutating func take(keyword: String) -> Bool {
        guard isKeyword(keyword) else { return false }
        place += keyword.count
        return true
    }

    /// The distance of a `NEAR` or `NEAR/n` that stands here; nil when something else does.
    private mutating func nearKeyword() throws(QueryError) -> Int? {
        if take(keyword: "NEAR") { return 10 }
        guard place + 5 <= characters.count, characters[place..<place + 5].elementsEqual("NEAR/") else {
            return nil
        }
        let start = place
        place += 5
        let digits = bare()
        guard let distance = Int(digits), (0...1000).contains(distance) else {
            throw QueryError("NEAR/\(digits) needs a number of words; write e.g. NEAR/5", offset: start)
        }
        return distance
    }

    /// The letters in front of a colon that stands inside a word.
    private func fieldName() -> String? {
        var end = place
        while end < characters.count, characters[end].isASCII, characters[end].isLetter { end += 1 }
        guard end > place, end < characters.count, characters[end] == ":" else { return nil }
        if isWebAddress { return nil }
        return String(characters[place..<end])
    }

    private var isWebAddress: Bool {
        ["http://", "https://"].contains { scheme in
            place + scheme.count <= characters.count
                && characters[place..<place + scheme.count].elementsEqual(scheme)
        }
    }

    /// Characters up to white space, a parenthesis or a quotation mark.
    private mutating func bare() -> String {
        let start = place
        while !isAtEnd, !characters[place].isWhitespace, !"()\"".contains(characters[place]) { place += 1 }
        return String(characters[start..<place])
    }

    private mutating func quoted() throws(QueryError) -> String {
        let start = place
        place += 1
        guard let end = characters[place...].firstIndex(of: "\"") else {
            throw QueryError("this quotation mark is never closed", offset: start)
        }
        let text = String(characters[place..<end])
        place = end + 1
        return text
    }
}
