internal import FeedParse
public import Foundation

/// Queries answered in memory, for the rules of a source and for alerts; they agree with the store's answers.
extension Query {
    /// True when an item that isn't stored yet matches.
    public func matches(_ item: NewItem, source: Source?, seen: Date) -> Bool {
        matches(QuerySubject(item, source: source, seen: seen))
    }

    /// True when an item matches.
    public func matches(_ subject: QuerySubject) -> Bool {
        let item = subject.item
        switch self {
        case .all: return true
        case .text(let term, let field):
            return subject.texts(in: field).contains { $0.contains(term.words, isPrefix: term.isPrefix) }
        case .near(let terms, let distance, let field):
            let wanted = terms.map { (words: $0.words, isPrefix: $0.isPrefix) }
            return subject.texts(in: field).contains { $0.contains(wanted, within: distance) }
        case .source(let name):
            let lower = name.lowercased()
            return lower.hasSuffix("*")
                ? item.source.lowercased().hasPrefix(lower.dropLast()) : item.source.lowercased() == lower
        case .org(let text): return subject.orgs.contains(SearchText(text).words)
        case .author(let text): return subject.authors.contains(SearchText(text).words)
        case .tag(let tag): return subject.folded.contains(tag.lowercased())
        case .url(let text): return item.url.map { Self.ascii($0).contains(Self.ascii(text)) } ?? false
        case .language(let tag):
            guard let language = item.language?.lowercased() else { return false }
            return language == tag.lowercased() || language.hasPrefix(tag.lowercased() + "-")
        case .date(let from, let to):
            return Self.lies(item.event?.start ?? item.published ?? subject.seen, from, to)
        case .seen(let from, let to): return Self.lies(subject.seen, from, to)
        case .words(let range): return range.contains(subject.words)
        case .state(let state): return subject.isIn(state)
        case .and(let parts): return parts.allSatisfy { $0.matches(subject) }
        case .or(let parts): return parts.contains { $0.matches(subject) }
        case .not(let part): return !part.matches(subject)
        }
    }

    private static func lies(_ date: Date, _ from: Date?, _ to: Date?) -> Bool {
        (from.map { date >= $0 } ?? true) && (to.map { date < $0 } ?? true)
    }

    /// Capitals A–Z made small, as SQLite's `lower` does.
    private static func ascii(_ text: String) -> String {
        String(decoding: text.utf8.map { $0 >= 65 && $0 <= 90 ? $0 + 32 : $0 }, as: UTF8.self)
    }
}

extension Query.TextTerm {
    /// The folded words in order.
    var words: [String] {
        switch self {
        case .word(let word), .prefix(let word): SearchText(word).words
        case .phrase(let words): words.flatMap { SearchText($0).words }
        }
    }

    /// True when the last word may go on.
    var isPrefix: Bool {
        if case .prefix = self { true } else { false }
    }
}

extension QuerySubject {
    fileprivate func texts(in field: Query.TextField?) -> [FoldedText] {
        switch field {
        case .title: [title]
        case .text: [text]
        case nil: [title, text]
        }
    }

    fileprivate func isIn(_ state: Query.State) -> Bool {
        switch state {
        case .excerpt, .full, .stub, .paywalled, .failed: item.completeness.rawValue == state.rawValue
        case .event: item.kind == .event
        case .changed: hasChanged
        case .copy: !isLead
        case .lead: isLead
        case .hidden: isHidden
        case .kept: isKept
        case .read: isRead
        }
    }
}
