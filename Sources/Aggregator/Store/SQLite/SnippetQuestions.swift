internal import Foundation
internal import GRDB

/// Passages that are shown for a query.
extension SQLiteReading {
    func snippet(of id: ItemID, for query: Query, words: Int) throws -> [SnippetPiece] {
        let statement = try db.cachedStatement(sql: "SELECT text FROM body WHERE item = ?")
        guard let text = try String.fetchOne(statement, arguments: [id.number]) else { return [] }
        return Snippet.pieces(of: text, for: query, words: words)
    }
}
