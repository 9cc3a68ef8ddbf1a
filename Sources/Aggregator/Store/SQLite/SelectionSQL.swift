internal import Foundation
internal import GRDB

/// A selection of items as statements of SQL with their arguments.
struct SelectionSQL {
    /// Selects the items with the columns of ``ItemRows``.
    let items: String
    /// The arguments of ``items``.
    let itemArguments: StatementArguments
    /// Counts the items.
    let count: String
    /// The arguments of ``count``.
    let countArguments: StatementArguments

    init(_ selection: ItemSelection) {
        let query = QuerySQL(selection.query)
        var searches = query.searches
        var arguments = query.searchArguments
        let ranking = selection.sort == .relevance ? FullTextExpression.ranking(selection.query) : nil

        let (condition, conditionArguments) = Self.condition("i", query, selection)
        let (fold, foldArguments) = Self.fold(query, selection)
        let filter = "WHERE \(condition)\(fold)"
        let filterArguments = conditionArguments + foldArguments

        let with = searches.isEmpty ? "" : "WITH " + searches.joined(separator: ", ") + " "
        count = "\(with)SELECT count(*) FROM item i \(filter)"
        countArguments = arguments + filterArguments

        if let ranking {
            // The title counts for more than the text.
            searches.append(
                """
                ranks(id, rank) AS MATERIALIZED (SELECT rowid, bm25(search, 8.0, 1.0, 1.0, 1.0) FROM search
                WHERE search MATCH ?)
                """)
            arguments += [ranking]
        }
        let ranks = ranking == nil ? "" : "LEFT JOIN ranks r ON r.id = i.id"
        let limit = selection.limit.map { " LIMIT \(max(0, $0))" } ?? ""
        let order = Self.order(selection.sort, hasRanks: ranking != nil)
        // First the numbers in their order, then the rows: what is cut off by the limit is never read, above
        // all no text. CROSS JOIN keeps the items outside, in the order of an index where there is one.
        items = """
            \(searches.isEmpty ? "" : "WITH " + searches.joined(separator: ", "))
            SELECT \(ItemRows.columns)\(selection.withoutText ? "" : ItemRows.bodyColumns)
            FROM (SELECT i.id AS id, \(order.keys) FROM item i
                \(selection.sort == .rank ? "CROSS JOIN source s ON s.id = i.source" : "") \(ranks)
                \(filter) ORDER BY \(order.terms)\(limit)) p
            CROSS JOIN item i ON i.id = p.id CROSS JOIN source s ON s.id = i.source
            \(selection.withoutText ? "" : "LEFT JOIN body b ON b.item = i.id")
            ORDER BY \(order.outerTerms)
            """
        itemArguments = arguments + filterArguments
    }

    /// Everything that an item must fulfil by itself.
    private static func condition(
        _ alias: String, _ query: QuerySQL, _ selection: ItemSelection
    ) -> (String, StatementArguments) {
        var (sql, arguments) = query.condition(alias)
        if !selection.hidden, !selection.query.asksFor(.hidden) { sql += " AND \(alias).hidden_by IS NULL" }
        if let after = selection.after {
            sql += " AND \(alias).id > ?"
            arguments += [after.number]
        }
        if let upTo = selection.upTo {
            sql += " AND \(alias).id <= ?"
            arguments += [upTo.number]
        }
        if let since = selection.seenSince {
            sql += " AND \(alias).seen >= ?"
            arguments += [StoredTime.number(since)]
        }
        if let since = selection.changedSince {
            sql += " AND \(alias).changed >= ?"
            arguments += [StoredTime.number(since)]
        }
        return (sql, arguments)
    }

    /// That no better item of the same story fulfils it too.
    private static func fold(_ query: QuerySQL, _ selection: ItemSelection) -> (String, StatementArguments) {
        if selection.copies || selection.query.asksFor(.copy) { return ("", []) }
        let (other, arguments) = condition("o", query, selection)
        let sql = """
             AND (i.lead = 1 OR NOT EXISTS (SELECT 1 FROM item o WHERE o.story = i.story AND o.id <> i.id \
            AND (o.lead, o.words, -o.id) > (i.lead, i.words, -i.id) AND \(other)))
            """
        return (sql, arguments)
    }

    /// What the numbers are sorted by, as columns and as terms of ORDER BY inside and outside.
    private static func order(
        _ sort: ItemSelection.Sort, hasRanks: Bool
    ) -> (keys: String, terms: String, outerTerms: String) {
        switch sort {
        case .relevance where hasRanks:
            (
                "r.rank AS first, i.date AS second", "r.rank IS NULL, r.rank, i.date DESC, i.id DESC",
                "p.first IS NULL, p.first, p.second DESC, p.id DESC"
            )
        case .date, .relevance:
            ("i.date AS first", "i.date DESC, i.id DESC", "p.first DESC, p.id DESC")
        case .rank:
            (
                "s.rank AS first, i.date AS second", "s.rank DESC, i.date DESC, i.id DESC",
                "p.first DESC, p.second DESC, p.id DESC"
            )
        case .arrival: ("0 AS first", "i.id", "p.id")
        }
    }
}

extension Query {
    /// True when the query asks for items in a state, so that it isn't left out by default.
    func asksFor(_ state: State) -> Bool {
        switch self {
        case .state(let own): own == state
        case .and(let parts), .or(let parts): parts.contains { $0.asksFor(state) }
        default: false
        }
    }
}
