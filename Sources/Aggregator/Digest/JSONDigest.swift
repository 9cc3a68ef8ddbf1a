internal import Foundation

/// An issue as one JSON object; members are only ever added.
public struct JSONDigest: Sendable {
    /// Creates the output.
    public init() {}

    /// Prints an issue on one line.
    public func render(_ issue: DigestIssue) -> String {
        value(issue).line + "\n"
    }

    /// The object.
    public func value(_ issue: DigestIssue) -> JSONValue {
        let zone = CivilTime.zone(named: issue.timeZone) ?? .gmt
        func time(_ date: Date?) -> JSONValue {
            .string(orNull: date.map { CivilTime($0, in: zone).rfc3339 })
        }
        return .object([
            ("digest", .string(issue.digest)),
            ("issue", .int(Int64(issue.number))),
            ("title", .string(issue.title)),
            ("from", time(issue.from)),
            ("until", time(issue.until)),
            ("time_zone", .string(issue.timeZone)),
            ("items", .int(Int64(issue.items))),
            ("folded", .int(Int64(issue.folded))),
            ("stories", .int(Int64(issue.storyCount - issue.eventCount))),
            ("events", .int(Int64(issue.eventCount))),
            (
                "sections",
                .array(
                    issue.sections.map { section in
                        .object([
                            ("title", .string(section.title)),
                            ("stories", .array(section.stories.map { entry($0, time) })),
                            ("more", .int(Int64(section.more))),
                        ])
                    })
            ),
            (
                "problems",
                .array(
                    issue.problems.map { problem in
                        .object([
                            ("source", .string(problem.source)),
                            ("state", .string(problem.state.rawValue)),
                            ("reason", .string(problem.reason)),
                            ("since", time(problem.since)),
                            ("new", .bool(problem.isNew)),
                        ])
                    })
            ),
        ])
    }

    private func entry(_ entry: DigestIssue.Entry, _ time: (Date?) -> JSONValue) -> JSONValue {
        .object([
            ("id", .string(entry.id)),
            ("story", .string(entry.story)),
            ("title", .string(entry.title)),
            ("url", .string(orNull: entry.url)),
            ("source", .string(entry.source)),
            ("source_title", .string(entry.sourceTitle)),
            ("authors", .strings(entry.authors)),
            ("published", time(entry.published)),
            ("words", .int(Int64(entry.words))),
            ("completeness", .string(entry.completeness)),
            ("summary", .string(entry.summary)),
            ("update", .bool(entry.isUpdate)),
            ("hits", entry.hits.map { .strings($0) } ?? .null),
            ("coming_up", .bool(entry.isComingUp)),
            (
                "also",
                .array(
                    entry.also.map { carrier in
                        .object([
                            ("id", .string(carrier.id)),
                            ("source", .string(carrier.source)),
                            ("relation", .string(carrier.relation.rawValue)),
                            ("overlap", carrier.overlap.map { .double(($0 * 100).rounded() / 100) } ?? .null),
                            ("url", .string(orNull: carrier.url)),
                            ("published", time(carrier.published)),
                        ])
                    })
            ),
            ("event", entry.event.map { JSONLines.event($0) } ?? .null),
        ])
    }
}
