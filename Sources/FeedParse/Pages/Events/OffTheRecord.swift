/// Tells that nothing of an event may be quoted: `off the record`, `Chatham-House-Regel`, `не для протокола`.
///
/// An event behind closed doors is another thing, and Chatham House alone is a house.
enum OffTheRecord {
    private static let phrases: [String] = [
        "off the record", "nicht zur veröffentlichung bestimmt", "nicht zur veröffentlichung gedacht",
        "hintergrundgespräch unter drei", "hintergrundgespräche unter drei",
        "gespräch findet unter drei statt",
        "échanges en off", "discussion en off", "discussions en off",
        "non destiné à la publication", "non destinés à la publication", "non destinée à la publication",
        "no destinado a la publicación", "no destinada a la publicación", "no destinado a publicación",
        "non destinato alla pubblicazione", "non destinata alla pubblicazione", "a microfoni spenti",
        "conversa em off", "debate em off", "não destinado à publicação", "não destinada à publicação",
        "не для протокола", "не для записи", "не для печати", "не для публикации", "не под запись",
        "офф рекордс", "оффрекорд", "niet voor publicatie",
    ]
    /// What a whole line says.
    private static let lines: Set<String> = ["nicht zur veröffentlichung", "unter drei", "en off", "em off"]
    private static let wide: [String] = ["查塔姆规则", "查塔姆大厦规则", "查塔姆宫规则", "查塔姆研究所规则"]
    private static let houses: [[String]] = [
        ["chatham", "house"], ["чатем", "хаус"], ["чатем", "хауса"], ["чатэм", "хаус"], ["чатэм", "хауса"],
        ["чатам", "хаус"], ["чатам", "хауса"], ["чэтем", "хаус"], ["чэтэм", "хаус"],
    ]
    /// The words for a rule in front of the house's name, and behind it.
    private static let rulesInFront: Set<String> = [
        "règle", "règles", "regla", "reglas", "norma", "normas", "regola", "regole", "regra", "regras",
        "principe", "principes", "principio", "princípio", "правило", "правила", "правилу", "правилом",
        "правиле", "правил", "правилам", "правилами", "zasada", "zasadą", "zasady", "zasadzie", "reguła",
        "regułą", "reguły",
    ]
    private static let rulesBehind: Set<String> = [
        "rule", "rules", "regel", "regeln", "regels", "reglen", "regelen", "reglerna", "reglene", "prinzip",
        "prinsippet", "sääntö", "sääntöä", "säännöllä", "säännön",
    ]
    private static let connectors: Set<String> = [
        "de", "di", "da", "du", "la", "dite", "dites", "della", "del",
    ]

    /// True when a line says so.
    static func isSaid(in line: String) -> Bool {
        guard !line.isEmpty, line.utf8.count < 4000 else { return false }
        let lower = line.lowered
        if wide.contains(where: { lower.contains($0) }) { return true }
        let words = lower.split(whereSeparator: { !$0.isLetter && !$0.isNumber }).map(String.init)
        let text = " " + words.joined(separator: " ") + " "
        if lines.contains(words.joined(separator: " ")) { return true }
        if phrases.contains(where: { text.contains(" " + $0 + " ") }),
            !text.contains(" not off the record "), !text.contains(" isn t off the record ")
        {
            return true
        }
        return isUnderRule(words)
    }

    /// `Chatham House Rule`, `règle de Chatham House`.
    private static func isUnderRule(_ words: [String]) -> Bool {
        for at in words.indices.dropLast() where houses.contains([words[at], words[at + 1]]) {
            if at + 2 < words.count, rulesBehind.contains(words[at + 2]) {
                // `Chatham House rules out …` is a sentence about the house.
                if at + 3 == words.count || words[at + 3] != "out" { return true }
            }
            var before = at - 1
            while before >= 0, connectors.contains(words[before]) { before -= 1 }
            if before >= 0, rulesInFront.contains(words[before]) { return true }
            // `the rule of Chatham House`.
            if at >= 2, words[at - 1] == "of", ["rule", "rules"].contains(words[at - 2]) { return true }
        }
        return false
    }
}
