import Dispatch
import Foundation

/// The signals that the daemon listens to, as a stream.
enum Signals {
    /// What a person or systemd asks for.
    enum Request: Sendable {
        /// SIGTERM or SIGINT: finish what is in flight and end.
        case stop
        /// SIGHUP: read the configuration again.
        case reload
    }

    /// The requests from now on.
    static func requests() -> AsyncStream<Request> {
        let (stream, continuation) = AsyncStream.makeStream(of: Request.self)
        let queue = DispatchQueue(label: "aggd.signals")
        let sources = [SIGTERM, SIGINT, SIGHUP].map { number in
            // Dispatch sees a signal only when its default action is off.
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler { @Sendable in
                continuation.yield(number == SIGHUP ? .reload : .stop)
            }
            source.activate()
            return source
        }
        let held = HeldSources(sources: sources)
        continuation.onTermination = { _ in held.cancel() }
        return stream
    }

    /// Keeps the sources alive as long as somebody reads the stream.
    ///
    /// Unchecked: immutable after init; a source of Dispatch may be cancelled from any thread.
    private final class HeldSources: @unchecked Sendable {
        private let sources: [any DispatchSourceSignal]

        init(sources: [any DispatchSourceSignal]) {
            self.sources = sources
        }

        func cancel() {
            for source in sources { source.cancel() }
        }
    }
}
