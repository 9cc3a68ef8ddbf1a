/// Marks that end copy: `(end of excerpt)`, `-ends-`, `###`, `-30-`, `(END)`, `(完)`.
struct EndOfCopy: Equatable {
    /// True when the mark says that the text is a part of another.
    var isExcerpt: Bool
    /// How much of the line is the text before the mark, in characters.
    var keptCharacters: Int

    private static let excerpts = PhraseSet([
        "(end of excerpt)", "[end of excerpt]", "(end excerpt)", "(excerpt ends)", "(end of summary)",
        "(end of extract)", "(excerpt)", "(ende des auszugs)",
        "(auszug ende)", "(ende auszug)", "(fin de l'extrait)", "(fin de l’extrait)", "(fin d'extrait)",
        "(fin del extracto)", "(fine dell'estratto)",
        "(fine dell’estratto)", "(fine estratto)", "(fim do excerto)", "(fim do trecho)", "(einde fragment)",
        "(einde uittreksel)", "(конец отрывка)",
        "(конец фрагмента)", "(koniec fragmentu)", "(slut på utdrag)", "(slutt på utdrag)",
        "(slut på uddrag)", "(otteen loppu)", "(ote päättyy)", "(katkelma päättyy)", "(katkelman loppu)",
        "(节选完)", "(摘录完)", "(节选结束)", "（节选完）", "（摘录完）", "（节选结束）", "（摘录结束）",
    ])

    private static let ends = PhraseSet([
        "-ends-", "- ends -", "– ends –", "-end-", "- end -", "(ends)", "###", "# # #", "-30-", "- 30 -",
        "– 30 –", "(end)", "(完)", "（完）", "-fin-", "- fin -", "(ende)",
        "-ende-", "-xxx-", "-0-", "(fin)", "ends//", "//ends//", "***ends***", "/end", "(конец)", "– ende –",
        "-ends", "*** ende ***", "(fim)", "(koniec)", "(loppu)",
    ])

    /// Looks for a mark at the end of a line, or one that is the whole line.
    ///
    /// - Parameter own: the markers of the source itself; they end excerpts.
    static func read(_ line: String, own: [String] = []) -> EndOfCopy? {
        // A mark is short: the end of the line is enough to look at.
        let tail = line.suffix(48).loweredBytes
        for marker in own
        where !marker.isEmpty && tail.reversed().starts(with: marker.lowered.utf8.reversed()) {
            return EndOfCopy(isExcerpt: true, keptCharacters: kept(line, marker.count))
        }
        if let length = excerpts.suffix(of: tail) {
            let mark = String(decoding: tail.suffix(length), as: UTF8.self)
            return EndOfCopy(isExcerpt: true, keptCharacters: kept(line, mark.count))
        }
        guard let length = ends.suffix(of: tail) else { return nil }
        let mark = String(decoding: tail.suffix(length), as: UTF8.self)
        let characters = kept(line, mark.count)
        // It must be a mark of its own, not the end of a compound.
        if characters > 0, let before = line.dropLast(mark.count).last, !before.isWhitespace,
            !".!?\"”’)。".contains(before)
        {
            return nil
        }
        return EndOfCopy(isExcerpt: false, keptCharacters: characters)
    }

    private static func kept(_ line: String, _ marker: Int) -> Int {
        String(line.dropLast(marker)).trimmedBlanks.count
    }

    /// A line that an agency ends its copy with: `(dpa)`, `© dpa-infocom, dpa:260512-99-123456/2`, `ada-bst/lm/cq`.
    static func isSignature(_ line: String) -> Bool {
        guard line.utf8.count < 90 else { return false }
        let lower = line.lowered
        if lower.hasPrefix("©")
            && (lower.contains("infocom") || lower.contains("dpa:") || lower.contains("afp")
                || lower.contains("reuters") || lower.contains("press"))
        {
            return true
        }
        if line.hasPrefix("("), let close = line.firstIndex(of: ")"),
            line[line.index(after: close)...].allSatisfy({ $0 == "." || $0 == " " })
        {
            let name = line[line.index(after: line.startIndex)..<close]
            let isAgency =
                !name.contains(" ") && (2...14).contains(name.count)
                && name.allSatisfy { $0.isLetter || $0 == "/" || $0 == "-" }
            if isAgency { return true }
        }
        // Initials: lower-case letters between slashes, hyphens and commas.
        let isInitials =
            line.contains("/") && !line.contains(" ") && line.count <= 24
            && line.allSatisfy { $0.isLowercase || $0 == "/" || $0 == "-" }
        if isInitials { return true }
        // `red, X/Agenturen`.
        return line.count < 50
            && (lower.hasPrefix("red,") || lower.hasPrefix("red.,") || lower.hasSuffix("/agenturen")
                || lower.hasSuffix("/agenturen)"))
    }
}
