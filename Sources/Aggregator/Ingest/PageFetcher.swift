import FeedFetch
import FeedParse
import Foundation

/// Why an item's page gave no text.
struct PageFailure: Error, Sendable {
    let reason: String
}

/// Fetches and reads the pages of items, where robots.txt allows it.
struct PageFetcher: Sendable {
    let poller: Poller
    let source: Source

    /// The article at an address, and the address that gave it.
    func article(at url: String) async -> Result<(Article, String), PageFailure> {
        do {
            let request = try await poller.robots.admit(
                poller.requests.request(for: source, url: url, accept: .page))
            let response = try await poller.fetcher.fetch(request)
            let article = try ArticleReader(rules: source.rules).read(
                response.body, url: response.url, contentType: response.header("content-type"))
            return .success((article, response.url))
        } catch let error as FetchError {
            return .failure(PageFailure(reason: error.detail))
        } catch let error as FeedParseError {
            return .failure(PageFailure(reason: error.description))
        } catch {
            return .failure(PageFailure(reason: "\(error)"))
        }
    }
}
