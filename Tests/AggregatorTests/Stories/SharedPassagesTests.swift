import Testing

@testable import Aggregator

@Suite("The passages that two texts have in common") struct SharedPassagesTests {
    private func passages(_ text: String, _ other: String, least: Int = 6) -> [String] {
        SharedPassages(text, and: other, least: least).passages.map(\.text)
    }

    @Test("are the whole text when they are equal")
    func equal() {
        let text = Prose.article(1, paragraphs: 3)
        let shared = SharedPassages(text, and: text)
        #expect(shared.passages.map(\.text) == [String(text.dropLast())])
        #expect(shared.words == text.split(whereSeparator: \.isWhitespace).count)
    }

    @Test("are none when they are unlike")
    func unlike() { #expect(passages(Prose.article(1), Prose.article(2)).isEmpty) }

    @Test("come longest first, as the first of the two writes them")
    func order() {
        let first =
            "Six sailors left the old town. The Ferry to Ekvall will sail through the winter, said the county."
        let second = "the ferry to ekvall will sail through THE WINTER! And: six sailors left the old town"
        #expect(
            passages(first, second) == [
                "The Ferry to Ekvall will sail through the winter", "Six sailors left the old town",
            ])
        #expect(SharedPassages(first, and: second).words == 15)
    }

    @Test("are as long as is asked for, never shorter than four words")
    func least() {
        #expect(passages("one two three four five", "one two three four five", least: 6).isEmpty)
        #expect(passages("one two three four five", "one two three four five", least: 5).count == 1)
        #expect(passages("one two three", "one two three", least: 1).isEmpty)
        #expect(passages("one two three four", "one two three four", least: 1).count == 1)
    }

    @Test("don't overlap, and are found at their longest place")
    func longest() {
        let shared = SharedPassages(
            "a b c d e f g h i j", and: "a b c d e f x a b c d e f g h y e f g h i j")
        #expect(shared.passages.map(\.text) == ["a b c d e f g h"])
    }

    @Test("in Chinese are counted in characters")
    func chinese() {
        let shared = SharedPassages("交通部星期一表示，铁路桥将提前完工。", and: "据悉，铁路桥将提前完工，渡船保留。")
        #expect(shared.passages.map(\.text) == ["铁路桥将提前完工"])
        #expect(shared.passages.first?.words == 8)
    }

    @Test("in Russian and Arabic are found without regard to case and points")
    func scripts() {
        #expect(
            passages("Мост через Вельму будет готов в срок", "МОСТ ЧЕРЕЗ ВЕЛЬМУ БУДЕТ ГОТОВ В СРОК").count
                == 1)
        #expect(
            passages("بناء جسر السكة الحديدية فوق النهر", "إن بناء جسر السكة الحديدية فوق النهر").count == 1)
    }

    @Test(
        "are none of nothing",
        arguments: [("", ""), ("", "one two three four five six"), ("…", "…"), (" ", "\n")])
    func nothing(_ pair: (String, String)) {
        #expect(passages(pair.0, pair.1).isEmpty)
        #expect(passages(pair.1, pair.0).isEmpty)
    }

    @Test("of a chorus are looked for in bounded work")
    func chorus() {
        let text = String(repeating: "again ", count: 50_000)
        let shared = SharedPassages(text, and: text)
        #expect(shared.passages.count == 1)
        #expect(shared.words == StoryThresholds.maximumWords)
    }
}
