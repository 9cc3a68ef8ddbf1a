/// One call of ``Fetcher/fetch(_:)`` on its way through the queue.
///
/// `@unchecked Sendable`: handed to ``CurlMulti`` at its start and from then on touched on its queue alone.
final class FetchJob: @unchecked Sendable {
    let id: UInt64
    var exchange: Exchange
    /// The time that earlier hops took.
    var used: Duration = .zero
    /// When the present hop began.
    private(set) var began: ContinuousClock.Instant = .now
    /// When the first hop began: not before there was a place for it.
    private var begun: ContinuousClock.Instant?
    /// Set for the one repetition after a dead connection.
    var wantsFreshConnection = false
    private var done: Done?

    /// Is told what came of it, and when.
    typealias Done = @Sendable (_ result: Result<PackedResponse, FetchError>, _ span: FetchSpan) -> Void

    init(id: UInt64, exchange: Exchange, done: @escaping Done) {
        self.id = id
        self.exchange = exchange
        self.done = done
    }

    /// A hop begins.
    func begin(at time: ContinuousClock.Instant) {
        began = time
        begun = begun ?? time
    }

    /// Has the user and password found that the present hop lacks; told once, from a task.
    func findCredential(_ told: @escaping @Sendable (Result<String, FetchError>) -> Void) {
        guard let find = exchange.request.findCredential else { return }
        Task {
            do throws(FetchError) {
                told(.success(try await find()))
            } catch {
                told(.failure(error))
            }
        }
    }

    /// Tells the caller; every later call is without effect.
    /// - Parameter time: when it ended: its caller may be told some time later.
    func end(_ result: Result<PackedResponse, FetchError>, at time: ContinuousClock.Instant = .now) {
        done?(result, FetchSpan(begun: begun ?? time, ended: time))
        done = nil
    }
}
