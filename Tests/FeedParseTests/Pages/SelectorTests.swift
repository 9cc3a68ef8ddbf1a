import Testing

@testable import FeedParse

private let page = """
    <div id="top" class="wrap big"><ul class="list"><li class="a first">1<li class="b"><a href="/x.pdf">2</a>\
    <li class="a" data-k="de-AT">3<li>4</ul><p>p1</p><h2>h</h2><p class="it's">p2</p></div>
    """

private func selected(_ selector: String) throws -> [String] {
    let source = HTMLSource(Array(page.utf8))
    let tree = HTMLParser.parse(source.markup)
    for expression in try Selector(selector).alternatives {
        let hits = try HTMLParser.select([expression], in: source.markup)[0]
        if hits.isEmpty { continue }
        return hits.map { hit in
            switch hit {
            case .element(let number):
                tree.indices.first { Int(tree.nodes[$0].element) == number }.map { tree.line($0) } ?? "?"
            case .string(let text): text
            }
        }
    }
    return []
}

@Suite("A selector pasted from an inspector") struct SelectorTests {
    @Test(
        "selects what CSS says",
        arguments: [
            ("li.a", ["1", "3"]), ("#top > ul > li:nth-child(2)", ["2"]), ("li:first-child", ["1"]),
            ("li:last-child", ["4"]), ("li:not(.a)", ["2", "4"]), ("li:not(.a, :last-child)", ["2"]),
            ("[data-k]", ["3"]), ("[data-k|=de]", ["3"]), ("a[href$='.pdf']", ["2"]),
            ("a[href^=\"/x\"]", ["2"]),
            ("a[href*=x]", ["2"]), ("[class~=big] p", ["p1", "p2"]), ("h2 + p", ["p2"]),
            ("ul ~ p", ["p1", "p2"]),
            ("li:has(> a)", ["2"]), ("li:nth-child(odd)", ["1", "3"]), ("li:nth-child(2n+2)", ["2", "4"]),
            ("li:nth-child(-n+2)", ["1", "2"]), ("li:is(.first, .b)", ["1", "2"]), ("p.it\\'s", ["p2"]),
            ("UL.list LI.first", ["1"]), ("*.b", ["2"]), ("div li a@href", ["/x.pdf"]),
        ] as [(String, [String])])
    func css(_ selector: String, _ expected: [String]) throws {
        #expect(try selected(selector) == expected)
    }

    @Test("tries alternatives in order")
    func alternatives() throws {
        #expect(try selected(".none, h2, li") == ["h"])
        #expect(try selected(".none@id, a@href") == ["/x.pdf"])
    }

    @Test("is XPath when it begins like XPath", arguments: ["//li[1]", "(//li)[1]", "./descendant::li[1]"])
    func xpath(_ selector: String) throws {
        #expect(try selected(selector) == ["1"])
    }

    @Test(
        "is refused in one sentence when it can't be used",
        arguments: [
            ("p::before", "\"::before\" in the selector \"p::before\" is not supported; use XPath for it."),
            ("a:hover", "\":hover\" in the selector \"a:hover\" is not supported; use XPath for it."),
            ("p[", "The selector \"p[\" is broken: an attribute's name must follow \"[\"."),
            ("img[src$=\"\u{0E}jpg\"]", "The selector is broken: it holds a control character."),
            ("article.\\blog", "The selector is broken: it holds a control character."),
            (
                "artic\u{79D}le",
                "The selector \"artic\u{79D}le\" is broken: \"artic\u{79D}le\" is no name of an element or attribute."
            ),
            ("p,", "The selector \"p,\" is broken: nothing follows the last comma."),
            ("", "The selector is empty."),
            ("a[b", "The selector \"a[b\" is broken: \"=\" or \"]\" is missing behind [b."),
            ("//li[", "\"//li[\" is not a valid XPath 1.0 expression."),
            (
                "p:nth-child(x)",
                "\":nth-child(x)\" in the selector \"p:nth-child(x)\" is not supported; use XPath for it."
            ),
            (
                "a[b\u{FFFD}]",
                "The selector \"a[b\u{FFFD}]\" is broken: \"b\u{FFFD}\" is no name of an element or attribute."
            ),
            ("p >", "The selector \"p >\" is broken: it ends too early."),
        ])
    func refused(_ selector: String, _ message: String) {
        #expect(throws: FeedParseError(.selector, message)) { try Selector.validate(selector) }
    }

    @Test(
        "passes the check when it can be used",
        arguments: ["div.body-text, article.blog", "time@datetime", "//p"])
    func valid(_ selector: String) throws {
        try Selector.validate(selector)
    }
}
