internal import FeedParse

/// Selectors of a source that once found something and don't any more.
extension PollState {
    /// Pages in a row without a match after which the selector of the text counts as dead: one may be a video, or a
    /// notice.
    static let deadAfterPages = 3

    /// What to tell of a field that the source's lists had before and this one lacks in all its blocks.
    func deadField(of feed: ParsedFeed) -> String? {
        feed.deadSelectors.first { aliveFields.contains($0.field) }?.sentence
    }

    /// Counts the pages in which the selector of the text found nothing.
    mutating func notePages(_ outcome: PollOutcome, selector: String?) {
        if articleSelector != selector {
            articleSelector = selector
            articleMisses = 0
        }
        articleMisses = outcome.pagesSelected > 0 ? 0 : articleMisses + outcome.pagesUnselected
    }

    /// What to tell of a selector that finds nothing any more; nil while all do.
    func deadSelector(of source: Source) -> String? {
        if let deadSelector { return deadSelector }
        guard let article = source.articleSelector, article == articleSelector,
            articleMisses >= Self.deadAfterPages
        else { return nil }
        return
            "Nothing on its last \(articleMisses) pages matches the selector \"\(article)\" of `article`; the pages "
            + "may have changed."
    }
}
