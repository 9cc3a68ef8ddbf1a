internal import FeedParse
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

    /// The text for a decision as UTF-8, with the fields that the encoder would write.
    ///
    /// Every item has one; written by hand it costs a fiftieth.
    static func bytes(_ decision: Decision) -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        write("lead", decision.lead, to: &json)
        write("overlap", decision.overlap, to: &json)
        json.key("reasons")
        json.beginArray()
        for reason in decision.reasons { write(reason, to: &json) }
        json.endArray()
        json.field("relation", decision.relation.rawValue)
        json.key("revised")
        json.beginArray()
        for revision in decision.revised { write(revision, to: &json) }
        json.endArray()
        write("score", decision.score, to: &json)
        if let story = decision.story {
            json.key("story")
            write(number: story.number, to: &json)
        }
        json.key("unites")
        json.beginArray()
        for story in decision.unites { write(number: story.number, to: &json) }
        json.endArray()
        json.endObject()
        return json.bytes
    }

    private static func write(_ reason: Decision.Reason, to json: inout JSONWriter) {
        json.beginObject()
        json.field("detail", reason.detail)
        json.key("figures")
        json.beginObject()
        if !reason.figures.isEmpty {
            for (name, figure) in reason.figures.sorted(by: { $0.key < $1.key }) {
                write(name, figure, to: &json)
            }
        }
        json.endObject()
        write("other", reason.other, to: &json)
        json.field("rule", reason.rule)
        json.endObject()
    }

    private static func write(_ revision: Decision.Revision, to json: inout JSONWriter) {
        json.beginObject()
        write("item", revision.item, to: &json)
        write("overlap", revision.overlap, to: &json)
        json.field("relation", revision.relation.rawValue)
        json.endObject()
    }

    private static func write(_ name: String, _ item: ItemID?, to json: inout JSONWriter) {
        guard let item else { return }
        json.key(name)
        write(number: item.number, to: &json)
    }

    private static func write(_ name: String, _ figure: Double?, to json: inout JSONWriter) {
        guard let figure else { return }
        json.key(name)
        json.value(figure)
    }

    private static func write(number: Int64, to json: inout JSONWriter) {
        json.beginObject()
        json.field("number", number)
        json.endObject()
    }

    /// The value for a text; nil for none.
    static func value<Value: Decodable>(_ type: Value.Type, from text: String?) throws -> Value? {
        guard let text else { return nil }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .millisecondsSince1970
        return try decoder.decode(type, from: Data(text.utf8))
    }
}
