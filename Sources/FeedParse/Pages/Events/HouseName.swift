/// Tells the names of houses (institutes, firms, media) from those of people.
enum HouseName {
    private static let words: Set<String> = [
        "institute", "institut", "institution", "instituto", "istituto", "instytut", "instituutti",
        "институт",
        "university", "universität", "université", "universidad", "università", "universiteit", "universitet",
        "universidade", "uniwersytet", "yliopisto", "университет", "college", "school", "schule", "école",
        "academy", "akademie", "académie", "academia", "accademia", "akademia", "академия", "faculty",
        "council", "rat", "conseil", "consejo", "consiglio", "conselho", "raad", "rada", "совет", "board",
        "foundation", "stiftung", "fondation", "fundación", "fondazione", "fundação", "stichting", "fundacja",
        "säätiö", "фонд", "trust", "fund", "center", "centre", "zentrum", "centro", "centrum", "keskus",
        "центр", "association", "verband", "verein", "asociación", "associazione", "associação", "vereniging",
        "society", "gesellschaft", "société", "sociedad", "club", "ministry", "ministerium", "ministère",
        "ministerio", "ministero", "ministerie", "министерство", "department", "office", "amt", "bureau",
        "agency", "agentur", "agence", "agencia", "committee", "commission", "kommission", "forum", "network",
        "netzwerk", "group", "gruppe", "groupe", "grupo", "gruppo", "union", "league", "alliance", "party",
        "partei", "partners", "partnership", "initiative", "programme", "program", "project", "projekt",
        "team", "library", "bibliothek", "museum", "embassy", "botschaft", "ambassade", "embajada", "house",
        "haus", "maison", "casa", "city", "stadt", "bank", "company", "corporation", "corp", "inc", "ltd",
        "llc", "gmbh", "ag", "plc", "labs", "media", "press", "presse", "post", "times", "daily", "news",
        "review", "journal", "magazine", "radio", "television", "tv", "global", "international", "national",
        "chamber", "kammer", "chambre", "cámara", "parliament", "parlament", "congress", "senate",
        "government", "church", "kirche", "federation", "studies",
    ]

    /// True for a name with an article in front, a word for a house in it, or letters that stand for one.
    static func isHouse(_ name: String) -> Bool {
        let words = name.split(whereSeparator: { !$0.isLetter && $0 != "-" })
        guard let first = words.first else { return false }
        // `A. Quill` has no article.
        if first.count > 1, OrganiserLine.articles.contains(Substring(String(first).lowered)) { return true }
        if words.contains(where: { Self.words.contains(String($0).lowered) }) { return true }
        // Ideographs: the end of the name says it.
        if ["所", "大学", "学院", "会", "院", "中心", "部", "社", "局", "公司"].contains(where: { name.hasSuffix($0) }) {
            return true
        }
        return words.count < 3 && words.contains { $0.count >= 2 && $0.allSatisfy(\.isUppercase) }
            && name.contains(where: \.isLowercase)
            || words.count == 1 && name.unicodeScalars.allSatisfy { $0.value < 0x3000 }
    }

    /// True for a name among others that reads like a house's: `Le Hong Hiep`, `Charlotte Church`.
    static func mayBePerson(_ name: String) -> Bool {
        if isPerson(name) { return true }
        let words = name.lowered.split(separator: " ").map { String($0) }
        guard PersonNames.isFullName(name), let first = words.first, let last = words.last else {
            return false
        }
        let isFamily = first == "le" && words.count >= 3 && !words.contains(where: Self.words.contains)
        let isSurname =
            words.count == 2 && ["church", "house", "post", "press"].contains(last)
            && !OrganiserLine.articles.contains(Substring(first)) && !Self.words.contains(first)
        return isFamily || isSurname
    }

    /// True for one person's name and nothing else.
    static func isPerson(_ name: String) -> Bool { PersonNames.isFullName(name) && !isHouse(name) }
}
