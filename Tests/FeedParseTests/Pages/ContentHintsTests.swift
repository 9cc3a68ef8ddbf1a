import Testing

@testable import FeedParse

private func hints(_ names: String) -> ContentHints { ContentHints.read(names.utf8) }

@Suite("The names of elements") struct ContentHintsTests {
    @Test(
        "mean the same however their words are joined",
        arguments: [
            "article-body", "article_body", "articleBody", "ArticleBody", "c-article__body", "ARTICLE-BODY",
            "main articleBody x",
        ])
    func joined(_ names: String) {
        #expect(hints(names).contains(.body), "\(names)")
    }

    @Test(
        "tell what isn't the text",
        arguments: [
            ("main-nav", ContentHints.navigation), ("breadcrumbs", .navigation), ("share-bar", .share),
            ("social", .share),
            ("related-stories", .related), ("read-more", .related), ("comments", .comments),
            ("newsletter-signup", .promotion),
            ("cookie-banner", .consent), ("site-footer", .legal), ("sidebar", .sidebar), ("sr-only", .hidden),
            ("author-bio", .biography), ("paywall", .paywall), ("teaser", .teaser),
            ("photo-credit", .caption),
        ])
    func junk(_ names: String, _ hint: ContentHints) {
        #expect(hints(names).contains(hint), "\(names)")
    }

    @Test(
        "tell the parts of an article's head",
        arguments: [
            ("byline", ContentHints.author), ("post-author", .author), ("pub-date", .published),
            ("last-updated", .modified),
            ("dachzeile", .kicker), ("standfirst", .lead), ("entry-title", .title), ("dateline", .date),
        ])
    func head(_ names: String, _ hint: ContentHints) {
        #expect(hints(names).contains(hint), "\(names)")
    }

    @Test(
        "mean nothing inside of longer words",
        arguments: [
            "navy", "shared-memory", "advent", "menuet", "commentator", "footage", "datum-x9z", "sidewalk",
        ])
    func inside(_ names: String) {
        #expect(hints(names).isDisjoint(with: [.navigation, .comments, .legal, .sidebar]), "\(names)")
    }

    @Test("may be empty or nothing but signs", arguments: ["", " ", "---", "123", "___ --", "é", "日本"])
    func signs(_ names: String) {
        #expect(hints(names) == [])
    }

    @Test("are remembered, and never taken for one another")
    func cache() {
        var cache = HintCache()
        // More names than the cache has slots, twice.
        for _ in 0..<2 {
            for number in 0..<3000 {
                let name =
                    number % 3 == 0
                    ? "sidebar x\(number)" : number % 3 == 1 ? "comments y\(number)" : "plain z\(number)"
                #expect(cache.hints(of: ArraySlice(Array(name.utf8))) == hints(name))
            }
        }
    }
}
