/// The words in front of the place of an event: `Where`, `Ort:`, `地点：`.
enum PlaceLabel {
    /// The labels, in lower case.
    static let words = PhraseSet([
        "where", "location", "venue", "place", "ort", "wo", "veranstaltungsort", "lieu", "où", "lugar",
        "dónde", "dove", "luogo", "sede", "local", "onde", "место", "где",
        "waar", "locatie", "gdzie", "miejsce", "plats", "sted", "var", "hvor", "地点", "paikka",
    ])

    /// A place without its label and without the words of a map's link.
    static func without(_ text: String) -> String {
        var text = text
        if let length = words.prefix(of: text.loweredBytes) {
            let rest = String(decoding: Array(text.utf8.dropFirst(length)), as: UTF8.self).trimmedBlanks
            if rest.hasPrefix(":") { text = String(rest.dropFirst()).trimmedBlanks }
        }
        for word in ["View a Map", "View Map", "View map", "(map)", "Map"] where text.hasSuffix(word) {
            text = String(text.dropLast(word.count)).trimmedBlanks
        }
        return text
    }
}
