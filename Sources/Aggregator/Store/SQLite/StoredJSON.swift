internal import Foundation

/// Values that only aggd itself reads, as the tables keep them: JSON with sorted keys.
enum StoredJSON {
    /// The text for a value.
    static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .millisecondsSince1970
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// The text for a decision, as the encoder would write it.
    ///
    /// Every item has one; written by hand it costs a tenth.
    static func text(_ decision: Decision) -> String {
        var fields: [(name: String, value: JSONValue)] = []
        func add(_ name: String, _ value: JSONValue?) {
            if let value { fields.append((name, value)) }
        }
        add("lead", decision.lead.map(number))
        add("overlap", decision.overlap.map { .double($0) })
        add("reasons", .array(decision.reasons.map(object)))
        add("relation", .string(decision.relation.rawValue))
        add("revised", .array(decision.revised.map(object)))
        add("score", .double(decision.score))
        add("story", decision.story.map { .object([("number", .int($0.number))]) })
        add("unites", .array(decision.unites.map { .object([("number", .int($0.number))]) }))
        return JSONValue.object(fields).line
    }

    private static func number(_ item: ItemID) -> JSONValue {
        .object([("number", .int(item.number))])
    }

    private static func object(_ reason: Decision.Reason) -> JSONValue {
        let figures = reason.figures.sorted { $0.key < $1.key }
        var fields: [(name: String, value: JSONValue)] = [
            ("detail", .string(reason.detail)),
            ("figures", .object(figures.map { ($0.key, .double($0.value)) })),
        ]
        if let other = reason.other { fields.append(("other", number(other))) }
        return .object(fields + [("rule", .string(reason.rule))])
    }

    private static func object(_ revision: Decision.Revision) -> JSONValue {
        var fields: [(name: String, value: JSONValue)] = [("item", number(revision.item))]
        if let overlap = revision.overlap { fields.append(("overlap", .double(overlap))) }
        return .object(fields + [("relation", .string(revision.relation.rawValue))])
    }

    /// The value for a text; nil for none.
    static func value<Value: Decodable>(_ type: Value.Type, from text: String?) throws -> Value? {
        guard let text else { return nil }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .millisecondsSince1970
        return try decoder.decode(type, from: Data(text.utf8))
    }
}
