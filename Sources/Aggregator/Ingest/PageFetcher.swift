import FeedFetch
import FeedParse
import Foundation

/// Why an item's page gave no text.
struct PageFailure: Error, Sendable {
    let reason: String
    /// True when it is likely to be another an hour later: the page may be well.
    var isPassing = false
    /// True when nobody asked for it, or not to the end, for a reason that is none of the page's.
    var isPutOff = false
}

extension FetchError {
    /// True when the fault is one of the moment, and tells nothing of what lies at the address.
    fileprivate var isPassing: Bool {
        switch code {
        case .dns, .connect, .timeout, .incomplete, .held, .cancelled, .system: true
        case .robots: retryAfter != nil
        case .status: status.map { $0 >= 500 || $0 == 429 || $0 == 408 } ?? false
        default: false
        }
    }
}

/// Fetches and reads the pages of items, where robots.txt allows it.
struct PageFetcher: Sendable {
    let poller: Poller
    let source: Source

    /// What a page answered.
    struct Answer: Sendable {
        /// What it says; nil when it has not changed.
        var article: Article?
        /// The address that gave it.
        var url: String
        /// The version of the page.
        var validators: Validators
    }

    /// The article at an address, and the address that gave it.
    func article(at url: String) async -> Result<(Article, String), PageFailure> {
        await ask(url).flatMap { answer in
            guard let article = answer.article else {
                return .failure(PageFailure(reason: "it answers that a page nobody knows has not changed"))
            }
            return .success((article, answer.url))
        }
    }

    /// Asks for a page, or for what has changed of it.
    /// - Parameter known: the version that is known.
    func ask(_ url: String, known: Validators? = nil) async -> Result<Answer, PageFailure> {
        do {
            var request = try await poller.robots.admit(
                try poller.requests.request(for: source, url: url, accept: .page))
            request.validators = known.flatMap { $0.isEmpty ? nil : $0 }
            let response = try await poller.fetcher.fetch(request)
            guard !response.isNotModified else {
                return .success(Answer(url: response.url, validators: known ?? Validators()))
            }
            let article = try ArticleReader(rules: source.rules).read(
                response.body, url: response.url, contentType: response.header("content-type"))
            return .success(Answer(article: article, url: response.url, validators: response.validators))
        } catch let error as FetchError {
            return .failure(
                PageFailure(
                    reason: error.detail, isPassing: error.isPassing,
                    isPutOff: [.held, .cancelled].contains(error.code)))
        } catch let error as FeedParseError {
            return .failure(PageFailure(reason: error.description))
        } catch {
            return .failure(PageFailure(reason: "\(error)"))
        }
    }
}
