public import Foundation

extension AlertDefinition {
    /// The name under which the issues of the alert are kept.
    public var digestName: String { "alert:\(name)" }
}

extension DigestDefinition {
    /// An alert as a digest of one section.
    public init(_ alert: AlertDefinition, timeZone: String) {
        self.init(name: alert.digestName, title: alert.title)
        self.timeZone = timeZone
        startsNow = true
        from = alert.from
        to = alert.to
        order = [.date]
        sections = [Section(title: alert.title, query: alert.query, limit: 100)]
    }
}

/// Decides what is to be made now: digests by their schedule, alerts by what has come in.
public struct DigestRounds: Sendable {
    private let store: any Store
    private let configuration: Configuration
    private let sender: DigestSender

    /// Creates the rounds over one configuration.
    public init(store: any Store, configuration: Configuration, sender: DigestSender) {
        self.store = store
        self.configuration = configuration
        self.sender = sender
    }

    /// Makes every digest that is due and every alert that has something to tell.
    ///
    /// A digest that is seen for the first time waits for its next time; several missed times are caught up
    /// by one issue. Deliveries are tried by ``DigestSender/deliver(at:)``.
    /// - Parameter failed: told the name of a digest that could not be made, and why; the others go on.
    ///   Without it the first error ends the round.
    public func run(
        at now: Date, failed: (_ digest: String, _ error: any Error) throws -> Void = { throw $1 }
    ) async throws -> [DigestIssue] {
        try await forEach(failed, { try await make($0, at: now) }, { try await make($0, at: now) })
    }

    /// What comes of each digest and alert; one that fails is told, and the others go on.
    private func forEach<Value>(
        _ failed: (_ digest: String, _ error: any Error) throws -> Void,
        _ digest: (DigestDefinition) async throws -> Value?, _ alert: (AlertDefinition) async throws -> Value?
    ) async throws -> [Value] {
        var values: [Value] = []
        for definition in configuration.digests {
            do {
                if let value = try await digest(definition) { values.append(value) }
            } catch {
                try failed(definition.name, error)
            }
        }
        for definition in configuration.alerts {
            do {
                if let value = try await alert(definition) { values.append(value) }
            } catch {
                try failed(definition.digestName, error)
            }
        }
        return values
    }

    private func make(_ definition: DigestDefinition, at now: Date) async throws -> DigestIssue? {
        guard let schedule = DigestSchedule(definition),
            let lastRun = try await lastRun(of: definition.name, at: now),
            schedule.due(at: now, lastRun: lastRun) != nil
        else { return nil }
        return try await sender.makeIssue(of: definition, at: now)
    }

    private func make(_ alert: AlertDefinition, at now: Date) async throws -> DigestIssue? {
        guard let lastRun = try await lastRun(of: alert.digestName, at: now),
            try await isDue(alert, lastRun: lastRun, at: now)
        else { return nil }
        return try await sender.makeIssue(
            of: DigestDefinition(alert, timeZone: configuration.timeZone), at: now)
    }

    /// The digests that ``run(at:failed:)`` would make now, and the alerts that it would look at; nothing is remembered.
    /// - Parameter failed: as for ``run(at:failed:)``.
    public func due(
        at now: Date, failed: (_ digest: String, _ error: any Error) throws -> Void = { throw $1 }
    ) async throws -> [String] {
        try await forEach(
            failed,
            { definition in
                guard let schedule = DigestSchedule(definition),
                    let lastRun = try await knownRun(of: definition.name)
                else { return nil }
                return schedule.due(at: now, lastRun: lastRun) == nil ? nil : definition.name
            },
            { alert in
                guard let lastRun = try await knownRun(of: alert.digestName) else { return nil }
                return try await isDue(alert, lastRun: lastRun, at: now) ? alert.digestName : nil
            })
    }

    /// When the next digest goes out, and which.
    public func next(after now: Date) -> (digest: String, at: Date)? {
        configuration.digests
            .compactMap { definition in
                DigestSchedule(definition)?.next(after: now).map { (definition.name, $0) }
            }
            .min { ($0.1, $0.0) < ($1.1, $1.0) }
    }

    // An alert has something new to look at and isn't held back by `at-most`.
    private func isDue(_ alert: AlertDefinition, lastRun: Date, at now: Date) async throws -> Bool {
        let pause = TimeInterval(alert.atMost.components.seconds)
        let (last, hasNews) = try await store.read { reader in
            let last = try reader.lastIssue(of: alert.digestName)
            let seen = try DigestProgress.of(alert.digestName, in: reader).upTo ?? ItemID(0)
            return (last?.made, try reader.highestItem() > max(seen, last?.upTo ?? ItemID(0)).number)
        }
        if let last, now < last.addingTimeInterval(pause) { return false }
        return hasNews && now > lastRun
    }

    private func knownRun(of digest: String) async throws -> Date? {
        try await store.read { reader in
            let progress = try DigestProgress.of(digest, in: reader)
            return [progress.ran ?? progress.begun, try reader.lastIssue(of: digest)?.made]
                .compactMap(\.self).max()
        }
    }

    // Nil at the first sight of a digest, which is remembered.
    private func lastRun(of digest: String, at now: Date) async throws -> Date? {
        if let known = try await knownRun(of: digest) { return known }
        try await store.write { writer in
            var progress = try DigestProgress.of(digest, in: writer)
            progress.begun = now.wholeSecond
            try progress.save(for: digest, in: writer)
        }
        return nil
    }
}
