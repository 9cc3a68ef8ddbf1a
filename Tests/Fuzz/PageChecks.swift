import FeedParse

/// What pages, selectors and events must hold, whatever the bytes.
enum PageChecks {
    /// A page ends in a result or in an error; what is read is in itself consistent.
    static func page(_ input: [UInt8], _ random: inout SeededRandom) -> String? {
        var rules = PageRules()
        if random.below(6) == 0 { rules.article = "article, div.body, main" }
        if random.below(6) == 0 { rules.drop = [".related", "aside"] }
        let urls = [nil, "https://a.example/2026/04/03/b?c#d", "nonsense", ""]
        let types = [nil, "text/html", "text/html; charset=utf-16", "text/html; charset=windows-1251"]
        guard
            let article = try? ArticleReader(rules: rules).read(
                input, url: urls[random.below(urls.count)], contentType: types[random.below(types.count)])
        else { return nil }
        if article.title?.isEmpty ?? false { return "the title is empty" }
        if article.authors.contains(where: \.isEmpty) { return "an author has no name" }
        if let event = article.event, let start = event.start, let end = event.end, end.date < start.date {
            return "the event ends before it starts"
        }
        if random.below(8) == 0 { return isClean(article.html) }
        return nil
    }

    /// A list ends in items or in an error; every item has a title or a link.
    static func list(_ input: [UInt8], _ random: inout SeededRandom) -> String? {
        var rules = PageRules()
        if random.below(2) == 0 {
            rules.items = ["article", "li", "//tr", "div > p:first-child"][random.below(4)]
            rules.item.title = ["h3", "a", ".//td"][random.below(3)]
            rules.item.date = "time@datetime"
        }
        guard
            let reading = try? ListReader(rules: rules).read(
                input, url: "https://a.example/", contentType: nil)
        else { return nil }
        return reading.items.contains { $0.title == nil && $0.link == nil } ? "an item is nothing" : nil
    }

    /// A selector is an error, or an expression that libxml2 accepts.
    static func selector(_ input: [UInt8], _ random: inout SeededRandom) -> String? {
        for line in input.split(separator: 0x0A).prefix(4) {
            let text = String(decoding: line.prefix(300), as: UTF8.self)
            // What begins so is an XPath expression, which only libxml2 judges.
            let start = text.drop(while: \.isWhitespace)
            guard !["/", "./", "../", "("].contains(where: { start.hasPrefix($0) }),
                (try? Selector(text)) != nil
            else { continue }
            do throws(FeedParseError) {
                try Selector.validate(text)
            } catch {
                return "\(text) was translated to what is no XPath: \(error.message)"
            }
        }
        return nil
    }

    private static func isClean(_ html: String) -> String? {
        let lower = html.lowercased()
        for mark in ["<script", "<style", "<iframe", "javascript:", " onerror=", " onclick="]
        where lower.contains(mark) && lower.contains("<a href=\"" + mark) {
            return "the clean HTML holds \(mark)"
        }
        return nil
    }
}
