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
    func ask(_ source: Source, state: PollState, shared: [PollState]) async -> [Answer] {
        // Several sources of one address may know different versions of it: then none is named.
        let agree = shared.allSatisfy {
            $0.etag == state.etag && $0.lastModified == state.lastModified
                && $0.validatorsURL == state.validatorsURL
        }
        let isConditional = source.urls.count == 1 && agree
        var answers: [Answer] = []
        for (index, configured) in source.urls.enumerated() {
            let url = index == 0 ? state.address(of: source) : configured
            var answer = await ask(source, url: url, state: state, isConditional: isConditional)
            if case .failure(let error) = answer, url == state.discoveredURL, url != configured,
                error.status == 404 || error.status == 410
            {
                // The feed that the page announced is gone: the page may announce another one.
                answer = await ask(source, url: configured, state: state, isConditional: false)
            }
            answers.append(answer)
        }
        return answers
    }

    private func ask(_ source: Source, url: String, state: PollState, isConditional: Bool) async -> Answer {
        guard WebAddress(url) != nil else {
            return .failure(FetchError(.badURL, url: url, detail: "\(url) is no address of a page or feed"))
        }
        var request = requests.request(for: source, url: url, accept: source.type == .page ? .page : .feed)
        if isConditional, !(state.etag == nil && state.lastModified == nil) {
            request.validators = Validators(etag: state.etag, lastModified: state.lastModified)
            request.validatorsURL = state.validatorsURL
            request.wantsDelta = source.type == .feed || source.type == .auto && state.detectedType == .feed
        }
        do {
            if source.type == .page || state.detectedType == .page {
                request = try await robots.admit(request)
            }
            return .success(try await fetcher.receive(request))
        } catch  where error.code == .held {
            return .held(until: clock().addingTimeInterval(TimeInterval(error.retryAfter ?? 0)))
        } catch {
            return .failure(error)
        }
    }
}
