import Testing

@testable import FeedParse

private func tree(_ html: String) -> HTMLTree { HTMLParser.parse(HTMLSource(Array(html.utf8)).markup) }

@Suite("A page as a flat tree") struct HTMLTreeTests {
    @Test("knows parents, ends and children")
    func shape() throws {
        let tree = tree("<body><div id=a><p>x</p><p>y</p></div><div id=b></div></body>")
        let first = try #require(tree.firstDescendant(.div, in: 0))
        #expect(tree.value(.id, first) == "a")
        #expect(tree.children(first).map { tree.line($0) } == ["x", "y"])
        #expect(tree.parent(0) == nil)
        #expect(tree.closest(.body, first) != nil)
    }

    @Test("numbers elements as XPath's tree does")
    func numbers() throws {
        let source = HTMLSource(Array("<ul><li>a<li class='k'>b</ul><p>c<p>d<table><tr><td>e</table>".utf8))
        let tree = HTMLParser.parse(source.markup)
        let hits = try HTMLParser.select(
            ["//li", "//td", "//li[@class='k']/@class", "count(//p)"], in: source.markup)
        let elements = Dictionary(
            uniqueKeysWithValues: tree.indices.filter { tree.tag($0) != .text }.map {
                (Int(tree.nodes[$0].element), $0)
            })
        let texts = hits.map { list in
            list.map { hit in
                switch hit {
                case .element(let number): elements[number].map { tree.line($0) } ?? "?"
                case .string(let text): text
                }
            }
        }
        #expect(texts == [["a", "b"], ["e"], ["k"], ["2"]])
    }

    @Test("refuses a broken XPath expression in one sentence")
    func brokenXPath() {
        #expect(throws: FeedParseError(.selector, "\"//li[\" is not a valid XPath 1.0 expression.")) {
            try HTMLParser.select(["//li["], in: Array("<p>".utf8))
        }
    }

    @Test("survives a hundred thousand nested elements")
    func deep() {
        let tree = tree(String(repeating: "<div>", count: 100_000) + "deep")
        #expect(tree.line(0) == "deep")
    }

    @Test(
        "survives NUL, binary and broken tags",
        arguments: ["a\0b", "<", "<a href=\"x", "<!--", "</", "<p <p>x"])
    func broken(_ html: String) {
        let tree = tree(html)
        #expect(tree.nodes.isEmpty || !tree.text(0).contains("\0"))
    }

    @Test("cuts scripts but keeps data scripts aside")
    func scripts() {
        let html =
            "<script type='application/ld+json'>{\"a\":\"<p>\"}</script><script>var b='<div>'</script>t"
        let source = HTMLSource(Array(html.utf8))
        #expect(source.scripts.count == 2)
        #expect(source.scripts.first?.kind == .linkedData)
        #expect(String(decoding: source.markup, as: UTF8.self).trimmedBlanks == "t")
    }
}

@Suite("References against a base") struct PageURLReferenceTests {
    @Test(
        "resolve as RFC 3986 says",
        arguments: [
            ("g", "http://a/b/c/g"), ("./g", "http://a/b/c/g"), ("/g", "http://a/g"), ("//g", "http://g"),
            ("?y", "http://a/b/c/d;p?y"), ("#s", "http://a/b/c/d;p?q#s"), ("", "http://a/b/c/d;p?q"),
            ("..", "http://a/b/"), ("../../g", "http://a/g"), ("../../../g", "http://a/g"),
            ("mailto:x", "mailto:x"),
        ])
    func resolve(_ reference: String, _ expected: String) {
        #expect(URLReference.resolve(reference, against: "http://a/b/c/d;p?q") == expected)
    }
}

@Suite("The language of a text") struct LanguageTests {
    @Test(
        "is told by its script or its commonest words",
        arguments: [
            ("en", "The council wants to know whether the money was well spent on the coast."),
            ("de", "Der Rat will wissen, ob das Geld für die Küste gut angelegt war und was es kostet."),
            ("fr", "Le conseil veut savoir si l'argent a été bien dépensé pour les ports de la côte."),
            ("es", "El consejo quiere saber si el dinero se gastó bien en los puertos de la costa."),
            ("it", "Il consiglio vuole sapere se il denaro è stato speso bene per i porti della costa."),
            ("pt", "O conselho quer saber se o dinheiro foi bem gasto nos portos da costa do norte."),
            ("nl", "De raad wil weten of het geld goed is besteed aan de havens van het land."),
            ("pl", "Rada chce wiedzieć, czy pieniądze zostały dobrze wydane na porty i co się stało."),
            ("ru", "Совет хочет знать, разумно ли были потрачены деньги."),
            ("uk", "Рада хоче знати, чи розумно були витрачені гроші, і що її чекає."),
            ("zh", "议会现在想知道这笔钱是否花得值。"), ("ja", "議会はお金が正しく使われたかを知りたい。"),
            ("ko", "의회는 돈이 잘 쓰였는지 알고 싶어한다."), ("ar", "يريد المجلس أن يعرف كيف أنفقت الأموال"),
        ])
    func known(_ code: String, _ text: String) {
        #expect(Language.detect(text) == code)
    }

    @Test("is unknown when there is too little text")
    func unknown() {
        #expect(Language.detect("12 34") == nil)
        #expect(Language.detect("Rand Corp") == nil)
    }
}
