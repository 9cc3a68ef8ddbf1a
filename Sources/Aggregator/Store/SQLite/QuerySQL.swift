internal import Foundation
internal import GRDB

/// A query as a condition of SQL, with its arguments.
///
/// What is about words becomes one full-text search per part, each evaluated once in front of the statement
/// (`WITH`); the rest are conditions on the row of the item.
struct QuerySQL {
    /// The full-text searches in front of the statement: `hits0 AS MATERIALIZED (…)`.
    private(set) var searches: [String] = []
    /// The arguments of ``searches``.
    private(set) var searchArguments: StatementArguments = []
    private let query: Query
    private let numbers: [String: Int]

    /// Prepares a query.
    init(_ query: Query) {
        self.query = query
        var expressions: [String] = []
        Self.collect(query, into: &expressions)
        var numbers: [String: Int] = [:]
        for expression in expressions where numbers[expression] == nil {
            let number = numbers.count
            numbers[expression] = number
            searches.append(
                "hits\(number)(id) AS MATERIALIZED (SELECT rowid FROM search WHERE search MATCH ?)")
            searchArguments += [expression]
        }
        self.numbers = numbers
    }

    /// True when there is one full-text search and every item that fulfils the query is among its hits.
    var isWithinOneSearch: Bool { searches.count == 1 && Self.isWithinSearch(query) }

    private static func isWithinSearch(_ query: Query) -> Bool {
        if FullTextExpression.expression(query) != nil { return true }
        guard case .and(let parts) = query else { return false }
        return divide(parts).words != nil || parts.contains(where: isWithinSearch)
    }

    /// The condition on the row that is called `alias`, with its arguments.
    /// - Parameter isHit: only hits of the one search are asked.
    func condition(_ alias: String, isHit: Bool = false) -> (sql: String, arguments: StatementArguments) {
        var condition = Condition(alias: alias, numbers: numbers, isHit: isHit)
        let sql = condition.sql(query)
        return (sql, condition.arguments)
    }

    /// The largest parts that are one full-text search each.
    private static func collect(_ query: Query, into expressions: inout [String]) {
        if let expression = FullTextExpression.expression(query) {
            expressions.append(expression)
            return
        }
        switch query {
        case .and(let parts):
            let (words, rest) = divide(parts)
            if let words, let expression = FullTextExpression.expression(words) {
                expressions.append(expression)
            }
            for part in rest { collect(part, into: &expressions) }
        case .or(let parts):
            for part in parts { collect(part, into: &expressions) }
        case .not(let part): collect(part, into: &expressions)
        default: break
        }
    }

    /// Divides the parts of a conjunction into one full-text search and what is left.
    fileprivate static func divide(_ parts: [Query]) -> (words: Query?, rest: [Query]) {
        var words: [Query] = []
        var rest: [Query] = []
        for part in parts {
            let inner = if case .not(let inner) = part { inner } else { part }
            if FullTextExpression.expression(inner) != nil { words.append(part) } else { rest.append(part) }
        }
        let hasPositive = words.contains { if case .not = $0 { false } else { true } }
        if !hasPositive { return (nil, parts) }
        return (.and(words), rest)
    }

    private struct Condition {
        let alias: String
        let numbers: [String: Int]
        let isHit: Bool
        var arguments: StatementArguments = []

        mutating func sql(_ query: Query) -> String {
            if let expression = FullTextExpression.expression(query) { return hit(expression) }
            switch query {
            case .all: return "1"
            case .text, .near, .author: return "0"
            case .source(let name): return source(name)
            case .org(let text): return org(text)
            case .tag(let tag): return self.tag(tag)
            case .url(let text):
                arguments += [text]
                return "ifnull(instr(lower(\(alias).url), lower(?)) > 0, 0)"
            case .language(let tag):
                let lower = tag.lowercased()
                arguments += [lower, lower + "-", lower + "-"]
                let language = "lower(\(alias).language)"
                return "ifnull(\(language) = ? OR substr(\(language), 1, length(?)) = ?, 0)"
            case .date(let from, let to):
                let event = range("\(alias).starts", from, to)
                let item = range("\(alias).date", from, to)
                return "(\(alias).starts IS NOT NULL AND \(event) OR \(alias).starts IS NULL AND \(item))"
            case .seen(let from, let to): return range("\(alias).seen", from, to)
            case .words(let range):
                arguments += [range.lowerBound, range.upperBound]
                return "\(alias).words BETWEEN ? AND ?"
            case .state(let state): return self.state(state)
            case .and(let parts):
                let (words, rest) = QuerySQL.divide(parts)
                let conditions = (words.map { [$0] } ?? []) + rest
                return conditions.isEmpty
                    ? "1" : "(" + conditions.map { sql($0) }.joined(separator: " AND ") + ")"
            case .or(let parts):
                return parts.isEmpty ? "0" : "(" + parts.map { sql($0) }.joined(separator: " OR ") + ")"
            case .not(let part): return "NOT " + sql(part)
            }
        }

        private func hit(_ expression: String) -> String {
            guard let number = numbers[expression] else { return "0" }
            if isHit { return "1" }
            return "\(alias).id IN (SELECT id FROM hits\(number))"
        }

        private mutating func source(_ name: String) -> String {
            let lower = name.lowercased()
            if lower.hasSuffix("*") {
                let stem = String(lower.dropLast())
                arguments += [stem, stem]
                return
                    "\(alias).source IN (SELECT id FROM source WHERE substr(lower(name), 1, length(?)) = ?)"
            }
            arguments += [lower]
            return "\(alias).source IN (SELECT id FROM source WHERE lower(name) = ?)"
        }

        private mutating func org(_ text: String) -> String {
            let words = SearchText.fold(text)
            guard !words.isEmpty else { return "0" }
            let expression = "org : \"\(words)\""
            arguments += [expression, " \(words) "]
            return """
                (\(alias).id IN (SELECT rowid FROM search WHERE search MATCH ?) \
                OR \(alias).source IN (SELECT id FROM source WHERE instr(org_words, ?) > 0))
                """
        }

        private mutating func tag(_ tag: String) -> String {
            let lower = tag.lowercased()
            arguments += [lower, lower, lower]
            return """
                (\(alias).id IN (SELECT item FROM tag WHERE tag = ? AND removed = 0) \
                OR \(alias).source IN (SELECT source FROM source_tag WHERE tag = ?) \
                AND \(alias).id NOT IN (SELECT item FROM tag WHERE tag = ? AND removed = 1))
                """
        }

        private mutating func range(_ column: String, _ from: Date?, _ to: Date?) -> String {
            switch (from, to) {
            case (nil, nil): return "1"
            case (let from?, nil):
                arguments += [StoredTime.number(from)]
                return "\(column) >= ?"
            case (nil, let to?):
                arguments += [StoredTime.number(to)]
                return "\(column) < ?"
            case (let from?, let to?):
                arguments += [StoredTime.number(from), StoredTime.number(to)]
                return "(\(column) >= ? AND \(column) < ?)"
            }
        }

        private func state(_ state: Query.State) -> String {
            switch state {
            case .excerpt, .full, .stub, .paywalled, .failed: "\(alias).completeness = '\(state.rawValue)'"
            case .event: "\(alias).kind = 'event'"
            case .changed: "\(alias).version > 1"
            case .copy: "\(alias).lead = 0"
            case .lead: "\(alias).lead = 1"
            case .hidden: "\(alias).hidden_by IS NOT NULL"
            case .kept: "\(alias).kept = 1"
            case .read: "\(alias).read = 1"
            }
        }
    }
}
