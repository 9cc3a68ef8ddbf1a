import CCurl
import Dispatch
import Synchronization

/// Owns libcurl's multi handle and runs it in a loop on one serial queue while there is something to do.
///
/// A `curl_multi_poll` loop woken by `curl_multi_wakeup` is faster than one Dispatch source per socket. The
/// loop blocks a thread of its own queue, never one of the cooperative pool, and ends when nothing is left to
/// do: an idle daemon has neither a thread nor a timer here.
///
/// `@unchecked Sendable`: all stored properties but `inbox` are touched on `queue` alone; `inbox` has a mutex.
@safe final class CurlMulti: @unchecked Sendable {
    private let inbox: FetchInbox
    private let queue = DispatchQueue(label: "aggd.fetch")
    private let configuration: FetcherConfiguration
    private let onRest: @Sendable (_ host: String, _ seconds: Int) -> Void
    private let clock = ContinuousClock()

    private var multi: UnsafeMutableRawPointer?
    private var share: UnsafeMutableRawPointer?
    private var gate: HostGate
    private var jobs: [UInt64: FetchJob] = [:]
    private var active: [UInt64: CurlTransfer] = [:]
    private var resting: [CurlTransfer] = []
    /// Bytes of unfinished bodies.
    private var bytesComing = 0
    /// Bytes of bodies that were handed out and are still in use, as of this turn of the loop.
    private var bytesOut = 0
    private var connecting = 0
    private var paused = 0
    private var ended = EndedFetches()
    /// The transfer that may always go on, so that the others' waiting has an end.
    private var privileged: UInt64?
    private var rounds: UInt64 = 0
    private var kept: KeptConnections

    init(
        configuration: FetcherConfiguration, resting: [String: Duration],
        onRest: @escaping @Sendable (_ host: String, _ seconds: Int) -> Void
    ) {
        self.configuration = configuration
        self.onRest = onRest
        inbox = FetchInbox(room: configuration.bytesInFlight)
        kept = KeptConnections(most: configuration.idleConnections)
        gate = HostGate(
            total: min(configuration.parallel, OpenFileLimit.transfers), perHost: configuration.perHost)
        let now = clock.now
        for (host, rest) in resting { _ = gate.hold(host: host, until: now + rest, now: now) }
        _ = Self.initialised
    }

    /// Starts a fetch; its end is told to the job.
    func start(_ job: FetchJob) {
        if !post(.start(job)) { job.end(.failure(job.exchange.fail(.cancelled, "The fetcher is closed."))) }
    }

    /// Stops a fetch if it has not ended.
    func cancel(_ id: UInt64) {
        _ = post(.cancel(id))
    }

    /// Leaves hosts alone for some time.
    func leaveAlone(_ hosts: [String: Duration]) {
        _ = post(.leaveAlone(hosts))
    }

    /// Stops all fetches and frees libcurl's handles; calls back when that is done.
    func close(_ done: @escaping @Sendable () -> Void) {
        if !post(.close(done)) { queue.async(execute: done) }
    }

    private func post(_ command: FetchInbox.Command) -> Bool {
        switch inbox.post(command) {
        case .refused: return false
        case .startsLoop: queue.async { self.run() }
        case .taken: break
        }
        return true
    }

    /// Hands an answer out; its body counts as in use until the answer is gone.
    private func hand(_ answer: PackedResponse, to job: FetchJob) {
        var answer = answer
        answer.claim(inbox)
        bytesOut += inbox.counted(answer.bytes)
        end(job, .success(answer))
    }

    /// Frees the handles; no loop runs, since it would keep this object alive, and none of libcurl's
    /// callbacks leads here.
    deinit { free() }

    // MARK: - The loop

    private func run() {
        rounds += 1
        while let commands = takeCommands() {
            for command in commands { perform(command) }
            admit()
            let hasEnded = unsafe multi.map { unsafe turn($0) } ?? true
            if ended.areDue(active: active.count, now: clock.now) { ended.tell() }
            if !hasEnded, let multi = unsafe multi, !active.isEmpty || gate.waiting > 0 { unsafe wait(multi) }
        }
    }

    /// Lets libcurl work; true when transfers have ended, whose places others may have.
    private func turn(_ multi: UnsafeMutableRawPointer) -> Bool {
        var running: Int32 = 0
        unsafe _ = curl_multi_perform(multi, &running)
        let hasEnded = unsafe collect(multi)
        if paused > 0 { resumePaused() }
        return hasEnded
    }

    /// Waits for the network or a command, and no longer than those may who are to be told.
    private func wait(_ multi: UnsafeMutableRawPointer) {
        unsafe _ = curl_multi_poll(
            multi, nil, 0, min(waitingTime(), ended.patience(now: clock.now)), nil)
    }

    /// What was posted since the last turn; nil ends the loop because there is nothing left to do.
    private func takeCommands() -> [FetchInbox.Command]? {
        let turn = inbox.take(
            isIdle: active.isEmpty && gate.waiting == 0, wakeable: unsafe multi.map { UInt(bitPattern: $0) },
            bytesComing: bytesComing)
        bytesOut = turn.bytesOut
        if turn.commands == nil { restLater() }
        return turn.commands
    }

