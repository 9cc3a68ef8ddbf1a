internal import FeedParse
internal import Foundation

/// Poll states as the table of sources keeps them: JSON, of this or of an earlier version of aggd.
///
/// Written and read by hand: a poll that brings nothing new does little else, and Foundation's coders cost ten times
/// as much. What has its default is left out, and what is left out has its default.
enum PollStateText {
    /// The text for a state.
    /// - Parameter earlier: the one in whose place it is written.
    static func write(_ state: PollState, instead earlier: ReadPollState? = nil) -> [UInt8] {
        var fields = Fields(capacity: 1536)
        fields.add("adoptedURL", state.adoptedURL)
        fields.add(
            "aliveFields", state.aliveFields.isEmpty ? nil : state.aliveFields.joined(separator: " "))
        fields.add("articleMisses", state.articleMisses == 0 ? nil : state.articleMisses)
        fields.add("articleSelector", state.articleSelector)
        // Beyond the numbers that JSON's readers agree on.
        fields.add("bodyHash", state.bodyHash.map { String($0) })
        fields.add("candidateSince", state.candidateSince)
        fields.add("candidateURL", state.candidateURL)
        fields.add("configuredURL", state.configuredURL)
        fields.add("deadSelector", state.deadSelector)
        fields.add("detectedType", state.detectedType?.rawValue)
        if state.disabled { fields.addTrue("disabled") }
        fields.add("discoveredURL", state.discoveredURL)
        fields.add("error", state.error)
        fields.add("etag", state.etag)
        fields.add("excuses", state.excuses == 0 ? nil : state.excuses)
        fields.add("failures", state.failures == 0 ? nil : state.failures)
        fields.add("feedTitle", state.feedTitle)
        fields.add("firstFailures", state.firstFailures == 0 ? nil : state.firstFailures)
        fields.add("firstPoll", state.firstPoll)
        fields.add("health", state.health == .ok ? nil : state.health.rawValue)
        fields.add("healthSince", state.healthSince)
        fields.add("hints", hints(state.hints))
        fields.add("hub", state.hub)
        fields.add("lastExcuse", state.lastExcuse)
        fields.add("lastMilliseconds", state.lastMilliseconds)
        fields.add("lastModified", state.lastModified)
        fields.add("lastNew", state.lastNew)
        fields.add("lastPoll", state.lastPoll)
        fields.add("lastStatus", state.lastStatus)
        fields.add("lastSuccess", state.lastSuccess)
        fields.add("nextPoll", state.nextPoll)
        fields.add("nextPollReason", state.nextPollReason)
        fields.add("notFoundSince", state.notFoundSince)
        fields.add("pagesDue", state.pagesDue)
        fields.add("partError", state.partError)
        fields.add("partFailures", state.partFailures == 0 ? nil : state.partFailures)
        if let text = earlier?.text(of: state.rate) {
            fields.add("rate", object: text)
        } else {
            fields.add("rate", rate(state.rate))
        }
        fields.add("reason", state.reason)
        fields.add("remark", state.remark)
        fields.add("reportedHealth", state.reportedHealth == .ok ? nil : state.reportedHealth.rawValue)
        fields.add("sitemaps", state.sitemaps)
        fields.add("slowPolls", state.slowPolls == 0 ? nil : state.slowPolls)
        fields.add("validatorsURL", state.validatorsURL)
        return fields.object()
    }

    /// The state of a text.
    ///
    /// A state that can't be read costs one poll without validators, not the daemon's start.
    /// - Parameter isBrief: true to read only when and where the source is asked next, and how it is.
    static func read(_ text: [UInt8], isBrief: Bool = false) -> PollState {
        JSONFields(text).map { read($0, isBrief: isBrief) } ?? PollState()
    }

    /// The state of a text together with the text.
    static func read(whole text: [UInt8]) -> ReadPollState {
        guard let fields = JSONFields(text) else {
            return ReadPollState(text: text, state: PollState(), rate: nil)
        }
        let state = read(fields, isBrief: false)
        // One that says nothing, or is damaged, is written anew.
        let rate = state.rate == PostingRate() ? nil : fields.place(ofObject: "rate")
        return ReadPollState(text: text, state: state, rate: rate)
    }

