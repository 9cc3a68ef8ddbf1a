/// The dateline that opens wire copy: `WESTPORT, April 3 (Reuters) - `, `(ANSA) - ROMA, 28 LUG - `.
struct Dateline: Equatable {
    /// The agency, as named.
    var agency: String

    /// Reads the start of a paragraph; nil when it names no agency.
    ///
    /// The dateline stays in the text, where readers expect it.
    static func read(_ paragraph: String) -> Dateline? {
        // Most paragraphs have no bracket or stroke so early, and no agency's Chinese name at their head.
        let first = paragraph.utf8.first ?? 0
        guard first >= 0xE3 || paragraph.utf8.prefix(480).contains(where: { $0 == 0x28 || $0 == 0x2F }) else {
            return nil
        }
        let head = String(paragraph.prefix(120))
        if let agency = bracketed(head) ?? slashed(head) ?? chinese(head) { return Dateline(agency: agency) }
        return nil
    }

    /// `TOWN, April 3 (Reuters) - `, `Town (dpa/lno) – `, `(ANSA) - `, `Town, 7 oct (EFE).- `.
    private static func bracketed(_ head: String) -> String? {
        guard let open = head.firstIndex(of: "("), let close = head[open...].firstIndex(of: ")") else {
            return nil
        }
        let name = head[head.index(after: open)..<close]
        let before = head[..<open]
        let after = head[head.index(after: close)...].drop { $0 == "." || $0 == " " }
        guard let dash = after.first, "-–—".contains(dash), before.count < 80, isPlace(before), isAgency(name)
        else { return nil }
        return String(name.split(separator: "/").first ?? name)
    }

    /// `PORTWAY, May 1, 2026 /PRNewswire/ --`, `ПОРТОВЫЙ, 3 апреля. /ТАСС/. `.
    private static func slashed(_ head: String) -> String? {
        guard let open = head.firstIndex(of: "/"), open != head.startIndex else { return nil }
        let rest = head[head.index(after: open)...]
        guard let close = rest.firstIndex(of: "/") else { return nil }
        let name = rest[..<close]
        let after = rest[rest.index(after: close)...].drop { $0 == " " }
        guard let mark = after.first, "-–—.".contains(mark), isAgency(name), isPlace(head[..<open]) else {
            return nil
        }
        return String(name)
    }

    /// `新华社港城3月5日电`, `中新社北京5月1日电`.
    private static func chinese(_ head: String) -> String? {
        guard let first = head.utf8.first, first >= 0xE3 || first == 0x28 else { return nil }
        let start = head.prefix(40)
        guard
            let agency = ["新华社", "中新社", "中新网", "法新社", "路透社", "美联社", "央视新闻", "人民网"].first(where: {
                start.hasPrefix($0) || start.hasPrefix("（" + $0) || start.hasPrefix("(" + $0)
            }),
            start.contains("电") || start.contains("電")
        else { return nil }
        return agency
    }

    private static func isAgency(_ name: some StringProtocol) -> Bool {
        let words = name.split(separator: " ")
        guard (1...4).contains(words.count), name.count <= 30, name.count >= 2 else { return false }
        guard !name.contains(where: \.isNumber) else { return false }
        // `dpa` writes itself small; other names have capitals in every word.
        if words.count == 1, name == name.lowered { return name.count <= 8 }
        return words.allSatisfy { $0.first?.isUppercase ?? false }
    }

    /// Before the agency stands a place and perhaps a date, or nothing.
    private static func isPlace(_ text: some StringProtocol) -> Bool {
        let words = text.split(whereSeparator: { $0 == " " || $0 == "," || $0 == "/" })
        guard words.count <= 8 else { return false }
        guard let first = words.first else { return true }
        return first.first?.isUppercase ?? false
    }
}
