import Synchronization

/// Fetches over HTTP with one libcurl multi handle: many transfers at a time, few per host.
///
/// Redirects are followed hop by hop, addresses are checked after name resolution, every limit is an error
/// and never a truncation. There are no cookies, no referrer and no request but GET.
public final class Fetcher: Sendable {
    /// How the network is used.
    public let configuration: FetcherConfiguration
    private let multi: CurlMulti
    private let lastID = Atomic<UInt64>(0)

    /// Creates a fetcher; nothing is opened before the first request.
    /// - Parameters:
    ///   - resting: hosts that are to be left alone, and for how long from now.
    ///   - onRest: is told of each host that asks for it from now on, with the seconds, on the fetcher's own queue.
    public init(
        configuration: FetcherConfiguration = FetcherConfiguration(), resting: [String: Duration] = [:],
        onRest: @escaping @Sendable (_ host: String, _ seconds: Int) -> Void = { _, _ in }
    ) {
        self.configuration = configuration
        multi = CurlMulti(configuration: configuration, resting: resting, onRest: onRest)
    }

    /// Makes libcurl and its TLS library ready, as the first fetcher does otherwise: for whoever has time before.
    ///
    /// Nothing may end the program meanwhile, which would free what is being made.
    public static func prepare() { _ = CurlMulti.initialised }

    /// Fetches one thing, or says why not; waits for a slot of the host.
    ///
    /// The time limit counts from the moment a slot is free. Cancelling the task stops the transfer.
    public func fetch(_ request: FetchRequest) async throws(FetchError) -> FetchResponse {
        try await receive(request).unpacked()
    }

    /// Fetches one thing and leaves its body packed, for somebody who reads it later.
    public func receive(_ request: FetchRequest) async throws(FetchError) -> PackedResponse {
        try await receiveTimed(request).result.get()
    }

    /// Fetches one thing like ``receive(_:)``, and says when.
    package func receiveTimed(
        _ request: FetchRequest
    ) async -> (result: Result<PackedResponse, FetchError>, span: FetchSpan) {
        let id = nextID()
        let exchange: Exchange
        do throws(FetchError) {
            exchange = try Exchange(request)
        } catch {
            return (.failure(error), FetchSpan(begun: .now, ended: .now))
        }
        guard !Task.isCancelled else {
            let error = exchange.fail(
                .cancelled, "The transfer from \(exchange.address.host) was stopped.")
            return (.failure(error), FetchSpan(begun: .now, ended: .now))
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                multi.start(
                    FetchJob(id: id, exchange: exchange) { continuation.resume(returning: ($0, $1)) })
                // The handler below may have run before the transfer was known.
                if Task.isCancelled { multi.cancel(id) }
            }
        } onCancel: {
            multi.cancel(id)
        }
    }

    /// Fetches one thing like ``receive(_:)``, without a task that waits for it.
    ///
    /// - Parameter done: is told what came of it and when, once, on the fetcher's own queue: nothing else is fetched
    ///   meanwhile.
    /// - Returns: its number, which ``cancel(_:)`` stops it by.
    package func receive(
        _ request: FetchRequest,
        done:
            @escaping @Sendable (
                _ id: UInt64, _ result: Result<PackedResponse, FetchError>, _ span: FetchSpan
            ) -> Void
    ) -> UInt64 {
        let id = nextID()
        do throws(FetchError) {
            multi.start(FetchJob(id: id, exchange: try Exchange(request)) { done(id, $0, $1) })
        } catch {
            done(id, .failure(error), FetchSpan(begun: .now, ended: .now))
        }
        return id
    }

    /// Stops a transfer that has not ended.
    package func cancel(_ id: UInt64) { multi.cancel(id) }

    private func nextID() -> UInt64 { lastID.add(1, ordering: .relaxed).newValue }

    /// Leaves hosts alone for some time from now, beside those that were named before; what waits for them ends as held.
    public func leaveAlone(_ hosts: [String: Duration]) {
        guard !hosts.isEmpty else { return }
        multi.leaveAlone(hosts)
    }

    /// Stops what is in flight, closes all connections and frees libcurl's handles.
    ///
    /// Await your fetches first to let them finish. Afterwards every fetch fails as cancelled.
    public func close() async {
        await withCheckedContinuation { continuation in
            multi.close { continuation.resume() }
        }
    }
}