    private static func read(_ fields: JSONFields, isBrief: Bool) -> PollState {
        var state = PollState()
        state.adoptedURL = fields.text("adoptedURL")
        state.configuredURL = fields.text("configuredURL")
        state.disabled = fields.isTrue("disabled")
        state.discoveredURL = fields.text("discoveredURL")
        state.failures = fields.whole("failures") ?? 0
        state.firstFailures = fields.whole("firstFailures") ?? 0
        state.health = fields.text("health").flatMap(Health.init) ?? .ok
        state.lastPoll = fields.date("lastPoll")
        state.nextPoll = fields.date("nextPoll")
        if !isBrief { readRest(fields, into: &state) }
        return state
    }

    private static func readRest(_ fields: JSONFields, into state: inout PollState) {
        state.aliveFields =
            fields.text("aliveFields")?.split(separator: " ").map { String($0) } ?? []
        state.articleMisses = fields.whole("articleMisses") ?? 0
        state.articleSelector = fields.text("articleSelector")
        state.bodyHash = fields.unsigned("bodyHash")
        state.candidateSince = fields.date("candidateSince")
        state.candidateURL = fields.text("candidateURL")
        state.deadSelector = fields.text("deadSelector")
        state.detectedType = fields.text("detectedType").flatMap(SourceType.init)
        state.error = fields.text("error")
        state.etag = fields.text("etag")
        state.excuses = fields.whole("excuses") ?? 0
        state.feedTitle = fields.text("feedTitle")
        state.firstPoll = fields.date("firstPoll")
        state.healthSince = fields.date("healthSince")
        if let hints = fields.inner("hints") { read(hints, into: &state.hints) }
        state.hub = fields.text("hub")
        state.lastExcuse = fields.date("lastExcuse")
        state.lastMilliseconds = fields.whole("lastMilliseconds")
        state.lastModified = fields.text("lastModified")
        state.lastNew = fields.date("lastNew")
        state.lastStatus = fields.whole("lastStatus")
        state.lastSuccess = fields.date("lastSuccess")
        state.nextPollReason = fields.text("nextPollReason") ?? state.nextPollReason
        state.notFoundSince = fields.date("notFoundSince")
        state.pagesDue = fields.date("pagesDue")
        state.partFailures = fields.whole("partFailures") ?? 0
        // It stood with the error before.
        state.partError = fields.text("partError") ?? (state.partFailures > 0 ? state.error : nil)
        if let rate = fields.inner("rate") { read(rate, into: &state.rate) }
        state.reason = fields.text("reason")
        state.remark = fields.text("remark")
        state.reportedHealth = fields.text("reportedHealth").flatMap(Health.init) ?? .ok
        state.sitemaps = fields.text("sitemaps")
        state.slowPolls = fields.whole("slowPolls") ?? 0
        state.validatorsURL = fields.text("validatorsURL")
    }

    private static func hints(_ hints: PollHints) -> Fields {
        var fields = Fields(capacity: 128)
        fields.add("maxAge", hints.maxAge)
        fields.add("skipDays", hints.skipDays)
        fields.add("skipHours", hints.skipHours)
        fields.add("ttl", hints.ttl)
        fields.add("updatePeriod", hints.updatePeriod)
        return fields
    }

    private static func read(_ fields: JSONFields, into hints: inout PollHints) {
        hints.maxAge = fields.whole("maxAge")
        hints.skipDays = fields.numbers("skipDays").compactMap { Int(exactly: $0) }
        hints.skipHours = fields.numbers("skipHours").compactMap { Int(exactly: $0) }
        hints.ttl = fields.whole("ttl")
        hints.updatePeriod = fields.whole("updatePeriod")
    }

    private static func rate(_ rate: PostingRate) -> Fields {
        var fields = Fields(capacity: 768)
        fields.add("count", rate.count == 0 ? nil : rate.count)
        fields.add("day", rate.day == 0 ? nil : rate.day)
        fields.add("first", rate.first)
        fields.add("hours", hours: rate.hours)
        fields.add("last", rate.last)
        fields.add("longestGap", rate.longestGap == 0 ? nil : rate.longestGap)
        fields.add("recent", rate.recent.compactMap(Fields.milliseconds))
        fields.add("updated", rate.updated)
        fields.add("week", rate.week == 0 ? nil : rate.week)
        fields.add("window", rate.window == 0 ? nil : rate.window)
        return fields
    }

