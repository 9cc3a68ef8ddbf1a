import FeedFetch
import FeedParse
import Foundation

/// Why an item's page gave no text.
struct PageFailure: Error, Sendable {
    let reason: String
    /// True when it is likely to be another an hour later: the page may be well.
    var isPassing = false
    /// How often a page that fails like this is asked before it is left for good.
    var attempts = 1
    /// True when nobody asked for it, or not to the end, for a reason that is none of the page's.
    var isPutOff = false
    /// True when the other pages of its host could not be had now either.
    var isOfHost = false
    /// Seconds for which its host asks to be left alone.
    var wait: Int?

    /// True when nothing can be had of its host, as nobody can reach it.
    var isHostDown = false
    /// True when its time comes the later, the longer it has been due.
    var growsWithAge = false

    /// It has given its item a text before, and lets those of its host that have given none go first.
    static let letsOthersPass = PageFailure(
        reason: "pages of its host that nobody has had go first", isPassing: true,
        attempts: DuePages.attempts,
        isPutOff: true)

    /// As many pages were asked as are asked in one poll.
    static let hasNoPlace = PageFailure(
        reason: "one poll asks for \(FullText.autoPages) pages", isPassing: true, attempts: DuePages.attempts,
        isPutOff: true)

    /// What this failure means for the other pages of the host, for which nobody asks then.
    /// - Parameter isFirst: true when the host has given no page in this poll: of one that is down each has failed.
    func ofOthers(isFirst: Bool) -> PageFailure {
        if isHostDown, isFirst { return self }
        var failure = self
        failure.growsWithAge = growsWithAge || !isPutOff
        failure.isPutOff = true
        failure.isHostDown = false
        // How often the one that was asked is asked is no matter of theirs.
        failure.attempts = DuePages.attempts
        failure.wait = wait ?? Int(DuePages.pause(after: 1))
        return failure
    }
}

extension PageFailure {
    /// What a failed request for a page means.
    init(_ error: FetchError, askedAt url: String) {
        reason = error.detail
        isPassing = error.isPassing
        // A feed may be quicker than the site that has the page.
        attempts = isPassing ? DuePages.attempts : error.status == 404 ? DuePages.attemptsAtMissing : 1
        isPutOff = [.held, .cancelled].contains(error.code) || error.isResting
        // A robots.txt that always wants rest takes no attempt away: it must not be asked each hour for a month.
        growsWithAge = error.isResting
        wait = error.code == .cancelled ? nil : error.hostRest ?? error.retryAfter
        // A redirect may have led to another host, which says nothing of this one.
        isOfHost = error.concernsHost && WebAddress(error.url)?.host == WebAddress(url)?.host
        isHostDown = isOfHost && error.isOutOfReach
    }
}

extension FetchError {
    /// True when the fault is one of the moment, and tells nothing of what lies at the address.
    fileprivate var isPassing: Bool {
        switch code {
        case .dns, .connect, .tls, .timeout, .incomplete, .held, .secret, .cancelled, .system: true
        case .robots: retryAfter != nil
        case .status: status.map { $0 >= 500 || $0 == 429 || $0 == 408 } ?? false
        default: false
        }
    }

    /// True when the host, and not the address, is at fault.
    fileprivate var concernsHost: Bool {
        switch code {
        case .dns, .connect, .tls, .timeout, .held, .secret: true
        case .robots: retryAfter != nil
        default: hostRest != nil
        }
    }

