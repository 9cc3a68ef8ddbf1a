public import Foundation
public import Logging

/// Makes issues, keeps them, and hands them over.
///
/// An issue and its deliveries are stored in one transaction before anything is sent; a delivery is noted as
/// sent after the other side has taken it. A crash in between sends the same message with the same
/// Message-ID again.
public struct DigestSender: Sendable {
    private let store: any Store
    private let configuration: Configuration
    private let transport: any MailTransport
    private let query: (@Sendable (Date) -> DigestBuilder.QueryReader)?
    private let logger: Logger

    /// How long one attempt may take before another process may try.
    private static let lease: TimeInterval = 600
    /// After this long a message that can't be handed over is given up (RFC 5321 section 4.5.4.1).
    private static let patience: TimeInterval = 5 * 86400

    /// Creates a sender.
    /// - Parameter query: reads the queries of sections as of a time; the query language when nil.
    public init(
        store: any Store, configuration: Configuration, transport: any MailTransport,
        logger: Logger, query: (@Sendable (Date) -> DigestBuilder.QueryReader)? = nil
    ) {
        self.store = store
        self.configuration = configuration
        self.transport = transport
        self.logger = logger
        self.query = query
    }

    /// Makes the next issue of a digest and stores it with its deliveries.
    /// - Parameter recipients: instead of the configured ones.
    /// - Returns: nil when there was nothing to tell and the digest doesn't send empty issues.
    public func makeIssue(
        of definition: DigestDefinition, at now: Date, to recipients: [String]? = nil
    ) async throws -> DigestIssue? {
        let builder = DigestBuilder(
            definition, configuration: configuration, now: now, query: query?(now))
        let domain = DigestMail.domain(of: definition, settings: configuration.mail)
        let recipients = recipients ?? definition.to
        return try await store.write { writer in
            let draft = try builder.build(from: writer)
            var progress = try DigestProgress.of(definition.name, in: writer)
            progress.ran = now.wholeSecond
            if progress.begun == nil { progress.begun = draft.issue.from ?? now.wholeSecond }
            if draft.isEmpty, !definition.sendEmpty {
                progress.upTo = draft.stored.upTo
                try progress.save(for: definition.name, in: writer)
                return nil
            }
            try progress.save(for: definition.name, in: writer)
            // Who is named twice, in whatever spelling, gets it once.
            var known: Set<String> = []
            let deliveries = recipients.map { recipient in
                Delivery(
                    digest: definition.name, issue: draft.issue.number, recipient: recipient,
                    messageID: DigestMail.messageID(
                        digest: definition.name, issue: draft.issue.number, recipient: recipient,
                        domain: domain))
            }.filter { known.insert($0.messageID).inserted }
            try writer.append(draft.stored, deliveries: deliveries)
            return draft.issue
        }
    }

    /// Tries every delivery that is due; the outcome of each.
    ///
    /// When the task is cancelled, those that it did not come to stay as they were.
    public func deliver(at now: Date) async throws -> [Delivery] {
        let claimed = try await claim(at: now)
        var results: [Delivery] = []
        var last: (key: String, stored: StoredIssue?)?
        for (index, delivery) in claimed.enumerated() {
            do {
                try Task.checkCancellation()
                let key = "\(delivery.digest) \(delivery.issue)"
                if last?.key != key {
                    let stored = try await store.read { try $0.issue(delivery.issue, of: delivery.digest) }
                    last = (key, stored)
                }
                let (outcome, made) = await attempt(delivery, last?.stored)
                guard outcome != .stopped else { throw CancellationError() }
                let result = noted(delivery, outcome, at: now, made: made ?? now)
                try await store.write { try $0.save(result) }
                log(result)
                results.append(result)
            } catch is CancellationError {
                let left = claimed[index...].map { noted($0, .stopped, at: now, made: now) }
                try await store.write { writer in for delivery in left { try writer.save(delivery) } }
                break
            }
        }
        return results
    }

    // Two processes must not send the same message at the same time.
    private func claim(at now: Date) async throws -> [Delivery] {
        try await store.write { writer in
            try writer.pendingDeliveries()
                .filter { $0.sent == nil && !$0.failed && ($0.notBefore ?? .distantPast) <= now }
                .map { delivery in
                    var delivery = delivery
                    delivery.attempts += 1
                    delivery.notBefore = now.addingTimeInterval(Self.lease)
                    try writer.save(delivery)
                    return delivery
                }
        }
    }

