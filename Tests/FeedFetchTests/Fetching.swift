import FeedFetch
import TestSupport

/// A fetcher that may talk to loopback, closed when the body is done.
func withFetcher<Value: Sendable>(
    _ configuration: FetcherConfiguration = FetcherConfiguration(),
    _ body: (Fetcher) async throws -> Value
) async throws -> Value {
    let fetcher = Fetcher(configuration: configuration)
    do {
        let value = try await body(fetcher)
        await fetcher.close()
        return value
    } catch {
        await fetcher.close()
        throw error
    }
}

/// A request that may go to loopback.
func localRequest(_ url: String) -> FetchRequest {
    var request = FetchRequest(url: url)
    request.addresses = AddressPolicy(allowedNetworks: ["127.0.0.0/8"])
    return request
}

/// Fetches and returns the error; nil when it succeeded.
func failure(_ fetcher: Fetcher, _ request: FetchRequest) async -> FetchError? {
    do {
        _ = try await fetcher.fetch(request)
        return nil
    } catch {
        return error
    }
}

/// Starts a server, fetches one thing from it, stops it.
func fetchOnce(
    _ request: (LoopbackServer) -> FetchRequest = { localRequest($0.url("/feed")) },
    handler: @escaping LoopbackServer.Handler
) async throws -> Result<FetchResponse, FetchError> {
    let server = try LoopbackServer.start(handler: handler)
    defer { server.stop() }
    let request = request(server)
    return try await withFetcher { fetcher in
        do throws(FetchError) {
            return .success(try await fetcher.fetch(request))
        } catch {
            return .failure(error)
        }
    }
}

extension Result where Failure == FetchError {
    /// The error, nil for a success.
    var error: FetchError? {
        if case .failure(let error) = self { error } else { nil }
    }
}
