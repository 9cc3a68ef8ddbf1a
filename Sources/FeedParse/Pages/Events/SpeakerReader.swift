/// Finds who speaks at an event: a heading that announces speakers, then a name and a line about each.
enum SpeakerReader {
    private static let headings = PhraseSet([
        "speaker", "panelist", "panellist", "moderator", "moderated by", "discussion highlights",
        "discussant", "presenter", "participants",
        "featured", "referent", "referierende", "sprecher", "moderation", "podium", "mitwirkende",
        "vortragende", "intervenant", "orateur", "modérat",
        "participant", "ponente", "orador", "participan", "moderador", "relatori", "relatore", "interventi",
        "palestrante", "sprekers", "участник",
        "спикер", "докладчик", "модератор", "prelegen", "uczestnicy", "talare", "foredragsholder", "发言人",
        "嘉宾", "主讲人", "host", "keynote", "chair",
    ])

    /// True for a line that announces speakers.
    static func isLabel(_ line: CopyLine) -> Bool {
        line.lower.count < 60 && headings.prefix(of: line.lower) != nil
            && OrganiserLine.value(of: line) == nil
            && (line.isHeading || isCapitals(line.text) || line.text.count < 26)
    }

    /// Words in front of who leads an event, with a colon or without.
    private static let verbs = PhraseSet([
        "moderated by", "hosted by", "chaired by", "moderiert von", "moderado por", "moderada por",
        "moderato da", "moderata da", "animé par", "modéré par", "gemodereerd door", "modereras av",
        "modereres av", "prowadzenie",
    ])

    /// `Moderator: Cara Marsh (Coast University)`, `Hosted by Ada Quill`: the people whom a line names itself.
    static func labelled(_ line: CopyLine) -> [Speaker] {
        guard !line.lower.isEmpty, line.lower.count < 240 else { return [] }
        let text = line.text
        let label: Substring
        let rest: String
        if let length = verbs.prefix(of: line.lower) {
            let behind = String(decoding: Array(text.utf8.dropFirst(length)), as: UTF8.self)
            label = text.dropLast(behind.count)
            rest = String(behind.drop { ":： ".contains($0) })
        } else if headings.prefix(of: line.lower) != nil,
            let colon = text.firstIndex(where: { ":：".contains($0) }),
            text[..<colon].count < 26
        {
            label = text[..<colon]
            rest = String(text[text.index(after: colon)...])
        } else {
            return []
        }
        let lower = String(label).lowered
        // Behind these may stand a title instead of names.
        let isTopic = ["keynote", "featured", "discussion", "podium", "interventi"].contains {
            lower.hasPrefix($0)
        }
        return rest.split(whereSeparator: { ";；".contains($0) }).flatMap { piece in
            people(
                String(piece).trimmedBlanks, role(of: lower), isTopic: isTopic, isPlural: isPlural(lower))
        }
    }

    /// True for a label that announces several people.
    private static func isPlural(_ label: String) -> Bool {
        ["s", "referenten", "relatori", "участники", "спикеры", "докладчики", "prelegenci"].contains {
            label.trimmedBlanks.hasSuffix($0)
        }
    }

    /// One person with what the person is, or several names.
    private static func people(
        _ text: String, _ role: String?, isTopic: Bool, isPlural: Bool
    ) -> [Speaker] {
        let text = text.hasSuffix(".") ? String(text.dropLast()) : text
        let names = isTopic ? [] : PersonNames.split(text)
        if isPlural, names.count > 1, !PersonNames.isRole(text),
            names.contains(where: HouseName.isPerson), names.allSatisfy(HouseName.mayBePerson)
        {
            return names.map { Speaker(name: $0, role: role) }
        }
        if let speaker = oneLine(CopyLine(text: text), role), !HouseName.isHouse(speaker.name),
            let affiliation = speaker.affiliation, !HouseName.isPerson(affiliation)
        {
            return [speaker]
        }
        return names.allSatisfy(HouseName.isPerson) ? names.map { Speaker(name: $0, role: role) } : []
    }

    /// What somebody below or behind a label does.
    private static func role(of label: String) -> String? {
        if [
            "moderat", "moderier", "moderad", "moderer", "modérat", "modéré", "gemoder", "модератор", "animé",
        ]
        .contains(where: { label.hasPrefix($0) }) {
            return "moderator"
        }
        return label.hasPrefix("host") ? "host" : label.hasPrefix("chair") ? "chair" : nil
    }

    /// Reads the lines of a page; several headings may follow one another.
    static func read(_ lines: [CopyLine]) -> [Speaker] {
        var speakers: [Speaker] = []
        var role: String?
        var isOpen = false
        // True while nothing but speakers stands below the label.
        var isList = false
        var at = 0
        while at < lines.count {
            let line = lines[at]
            let named = labelled(line)
            if !named.isEmpty {
                speakers += named.filter { person in !speakers.contains { $0.name == person.name } }
                at += 1
                continue
            }
            if isLabel(line) {
                isOpen = true
                isList = true
                role = Self.role(of: String(decoding: line.lower, as: UTF8.self))
                at += 1
                continue
            }
            if isOpen {
                if let (speaker, taken) = speaker(lines, at, role, isList) {
                    if !speakers.contains(where: { $0.name == speaker.name }) { speakers.append(speaker) }
                    at += taken
                    continue
                }
                if line.isHeading, !isName(line.text), speakers.count > 0 { isOpen = false }
                if speakers.last.map({ !line.text.hasPrefix($0.name) }) ?? true { isList = false }
            }
            at += 1
        }
        return speakers
    }

