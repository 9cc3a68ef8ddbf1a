import Foundation

/// Text for tests: sentences that all differ, so that shingles of two texts only agree where they were copied.
enum IngestProse {
    private static let subjects = [
        "The harbour authority", "A committee of engineers", "The northern fleet", "Two former ministers",
        "The treaty's drafters", "An inspector general", "The coastal states", "Several insurers",
    ]
    private static let verbs = [
        "reviewed", "postponed", "doubted", "financed", "rewrote", "published", "withdrew", "audited",
    ]
    private static let objects = [
        "the dredging plan", "a radar contract", "the pilots' rota", "an ageing ferry line",
        "the quota for herring", "a lighthouse survey", "the customs ledger", "a sonar trial",
    ]

    /// So many sentences about a topic; other topics and numbers give other words.
    static func sentences(_ count: Int, about topic: String, from first: Int = 0) -> [String] {
        (first..<first + count).map { number in
            let subject = subjects[number % 8]
            let verb = verbs[(number / 2 + topic.count) % 8]
            let object = objects[(number / 3 + 2 * topic.count) % 8]
            return
                "\(subject) \(verb) \(object) in \(topic) report \(number), citing annex \(number * 7 + 3)."
        }
    }

    /// The sentences as paragraphs of HTML.
    static func html(_ sentences: [String]) -> String {
        sentences.map { "<p>\($0)</p>" }.joined(separator: "\n")
    }

    /// A page with an article of these sentences.
    static func page(_ title: String, _ sentences: [String], head: String = "", before: String = "") -> String
    {
        """
        <!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>\(title)</title>
        <meta property="og:type" content="article"><meta property="og:title" content="\(title)">\(head)</head>
        <body><header><nav><a href="/">Home</a> <a href="/about">About</a></nav></header>
        <main><article><h1>\(title)</h1>\(before)\(html(sentences))</article></main>
        <footer><p>Imprint</p></footer></body></html>
        """
    }
}
