internal import FeedParse
internal import Foundation

/// Poll states as the table of sources keeps them: JSON, of this or of an earlier version of aggd.
///
/// Written and read by hand: a poll that brings nothing new does little else, and Foundation's coders cost ten times
/// as much. What has its default is left out, and what is left out has its default.
enum PollStateText {
    /// The text for a state.
    static func write(_ state: PollState) -> String {
        var fields = Fields()
        fields.add("adoptedURL", state.adoptedURL)
        // Beyond the numbers that JSON's readers agree on.
        fields.add("bodyHash", state.bodyHash.map { String($0) })
        fields.add("candidateSince", state.candidateSince)
        fields.add("candidateURL", state.candidateURL)
        fields.add("configuredURL", state.configuredURL)
        fields.add("detectedType", state.detectedType?.rawValue)
        fields.add("disabled", state.disabled ? .bool(true) : nil)
        fields.add("discoveredURL", state.discoveredURL)
        fields.add("error", state.error)
        fields.add("etag", state.etag)
        fields.add("failures", state.failures == 0 ? nil : state.failures)
        fields.add("feedTitle", state.feedTitle)
        fields.add("firstPoll", state.firstPoll)
        fields.add("health", state.health == .ok ? nil : state.health.rawValue)
        fields.add("healthSince", state.healthSince)
        fields.add("hints", hints(state.hints))
        fields.add("hub", state.hub)
        fields.add("lastMilliseconds", state.lastMilliseconds)
        fields.add("lastModified", state.lastModified)
        fields.add("lastNew", state.lastNew)
        fields.add("lastPoll", state.lastPoll)
        fields.add("lastStatus", state.lastStatus)
        fields.add("lastSuccess", state.lastSuccess)
        fields.add("nextPoll", state.nextPoll)
        fields.add("nextPollReason", state.nextPollReason)
        fields.add("notFoundSince", state.notFoundSince)
        fields.add("rate", rate(state.rate))
        fields.add("reason", state.reason)
        fields.add("reportedHealth", state.reportedHealth == .ok ? nil : state.reportedHealth.rawValue)
        fields.add("slowPolls", state.slowPolls == 0 ? nil : state.slowPolls)
        fields.add("validatorsURL", state.validatorsURL)
        return JSONValue.object(fields.list).line
    }

    /// The state of a text.
    ///
    /// A state that can't be read costs one poll without validators, not the daemon's start.
    static func read(_ text: String) -> PollState {
        var state = PollState()
        guard let fields = JSONFields(text) else { return state }
        state.adoptedURL = fields.text("adoptedURL")
        state.bodyHash = fields.unsigned("bodyHash")
        state.candidateSince = fields.date("candidateSince")
        state.candidateURL = fields.text("candidateURL")
        state.configuredURL = fields.text("configuredURL")
        state.detectedType = fields.text("detectedType").flatMap(SourceType.init)
        state.disabled = fields.isTrue("disabled")
        state.discoveredURL = fields.text("discoveredURL")
        state.error = fields.text("error")
        state.etag = fields.text("etag")
        state.failures = fields.whole("failures") ?? 0
        state.feedTitle = fields.text("feedTitle")
        state.firstPoll = fields.date("firstPoll")
        state.health = fields.text("health").flatMap(Health.init) ?? .ok
        state.healthSince = fields.date("healthSince")
        if let hints = fields.inner("hints") { read(hints, into: &state.hints) }
        state.hub = fields.text("hub")
        state.lastMilliseconds = fields.whole("lastMilliseconds")
        state.lastModified = fields.text("lastModified")
        state.lastNew = fields.date("lastNew")
        state.lastPoll = fields.date("lastPoll")
        state.lastStatus = fields.whole("lastStatus")
        state.lastSuccess = fields.date("lastSuccess")
        state.nextPoll = fields.date("nextPoll")
        state.nextPollReason = fields.text("nextPollReason") ?? state.nextPollReason
        state.notFoundSince = fields.date("notFoundSince")
        if let rate = fields.inner("rate") { read(rate, into: &state.rate) }
        state.reason = fields.text("reason")
        state.reportedHealth = fields.text("reportedHealth").flatMap(Health.init) ?? .ok
        state.slowPolls = fields.whole("slowPolls") ?? 0
        state.validatorsURL = fields.text("validatorsURL")
        return state
    }

