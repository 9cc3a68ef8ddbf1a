import Foundation

/// Judges dates that documents state: one that cannot be true is not believed, and the item says so.
struct BelievableDate {
    /// Clocks differ; a date this far ahead is still taken for now.
    static let slack: TimeInterval = 15 * 60
    /// A zone that was left out moves a date by half a day at most; it is taken for now.
    static let zoneError: TimeInterval = 14 * 3600
    /// Nothing on the web is older: 1990-01-01.
    static let earliest = Date(timeIntervalSince1970: 631_152_000)

    let now: Date

    /// The date to use, nil when none is believable, and the sentence for the item's log when it was changed.
    func judge(_ stated: Date?) -> (date: Date?, note: String?) {
        guard let stated else { return (nil, nil) }
        if stated < Self.earliest {
            return (nil, "the stated date \(JSONLines.rfc3339(stated)) is before 1990 and not believed")
        }
        if stated <= now.addingTimeInterval(Self.slack) { return (stated, nil) }
        if stated <= now.addingTimeInterval(Self.zoneError) {
            return (now, "the stated date \(JSONLines.rfc3339(stated)) lies ahead by hours; taken for now")
        }
        return (nil, "the stated date \(JSONLines.rfc3339(stated)) lies in the future and is not believed")
    }
}