    private static func read(_ fields: JSONFields, into rate: inout PostingRate) {
        rate.count = fields.whole("count") ?? 0
        rate.day = fields.number("day") ?? 0
        rate.first = fields.date("first")
        rate.hours = fields.bytes(of: "hours") { HoursText.hours($0) } ?? []
        rate.last = fields.date("last")
        rate.longestGap = fields.number("longestGap") ?? 0
        rate.recent = fields.numbers("recent").map { Date(timeIntervalSince1970: $0 / 1000) }
        rate.updated = fields.date("updated")
        rate.week = fields.number("week") ?? 0
        rate.window = fields.whole("window") ?? 0
    }

    /// Fields as they are written one after the other; what is nil or empty is left out.
    private struct Fields {
        private var bytes: [UInt8] = []

        init(capacity: Int) {
            bytes.reserveCapacity(capacity)
            bytes.append(UInt8(ascii: "{"))
        }

        /// The object that they make.
        consuming func object() -> [UInt8] {
            bytes.append(UInt8(ascii: "}"))
            return bytes
        }

        private mutating func begin(_ name: String) {
            if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(UInt8(ascii: "\""))
            bytes.append(contentsOf: name.utf8)
            bytes.append(UInt8(ascii: "\""))
            bytes.append(UInt8(ascii: ":"))
        }

        private mutating func append(_ number: Int) {
            var digits = InlineArray<20, UInt8>(repeating: 0)
            var start = digits.count
            var left = number.magnitude
            repeat {
                start -= 1
                digits[start] = UInt8(ascii: "0") + UInt8(left % 10)
                left /= 10
            } while left > 0
            if number < 0 { bytes.append(UInt8(ascii: "-")) }
            for place in start..<digits.count { bytes.append(digits[place]) }
        }

        mutating func add(_ name: String, _ text: String?) {
            guard let text else { return }
            begin(name)
            JSONValue.write(text, to: &bytes)
        }

        mutating func add(_ name: String, _ number: Int?) {
            guard let number else { return }
            begin(name)
            append(number)
        }

        mutating func add(_ name: String, _ number: Double?) {
            guard let number, number.isFinite else { return }
            begin(name)
            bytes.append(contentsOf: number.description.utf8)
        }

        /// A time, to the millisecond: what is finer doesn't matter, and takes five times as long to read.
        mutating func add(_ name: String, _ date: Date?) { add(name, date.flatMap(Self.milliseconds)) }

        mutating func add(_ name: String, _ numbers: [Int]) {
            guard !numbers.isEmpty else { return }
            begin(name)
            for (index, number) in numbers.enumerated() {
                bytes.append(UInt8(ascii: index == 0 ? "[" : ","))
                append(number)
            }
            bytes.append(UInt8(ascii: "]"))
        }

        mutating func add(_ name: String, hours: [Float]) {
            guard !hours.isEmpty else { return }
            begin(name)
            bytes.append(UInt8(ascii: "\""))
            HoursText.write(hours, to: &bytes)
            bytes.append(UInt8(ascii: "\""))
        }

        mutating func addTrue(_ name: String) {
            begin(name)
            bytes.append(contentsOf: "true".utf8)
        }

        mutating func add(_ name: String, object: ArraySlice<UInt8>) {
            begin(name)
            bytes.append(contentsOf: object)
        }

        mutating func add(_ name: String, _ inner: Fields) {
            guard inner.bytes.count > 1 else { return }
            begin(name)
            bytes.append(contentsOf: inner.object())
        }

        static func milliseconds(_ date: Date) -> Int? {
            Int(exactly: (date.timeIntervalSince1970 * 1000).rounded())
        }
    }
}

extension JSONFields {
    fileprivate func date(_ name: String) -> Date? {
        number(name).map { Date(timeIntervalSince1970: $0 / 1000) }
    }
}
