internal import Foundation
internal import GRDB

/// Which stored item a new one is the same as.
extension SQLiteReading {
    func existing(_ identity: ItemIdentity, of source: String) throws -> KnownItem? {
        let statement = try db.cachedStatement(sql: "SELECT id FROM source WHERE name = ?")
        guard let source = try Int64.fetchOne(statement, arguments: [source]) else { return nil }
        for key in [identity.guidKey, identity.linkKey] {
            guard let key else { continue }
            let candidates = try self.candidates(key, source)
            for candidate in candidates {
                let isSame =
                    if let stored = try storedIdentity(candidate) {
                        identity.matches(stored, isOnly: candidates.count == 1)
                    } else {
                        try isPrunedTwin(candidate, identity, foundBy: key, source)
                    }
                if isSame { return try known(candidate) }
            }
        }
        for candidate in try candidates(identity.contentKey, source) {
            if let stored = try storedIdentity(candidate) {
                if identity.hasSameContent(stored) { return try known(candidate) }
            } else if identity.guid == nil, identity.link == nil {
                return try known(candidate)
            }
        }
        return nil
    }

    /// True when something else beside the key speaks for a pruned item: its text is gone, its keys are not.
    private func isPrunedTwin(
        _ candidate: Int64, _ identity: ItemIdentity, foundBy key: Int64, _ source: Int64
    ) throws -> Bool {
        for other in [identity.guidKey, identity.linkKey, identity.titleKey, identity.contentKey] {
            guard let other, other != key else { continue }
            if try candidates(other, source).contains(candidate) { return true }
        }
        return false
    }

    private func candidates(_ key: Int64, _ source: Int64) throws -> [Int64] {
        let statement = try db.cachedStatement(
            sql: "SELECT item FROM identity WHERE source = ? AND key = ? ORDER BY item DESC LIMIT 64")
        return try Int64.fetchAll(statement, arguments: [source, key])
    }

    private func known(_ candidate: Int64) throws -> KnownItem {
        let statement = try db.cachedStatement(sql: "SELECT sent_hash FROM item WHERE id = ?")
        let hash = try Int64.fetchOne(statement, arguments: [candidate])
        return KnownItem(id: ItemID(candidate), sentHash: hash)
    }

    /// The identity of a stored item; nil when it was pruned.
    func storedIdentity(_ number: Int64) throws -> ItemIdentity? {
        let statement = try db.cachedStatement(
            sql: "SELECT guid, title, url, canonical_url, published, sha256, event FROM item WHERE id = ?")
        return try Row.fetchOne(statement, arguments: [number]).map { row in
            var item = NewItem(source: "")
            item.guid = row[0]
            item.title = row[1]
            item.url = row[2]
            item.canonicalURL = row[3]
            item.published = StoredTime.date(row[4] as Int64?)
            item.event = try StoredJSON.value(Event.self, from: row[6])
            return ItemIdentity(item, sha256: row[5])
        }
    }
}
