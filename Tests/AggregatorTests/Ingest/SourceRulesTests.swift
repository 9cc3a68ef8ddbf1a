import Aggregator
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("The rules of a source, keep and hide") struct SourceRulesTests {
    private func items(_ desk: PollingDesk) async throws -> [Item] {
        try await desk.store.find("source:wire") {
            $0.copies = true
            $0.hidden = true
        }
    }

    @Test("are asked again when the page of an item comes", arguments: [true, false])
    func judged(_ isKept: Bool) async throws {
        let press = try Press(["One"])
        defer { press.stop() }
        let desk = try await press.desk {
            if isKept { $0.keep = "stevedores" } else { $0.hide = "stevedores" }
        }
        PressFault.broken.begin(press)
        try await desk.poll()
        let before = try #require(try await items(desk).first)
        #expect(before.hiddenBy == (isKept ? "keep = 'stevedores'" : nil))
        let text = IngestProse.sentences(20, about: "One") + ["The stevedores of both quays were heard."]
        press.stead.withLock { $0 = .init(body: IngestProse.page("One", text)) }
        desk.advance(hours: 1)
        try await desk.poll()
        let item = try #require(try await items(desk).first)
        #expect(item.content.textFrom == "page")
        #expect(item.hiddenBy == (isKept ? nil : "hide = 'stevedores'"))
        let log = try await desk.store.store.read { try $0.log(of: item.id).map(\.message) }
        #expect(
            log.contains(isKept ? "shown: no rule hides what it says now" : "hidden by hide = 'stevedores'"))
    }

    @Test("do not show what the flood guard has hidden") func flooded() async throws {
        let press = try Press(["One"])
        defer { press.stop() }
        let desk = try await press.desk(failing: .broken)
        let id = try #require(try await items(desk).first).id
        try await desk.store.store.write { try $0.hide(id, by: "the flood guard: 90 old items") }
        try PressFault.broken.end(press)
        desk.advance(hours: 1)
        try await desk.poll()
        let item = try #require(try await items(desk).first)
        #expect(item.content.textFrom == "page")
        #expect(item.hiddenBy == "the flood guard: 90 old items")
    }

    @Test(
        "count days from when the item came, however old it is when the publisher mends a comma",
        arguments: ["date:..-30d", nil])
    func oldEdit(_ hide: String?) async throws {
        let press = try Press(["One"])
        defer { press.stop() }
        let desk = try await press.desk(.never) {
            if let hide { $0.hide = hide } else { $0.keep = "date:-7d" }
        }
        try await desk.poll()
        desk.advance(hours: 24 * 40)
        press.words.withLock { $0 = "The text, of One, told at some length." }
        try await desk.poll()
        let item = try #require(try await items(desk).first)
        #expect(item.content.text.hasPrefix("The text, of"))
        #expect(item.hiddenBy == nil)
    }

    @Test("hide nothing that a person keeps when it is edited") func keptItem() async throws {
        let press = try Press(["One"])
        defer { press.stop() }
        let desk = try await press.desk(.never) { $0.hide = "stevedores" }
        try await desk.poll()
        let id = try #require(try await items(desk).first).id
        try await desk.store.store.write {
            try $0.mark(id, kept: true, read: nil, addTags: [], removeTags: [])
        }
        press.words.withLock { $0 = "The stevedores of both quays were heard at length about the cranes." }
        desk.advance(hours: 1)
        try await desk.poll()
        let item = try #require(try await items(desk).first)
        #expect(item.content.text.contains("stevedores"))
        #expect(item.hiddenBy == nil)
    }

    @Test("show or hide an item anew when the publisher changes it") func changed() async throws {
        let press = try Press(["One"])
        defer { press.stop() }
        let desk = try await press.desk(.never) { $0.keep = "stevedores" }
        try await desk.poll()
        #expect(try await items(desk).first?.hiddenBy != nil)
        press.words.withLock { $0 = "The stevedores of both quays were heard at length about the cranes." }
        desk.advance(hours: 1)
        try await desk.poll()
        #expect(try await items(desk).first?.hiddenBy == nil)
    }
}