    /// The speaker whom a line names, and how many lines tell about the person.
    private static func speaker(
        _ lines: [CopyLine], _ at: Int, _ role: String?, _ isList: Bool
    ) -> (Speaker, Int)? {
        let line = lines[at]
        if isList, let speaker = oneLine(line, role) { return (speaker, 1) }
        guard isName(line.text), line.text.split(separator: " ").count >= 2 || line.isHeading else {
            return nil
        }
        var name = line.text
        var affiliation: String?
        var taken = 1
        let behind = at + 1 < lines.count ? lines[at + 1] : CopyLine(text: "")
        let next = behind.text
        let plain = BodyPruner.normal(name)
        let isBiography =
            !plain.isEmpty && BodyPruner.normal(String(next.prefix(name.count + 4))).hasPrefix(plain)
        // `Fellow, Harbour Institute` looks like a name but for the comma.
        let isJob =
            !isName(next)
            || !behind.isHeading
                && (next.contains(",") || PersonNames.isRole(next) || line.isHeading && !isLabel(behind))
        if isBiography {
            // The line about a person writes the name as it is written.
            if isCapitals(name) { name = String(next.prefix(name.count)) }
            affiliation = self.affiliation(String(next.dropFirst(name.count)))
        } else if line.isHeading || isCapitals(line.text), !next.isEmpty, next.utf8.count < 300, isJob {
            affiliation = next
            if next.contains(",") || !isLabel(behind) { taken = 2 }
        } else if isList, !line.isHeading, PersonNames.isFullName(name), next.utf8.count < 200,
            PersonNames.isRole(next), !next.hasSuffix("."), oneLine(behind, role) == nil
        {
            affiliation = next
            taken = 2
        } else if !line.isHeading {
            return nil
        }
        return (Speaker(name: name, affiliation: affiliation, role: role), taken)
    }

    /// `Ada Quill, Fellow, Harbour Institute`, `Ada Quill – Fellow`, `Ada Quill (Harbour Institute)`.
    private static func oneLine(_ line: CopyLine, _ role: String?) -> Speaker? {
        let text = line.text
        guard text.utf8.count <= 240, !text.hasSuffix("."), !text.hasSuffix("。") else { return nil }
        var cut: Range<String.Index>?
        for mark in [", ", "，", " – ", " — ", " - ", " | ", " ("] {
            guard let range = text.firstRange(of: mark) else { continue }
            if cut.map({ range.lowerBound < $0.lowerBound }) ?? true { cut = range }
        }
        guard let cut else { return nil }
        let name = String(text[..<cut.lowerBound]).trimmedBlanks
        var rest = String(text[cut.upperBound...]).trimmedBlanks
        if text[cut].hasSuffix("(") {
            guard rest.hasSuffix(")") else { return nil }
            rest.removeLast()
        }
        // A place or a link to a text is written alike: `Old Hall, 7th Floor`.
        guard isName(name), PersonNames.isFullName(name), rest.first?.isLetter ?? false,
            !rest.contains(where: \.isNumber), line.linkShare < 0.9 || PersonNames.isRole(rest)
        else { return nil }
        return Speaker(name: name, affiliation: rest, role: role)
    }

    /// What a sentence says that a person is: `is a fellow at X.` gives `fellow at X`.
    static func affiliation(_ rest: String) -> String? {
        var text = rest.trimmedBlanks
        let sentenceEnd = text.firstRange(of: ". ").map { $0.lowerBound } ?? text.endIndex
        text = String(text[..<sentenceEnd])
        for word in [
            "is a ", "is an ", "is the ", "is ", "was a ", "ist ", "est ", "es ", "è ", "é ", "— ", "– ",
            "- ", ", ", "，", "är ", "er ", "jest ",
        ] where text.hasPrefix(word) {
            text = String(text.dropFirst(word.count))
            break
        }
        while text.hasSuffix(".") || text.hasSuffix("。") { text.removeLast() }
        text = text.trimmedBlanks
        return text.isEmpty ? nil : text
    }

    private static func isCapitals(_ text: String) -> Bool {
        text.contains(where: \.isUppercase) && !text.contains(where: \.isLowercase)
    }

    /// A name, academic titles allowed.
    private static func isName(_ text: String) -> Bool {
        guard text.count < 60, !text.hasSuffix("."), text.split(separator: " ").count <= 6 else {
            return false
        }
        return PersonNames.isName(text.replacing("Dr. ", with: "").replacing("Prof. ", with: ""))
    }
}
