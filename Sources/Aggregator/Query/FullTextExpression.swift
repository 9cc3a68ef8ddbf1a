/// A query's text parts as an expression of SQLite's FTS5.
///
/// Every word is folded by ``SearchText`` and quoted, so no word of a user can become an operator.
enum FullTextExpression {
    /// The expression for a whole query; nil when some part of it isn't about words.
    static func expression(_ query: Query) -> String? {
        switch query {
        case .text(let term, let field): column(field) + phrase(term)
        case .near(let terms, let distance, let field):
            column(field) + "NEAR(" + terms.map(phrase).joined(separator: " ") + ", \(distance))"
        case .author(let text): phrase(words: SearchText(text).words).map { "author : " + $0 } ?? nothing
        case .and(let parts): conjunction(parts)
        case .or(let parts): disjunction(parts)
        default: nil
        }
    }

    /// The words that a query looks for anywhere, joined by OR, for ranking; nil when there are none.
    static func ranking(_ query: Query) -> String? {
        let parts = positive(query)
        return parts.isEmpty ? nil : parts.joined(separator: " OR ")
    }

    /// Matches nothing: no folded text contains this word.
    static let nothing = "\"\u{2028}\""

    private static func conjunction(_ parts: [Query]) -> String? {
        var wanted: [String] = []
        var unwanted: [String] = []
        for part in parts {
            if case .not(let inner) = part {
                guard let expression = expression(inner) else { return nil }
                unwanted.append(expression)
            } else {
                guard let expression = expression(part) else { return nil }
                wanted.append(expression)
            }
        }
        guard !wanted.isEmpty else { return nil }
        var result = wanted.map { "(\($0))" }.joined(separator: " AND ")
        for expression in unwanted { result = "(\(result)) NOT (\(expression))" }
        return result
    }

    private static func disjunction(_ parts: [Query]) -> String? {
        var expressions: [String] = []
        for part in parts {
            guard let expression = expression(part) else { return nil }
            expressions.append("(\(expression))")
        }
        return expressions.isEmpty ? nothing : expressions.joined(separator: " OR ")
    }

    private static func positive(_ query: Query) -> [String] {
        switch query {
        case .text, .near: expression(query).map { [$0] } ?? []
        case .and(let parts), .or(let parts): parts.flatMap(positive)
        default: []
        }
    }

    private static func column(_ field: Query.TextField?) -> String {
        switch field {
        case .title: "title : "
        case .text: "text : "
        case nil: "{title text} : "
        }
    }

    private static func phrase(_ term: Query.TextTerm) -> String {
        switch term {
        case .word, .phrase: phrase(words: term.words) ?? nothing
        case .prefix: phrase(words: term.words).map { $0 + " *" } ?? nothing
        }
    }

    private static func phrase(words: [String]) -> String? {
        words.isEmpty ? nil : "\"" + words.joined(separator: " ") + "\""
    }
}
