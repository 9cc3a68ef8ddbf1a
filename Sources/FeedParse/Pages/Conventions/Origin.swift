/// Where a text appeared first.
///
/// An example: `This commentary originally appeared on X on January 8, 2026.`
struct Origin: Equatable {
    /// The publication, as named.
    var name: String
    /// When it appeared there.
    var issued: StatedDate?

    private static let phrases = PhraseSet([
        "originally appeared on", "originally appeared in", "originally appeared at",
        "originally published by", "originally published in", "originally published on",
        "originally published at", "first appeared on", "first appeared in", "first appeared at",
        "first published by", "first published in", "first published on",
        "first published at", "was published in", "republished from", "reprinted from", "reposted from",
        "reproduced from", "is republished from", "appeared originally in",
        "ist zuerst bei", "ist zuerst in", "erschien zuerst bei", "erschien zuerst in", "erschien zuerst auf",
        "zuerst erschienen bei", "zuerst erschienen in",
        "zuerst veröffentlicht bei", "zuerst veröffentlicht auf", "stammt aus der", "initialement publié par",
        "initialement publié sur", "initialement publié dans",
        "d'abord été publié", "est paru dans", "publié à l'origine", "publicado originalmente en",
        "publicado originalmente por", "apareció originalmente en",
        "publicato originariamente su", "pubblicato originariamente su", "pubblicato originariamente da",
        "apparso originariamente su", "publicado originalmente em",
        "oorspronkelijk verschenen", "eerder verschenen", "впервые опубликовано", "опубликовано впервые",
        "впервые опубликован", "впервые опубликована", "впервые опубликованы", "ukazał się pierwotnie",
        "ukazała się pierwotnie", "ukazało się pierwotnie",
        "pierwotnie opublikowany", "pierwotnie ukazał się", "publicerades först", "ble først publisert",
        "blev først bragt", "julkaistu alun perin", "julkaistiin alun perin",
        "alun perin julkaistu", "ilmestyi alun perin", "ilmestynyt alun perin", "julkaistu ensin",
        "julkaistiin ensin",
        "julkaistu ensimmäisen kerran", "原载", "原文刊载于", "本文转自", "首发于",
    ])

    private static let prepositions = [
        "na łamach ", "na stronie ", "na portalu ", "we ", "w ", "na ", "in de ", "in het ", "in ", "op ",
        "bij ", "i tidningen ", "i tidskriften ", "i ", "på ", "hos ", "av ", "af ", "в газете ",
        "в журнале ", "в издании ", "в ", "во ", "на сайте ", "на портале ", "на ", "su ", "sul ",
        "sulla ", "sull'", "sull’", "da ", "dal ", "dalla ", "nel ", "nella ",
    ]

    /// Reads one line; nil when it tells no origin.
    static func read(_ line: CopyLine) -> Origin? {
        guard line.text.utf8.count < 600 else { return nil }
        // The phrase must stand in the first sentence, about the text itself.
        guard let range = phrases.first(in: line.lower, before: 110) else { return nil }
        let before = String(decoding: line.lower[..<range.lowerBound], as: UTF8.self)
        let isAboutText =
            [
                "this", "the article", "the story", "the commentary", "dieser", "diese", "der artikel",
                "der text", "der beitrag", "cet", "ce ", "cette", "l'article", "este", "esta", "el artículo",
                "questo", "dit ", "deze", "эта", "этот", "материал", "ten ", "tekst", "artykuł", "artikeln",
                "artikkelen", "artiklen", "artikkeli", "kirjoitus", "juttu", "tämä", "denna ", "den här ",
                "denne ", "dette ", "本文", "a version",
                "an earlier version", "it ", "article",
            ].contains { before.hasPrefix($0) || $0.hasPrefix("the ") && before.contains($0) }
            || before.contains("this ") || before.allSatisfy(\.isWhitespace)
        guard isAboutText else { return nil }
        let head = String(decoding: line.lower[..<range.upperBound], as: UTF8.self)
        var rest = String(line.text.dropFirst(head.count))
        // The ending of the phrase's last word.
        if let last = head.unicodeScalars.last, last.properties.isAlphabetic, last.value < 0x2E80 {
            rest = String(rest.drop { $0.isLetter })
        }
        rest = rest.trimmedBlanks
        if let found = DateScanner.first(in: rest) {
            let date = found.date
            let head = String(decoding: Array(rest.utf8.prefix(found.range.lowerBound)), as: UTF8.self)
            return named(head, link: line.links, issued: date)
        }
        if let stop = rest.firstRange(of: ". ") { rest = String(rest[..<stop.lowerBound]) }
        return named(rest, link: line.links, issued: nil)
    }

    private static func named(_ text: String, link links: [(text: String, href: String)], issued: StatedDate?)
        -> Origin?
    {
        var name = text.trimmedBlanks
        for (open, close) in [
            ("\"", "\""), ("“", "”"), ("„", "“"), ("„", "”"), ("”", "”"), ("«", "»"), ("»", "«"),
            ("《", "》"), ("「", "」"), ("『", "』"),
        ] {
            if let from = name.range(of: open), let to = name[from.upperBound...].range(of: close) {
                name = String(name[from.upperBound..<to.lowerBound])
                break
            }
        }
        for word in [
            " erschienen", " l'", " l’", " den", " w dniu", " dnia", " on", " am", " le", " el", " il", " em",
            " op", " and ", " under ", " as ", " -lehdessä", " -verkkolehdessä", " -sivustolla",
            " -palvelussa",
        ] {
            if word.hasSuffix(" ") {
                if let range = name.range(of: word) { name = String(name[..<range.lowerBound]) }
            } else if name.lowered.hasSuffix(word) {
                name = String(name.dropLast(word.count))
            }
        }
        name = name.trimmedEnds.trimmedBlanks
        // A name begins with a capital; the words before it are written small.
        for word in Self.prepositions where name.hasPrefix(word) {
            name = String(name.dropFirst(word.count))
            break
        }
        if name.lowered.hasPrefix("the "), let linked = links.first?.text,
            linked.lowered == name.lowered.dropFirst(4)
        {
            name = linked
        }
        while let last = name.last, ".,;:。，；".contains(last) { name.removeLast() }
        guard name.count >= 2, name.count < 100 else { return nil }
        return Origin(name: name, issued: issued)
    }
}