    /// Hands over an issue as it is stored; one that can't be read holds no other back.
    private func attempt(
        _ delivery: Delivery, _ stored: StoredIssue?
    ) async -> (outcome: DeliveryOutcome, made: Date?) {
        guard let stored else { return (.permanent("the issue isn't in the store"), nil) }
        do {
            let issue = try stored.content()
            return (await attempt(delivery, issue), issue.until)
        } catch {
            return (.temporary(error.message), stored.made)
        }
    }

    private func attempt(_ delivery: Delivery, _ issue: DigestIssue) async -> DeliveryOutcome {
        do {
            let target = DeliveryTarget(delivery.recipient)
            if case .file(let path) = target {
                let file = FileTarget(path: path)
                if !file.wantsMessage {
                    let bytes = DigestFormat(fileName: file.path(for: issue)).bytes(of: issue)
                    try file.deliver(bytes, for: issue)
                    return .accepted
                }
            }
            let definition = configuration.definition(ofDigest: delivery.digest, title: issue.title)
            let mail = try message(target, issue, definition, delivery)
            switch target {
            case .mail:
                guard MailAddress(delivery.recipient) != nil else {
                    return .permanent("\"\(delivery.recipient)\" is no mail address")
                }
                return await transport.send(mail)
            case .maildir(let path):
                try MaildirTarget(path: path)
                    .deliver(transport.bytes(of: mail), messageID: mail.messageID, date: issue.until)
            case .file(let path):
                try FileTarget(path: path).deliver(transport.bytes(of: mail), for: issue)
            }
            return .accepted
        } catch let error as DigestError {
            return .temporary(error.message)
        } catch {
            return .temporary("\(delivery.recipient) can't be written: \(error.localizedDescription)")
        }
    }

    private func message(
        _ target: DeliveryTarget, _ issue: DigestIssue, _ definition: DigestDefinition, _ delivery: Delivery
    ) throws(DigestError) -> OutgoingMail {
        var definition = definition
        var to = delivery.recipient
        if case .mail = target {
        } else {
            // A Maildir has no address; the message needs one on both sides.
            definition.from = definition.from ?? configuration.mail.from ?? "aggd <aggd@localhost>"
            to = definition.from ?? to
        }
        return try DigestMail(issue, definition: definition, settings: configuration.mail)
            .message(to: to, messageID: delivery.messageID)
    }

    private func noted(
        _ delivery: Delivery, _ outcome: DeliveryOutcome, at now: Date, made: Date
    ) -> Delivery {
        var result = delivery
        switch outcome {
        case .accepted:
            result.sent = now.wholeSecond
            result.error = nil
            result.notBefore = nil
        case .temporary(let words):
            result.error = words
            result.notBefore = now.addingTimeInterval(Self.pause(after: delivery.attempts))
            if now.timeIntervalSince(made) > Self.patience { result.failed = true }
        case .permanent(let words):
            result.error = words
            result.notBefore = nil
            result.failed = true
        case .stopped:
            result.attempts -= 1
            result.notBefore = nil
        }
        return result
    }

    /// The time before the next attempt: five minutes, doubled each time, four hours at most.
    static func pause(after attempts: Int) -> TimeInterval {
        min(300 * TimeInterval(1 << min(max(attempts - 1, 0), 10)), 4 * 3600)
    }

    private func log(_ delivery: Delivery) {
        let metadata: Logger.Metadata = [
            "digest": "\(delivery.digest)", "issue": "\(delivery.issue)",
            "recipient": "\(delivery.recipient)", "attempt": "\(delivery.attempts)",
        ]
        if delivery.sent != nil {
            logger.debug("digest issue sent", metadata: metadata)
        } else {
            let words = delivery.error ?? ""
            logger.warning(
                delivery.failed ? "digest issue given up" : "digest issue not sent yet",
                metadata: metadata.merging(["error": "\(words)"]) { $1 })
        }
    }
}

extension Configuration {
    /// The digest or alert behind a name; one that is configured no more keeps its title.
    func definition(ofDigest name: String, title: String) -> DigestDefinition {
        digests.first { $0.name == name }
            ?? alerts.first { $0.digestName == name }.map { DigestDefinition($0, timeZone: timeZone) }
            ?? DigestDefinition(name: name, title: title)
    }
}
