/// Boxes and lines inside of copy that point to other stories: `Read more: …`, `À lire aussi : …`.
enum InlineRelated {
    private static let starts = PhraseSet([
        "puedes ver:", "weiterlesen:", "zum weiterlesen:", "lesen sie auch die folgenden", "mehr lesen:",
        "mehr lesen über", "passend dazu:", "das könnte dich auch", "zum thema:", "à découvrir :", "lire :",
        "relacionado:", "relacionada:", "notas relacionadas", "lee más:", "leer también", "ver más:",
        "related coverage", "further reading:", "you might also like", "you may also like",
        "read more:", "read more about", "read also:", "read also :", "read:", "also read:", "also read |",
        "read next:", "see also:", "see also :", "related:", "related story:", "related stories:",
        "related article", "more:", "watch:",
        "more on this:", "more on this story", "more from", "don't miss:", "don’t miss:",
        "in case you missed it", "recommended:", "recommended reading", "must read:", "explained:",
        "explainer:", "listen:",
        "lesen sie auch", "lesen sie hier", "lesen sie mehr", "lies auch", "mehr zum thema", "mehr dazu",
        "lesen sie dazu", "auch interessant", "das könnte sie auch", "weitere artikel", "hier geht es zu",
        "siehe auch",
        "à lire aussi", "a lire aussi", "lire aussi", "à lire également", "lire également", "à voir aussi",
        "sur le même sujet", "voir aussi", "lee también", "lea también", "te puede interesar",
        "le puede interesar", "ver también", "además:", "más información", "mira también",
        "leggi anche", "leggi pure", "vedi anche", "potrebbe interessarti", "leia também", "leia mais:",
        "veja também", "saiba mais", "lees ook", "lees meer:", "zie ook", "читайте также", "смотрите также",
        "по теме:", "ещё по теме", "читайте ещё", "читайте:",
        "читайте також", "czytaj też", "czytaj także", "czytaj również", "zobacz też", "zobacz także",
        "zobacz również", "przeczytaj także", "les også", "læs også", "läs också", "läs även", "se også",
        "lue myös", "延伸阅读", "相关阅读", "相关报道", "相關新聞", "延伸閱讀", "関連記事", "baca juga", "ayrıca oku", "citește și",
        "čtěte také", "olvassa el", "xem thêm",
    ])

    /// True for a line that only points elsewhere; such a line has a link or is short.
    static func isRelated(_ line: CopyLine) -> Bool {
        guard line.text.utf8.count < 260 else { return false }
        let start = PhraseSet.start(of: line.lower, skipping: "([>*|-")
        guard let length = starts.prefix(of: line.lower, from: start) else { return false }
        guard line.links.isEmpty else { return line.linkShare > 0.3 }
        let isLabel = line.lower[start..<start + length].contains(UInt8(ascii: ":"))
        return isLabel && line.text.utf8.count < 140 || line.lower.count - start <= length + 1
            || line.isHeading
    }
}
