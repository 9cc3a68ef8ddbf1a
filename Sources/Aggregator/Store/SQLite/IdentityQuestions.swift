internal import Foundation
internal import GRDB

/// Which stored item a new one is the same as.
extension SQLiteReading {
    func existing(_ identity: ItemIdentity, of source: String) throws -> KnownItem? {
        guard let number = try knownNumber(ofSource: source) else { return nil }
        return try existing(identity, of: number)
    }

    func existing(_ identities: [ItemIdentity], of source: String) throws -> [KnownItem?] {
        // Nothing is known of a source at its first poll.
        guard !identities.isEmpty, let number = try knownNumber(ofSource: source), try hasItems(number) else {
            return identities.map { _ in nil }
        }
        return try identities.map { try existing($0, of: number) }
    }

    /// The number of a source; nil when it was never registered.
    func knownNumber(ofSource name: String) throws -> Int64? {
        var statement = try FastStatement(db, "SELECT id FROM source WHERE name = ?")
        statement.bind(name)
        return try statement.step() ? statement.number(0) : nil
    }

    private func hasItems(_ source: Int64) throws -> Bool {
        var statement = try FastStatement(db, "SELECT 1 FROM identity WHERE source = ? LIMIT 1")
        statement.bind(source)
        return try statement.step()
    }

    private func existing(_ identity: ItemIdentity, of source: Int64) throws -> KnownItem? {
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
        var statement = try FastStatement(
            db, "SELECT item FROM identity WHERE source = ? AND key = ? ORDER BY item DESC LIMIT 64")
        statement.bind(source)
        statement.bind(key)
        var items: [Int64] = []
        while try statement.step() {
            if let item = statement.number(0) { items.append(item) }
        }
        return items
    }

    private func known(_ candidate: Int64) throws -> KnownItem {
        var statement = try FastStatement(db, "SELECT sent_hash FROM item WHERE id = ?")
        statement.bind(candidate)
        let hash = try statement.step() ? statement.number(0) : nil
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
