import Testing

@testable import FeedParse

@Suite("A charset's descriptor that was used before") struct IdleDescriptorsTests {
    private let idle = IdleDescriptors(limit: 2)

    @Test("is the one that the next document gets")
    func again() throws {
        let first = unsafe try #require(idle.take("KOI8-R"))
        unsafe idle.put(first, "KOI8-R")
        #expect(idle.count == 1)
        let second = unsafe try #require(idle.take("KOI8-R"))
        #expect(unsafe first == second)
        #expect(idle.count == 0)
        unsafe idle.put(second, "KOI8-R")
    }

    @Test("is lent to one at a time")
    func alone() throws {
        let first = unsafe try #require(idle.take("KOI8-R"))
        let second = unsafe try #require(idle.take("KOI8-R"))
        #expect(unsafe first != second)
        unsafe idle.put(first, "KOI8-R")
        unsafe idle.put(second, "KOI8-R")
    }

    @Test("is not kept when enough others were used since")
    func bounded() throws {
        for charset in ["KOI8-R", "CP1251", "CP1253"] {
            unsafe idle.put(try #require(idle.take(charset)), charset)
        }
        #expect(idle.count == 2)
        for charset in ["CP1253", "CP1251"] {
            let kept = unsafe try #require(idle.take(charset))
            #expect(idle.count == 1)
            unsafe idle.put(kept, charset)
        }
        let opened = unsafe try #require(idle.take("KOI8-R"))
        #expect(idle.count == 2)
        unsafe idle.put(opened, "KOI8-R")
    }

    @Test("isn't there for a name that nobody knows")
    func unknown() {
        #expect(unsafe idle.take("no-such-charset") == nil)
    }

    @Test("has forgotten a text that stopped amid its shifted letters")
    func forgets() throws {
        // Escape sequence to kanji, one kanji, and a text that never shifts back.
        let shifted: [UInt8] = [0x1B, 0x24, 0x42, 0x39, 0x41]
        for _ in 0..<3 { #expect(decode(shifted) == "港") }
        #expect(decode(Array("9A".utf8)) == "9A")
    }

    private func decode(_ bytes: [UInt8]) -> String? {
        guard var decoder = CharsetDecoder("ISO-2022-JP") else { return nil }
        return String(decoding: decoder.decode(bytes[...]).utf8, as: UTF8.self)
    }
}
