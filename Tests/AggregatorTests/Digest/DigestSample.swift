import Aggregator
import FeedParse
import Foundation

/// An issue by hand, with one of everything that outputs have to show.
enum DigestSample {
    /// A moment in UTC.
    static func date(_ text: String) -> Date {
        let parts = text.split(whereSeparator: { !$0.isNumber }).compactMap { Int($0) }
        let days = CivilTime.days(year: parts[0], month: parts[1], day: parts[2])
        let hour = parts.count > 3 ? parts[3] : 0
        let minute = parts.count > 4 ? parts[4] : 0
        return Date(timeIntervalSince1970: TimeInterval(days * 86400 + hour * 3600 + minute * 60))
    }

    static var event: Event {
        var event = Event()
        event.start = date("2026-11-26 06:00")
        event.end = date("2026-11-26 07:30")
        event.timeZone = "Asia/Hong_Kong"
        event.venue = "Harbour Hall, 7th Floor, Peninsula Conference Centre"
        event.speakers = [Speaker(name: "Lin Wei", affiliation: "Institute for Harbour Studies")]
        event.organiser = "Meridian Endowment"
        event.offTheRecord = true
        return event
    }

    static var talk: DigestIssue.Entry {
        var entry = DigestIssue.Entry(
            id: "m3vq7a", story: "S7", title: "Early Warning and Stability at Sea",
            url: "https://meridian.example.org/events/early-warning", source: "meridian-events",
            sourceTitle: "Meridian Endowment", published: nil, words: 120, completeness: "full",
            summary: "Two researchers discuss what early warning at sea means for crises.", event: event)
        entry.isComingUp = true
        entry.rank = 80
        return entry
    }

    static var commentary: DigestIssue.Entry {
        var entry = DigestIssue.Entry(
            id: "7f3kq2", story: "S4",
            title:
                "Bargaining from Strength: Why New Launchers Could Bring a Reluctant Neighbour to the Table",
            url: "https://www.northgate.example.org/commentary/launchers?a=1&b=2", source: "northgate",
            sourceTitle: "Northgate Commentary", authors: ["Luisa Grund"],
            published: date("2026-11-23 06:02"),
            words: 1140, completeness: "full",
            summary:
                "If both governments are serious about talks, the first step is something to trade. Launchers that don’t exist yet are the cheapest chips on the table.",
            also: [
                DigestIssue.Carrier(
                    id: "x9p1wd", source: "defence-mirror", sourceTitle: "Defence Mirror",
                    relation: .excerptOf, overlap: 0.31, url: "https://mirror.example.com/a/1",
                    published: date("2026-11-22 08:00")),
                DigestIssue.Carrier(
                    id: "x9p1wf", source: "wire", sourceTitle: "The Wire", relation: .same, overlap: 1,
                    url: nil, published: date("2026-11-23 06:10")),
            ])
        entry.rank = 90
        return entry
    }

    static var roadmap: DigestIssue.Entry {
        var entry = DigestIssue.Entry(
            id: "b02mxe", story: "S9", title: "Allies agree on *roadmap* for <missile> defence [update]",
            url: "https://wire.example.com/world/roadmap_(2026)", source: "wire", sourceTitle: "The Wire",
            published: date("2026-11-20 17:40"), words: 410, completeness: "paywalled", summary: "")
        entry.isUpdate = true
        return entry
    }

    static var issue: DigestIssue {
        DigestIssue(
            digest: "daily", number: 214, title: "Defence and policy, daily", from: date("2026-11-20 06:30"),
            until: date("2026-11-23 06:30"), timeZone: "Europe/London", items: 118, folded: 77,
            sections: [
                DigestIssue.Section(title: "Coming up", stories: [talk]),
                DigestIssue.Section(
                    title: "Missiles and arms control", stories: [commentary, roadmap], more: 7),
            ],
            problems: [
                DigestIssue.Problem(
                    source: "harbour-news", state: .blocked,
                    reason: "a Cloudflare challenge answers instead of the feed", sourceTitle: "Harbour News",
                    since: date("2026-11-23 05:00")),
                DigestIssue.Problem(
                    source: "old-ministry", state: .failing, reason: "nobody answers",
                    since: date("2026-11-03 05:00"), isNew: false),
            ])
    }
}

extension DigestFormat {
    /// An issue as text.
    func render(_ issue: DigestIssue) -> String { String(decoding: bytes(of: issue), as: UTF8.self) }
}
