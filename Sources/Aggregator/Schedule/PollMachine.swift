public import Foundation

/// The schedule of one source as a pure state machine: an outcome in, the next state with due time and reason out.
public struct PollMachine: Sendable {
    /// The source.
    public var source: Source
    /// What a poll costs.
    public var price: PollPrice

    /// Creates the machine of a source.
    public init(source: Source, price: PollPrice = .standard) {
        self.source = source
        self.price = price
    }

    /// The longest time between attempts at a source that fails.
    static let longestBackOff = 86400.0
    /// The shortest time before another attempt at a source that fails.
    static let shortestBackOff = 600.0
    /// The longest time between polls of a source one of whose addresses fails while another one brings its items.
    static let backOffOfPart = 6 * 3600.0
    /// The same after a 429 that doesn't say how long.
    static let afterTooMany = 1800.0
    /// The shortest time between two polls that read the sitemaps of an archive.
    static let betweenSitemaps = 900.0
    /// For how long 404 has to be the only answer before the source counts as gone.
    static let notFoundIsGone = 7.0 * 86400
    /// Answers to a request that names a version, after which the whole document is asked for: a delta that can't be
    /// read, and the errors of servers that can't take their own validators back.
    static let stumbles: Set<Int> = [226, 400, 412, 416, 431]
    /// For how long a permanent redirect has to be the same before it is adopted without proof.
    static let redirectIsTrusted = 3.0 * 86400

    /// The state after a poll.
    /// - Parameters:
    ///   - outcome: what the poll came to.
    ///   - state: the state before it.
    ///   - now: when the answer, or the error, was there.
    ///   - jitter: a random number from 0 to 1.
    public func next(
        after outcome: PollOutcome, from state: PollState, now: Date, jitter: Double = .random(in: 0...1)
    ) -> PollState {
        var next = state
        next.prepare(for: source)
        let asked = outcome.askedURL ?? next.address(of: source)
        next.firstPoll = next.firstPoll ?? now
        next.lastPoll = now
        next.lastStatus = outcome.status
        next.lastMilliseconds = outcome.milliseconds
        switch outcome.result {
        case .read(let new):
            noteFirst(outcome, asked: asked, in: &next)
            take(outcome, new: new, into: &next, before: state, now: now)
            // What the items of several addresses share with the store says nothing of one of them.
            let isProven = outcome.carriesOn && source.urls.count == 1 || state.lastSuccess == nil
            let isBack = source.urls.count == 1 ? !new.isEmpty && outcome.carriesOn : outcome.isFirstBack
            watchRedirect(&next, outcome, asked: asked, isProven: isProven, isBack: isBack, now: now)
            succeed(&next, outcome, now: now)
            next.notePages(outcome, selector: source.articleSelector)
            schedule(&next, outcome, now: now, jitter: jitter)
        case .notModified:
            noteFirst(outcome, asked: asked, in: &next)
            succeed(&next, outcome, now: now)
            next.hints.maxAge = outcome.freshFor ?? next.hints.maxAge
            takeValidators(outcome, into: &next)
            watchRedirect(
                &next, outcome, asked: asked, isProven: outcome.carriesOn && source.urls.count == 1, now: now)
            // Some sitemaps change under the same date: now and then the index is read although it is the same.
            if let last = SitemapTrail(next.sitemaps).lastAsked,
                Int(now.timeIntervalSince1970) - last >= SitemapWalk.patience
            {
                next.forgetVersion()
            }
            schedule(&next, outcome, now: now, jitter: jitter)
        case .failed, .gone, .blocked, .broken, .robots:
            if let status = outcome.status, Self.stumbles.contains(status) { next.forgetVersion() }
            fail(&next, outcome, asked: asked, now: now, jitter: jitter)
            noteFirst(outcome, asked: asked, in: &next)
        }
        // The configured address of a source that has moved is tried in its turn: that it fails says nothing new.
        let isOtherTurn = next.failures > 0 && next.adoptedURL != nil && asked != next.adoptedURL
        if !isOtherTurn {
            next.healthIs(SourceHealth.judge(next, source: source, outcome: outcome, now: now), at: now)
        }
        return next
    }

