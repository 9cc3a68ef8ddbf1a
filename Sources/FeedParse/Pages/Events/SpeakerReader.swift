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
            && (line.isHeading || isCapitals(line.text) || line.text.count < 26)
    }

    /// Reads the lines of a page; several headings may follow one another.
    static func read(_ lines: [CopyLine]) -> [Speaker] {
        var speakers: [Speaker] = []
        var role: String?
        var isOpen = false
        var at = 0
        while at < lines.count {
            let line = lines[at]
            if isLabel(line) {
                isOpen = true
                let label = String(decoding: line.lower, as: UTF8.self)
                role =
                    label.hasPrefix("moderat") || label.hasPrefix("модератор") || label.hasPrefix("modérat")
                    ? "moderator" : label.hasPrefix("host") ? "host" : nil
                at += 1
                continue
            }
            if isOpen {
                if let speaker = speaker(lines, at, role) {
                    if !speakers.contains(where: { $0.name == speaker.name }) { speakers.append(speaker) }
                } else if line.isHeading, !isName(line.text), speakers.count > 0 {
                    isOpen = false
                }
            }
            at += 1
        }
        return speakers
    }

    private static func speaker(_ lines: [CopyLine], _ at: Int, _ role: String?) -> Speaker? {
        let line = lines[at]
        guard isName(line.text), line.text.split(separator: " ").count >= 2 || line.isHeading else {
            return nil
        }
        var name = line.text
        var affiliation: String?
        let next = at + 1 < lines.count ? lines[at + 1].text : ""
        let plain = BodyPruner.normal(name)
        let isBiography =
            !plain.isEmpty && BodyPruner.normal(String(next.prefix(name.count + 4))).hasPrefix(plain)
        if isBiography {
            // The line about a person writes the name as it is written.
            if isCapitals(name) { name = String(next.prefix(name.count)) }
            affiliation = self.affiliation(String(next.dropFirst(name.count)))
        } else if line.isHeading || isCapitals(line.text), !next.isEmpty, next.utf8.count < 300, !isName(next)
        {
            affiliation = next
        } else if !line.isHeading {
            return nil
        }
        return Speaker(name: name, affiliation: affiliation, role: role)
    }

    /// What a sentence says that a person is: `is a fellow at X.` gives `fellow at X`.
    static func affiliation(_ rest: String) -> String? {
        var text = rest.trimmedBlanks
        let sentenceEnd = text.firstRange(of: ". ").map { $0.lowerBound } ?? text.endIndex
        text = String(text[..<sentenceEnd])
        for word in [
            "is a ", "is an ", "is the ", "is ", "was a ", "ist ", "est ", "es ", "è ", "é ", "— ", "– ",
            "- ", ", ", "är ", "er ", "jest ",
        ] where text.hasPrefix(word) {
            text = String(text.dropFirst(word.count))
            break
        }
        while text.hasSuffix(".") { text.removeLast() }
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