    private func perform(_ command: FetchInbox.Command) {
        switch command {
        case .start(let job):
            open()
            jobs[job.id] = job
            wait(job)
        case .cancel(let id):
            guard let job = jobs[id] else { return }
            stop(job)
        case .credential(let id, let found):
            guard let job = jobs[id] else { return }
            open()
            switch found {
            case .success(let credential):
                job.exchange.take(credential: credential)
                wait(job)
            case .failure(let error): end(job, .failure(error))
            }
        case .leaveAlone(let hosts):
            let now = clock.now
            for (host, rest) in hosts { leaveAlone(host, for: rest, now: now) }
        case .close(let done):
            for job in Array(jobs.values) { stop(job) }
            ended.tell()
            inbox.loopCannotBeWoken()
            free()
            done()
        }
    }

    private func wait(_ job: FetchJob) {
        let host = job.exchange.address.host
        let now = clock.now
        if let rest = gate.rest(of: host, now: now) {
            return end(job, .failure(job.exchange.held(rest)))
        }
        // The time that the host wants before the next request began with this one.
        let goesOn = job.wantsFreshConnection || job.exchange.hasAsked(host)
        let delay = goesOn ? .zero : gate.delay(of: host, now: now)
        if delay > configuration.patience {
            return end(job, .failure(job.exchange.held(delay, isSpacing: true)))
        }
        if job.exchange.lacksCredential {
            // Outside of any line: it may take long.
            return job.findCredential { [id = job.id] found in _ = self.post(.credential(id, found)) }
        }
        if goesOn { return gate.goOn(job.id, host: host) }
        // What the host that was asked first wants between requests is no wish of one that it leads to.
        let spacing = job.exchange.redirects.isEmpty ? job.exchange.request.spacing : .zero
        gate.enqueue(job.id, host: host, spacing: spacing)
    }

    private func admit() {
        let now = clock.now
        // One may always go: whoever holds the memory may be waiting for just this answer.
        while hasRoom || active.isEmpty, mayConnect, let id = gate.admit(now: now) {
            // Every ticket in the gate belongs to a job in `jobs`: both are removed together.
            guard let job = jobs[id] else { continue }
            begin(job, now: now)
        }
    }

    private var mayConnect: Bool { connecting < max(configuration.connecting, 1) }

    private func begin(_ job: FetchJob, now: ContinuousClock.Instant) {
        let request = job.exchange.request
        let timeLeft = request.limits.total - job.used
        guard timeLeft > .zero else {
            let error = job.exchange.fail(
                .timeout, "\(job.exchange.address.host) did not answer within \(request.limits.total.words).")
            leaveGate(job)
            end(job, .failure(error))
            return
        }
        guard let multi = unsafe multi, let transfer = restingTransfer() else {
            leaveGate(job)
            end(job, .failure(job.exchange.fail(.system, "libcurl gives no handle: memory is short.")))
            return
        }
        transfer.job = job
        job.begin(at: now)
        let host = job.exchange.address.host
        let connection = CurlTransfer.Connection(
            isFresh: job.wantsFreshConnection,
            isKept: gate.isWaiting(host: host) || kept.keeps(host, now: now))
        transfer.prepare(job.exchange.hop, for: request, time: timeLeft, connection: connection)
        active[job.id] = transfer
        connecting += 1
        unsafe _ = curl_multi_add_handle(multi, transfer.easy)
    }

    private func collect(_ multi: UnsafeMutableRawPointer) -> Bool {
        var any = false
        var result = CURLE_OK
        while let easy = unsafe ccurl_multi_finished(multi, &result) {
            any = true
            guard let pointer = unsafe ccurl_info_private(easy) else { continue }
            let transfer = unsafe Unmanaged<CurlTransfer>.fromOpaque(pointer).takeUnretainedValue()
            guard let job = transfer.job else { continue }
            finish(transfer, job, result)
        }
        return any
    }

    private func finish(_ transfer: CurlTransfer, _ job: FetchJob, _ result: CURLcode) {
        let now = clock.now
        job.used += now - job.began - transfer.heldBack
        if transfer.failedOnOldConnection(result), !job.wantsFreshConnection {
            job.wantsFreshConnection = true
            retire(transfer, job, now: now)
            wait(job)
            return
        }
        let answer = transfer.finish(result, exchange: job.exchange)
        retire(transfer, job, now: now)
        switch answer {
        case .failure(let error):
            end(job, .failure(error))
        case .success(var answer):
            answer.duration = job.used
            // Content leads nowhere: whoever reads it unpacks it.
            if answer.isContent { return hand(answer, to: job) }
            switch answer.lead(&job.exchange) {
            case .finished(let response): hand(PackedResponse(response, of: job.exchange), to: job)
            case .failed(let error):
                let rest = error.hostRest
                // Told before the answer: whoever has that puts down what is told.
                if let rest { onRest(job.exchange.address.host, rest) }
                end(job, .failure(error))
                if let rest { leaveAlone(job.exchange.address.host, for: .seconds(rest), now: now) }
            case .follow:
                job.wantsFreshConnection = false
                wait(job)
            }
        }
    }

