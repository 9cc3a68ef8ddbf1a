import FeedFetch
import FeedParse
import Foundation

/// Finds the sitemaps of a site whose address, page or robots.txt stands in place of theirs: by robots.txt, else at
/// `/sitemap.xml`.
struct SitemapSearch: Sendable {
    let follower: Follower

    /// True for the address of a robots.txt.
    static func isRobots(_ url: String) -> Bool {
        WebAddress(url)?.path == "/robots.txt"
    }

    /// A robots.txt that a source names and that doesn't exist, as one that names no sitemap.
    static func missingRobots(_ error: FetchError, of source: Source) -> FetchResponse? {
        guard source.type == .sitemap, let status = error.status, status == 404 || status == 410,
            isRobots(error.url)
        else { return nil }
        return FetchResponse(url: error.url, status: status)
    }

    /// True when what answered may be a page of the site rather than a fault.
    ///
    /// A source whose address gave a sitemap before keeps it: a page in its place is a fault then.
    func isWorthwhile(after error: FeedParseError) -> Bool {
        guard follower.state.lastSuccess == nil || follower.state.discoveredURL != nil else { return false }
        switch error.code {
        case .htmlPage, .notAFeed, .loginPage, .empty: return true
        default: return false
        }
    }

    /// The items of the sitemaps of the site that an answer belongs to.
    /// - Parameter reason: why the answer itself is no sitemap; nil for a robots.txt.
    func sitemaps(
        of response: FetchResponse, reason: FeedParseError?, at place: inout Workbench.Place
    ) async throws -> Follower.Followed {
        guard let site = WebAddress(response.url), let robots = site.resolving("/robots.txt")?.text,
            let usual = site.resolving("/sitemap.xml")?.text
        else { throw reason ?? FeedParseError(.notAFeed, "\(response.url) is no address of a sitemap") }
        let named: [String]
        var tried: [String] = []
        if let reason {
            tried.append("\(response.url) is none (\(Self.clause(reason.message)))")
            let request = follower.poller.requests.request(
                for: follower.source, url: response.url, accept: .page)
            let found = try await place.aside {
                // The sitemap that it named so far is gone or none any more: it may name another one by now.
                try await follower.poller.robots.sitemaps(
                    for: request, isAnew: follower.state.discoveredURL != nil)
            }
            named = found.addresses
            if named.isEmpty { tried.append(found.reason.map(Self.clause) ?? "\(robots) names none") }
        } else {
            named = RobotsTxt(bytes: response.body).sitemaps.compactMap { site.resolving($0)?.text }
            if named.isEmpty {
                tried.append(
                    response.status == 200
                        ? "\(robots) names none" : "\(robots) answers HTTP \(response.status)")
            }
        }
        if named.count > 1 {
            let children = named.map { address in
                var child = ParsedItem()
                child.link = address
                return child
            }
            var followed = try await follower.sitemaps(children, of: robots, at: &place)
            followed.discoveredURL = robots
            return followed
        }
        do {
            return try await follow(named.first ?? usual, isGuess: named.isEmpty, at: &place)
        } catch let error as FeedParseError {
            tried.append("\(named.first ?? usual) is none (\(Self.clause(error.message)))")
        } catch let error as FetchError where Self.isAbsent(error, isGuess: named.isEmpty) {
            tried.append("\(named.first ?? usual) can't be had (\(Self.clause(error.detail)))")
        }
        throw FeedParseError(
            .notAFeed,
            "No sitemap was found: \(tried.joined(separator: ", ")); give its own address in `url`.")
    }

    /// Reads a sitemap that was found.
    /// - Parameter isGuess: true when nothing names it; then it is asked for where robots.txt allows it.
    private func follow(
        _ url: String, isGuess: Bool, at place: inout Workbench.Place
    ) async throws -> Follower.Followed {
        let poller = follower.poller
        let reader = DocumentReader(source: follower.source)
        var request = poller.requests.request(for: follower.source, url: url, accept: .feed)
        if isGuess {
            let plain = request
            request = try await place.aside { try await poller.robots.admit(plain) }
        }
        let reading = try await poller.follow(request, at: &place) { response in
            try reader.read(
                response.body, url: response.url, contentType: response.header("content-type"),
                detected: .sitemap)
        }
        var followed: Follower.Followed
        switch reading {
        case .items(let feed, as: _): followed = Follower.Followed(feed: feed, type: .sitemap)
        case .index(let children): followed = try await follower.sitemaps(children, of: url, at: &place)
        case .announcement: throw FeedParseError(.htmlPage, "it is a web page")
        }
        followed.discoveredURL = url
        return followed
    }

    /// True when there is no sitemap at an address: that tells nothing of the site, which has answered.
    private static func isAbsent(_ error: FetchError, isGuess: Bool) -> Bool {
        guard isGuess else { return error.status == 404 || error.status == 410 }
        return error.code == .robots || error.status.map { (400...499).contains($0) && $0 != 429 } ?? false
    }

    /// A sentence as a part of another one.
    private static func clause(_ sentence: String) -> String {
        sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence
    }
}
