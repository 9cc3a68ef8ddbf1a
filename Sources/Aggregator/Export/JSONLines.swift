internal import FeedParse
public import Foundation

/// The JSON lines that the reading verbs print: fields are only ever added, an absent value is null.
public enum JSONLines {
    /// An instant as RFC 3339 in a zone: UTC unless told otherwise.
    public static func time(_ date: Date?, in zone: TimeZone = .gmt) -> JSONValue {
        date.map { .string(rfc3339($0, in: zone)) } ?? .null
    }

    /// An instant as RFC 3339 with the zone's offset.
    public static func rfc3339(_ date: Date, in zone: TimeZone = .gmt) -> String {
        CivilTime(date, in: zone).rfc3339
    }

    /// An event of an item.
    public static func event(_ event: Event, in zone: TimeZone = .gmt) -> JSONValue {
        .object([
            ("start", time(event.start, in: event.shownZone(for: zone))),
            ("end", time(event.end, in: event.shownZone(for: zone))),
            ("time_zone", .string(orNull: event.timeZone)),
            ("venue", .string(orNull: event.venue)),
            (
                "speakers",
                .array(
                    event.speakers.map {
                        .object([
                            ("name", .string($0.name)), ("affiliation", .string(orNull: $0.affiliation)),
                        ])
                    })
            ),
            ("organiser", .string(orNull: event.organiser)),
            ("status", .string(event.status)),
            ("off_the_record", .bool(event.offTheRecord)),
        ])
    }

    /// An item, with the copies of its story where they are known.
    /// - Parameters:
    ///   - topics: the names of the topics that it belongs to.
    ///   - texts: add `text`, `html` and `summary`.
    public static func item(
        _ item: Item, copies: [Item] = [], topics: [String] = [], texts: Bool = false,
        in zone: TimeZone = .gmt
    ) -> JSONValue {
        let content = item.content
        var fields: [(name: String, value: JSONValue)] = [
            ("id", .string(item.id.text)),
            ("guid", .string(orNull: content.guid)),
            ("title", .string(content.title)),
            ("url", .string(orNull: content.url)),
            ("original_url", .string(orNull: content.originalURL)),
            ("source", .string(content.source)),
            ("org", .string(orNull: content.org)),
            ("authors", .strings(content.authors)),
            ("kind", .string(content.kind.rawValue)),
            ("published", time(content.published, in: zone)),
            ("published_from", .string(content.publishedFrom.rawValue)),
            ("seen", time(item.seen, in: zone)),
            ("modified", time(content.modified, in: zone)),
            ("language", .string(orNull: content.language)),
            ("words", .int(Int64(item.words))),
            ("completeness", .string(content.completeness.rawValue)),
            ("story", .string(item.story.text)),
            ("lead", .bool(item.isLead)),
            ("relation", .string(item.relation.rawValue)),
            (
                "copies",
                .array(
                    copies.map {
                        .object([
                            ("id", .string($0.id.text)), ("source", .string($0.content.source)),
                            ("relation", .string($0.relation.rawValue)),
                            ("overlap", $0.overlap.map { .double(($0 * 100).rounded() / 100) } ?? .null),
                        ])
                    })
            ),
            ("tags", .strings(item.tags)),
            ("topics", .strings(topics)),
            ("hidden_by", .string(orNull: item.hiddenBy)),
            ("event", content.event.map { event($0, in: zone) } ?? .null),
            ("sha256", .string(item.sha256)),
            ("version", .int(Int64(item.version))),
        ]
        if texts {
            fields.append(("text", .string(content.text)))
            fields.append(("html", .string(orNull: content.html)))
            fields.append(("summary", .string(orNull: content.summary)))
        }
        return .object(fields)
    }

    /// A source with its state.
    public static func source(
        _ source: Source, state: PollState, counts: SourceCounts, in zone: TimeZone = .gmt
    ) -> JSONValue {
        .object([
            ("name", .string(source.name)),
            ("title", .string(orNull: source.title ?? state.feedTitle)),
            ("type", .string((state.detectedType ?? source.type).rawValue)),
            ("url", .string(orNull: state.adoptedURL ?? source.urls.first)),
            ("configured_url", .string(orNull: source.urls.first)),
            ("state", .string((source.paused ? .paused : state.health).rawValue)),
            ("reason", .string(orNull: state.reason)),
            ("error", .string(orNull: state.error)),
            ("disabled", .bool(state.disabled)),
            ("last_poll", time(state.lastPoll, in: zone)),
            ("last_success", time(state.lastSuccess, in: zone)),
            ("last_new", time(state.lastNew, in: zone)),
            ("next_poll", time(state.disabled ? nil : state.nextPoll, in: zone)),
            ("next_poll_reason", .string(state.nextPollReason)),
            ("items", .int(Int64(counts.items))),
            ("copies", .int(Int64(counts.copies))),
            ("hub", .string(orNull: state.hub)),
            ("etag", .string(orNull: state.etag)),
            ("last_modified", .string(orNull: state.lastModified)),
            ("remark", .string(orNull: state.remark)),
        ])
    }
}

extension Event {
    /// The zone of the event as Foundation knows it; nil when it isn't known.
    public var zone: TimeZone? { timeZone.flatMap { CivilTime.zone(named: $0) } }

    /// The zone in which its times are shown to a person in another one.
    ///
    /// A day without a clock is the same day everywhere: where its place isn't known, it is kept as that day's
    /// midnight in UTC, and west of Greenwich it must not become the day before.
    public func shownZone(for person: TimeZone) -> TimeZone { zone ?? (hasTime ? person : .gmt) }
}
