import FeedFetch
import Foundation

/// Asks the addresses of a source, where robots.txt allows it.
struct SourceAsker: Sendable {
    let fetcher: Fetcher
    let requests: RequestMaker
    let robots: RobotsGate
    let clock: @Sendable () -> Date

    /// The answers of the addresses of a source, in order.
    /// - Parameter shared: the states of all sources that have these addresses.
    func ask(_ source: Source, state: PollState, shared: [PollState]) async -> [TimedAnswer] {
        let isConditional = Self.isConditional(source, state, shared)
        var answers: [TimedAnswer] = []
        for (index, configured) in source.urls.enumerated() {
            let url = index == 0 ? state.address(of: source) : configured
            var answer = await ask(source, url: url, state: state, isConditional: isConditional)
            if case .failure(let error) = answer.answer, url == state.discoveredURL, url != configured,
                error.status == 404 || error.status == 410
            {
                // The feed that the page announced is gone: the page may announce another one.
                answer = await ask(source, url: configured, state: state, isConditional: false)
            }
            answers.append(answer)
        }
        return answers
    }

    /// The one request that is all of asking a source; nil when what comes of it may lead to others.
    func onlyRequest(of source: Source, state: PollState, shared: [PollState]) -> FetchRequest? {
        guard source.urls.count == 1, state.discoveredURL == nil, !Self.asksRobots(source, state) else {
            return nil
        }
        return request(
            for: source, url: state.address(of: source), state: state,
            isConditional: Self.isConditional(source, state, shared))
    }

    /// What came of a request.
    func answer(_ result: Result<PackedResponse, FetchError>) -> Answer {
        switch result {
        case .success(let response): .success(response)
        case .failure(let error) where error.code == .held:
            .held(
                until: clock().addingTimeInterval(TimeInterval(error.retryAfter ?? 0)),
                isSpacing: error.isSpacing)
        case .failure(let error): .failure(error)
        }
    }

    /// Several sources of one address may know different versions of it: then none is named.
    private static func isConditional(_ source: Source, _ state: PollState, _ shared: [PollState]) -> Bool {
        source.urls.count == 1
            && shared.allSatisfy {
                $0.etag == state.etag && $0.lastModified == state.lastModified
                    && $0.validatorsURL == state.validatorsURL
            }
    }

    private static func asksRobots(_ source: Source, _ state: PollState) -> Bool {
        source.type == .page || state.detectedType == .page
    }

    private func request(
        for source: Source, url: String, state: PollState, isConditional: Bool
    ) -> FetchRequest {
        var request = requests.request(
            for: source, url: url, accept: source.type == .page ? .page : .feed)
        if isConditional, !(state.etag == nil && state.lastModified == nil) {
            request.validators = Validators(etag: state.etag, lastModified: state.lastModified)
            request.validatorsURL = state.validatorsURL
            request.wantsDelta = source.type == .feed || source.type == .auto && state.detectedType == .feed
        }
        return request
    }

    private func ask(
        _ source: Source, url: String, state: PollState, isConditional: Bool
    ) async -> TimedAnswer {
        var request = request(for: source, url: url, state: state, isConditional: isConditional)
        if Self.asksRobots(source, state) {
            let begun = ContinuousClock.now
            do throws(FetchError) {
                request = try await robots.admit(request)
            } catch {
                return TimedAnswer(
                    answer: answer(.failure(error)), span: FetchSpan(begun: begun, ended: .now))
            }
        }
        let (result, span) = await fetcher.receiveTimed(request)
        return TimedAnswer(answer: answer(result), span: span)
    }
}
