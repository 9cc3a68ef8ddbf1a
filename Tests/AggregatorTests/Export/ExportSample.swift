import Aggregator
import FeedParse
import Foundation

/// Items by hand for exports.
enum ExportSample {
    static func item(_ number: Int64, source: String = "northgate", _ change: (inout NewItem) -> Void) -> Item
    {
        var content = NewItem(source: source)
        change(&content)
        return Item(
            id: ItemID(number), content: content, seen: DigestSample.date("2026-11-23 06:05"),
            story: StoryID(number), isLead: true, relation: .new)
    }

    static var commentary: Item {
        var item = item(1) {
            $0.title = "Bargaining & Strength: <New> Launchers"
            $0.url = "https://northgate.example.org/launchers?a=1&b=2"
            $0.guid = "tag:northgate,2026:1"
            $0.authors = ["Luisa Grund", "Jan van der Berg"]
            $0.published = DigestSample.date("2026-11-23 06:02")
            $0.text = "If both governments are serious, the first step is something to trade."
            $0.html = "<p>If both governments are serious, the first step is something to trade.</p>"
            $0.language = "en"
        }
        item.words = 12
        item.tags = ["think-tank", "us"]
        return item
    }

    static var repost: Item {
        var item = item(2, source: "mirror") {
            $0.title = "Bargaining & Strength"
            $0.url = "https://mirror.example.com/a/1"
            $0.originalURL = "https://northgate.example.org/launchers"
            $0.org = "Northgate Institute"
            $0.published = DigestSample.date("2026-11-24 08:00")
            $0.issued = DigestSample.date("2026-11-23")
            $0.completeness = .excerpt
        }
        item.relation = .excerptOf
        item.overlap = 0.314
        item.isLead = false
        item.story = StoryID(1)
        return item
    }

    static var talk: Item {
        item(3, source: "meridian") {
            $0.title = "Early Warning; Stability, at Sea"
            $0.url = "https://meridian.example.org/events/early-warning"
            $0.kind = .event
            $0.event = DigestSample.event
            $0.text = "Two researchers discuss what early warning at sea means for crises."
        }
    }

    static var story: Story { Story(id: StoryID(1), lead: commentary, copies: [repost]) }
}