    /// The state of a source that wasn't asked because its host wants rest.
    /// - Parameter isSpacing: true when the host only wants time between requests.
    public func heldOff(
        _ state: PollState, until: Date, isSpacing: Bool = false, now: Date
    ) -> PollState {
        var next = state
        next.prepare(for: source)
        next.turnClockBack(to: now)
        guard !next.disabled, next.nextPoll ?? .distantPast < until.addingTimeInterval(-1) else {
            return next
        }
        next.nextPoll = until
        next.nextPollReason =
            isSpacing
            ? "its host wants time between requests, and others come first"
            : "its host asks to be left alone until then"
        return next
    }

    /// The state of a source of which one address wasn't asked because its host wants rest, while the others failed.
    ///
    /// They are given the pause that they would have if the first had been read, however long its host rests: asking
    /// makes no request to a host that does. When they are told to rest, too, the first to be over counts.
    /// - Parameters:
    ///   - end: when the first of those may be asked that weren't.
    ///   - failure: how they failed.
    ///   - now: when that was.
    ///   - jitter: a random number from 0 to 1.
    public func heldOff(
        _ state: PollState, until end: Date, after failure: PollOutcome, now: Date,
        jitter: Double = .random(in: 0...1)
    ) -> PollState {
        var next = state
        next.prepare(for: source)
        next.turnClockBack(to: now)
        next.lastPoll = now
        next.lastStatus = failure.status
        noteFirst(failure, asked: failure.askedURL ?? next.address(of: source), in: &next)
        next.partFailures += 1
        next.countFailure(now: now)
        next.partError = failure.message
        next.error = next.partError
        let shortest = failure.status == 429 ? Self.afterTooMany : Self.shortestBackOff
        let pause = backOffOfPart(after: next.partFailures, shortest: shortest, jitter: jitter)
        var due = now.addingTimeInterval(pause)
        var reason = "back-off after a failure of one of its addresses"
        if let rest = failure.retryAfter.map({ min(Double($0), PollInterval.longestHint) }),
            case let over = min(end, now.addingTimeInterval(rest)), over > due
        {
            (due, reason) = (over, "its host asks to be left alone until then")
        }
        if next.partFailures > 1 { next.healthIs(SourceHealth(.failing, next.partError), at: now) }
        guard !next.disabled else { return next }
        next.nextPoll = max(due, next.nextPoll ?? due)
        next.nextPollReason = reason
        return next
    }

    /// The state of a source that could not be asked since this machine has no network: nothing is held against it.
    ///
    /// What was due later stays so.
    /// - Parameters:
    ///   - lastAnswer: when somebody answered last, if anybody has.
    ///   - now: when that showed.
    public func satOut(_ state: PollState, until: Date, lastAnswer: Date? = nil, now: Date) -> PollState {
        var next = state
        next.prepare(for: source)
        next.turnClockBack(to: now)
        next.excuse(lastAnswer, now: now)
        guard !next.disabled, next.nextPoll ?? .distantPast < until else { return next }
        next.nextPoll = until
        next.nextPollReason = "this machine had no network"
        return next
    }

    // MARK: - An answer

    /// Takes note of the first of several addresses: the others say nothing of where it is to be asked.
    private func noteFirst(_ outcome: PollOutcome, asked: String, in state: inout PollState) {
        switch outcome.first {
        case .held: break
        case .read, nil: state.firstFailures = 0
        case .failed: state.firstFailures += 1
        case .gone:
            state.firstFailures += 1
            if asked == state.adoptedURL {
                state.adoptedURL = nil
                state.forgetVersion()
            }
        }
    }

    private func succeed(_ state: inout PollState, _ outcome: PollOutcome, now: Date) {
        state.lastSuccess = now
        state.failures = 0
        state.forgetExcuses()
        if let part = outcome.partFailure {
            state.partFailures += 1
            state.partError = part
        } else if !outcome.heldParts.contains(where: { state.partError?.hasPrefix("\($0): ") ?? true }) {
            // Only of an address that wasn't asked nothing new is known.
            state.partFailures = 0
            state.partError = nil
        }
        // What was wrong with all together is over.
        state.error = state.partError
        state.notFoundSince = nil
        state.slowPolls = outcome.milliseconds >= SourceHealth.slowMilliseconds ? state.slowPolls + 1 : 0
    }