    private static func hints(_ hints: PollHints) -> JSONValue? {
        var fields = Fields()
        fields.add("maxAge", hints.maxAge)
        fields.add("skipDays", hints.skipDays.isEmpty ? nil : .array(hints.skipDays.map { .int(Int64($0)) }))
        fields.add(
            "skipHours", hints.skipHours.isEmpty ? nil : .array(hints.skipHours.map { .int(Int64($0)) }))
        fields.add("ttl", hints.ttl)
        fields.add("updatePeriod", hints.updatePeriod)
        return fields.list.isEmpty ? nil : .object(fields.list)
    }

    private static func read(_ fields: JSONFields, into hints: inout PollHints) {
        hints.maxAge = fields.whole("maxAge")
        hints.skipDays = fields.numbers("skipDays").compactMap { Int(exactly: $0) }
        hints.skipHours = fields.numbers("skipHours").compactMap { Int(exactly: $0) }
        hints.ttl = fields.whole("ttl")
        hints.updatePeriod = fields.whole("updatePeriod")
    }

    private static func rate(_ rate: PostingRate) -> JSONValue? {
        var fields = Fields()
        fields.add("count", rate.count == 0 ? nil : rate.count)
        fields.add("day", rate.day == 0 ? nil : .double(rate.day))
        fields.add("first", rate.first)
        fields.add("hours", rate.hours.isEmpty ? nil : PostingRate.text(rate.hours))
        fields.add("last", rate.last)
        fields.add("longestGap", rate.longestGap == 0 ? nil : .double(rate.longestGap))
        fields.add(
            "recent", rate.recent.isEmpty ? nil : .array(rate.recent.map { .double(Fields.milliseconds($0)) })
        )
        fields.add("updated", rate.updated)
        fields.add("week", rate.week == 0 ? nil : .double(rate.week))
        fields.add("window", rate.window == 0 ? nil : rate.window)
        return fields.list.isEmpty ? nil : .object(fields.list)
    }

    private static func read(_ fields: JSONFields, into rate: inout PostingRate) {
        rate.count = fields.whole("count") ?? 0
        rate.day = fields.number("day") ?? 0
        rate.first = fields.date("first")
        rate.hours = fields.text("hours").map(PostingRate.hours) ?? []
        rate.last = fields.date("last")
        rate.longestGap = fields.number("longestGap") ?? 0
        rate.recent = fields.numbers("recent").map { Date(timeIntervalSince1970: $0 / 1000) }
        rate.updated = fields.date("updated")
        rate.week = fields.number("week") ?? 0
        rate.window = fields.whole("window") ?? 0
    }

    /// Fields to write; what is nil is left out.
    private struct Fields {
        var list: [(name: String, value: JSONValue)] = []

        mutating func add(_ name: String, _ value: JSONValue?) {
            if let value { list.append((name, value)) }
        }

        mutating func add(_ name: String, _ text: String?) { add(name, text.map { .string($0) }) }

        mutating func add(_ name: String, _ number: Int?) { add(name, number.map { .int(Int64($0)) }) }

        mutating func add(_ name: String, _ date: Date?) {
            add(name, date.map { .double(Self.milliseconds($0)) })
        }

        static func milliseconds(_ date: Date) -> Double { date.timeIntervalSince1970 * 1000 }
    }
}

extension JSONFields {
    fileprivate func date(_ name: String) -> Date? {
        number(name).map { Date(timeIntervalSince1970: $0 / 1000) }
    }
}
