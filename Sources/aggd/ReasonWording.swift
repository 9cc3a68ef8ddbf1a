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
