internal import Foundation

/// A field of a query with its value, as written.
struct QueryField {
    /// The field's name, one of the known ones.
    var name: String
    /// The value without quotation marks.
    var text: String
    /// Where the field begins.
    var start: Int
    /// Where the value begins.
    var valueStart: Int
    /// What the value depends on.
    var context: QueryContext

    /// The condition that it states.
    func query(expanding topics: [String]) throws(QueryError) -> Query {
        let trimmed = text.trimmingCharacters(in: .whitespaces)
        if trimmed.isEmpty { throw QueryError("after \(name): a value must follow", offset: start) }
        switch name {
        case "author":
            try needsWords()
            return .author(text)
        case "org":
            try needsWords()
            return .org(text)
        case "source": return try source()
        case "tag": return .tag(trimmed)
        case "topic": return try topic(expanding: topics)
        case "url": return .url(text)
        case "lang": return try language()
        case "words": return try words()
        case "is": return try state()
        default: return try date()
        }
    }

    private func needsWords() throws(QueryError) {
        if SearchText(text).words.isEmpty {
            throw QueryError("\"\(text)\" holds no letter or digit to look for", offset: valueStart)
        }
    }

    private func source() throws(QueryError) -> Query {
        let stem = text.hasSuffix("*") ? String(text.dropLast()) : text
        if stem.contains("*") {
            throw QueryError("\"*\" can only stand at the end of a source's name", offset: valueStart)
        }
        guard let known = context.sources, stem.count == text.count else { return .source(text) }
        if known.contains(where: { $0.lowercased() == text.lowercased() }) { return .source(text) }
        let hint = NearestWord.find(text, among: known).map { "; did you mean \($0)?" } ?? ""
        throw QueryError("there is no source \"\(text)\"\(hint)", offset: valueStart)
    }

    private func topic(expanding topics: [String]) throws(QueryError) -> Query {
        guard let query = context.topics[text] else {
            let hint = NearestWord.find(text, among: context.topics.keys.sorted()).map {
                "; did you mean \($0)?"
            }
            throw QueryError(
                "there is no topic \"\(text)\"\(hint ?? "; topics are the [[topic]] blocks of feeds.conf")",
                offset: valueStart)
        }
        if topics.contains(text) {
            let circle = (topics + [text]).joined(separator: " → ")
            throw QueryError("the topic refers to itself: \(circle)", offset: valueStart)
        }
        var parser = QueryParser(query, context: context, topics: topics + [text])
        do {
            return try parser.parse()
        } catch {
            throw QueryError("in topic \"\(text)\", \(error.description)", offset: valueStart)
        }
    }

    private func language() throws(QueryError) -> Query {
        let isTag = text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
        guard isTag, text.first?.isLetter == true else {
            throw QueryError(
                "\"\(text)\" is no language tag; write e.g. lang:en or lang:zh-Hant", offset: valueStart)
        }
        return .language(text)
    }

    private func state() throws(QueryError) -> Query {
        let lower = text.lowercased()
        if let state = Query.State(rawValue: lower) { return .state(state) }
        let names = Query.State.allCases.map(\.rawValue)
        let hint = NearestWord.find(lower, among: names).map { "did you mean is:\($0)?" }
        throw QueryError(
            "there is no state \"\(text)\"; \(hint ?? "there are \(names.joined(separator: ", "))")",
            offset: valueStart)
    }

    private func words() throws(QueryError) -> Query {
        let example = "write e.g. words:>1500 or words:200..800"
        func number(_ digits: Substring) throws(QueryError) -> Int {
            guard let number = Int(digits), (0...1_000_000_000).contains(number) else {
                throw QueryError("\"\(text)\" is no number of words; \(example)", offset: valueStart)
            }
            return number
        }
        let most = 1_000_000_000
        if let dots = text.firstRange(of: "..") {
            let lower = text[..<dots.lowerBound]
            let upper = text[dots.upperBound...]
            if lower.isEmpty, upper.isEmpty { _ = try number("") }
            let from = lower.isEmpty ? 0 : try number(lower)
            let to = upper.isEmpty ? most : try number(upper)
            guard from <= to else {
                throw QueryError("\"\(text)\" ends before it begins; \(example)", offset: valueStart)
            }
            return .words(from...to)
        }
        if text.hasPrefix(">=") { return .words(try number(text.dropFirst(2))...most) }
        if text.hasPrefix("<=") { return .words(0...(try number(text.dropFirst(2)))) }
        if text.hasPrefix(">") { return .words(min(most, try number(text.dropFirst()) + 1)...most) }
        if text.hasPrefix("<") {
            let bound = try number(text.dropFirst())
            guard bound > 0 else { throw QueryError("no text has fewer than 0 words", offset: valueStart) }
            return .words(0...bound - 1)
        }
        let exact = try number(text[...])
        return .words(exact...exact)
    }

    private func date() throws(QueryError) -> Query {
        let range: QueryDates.Range
        do {
            range = try QueryDates(now: context.now, timeZone: context.timeZone).range(text)
        } catch {
            throw QueryError(error.message, offset: valueStart + error.offset)
        }
        return name == "seen" ? .seen(from: range.from, to: range.to) : .date(from: range.from, to: range.to)
    }
}