    private func take(
        _ outcome: PollOutcome, new: [Date], into state: inout PollState, before: PollState, now: Date
    ) {
        if let since = before.lastSuccess, before.rate.updated != nil {
            // Dates before the last look belong to postings that were dated back: they came in since then.
            state.rate.note(new.map { $0 <= since ? now : $0 }, now: now)
        } else {
            // At the first contact only dates tell a rhythm: what has none was not posted just now.
            state.rate.note(outcome.itemTimes, now: now)
        }
        // A delta or a page of a paged feed shows fewer: the window shrinks slowly.
        if let window = outcome.window { state.rate.window = max(window, state.rate.window * 3 / 4) }
        if !new.isEmpty { state.lastNew = now }
        state.hints = PollHints(outcome)
        state.hub = outcome.hub
        state.feedTitle = outcome.feedTitle ?? state.feedTitle
        state.detectedType = outcome.detectedType ?? state.detectedType
        state.discoveredURL = outcome.discoveredURL ?? state.discoveredURL
        state.sitemaps = outcome.sitemaps
        state.remark = outcome.remark
        if !outcome.aliveFields.allSatisfy(state.aliveFields.contains) {
            state.aliveFields = Set(state.aliveFields + outcome.aliveFields).sorted()
        }
        state.deadSelector = outcome.deadSelector
        state.etag = outcome.etag
        state.lastModified = outcome.lastModified
        state.validatorsURL = outcome.validatorsURL
        state.bodyHash = outcome.bodyHash
    }

    /// The validators of an answer without news.
    ///
    /// A 304 keeps what it doesn't replace (RFC 9111 section 4.3.4); the same body again replaces all of it.
    private func takeValidators(_ outcome: PollOutcome, into state: inout PollState) {
        let isSameBody = outcome.status.map { $0 != 304 } ?? false
        state.etag = outcome.etag ?? (isSameBody ? nil : state.etag)
        state.lastModified = outcome.lastModified ?? (isSameBody ? nil : state.lastModified)
        state.validatorsURL = outcome.validatorsURL
        state.bodyHash = outcome.bodyHash ?? state.bodyHash
    }

    /// Adopts a permanent redirect when the document proves that it is the same, or when it has stayed for three days.
    ///
    /// An adopted address is given up when the configured one, asked in its turn, carries on with something new: a copy
    /// that stays as it was, or a notice that the feed has moved, doesn't do that.
    private func watchRedirect(
        _ state: inout PollState, _ outcome: PollOutcome, asked: String, isProven: Bool, isBack: Bool = false,
        now: Date
    ) {
        // Without an answer of the first address nothing is known of where it leads.
        guard outcome.first == nil || outcome.first == .read else { return }
        let target = outcome.permanentURL
        guard let target, target != asked, target != state.adoptedURL else {
            if isBack, asked != state.adoptedURL, target != state.adoptedURL { state.adoptedURL = nil }
            state.candidateURL = nil
            state.candidateSince = nil
            return
        }
        if state.candidateURL != target {
            state.candidateURL = target
            state.candidateSince = now
        }
        let since = state.candidateSince ?? now
        guard isProven || now.timeIntervalSince(since) >= Self.redirectIsTrusted else { return }
        state.adoptedURL = target == source.urls.first ? nil : target
        state.candidateURL = nil
        state.candidateSince = nil
    }

    private func schedule(_ state: inout PollState, _ outcome: PollOutcome, now: Date, jitter: Double) {
        let interval = PollInterval.next(state, source: source, price: price, now: now, jitter: jitter)
        state.nextPoll = interval.due
        state.nextPollReason = interval.reason
        if state.partFailures > 0 {
            let pause = backOffOfPart(
                after: state.partFailures, shortest: Self.shortestBackOff, jitter: jitter)
            // The other addresses may post a lot: they aren't kept waiting for longer than once more.
            let due = now.addingTimeInterval(min(pause, 2 * interval.due.timeIntervalSince(now)))
            if due > interval.due {
                state.nextPoll = due
                state.nextPollReason = "back-off after a failure of one of its addresses"
            }
        }
        if outcome.isUnfinished {
            let due = now.addingTimeInterval(
                max(source.every.lowerBound.inSeconds, Self.betweenSitemaps) * (1 + 0.1 * jitter))
            bring(&state, forward: due, "not all of its sitemaps were read yet")
        }
        if let wanted = outcome.askBy {
            let due = max(wanted, now.addingTimeInterval(source.every.lowerBound.inSeconds))
            bring(&state, forward: due, "an event begins soon: its page is asked once more")
        }
        if let wanted = state.pagesDue(of: source) {
            let due = max(wanted, now.addingTimeInterval(source.every.lowerBound.inSeconds))
            // The source is asked with them: not before it wants to be.
            let allowed = PollInterval.respecting(state.hints, due: due, now: now)
            bring(&state, forward: allowed, "the page of an item is asked once more")
        }
    }