    /// The host wants to be left alone: what waited for it ends unasked.
    private func leaveAlone(_ host: String, for rest: Duration, now: ContinuousClock.Instant) {
        for ticket in gate.hold(host: host, until: now + rest, now: now) {
            guard let job = jobs[ticket] else { continue }
            end(job, .failure(job.exchange.held(rest)))
        }
    }

    /// Takes a transfer out of the multi handle and lets it rest.
    private func retire(_ transfer: CurlTransfer, _ job: FetchJob, now: ContinuousClock.Instant) {
        if let multi = unsafe multi { unsafe _ = curl_multi_remove_handle(multi, transfer.easy) }
        if transfer.isConnecting { connecting -= 1 }
        if transfer.isPaused { paused -= 1 }
        bytesComing -= inbox.counted(transfer.reader.heldBytes)
        active[job.id] = nil
        if privileged == job.id { privileged = nil }
        transfer.rest()
        resting.append(transfer)
        gate.finish(host: job.exchange.address.host, now: now)
    }

    private func leaveGate(_ job: FetchJob) {
        gate.finish(host: job.exchange.address.host, now: clock.now)
    }

    private func stop(_ job: FetchJob) {
        if let transfer = active[job.id] {
            retire(transfer, job, now: clock.now)
        } else {
            _ = gate.remove(job.id, host: job.exchange.address.host)
        }
        end(
            job,
            .failure(
                job.exchange.fail(.cancelled, "The transfer from \(job.exchange.address.host) was stopped.")))
    }

    private func end(_ job: FetchJob, _ result: Result<PackedResponse, FetchError>) {
        jobs[job.id] = nil
        ended.add(job, result, now: clock.now)
    }

    private func waitingTime() -> Int32 {
        // Without room nobody's turn comes before an answer is gone, which wakes the loop; and when too many
        // connect, one of them must have connected or failed, which does so too.
        guard gate.waiting > 0, hasRoom || active.isEmpty, mayConnect else { return 1000 }
        if gate.hasTurns { return 0 }
        let now = clock.now
        guard let next = gate.nextTurn(now: now) else { return gate.hasTurns ? 0 : 1000 }
        return Int32(min(max((next - now).milliseconds, 1), 1000))
    }

    // MARK: - Handles

    private func open() {
        guard unsafe multi == nil else { return }
        unsafe multi = curl_multi_init()
        guard let multi = unsafe multi else { return }
        unsafe _ = ccurl_multi_set_long(multi, CURLMOPT_PIPELINING, Int(CURLPIPE_MULTIPLEX))
        unsafe _ = ccurl_multi_set_long(
            multi, CURLMOPT_MAXCONNECTS, gate.total + configuration.idleConnections)
        inbox.loopCanBeWoken(by: UInt(bitPattern: multi))
        if unsafe share == nil {
            unsafe share = curl_share_init()
            if let share = unsafe share { unsafe _ = ccurl_share_tls_sessions(share) }
        }
    }

    private func restingTransfer() -> CurlTransfer? {
        unsafe resting.popLast() ?? CurlTransfer(configuration: configuration, share: share, budget: self)
    }

    /// Closes idle connections and frees the handles some time after the last transfer.
    private func restLater() {
        guard unsafe multi != nil else { return }
        let round = rounds
        queue.asyncAfter(deadline: .now() + .milliseconds(configuration.idleTime.milliseconds)) {
            [weak self] in
            guard let self, self.rounds == round else { return }
            self.free()
        }
    }

    /// Frees libcurl's handles; called on the queue when no transfer is active.
    private func free() {
        resting.removeAll()
        kept.forgetAll()
        if let multi = unsafe multi { unsafe _ = curl_multi_cleanup(multi) }
        unsafe multi = nil
        if let share = unsafe share { unsafe _ = curl_share_cleanup(share) }
        unsafe share = nil
    }

    /// libcurl and its TLS library, made ready once.
    static let initialised: CURLcode = curl_global_init(Int(CURL_GLOBAL_DEFAULT))
}

extension CurlMulti: TransferBudget {
    private var hasRoom: Bool { bytesComing + bytesOut < configuration.bytesInFlight }

    func mustWait(_ transfer: CurlTransfer) -> Bool {
        guard !hasRoom, let id = transfer.job?.id else { return false }
        if privileged == nil { privileged = active.keys.min() }
        guard id != privileged else { return false }
        paused += 1
        return true
    }

    func hold(_ bytes: Int, before: Int) {
        bytesComing += inbox.counted(bytes) - inbox.counted(before)
    }

    func hasConnected() {
        connecting -= 1
    }

    /// Lets the paused transfers go on when there is room, or only the one whose turn it is.
    private func resumePaused() {
        let hasRoom = hasRoom
        if !hasRoom, privileged == nil { privileged = active.keys.min() }
        for (id, transfer) in active where transfer.isPaused && (hasRoom || id == privileged) {
            paused -= 1
            transfer.goOn()
        }
    }
}