    /// True when no connection to the host comes about, or not so much as its robots.txt can be had.
    fileprivate var isOutOfReach: Bool {
        [.dns, .connect, .tls].contains(code) || code == .robots && retryAfter != nil && !isResting
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

    /// One of several pages that are asked.
    struct Question: Sendable {
        let place: Int
        let url: String
        /// The version that is known.
        var known: Validators?
    }

    /// What came of asking for one of several pages.
    struct Reading: Sendable {
        let place: Int
        let result: Result<Answer, PageFailure>
        /// False when nobody asked for it, as its host has failed another or wants time between requests.
        let isAsked: Bool

        /// The failure that keeps other pages of the host back.
        fileprivate var hostFault: PageFailure? {
            if case .failure(let failure) = result, failure.isOfHost { failure } else { nil }
        }
        /// The same where the host has answered another question.
        fileprivate var ofLiveHost: Reading {
            guard case .failure(var failure) = result else { return self }
            failure.isHostDown = false
            return Reading(place: place, result: .failure(failure), isAsked: isAsked)
        }
    }

    /// Pages of one host that are asked before the first of them has answered.
    private static let atOnce = 4

    /// The article at an address, and the address that gave it.
    func article(at url: String) async -> Result<(Article, String), PageFailure> {
        await ask(url).flatMap { answer in
            guard let article = answer.article else {
                return .failure(PageFailure(reason: "it answers that a page nobody knows has not changed"))
            }
            return .success((article, answer.url))
        }
    }

    /// What pages answer.
    ///
    /// Of a host one is asked before the others, then a few at a time. When it turns out that the host can't be asked
    /// now, nobody asks for the rest.
    func answers(of pages: [Question]) async -> [Reading] {
        let hosts = Dictionary(grouping: pages) { WebAddress($0.url)?.origin ?? "" }
        return await withTaskGroup(of: [Reading].self) { running in
            for pages in hosts.values { running.addTask { await answers(ofOneHost: pages) } }
            return await running.reduce(into: []) { $0 += $1 }
        }
    }

    private func answers(ofOneHost pages: [Question]) async -> [Reading] {
        guard let first = pages.first else { return [] }
        let reading = await reading(first)
        var fault = reading.hostFault
        var readings = [reading]
        var left = pages.dropFirst()[...]
        if fault == nil {
            await withTaskGroup(of: Reading.self) { running in
                for page in left.prefix(Self.atOnce) { running.addTask { await self.reading(page) } }
                left = left.dropFirst(Self.atOnce)
                for await next in running {
                    readings.append(next)
                    fault = fault ?? next.hostFault
                    guard fault == nil, let page = left.popFirst() else { continue }
                    running.addTask { await self.reading(page) }
                }
            }
        }
        if let fault {
            let isFirst = readings.count == 1
            // A host that has given a page just now is not down.
            if !isFirst { readings = readings.map(\.ofLiveHost) }
            let others = fault.ofOthers(isFirst: isFirst)
            readings += left.map { Reading(place: $0.place, result: .failure(others), isAsked: false) }
        }
        return readings
    }

    private func reading(_ page: Question) async -> Reading {
        let result = await ask(page.url, known: page.known)
        let isAsked = if case .failure(let failure) = result { !failure.isPutOff } else { true }
        return Reading(place: page.place, result: result, isAsked: isAsked)
    }

    /// Asks for a page, or for what has changed of it.
    /// - Parameter known: the version that is known.
    func ask(_ url: String, known: Validators? = nil) async -> Result<Answer, PageFailure> {
        do {
            var request = try await poller.robots.admit(
                poller.requests.request(for: source, url: url, accept: .page))
            request.validators = known.flatMap { $0.isEmpty ? nil : $0 }
            let response = try await poller.fetcher.fetch(request)
            guard !response.isNotModified else {
                return .success(Answer(url: response.url, validators: known ?? Validators()))
            }
            let article = try ArticleReader(rules: source.rules).read(
                response.body, url: response.url, contentType: response.header("content-type"))
            return .success(Answer(article: article, url: response.url, validators: response.validators))
        } catch let error as FetchError {
            return .failure(PageFailure(error, askedAt: url))
        } catch let error as FeedParseError {
            // An empty page is a server's fault, which the server hasn't noticed.
            let isEmpty = error.code == .empty
            return .failure(
                PageFailure(
                    reason: error.description, isPassing: isEmpty, attempts: isEmpty ? DuePages.attempts : 1))
        } catch {
            return .failure(PageFailure(reason: "\(error)"))
        }
    }
}
