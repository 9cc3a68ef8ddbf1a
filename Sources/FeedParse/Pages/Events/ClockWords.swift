/// The words beside a clock time: `kl.`, `ore` and `下午` in front, `p.m.`, `Uhr` and `uur` behind.
enum ClockWords {
    /// What a word in front of a number says.
    struct Lead {
        /// True for words that make an hour of a number without minutes.
        var makesHours: Bool
        fileprivate var day: Day?

        /// True when an hour behind the word lies after noon, nil when the word doesn't say.
        func half(of hour: Int) -> Bool? {
            switch day {
            case .morning?: false
            case .noon?: hour >= 11 ? nil : true
            case .afternoon?: true
            case nil: nil
            }
        }
    }

    fileprivate enum Day { case morning, noon, afternoon }

    private static let hourWords: [String] = [
        "kl.", "kl", "klo", "klockan", "klokken", "klokka", "kello", "godz.", "godz", "godzina", "godzinie",
        "godzinach", "ore",
    ]
    private static let joiningWords: [String] = ["alle", "dalle", "a las"]
    private static let days: [(String, Day)] = [
        ("上午", .morning), ("早上", .morning), ("凌晨", .morning), ("午前", .morning), ("오전", .morning),
        ("中午", .noon), ("下午", .afternoon), ("晚上", .afternoon), ("傍晚", .afternoon), ("午後", .afternoon),
        ("오후", .afternoon),
    ]

    /// The word in front of a number.
    static func lead(_ text: [Character], before at: Int) -> Lead? {
        let window = String(text[max(0, at - 12)..<at]).lowered.trimmedBlanks
        if window.isEmpty { return nil }
        for (word, day) in days where window.hasSuffix(word) { return Lead(makesHours: false, day: day) }
        if ends(window, hourWords) != nil { return Lead(makesHours: true) }
        if ends(window, joiningWords) != nil { return Lead(makesHours: false) }
        return nil
    }

    /// What stands between two times, without the word that leads the second: `– kl.`, `至下午`, `alle ore`.
    static func withoutLead(_ between: String) -> String {
        for (word, _) in days where between.hasSuffix(word) {
            return String(between.dropLast(word.count)).trimmedBlanks
        }
        guard let word = ends(between, hourWords) else { return between }
        return String(between.dropLast(word.count)).trimmedBlanks
    }

    private static func ends(_ text: String, _ words: [String]) -> String? {
        words.first { word in
            text.hasSuffix(word) && !(text.dropLast(word.count).last?.isLetter ?? false)
        }
    }

    /// The place behind blanks.
    static func skipBlanks(_ text: [Character], _ from: Int) -> Int {
        var at = from
        while at < text.count, text[at] == " " || text[at] == "\u{A0}" || text[at] == "\u{202F}" { at += 1 }
        return at
    }

    /// The place behind `h` as in `19h` and `18 h`, nil when the number has no such sign.
    static func hourSign(_ text: [Character], _ from: Int) -> Int? {
        let at = skipBlanks(text, from)
        guard at < text.count, text[at] == "h" || at == from && text[at] == "H",
            at + 1 == text.count || !text[at + 1].isLetter
        else { return nil }
        return at + 1
    }

    /// `PM`, `a.m.`, `noon`, `Uhr`, `horas` behind a number.
    static func mark(_ text: [Character], _ from: Int, hasMinutes: Bool) -> (isAfternoon: Bool?, end: Int)? {
        let at = skipBlanks(text, from)
        let word = String(text[at...].prefix(9)).lowered.replacing("\u{A0}", with: " ")
        for (mark, afternoon) in [
            ("p.m.", true), ("a.m.", false), ("pm", true), ("am", false), ("p.m", true), ("a.m", false),
            ("p. m.", true), ("a. m.", false),
        ] where word.hasPrefix(mark) {
            let after = at + mark.count
            if after < text.count, text[after].isLetter { continue }
            return (afternoon, after)
        }
        if word.hasPrefix("noon") { return (true, at + 4) }
        if word.hasPrefix("midnight") { return (false, at + 8) }
        for mark in ["uhr", "uur", "horas", "hrs", "heures", "ore", "godz"] where word.hasPrefix(mark) {
            return (nil, at + mark.count)
        }
        // `19.30 h`, `18:00 hs`.
        for mark in ["hs", "h"] where hasMinutes && word.hasPrefix(mark) {
            let after = at + mark.count
            if after == text.count || !text[after].isLetter { return (nil, after) }
        }
        return nil
    }
}
