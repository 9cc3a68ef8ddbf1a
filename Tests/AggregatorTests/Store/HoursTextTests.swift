import Testing

@testable import Aggregator

@Suite("The hours of a week as text") struct HoursTextTests {
    private func text(_ hours: [Float]) -> String {
        var bytes: [UInt8] = []
        HoursText.write(hours, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private func hours(_ text: String) -> [Float] { HoursText.hours(text.utf8.span) }

    /// A week in which every so many hours something was posted.
    private func week(each step: Int) -> [Float] {
        (0..<168).map { $0.isMultiple(of: step) ? Float($0 + 1) / 256 : 0 }
    }

    @Test("come back as they were", arguments: [1, 2, 5, 100, 169])
    func back(step: Int) {
        #expect(hours(text(week(each: step))) == week(each: step))
    }

    @Test("are short when few of them have a posting") func short() {
        #expect(text(Array(repeating: 0, count: 168)).count == 28)
        #expect(text(week(each: 5)).count == 28 + (34 * 16 + 5) / 6)
        #expect(text(week(each: 1)).count == 448)
    }

    @Test("come back on both sides of where all of them are written") func border() {
        for (count, letters) in [(100, 28 + (100 * 16 + 5) / 6), (101, 448)] {
            let week = (0..<168).map { $0 < count ? Float($0 + 1) / 256 : 0 }
            #expect(text(week).count == letters)
            #expect(hours(text(week)) == week)
        }
    }

    @Test("are read as they were written before, all of them") func before() {
        // 16 bits an hour: 16 for the second, 1 for the last.
        let text = "AAAABA" + String(repeating: "A", count: 441) + "B"
        let hours = self.hours(text)
        #expect(hours == decoded(text))
        #expect(hours[167] == 1.0 / 256)
        #expect(hours.count { $0 > 0 } == 2)
    }

    /// What 448 letters say, read a second way.
    private func decoded(_ text: String) -> [Float] {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        let bits = text.flatMap { letter in
            let value = letters.firstIndex(of: letter) ?? 0
            return (0..<6).map { value >> (5 - $0) & 1 }
        }
        return stride(from: 0, to: bits.count, by: 16).map { start in
            Float(bits[start..<start + 16].reduce(0) { $0 << 1 | $1 }) / 256
        }
    }

    @Test("are none when the text is damaged", arguments: ["", "A", "*", "AAAA"])
    func damaged(text: String) {
        #expect(hours(text).isEmpty)
    }

    @Test("are none when some of the text is missing or there is more") func cut() {
        let whole = text(week(each: 5))
        #expect(hours(String(whole.dropLast())).isEmpty)
        #expect(hours(whole + "A").isEmpty)
        #expect(hours(whole.replacing("A", with: "-")).isEmpty)
    }

    @Test("are nothing but 168") func number() {
        #expect(text([1, 2, 3]).isEmpty)
        #expect(text([]).isEmpty)
    }

    @Test("that are none are none, whatever they are") func none() {
        let none: [Float] = [.nan, -1, 1.0 / 1024, 0]
        let odd = (0..<168).map { none[$0 % 4] }
        #expect(hours(text(odd)) == Array(repeating: 0, count: 168))
    }

    @Test("beyond what sixteen bits hold are the most that they do") func most() {
        #expect(
            hours(text(Array(repeating: 1000, count: 168)))
                == Array(repeating: 65535 / 256, count: 168))
    }
}
