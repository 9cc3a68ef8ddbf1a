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

        let isFolded = !selection.copies && !selection.query.asksFor(.copy)
        let (condition, conditionArguments) = Self.condition("i", query, selection)
        let with = searches.isEmpty ? "" : "WITH " + searches.joined(separator: ", ") + " "
        count = "\(with)SELECT count(\(isFolded ? "DISTINCT i.story" : "*")) FROM item i WHERE \(condition)"
        countArguments = arguments + conditionArguments

        if let ranking {
            // The title counts for more than the text.
            let ranks = """
                ranks(id, rank) AS MATERIALIZED (SELECT rowid, bm25(search, 8.0, 1.0, 1.0, 1.0) FROM search
                WHERE search MATCH ?)
                """
            if query.isWithinOneSearch {
                // One search finds and ranks; the items are looked up by its hits.
                searches = [ranks]
            } else if query.searches.count == 1 {
                // A row's rank by all of its words is the same as by any of them.
                searches = [ranks, "hits0(id) AS MATERIALIZED (SELECT id FROM ranks)"]
            } else {
                searches.append(ranks)
                arguments += [ranking]
            }
        }
        let order = Self.order(selection.sort, hasRanks: ranking != nil)
        let limit = selection.limit.map { " LIMIT \(max(0, $0))" } ?? ""
        let from: String
        if query.isWithinOneSearch, ranking != nil || isFolded {
            // All hits are looked at anyway: they lead to the items.
            let (rest, restArguments) = Self.condition("i", query, selection, isHit: true)
            from = """
                FROM \(ranking == nil ? "hits0" : "ranks") r CROSS JOIN item i ON i.id = r.id
                \(selection.sort == .rank ? "CROSS JOIN source s ON s.id = i.source" : "") WHERE \(rest)
                """
            arguments += restArguments
        } else {
            // CROSS JOIN keeps the items outside, in the order of an index where there is one.
            from = """
                FROM item i \(selection.sort == .rank ? "CROSS JOIN source s ON s.id = i.source" : "")
                \(ranking == nil ? "" : "LEFT JOIN ranks r ON r.id = i.id") WHERE \(condition)
                """
            arguments += conditionArguments
        }
        let numbers: String
        if !isFolded {
            numbers = "SELECT i.id AS id, \(order.keys) \(from) ORDER BY \(order.terms)\(limit)"
        } else if selection.query.isAboutOneRow {
            // Looks for a better item of the same story; a listing by date ends as soon as it has its limit.
            let (other, otherArguments) = Self.condition("o", query, selection)
            arguments += otherArguments
            numbers = """
                SELECT i.id AS id, \(order.keys) \(from) AND (i.lead = 1 OR NOT EXISTS (
                    SELECT 1 FROM item o WHERE o.story = i.story AND o.id <> i.id
                    AND (o.lead, o.words, -o.id) > (i.lead, i.words, -i.id) AND \(other)))
                ORDER BY \(order.terms)\(limit)
                """
        } else {
            // Lists of hits inside a correlated subquery would be built again for every copy: 3 s instead of
            // 30 ms for a word that is in all of 10,000 items. The columns beside max() are those of its row:
            // the lead, else the longest text, else the first; a window function needs twice as long.
            numbers = """
                SELECT id, \(order.names) FROM (SELECT i.id AS id, \(order.keys),
                    max((i.lead << 61) + (min(i.words, 1048575) << 40) - i.id) \(from) GROUP BY i.story)
                ORDER BY \(order.terms)\(limit)
                """
        }
        // First the numbers in their order, then the rows: what is cut off by the limit is never read, above
        // all no text.
        items = """
            \(searches.isEmpty ? "" : "WITH " + searches.joined(separator: ", "))
            SELECT \(ItemRows.columns)\(selection.withoutText ? "" : ItemRows.bodyColumns)
            FROM (\(numbers)) p
            CROSS JOIN item i ON i.id = p.id CROSS JOIN source s ON s.id = i.source
            \(selection.withoutText ? "" : "LEFT JOIN body b ON b.item = i.id")
            ORDER BY \(order.outerTerms)
            """
        itemArguments = arguments
    }

    /// Everything that an item must fulfil by itself.
    private static func condition(
        _ alias: String, _ query: QuerySQL, _ selection: ItemSelection, isHit: Bool = false
    ) -> (String, StatementArguments) {
        var (sql, arguments) = query.condition(alias, isHit: isHit)
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
            // As a list: few texts change, and the planner would walk through all items by their numbers.
            sql += " AND \(alias).id IN (SELECT c.id FROM item c WHERE c.changed >= ?)"
            arguments += [StoredTime.number(since)]
        }
        return (sql, arguments)
    }

    /// What the numbers are sorted by: columns, their names, and terms of ORDER BY inside and outside.
    private static func order(
        _ sort: ItemSelection.Sort, hasRanks: Bool
    ) -> (keys: String, names: String, terms: String, outerTerms: String) {
        switch sort {
        case .relevance where hasRanks:
            (
                "r.rank AS first, i.date AS second", "first, second",
                "first IS NULL, first, second DESC, id DESC",
                "p.first IS NULL, p.first, p.second DESC, p.id DESC"
            )
        case .date, .relevance:
            ("i.date AS first", "first", "first DESC, id DESC", "p.first DESC, p.id DESC")
        case .rank:
            (
                "s.rank AS first, i.date AS second", "first, second", "first DESC, second DESC, id DESC",
                "p.first DESC, p.second DESC, p.id DESC"
            )
        case .arrival: ("i.date AS first", "first", "id", "p.id")
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

    /// True when nothing has to be looked up beside the item's own row and its source.
    fileprivate var isAboutOneRow: Bool {
        switch self {
        case .text, .near, .author, .org, .tag: false
        case .and(let parts), .or(let parts): parts.allSatisfy(\.isAboutOneRow)
        case .not(let part): part.isAboutOneRow
        default: true
        }
    }
}
