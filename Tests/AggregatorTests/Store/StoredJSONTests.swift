import Testing

@testable import Aggregator

@Suite("A decision as the store keeps it")
struct StoredJSONTests {
    private static let decisions = [
        Decision(story: nil, relation: .new, lead: nil, score: 0, reasons: []),
        Decision(
            story: StoryID(7), relation: .excerptOf, lead: ItemID(3), unites: [StoryID(8), StoryID(9)],
            score: 0.875, overlap: 0.3125,
            reasons: [
                Decision.Reason(
                    rule: "containment", other: ItemID(3), detail: "“5 of 5” paragraphs\n\\ contained\t—",
                    figures: ["containment": 0.98, "coverage": 0.25, "figures": 3]),
                Decision.Reason(rule: "guid", detail: ""),
            ],
            revised: [
                Decision.Revision(item: ItemID(4), relation: .same),
                Decision.Revision(item: ItemID(5), relation: .fuller, overlap: 1),
            ]),
        Decision(
            story: StoryID(Int64.max), relation: .versionOf, lead: ItemID(1), score: 1.0 / 3, reasons: []),
    ]

    @Test("is read back as it was written", arguments: decisions)
    func roundTrip(decision: Decision) throws {
        let text = String(decoding: StoredJSON.bytes(decision), as: UTF8.self)
        #expect(try StoredJSON.value(Decision.self, from: text) == decision)
    }

    @Test("has the fields that the encoder writes", arguments: decisions)
    func fields(decision: Decision) throws {
        func encoded(_ value: some Encodable) throws -> String { try StoredJSON.text(value) }
        let encoder = try StoredJSON.value(LooseValue.self, from: encoded(decision))
        let own = try StoredJSON.value(
            LooseValue.self, from: String(decoding: StoredJSON.bytes(decision), as: UTF8.self))
        #expect(encoder == own)
    }

    /// Any JSON, for comparing without regard to how numbers are spelt.
    private indirect enum LooseValue: Decodable, Equatable {
        case number(Double)
        case text(String)
        case list([LooseValue])
        case object([String: LooseValue])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let number = try? container.decode(Double.self) {
                self = .number(number)
            } else if let text = try? container.decode(String.self) {
                self = .text(text)
            } else if let list = try? container.decode([LooseValue].self) {
                self = .list(list)
            } else {
                self = .object(try container.decode([String: LooseValue].self))
            }
        }
    }
}