    private func bring(_ state: inout PollState, forward due: Date, _ reason: String) {
        guard let planned = state.nextPoll, due < planned else { return }
        state.nextPoll = due
        state.nextPollReason = reason
    }

    // MARK: - A failure

    private func fail(
        _ state: inout PollState, _ outcome: PollOutcome, asked: String, now: Date, jitter: Double
    ) {
        state.error = outcome.message ?? "the poll failed"
        state.sitemaps = outcome.sitemaps ?? state.sitemaps
        state.failures += 1
        state.countFailure(now: now)
        let isGone = outcome.result == .gone
        let isNotFound = outcome.status == 404
        state.notFoundSince = isNotFound ? state.notFoundSince ?? now : nil
        if state.adoptedURL != nil {
            // The next attempt is made at the other address, which knows nothing of this one's versions. Only an
            // adopted address that says itself that it is gone is given up before the configured one has a feed.
            state.forgetVersion()
            if isGone, asked == state.adoptedURL { state.adoptedURL = nil }
        } else if isGone {
            state.disabled = true
        }
        if let since = state.notFoundSince, now.timeIntervalSince(since) >= Self.notFoundIsGone {
            state.disabled = true
        }
        guard !state.disabled else {
            state.nextPoll = nil
            state.nextPollReason = "not asked any more"
            return
        }
        backOff(&state, outcome, now: now, jitter: jitter)
    }

    /// A time that doubles with each failure in a row.
    private func backOffSeconds(after failures: Int, shortest: Double) -> Double {
        max(source.every.lowerBound.inSeconds, shortest) * exp2(Double(min(failures - 1, 20)))
    }

    /// The same for one of several addresses.
    private func backOffOfPart(after failures: Int, shortest: Double, jitter: Double) -> Double {
        let longest = max(Self.backOffOfPart, source.every.lowerBound.inSeconds)
        return min(backOffSeconds(after: failures, shortest: shortest), longest) * (1 + 0.1 * jitter)
    }

    private func backOff(_ state: inout PollState, _ outcome: PollOutcome, now: Date, jitter: Double) {
        let shortest = outcome.status == 429 ? Self.afterTooMany : Self.shortestBackOff
        let longest = max(Self.longestBackOff, source.every.lowerBound.inSeconds)
        var seconds = backOffSeconds(after: state.failures, shortest: shortest)
        switch outcome.result {
        case .blocked, .robots, .failed(transient: false):
            // Walls, robots.txt and wrong addresses don't go away within the hour.
            seconds = max(seconds, 6 * 3600)
        default: break
        }
        // Jitter upwards only: sources that fell over together must not come back together.
        seconds = min(seconds, longest) * (1 + 0.1 * jitter)
        state.nextPollReason =
            state.failures == 1
            ? "back-off after a failure" : "back-off after \(state.failures) failures in a row"
        if let retryAfter = outcome.retryAfter, Double(retryAfter) > seconds {
            seconds = min(Double(retryAfter), PollInterval.longestHint)
            state.nextPollReason = "the server asks to be left alone until then (Retry-After)"
        }
        state.nextPoll = now.addingTimeInterval(seconds)
    }
}

extension PollHints {
    /// What an answer and its document ask for.
    init(_ outcome: PollOutcome) {
        maxAge = outcome.freshFor
        // Cut at a year before multiplying: documents may say any number.
        ttl = outcome.ttlMinutes.map { min($0, 525_600) * 60 }
        updatePeriod = outcome.updatePeriodMinutes.map { min($0, 525_600) * 60 }
        skipHours = outcome.skipHours
        skipDays = outcome.skipDays.compactMap { Weekdays.parse($0)?.first }
    }
}
