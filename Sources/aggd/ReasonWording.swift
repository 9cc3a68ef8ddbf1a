import Aggregator

/// The reasons of a decision about a story, in words for a person.
enum ReasonWording {
    /// One sentence about a reason.
    ///
    /// - Parameter withFigures: whether the figures follow in brackets.
    static func sentence(_ reason: Decision.Reason, withFigures: Bool) -> String {
        let other = reason.other.map { " \($0.text)" } ?? " the other"
        var text = words(reason, other: other)
        if let share = reason.figures["containment"] {
            let agreement = agreement(reason)
            text += ": \(percent(share)) of the shorter text is in the longer one" + agreement
        }
        if withFigures, !reason.figures.isEmpty {
            let figures = reason.figures.sorted { $0.key < $1.key }
                .map { "\($0.key) \((($0.value * 100).rounded()) / 100)" }
            text += " [\(reason.rule): \(figures.joined(separator: ", "))]"
        }
        return text
    }

    /// Words of a passage that are shown, so that a person can find it.
    private static let wordsShown = 12

    /// The longest passage in common, by its first words; nil when there is none.
    static func passages(_ shared: SharedPassages) -> String? {
        guard let longest = shared.passages.first else { return nil }
        let words = longest.text.split(whereSeparator: \.isWhitespace)
        let start = words.prefix(wordsShown).joined(separator: " ")
        // Scripts without spaces have no words to cut at.
        let shown = start.count > 120 ? String(start.prefix(60)) : start
        let dots = shown.count < longest.text.count ? "…" : ""
        var text = "in common word for word: \(longest.words) words from \"\(shown)\(dots)\""
        if shared.passages.count > 1 {
            let more = shared.passages.count - 1
            text += ", \(shared.words - longest.words) more in \(Counted.text(more, "passage"))"
        }
        return text
    }

    private static func words(_ reason: Decision.Reason, other: String) -> String {
        switch reason.rule {
        case "canonical-url": "the same address as\(other)"
        case "guid": "the same publisher's id as\(other)"
        case "original-link": "\(reason.detail):\(other)"
        case "title": "\(reason.detail):\(other)"
        case "headline": "its headline is the beginning of\(other), or the other way round"
        case "template-copy": "a page of a template, with all words and figures of\(other)"
        case "containment": "a text in common with\(other)"
        case "reworded": "reworded or scanned, sentence by sentence like\(other)"
        case "title-and-text": "nearly the title and the text of\(other)"
        case "title-and-noisy-text": "the title of\(other) over a damaged copy of its text"
        case "nothing-like-it", "same-item", "person": reason.detail
        case "another-story": "like\(other), but \(reason.detail)"
        default: "\(reason.rule): \(reason.detail)" + (reason.other == nil ? "" : " (\(other.dropFirst()))")
        }
    }

    /// What else speaks for it or was left out.
    private static func agreement(_ reason: Decision.Reason) -> String {
        var parts: [String] = []
        if let figures = reason.figures["figures"] {
            parts.append(figures >= 0.995 ? "the figures agree" : "\(percent(figures)) of the figures agree")
        }
        if let boilerplate = reason.figures["boilerplate"], boilerplate >= 0.05 {
            parts.append("\(percent(boilerplate)) of the sentences were left out as boilerplate")
        }
        return parts.isEmpty ? "" : "; " + parts.joined(separator: ", ")
    }

    private static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
}
