internal import FeedParse
public import Foundation

/// What a citation says of an item: the original rather than the copy.
public struct Citation: Sendable, Equatable {
    /// The key for reference programs: `northgate2026bargaining-7f3kq2`.
    public let key: String
    /// The persons who wrote it; empty when only an institution is known.
    public let authors: [String]
    /// Who published it, and its author when no person is named.
    public let institution: String
    /// The title.
    public let title: String
    /// The address of the original.
    public let url: String?
    /// The address of the copy that was read, when the original is elsewhere.
    public let readAt: String?
    /// When it was issued.
    public let issued: CivilTime?
    /// When it was read.
    public let accessed: CivilTime
    /// What it is.
    public let kind: ItemKind
    /// The language tag.
    public let language: String?
    /// Where an event takes place.
    public let venue: String?

    /// Cites an item.
    /// - Parameters:
    ///   - item: a story's lead, or the item that a person asked for.
    ///   - source: its source as configured, when it still is.
    ///   - feedTitle: what the source calls itself, for when nobody else names it.
    ///   - zone: the zone of dates, where the item doesn't bring its own.
    public init(_ item: Item, source: Source?, feedTitle: String? = nil, zone: TimeZone = .gmt) {
        let content = item.content
        // Somebody else's text is cited where it comes from, also when only the copy could be read.
        let isRepost = content.originalURL != nil && content.originalURL != content.url
        let named = content.org ?? (isRepost ? nil : source?.org.first)
        institution = PlainLine.clean(
            named ?? content.event?.organiser ?? source?.title ?? source?.org.first ?? feedTitle
                ?? content.source)
        let institution = institution
        authors = content.authors.map { PlainLine.clean($0) }.filter { !$0.isEmpty && $0 != institution }
        title = PlainLine.clean(content.title)
        url = isRepost ? content.originalURL : content.url
        readAt = isRepost ? content.url : nil
        let eventZone = content.event?.shownZone(for: zone)
        let date = content.event?.start ?? content.issued ?? content.published
        issued = date.map { CivilTime($0, in: eventZone ?? zone) }
        accessed = CivilTime(item.seen, in: zone)
        kind = content.event == nil ? content.kind : .event
        language = content.language
        venue = content.event?.venue.map { PlainLine.clean($0) }
        let family = Citation.family(authors.first ?? institution)
        let year = issued.map { String($0.year) } ?? "nd"
        let word = Citation.keyWord(title)
        key = [Citation.keyPart(family) + year + word, item.id.text].joined(separator: "-")
    }

    /// The family name of a person: the last word, with the particles before it.
    static func family(_ name: String) -> String {
        if let comma = name.firstIndex(of: ",") { return String(name[..<comma]) }
        let words = name.split(separator: " ")
        guard words.count > 1 else { return name }
        let particles: Set<Substring> = [
            "van", "von", "der", "den", "de", "del", "della", "di", "du", "la", "le", "bin",
        ]
        var start = words.count - 1
        // One or several particles may stand in front of everything: `de la Cruz`.
        while start > 0, particles.contains(words[start - 1]) { start -= 1 }
        return words[start...].joined(separator: " ")
    }

    /// The given names of a person.
    static func given(_ name: String) -> String {
        if let comma = name.firstIndex(of: ",") {
            return PlainLine.clean(name[name.index(after: comma)...])
        }
        return PlainLine.clean(name.dropLast(family(name).count))
    }

    // ASCII letters only: reference programs disagree about everything else.
    private static func keyPart(_ text: String) -> String {
        let plain = text.decomposedStringWithCanonicalMapping.lowercased()
        let letters = plain.unicodeScalars.filter { ("a"..."z").contains($0) || ("0"..."9").contains($0) }
        return letters.isEmpty ? "item" : String(String.UnicodeScalarView(letters).prefix(24))
    }

    private static func keyWord(_ title: String) -> String {
        let little: Set<String> = [
            "the", "a", "an", "of", "on", "in", "and", "for", "to", "der", "die", "das",
        ]
        let word = title.lowercased().split { !$0.isLetter }.map(String.init)
            .first { $0.count > 2 && !little.contains($0) }
        return word.map(keyPart) ?? ""
    }
}

/// The forms of citations.
public enum CitationFormat: String, Sendable, CaseIterable {
    /// BibTeX and BibLaTeX.
    case bibtex
    /// RIS, for Zotero, EndNote and others.
    case ris
    /// CSL JSON.
    case csl
    /// One line of text for each, after the Chicago manual.
    case text

    /// Prints citations in order.
    public func render(_ citations: [Citation]) -> String {
        switch self {
        case .bibtex: citations.map(BibTeX.entry).joined(separator: "\n")
        case .ris: citations.map(RIS.record).joined()
        case .csl: JSONValue.array(citations.map(CSL.item)).line + "\n"
        case .text: citations.map { CitationText.line($0) + "\n" }.joined()
        }
    }
}
