import Testing

@testable import FeedParse

private let page = """
    <html><body><div id="main" class="page"><ul id="list"><li id="a" class="item first" lang="en-GB">A</li><li id="b" class="item">B<em id="e">e</em></li>\
    <li id="c" data-kind="News Story">C</li><li id="d" class="item last"><a id="l" href="https://post.example/d.pdf" title="">D</a></li></ul>\
    <p id="p1">one</p><div id="box"><p id="p2">two</p><p id="p3" class="x-y_z">three</p></div><h2 id="h">head</h2><p id="p4">four</p></div></body></html>
    """

/// The ids of the elements that a selector selects, in the order of the page.
private func ids(_ selector: String) throws -> [String] {
    let source = HTMLSource(Array(page.utf8))
    let tree = HTMLParser.parse(source.markup)
    for expression in try Selector(selector).alternatives {
        let found = try HTMLParser.select([expression], in: source.markup)[0].compactMap { hit -> String? in
            switch hit {
            case .element(let number):
                tree.indices.first { Int(tree.nodes[$0].element) == number }.flatMap { tree.value(.id, $0) }
            case .string(let text): "=" + text
            }
        }
        if !found.isEmpty { return found }
    }
    return []
}

@Suite("A form of selector") struct SelectorFormTests {
    @Test(
        "selects by type, class and id",
        arguments: [
            ("em", "e"), ("#c", "c"), (".item", "a b d"), ("li.item.last", "d"), ("li#b.item", "b"),
            (".x-y_z", "p3"),
            ("*#h", "h"), ("LI.first", "a"), ("li . item", ""), (".none", ""), ("#MAIN", ""),
        ])
    func simple(_ selector: String, _ expected: String) throws {
        if selector == "li . item" {
            #expect(throws: FeedParseError.self) { try ids(selector) }
        } else {
            #expect(try ids(selector).joined(separator: " ") == expected, "\(selector)")
        }
    }

    @Test(
        "selects by attributes",
        arguments: [
            ("[data-kind]", "c"), ("li[data-kind=\"News Story\"]", "c"), ("li[data-kind='News Story']", "c"),
            ("[data-kind~=Story]", "c"),
            ("[data-kind~=Stor]", ""), ("[lang|=en]", "a"), ("[lang|=e]", ""), ("a[href^='https://']", "l"),
            ("a[href$=\".pdf\"]", "l"),
            ("a[href*='post.example']", "l"), ("a[href*='']", ""), ("a[title='']", "l"),
            ("a[href=\"x\"]", ""), ("li[class][id=b]", "b"),
        ])
    func attributes(_ selector: String, _ expected: String) throws {
        #expect(try ids(selector).joined(separator: " ") == expected, "\(selector)")
    }

    @Test(
        "joins elements",
        arguments: [
            ("#main p", "p1 p2 p3 p4"), ("#main > p", "p1 p4"), ("#main>p", "p1 p4"), ("ul + p", "p1"),
            ("h2~p", "p4"), ("ul ~ p", "p1 p4"),
            ("li + li", "b c d"), ("#a ~ li", "b c d"), ("div div > p + p", "p3"),
            ("body > div > ul > li:first-child", "a"), ("p + ul", ""),
        ])
    func combinators(_ selector: String, _ expected: String) throws {
        #expect(try ids(selector).joined(separator: " ") == expected, "\(selector)")
    }

    @Test(
        "counts children",
        arguments: [
            ("li:first-child", "a"), ("li:last-child", "d"), ("li:nth-child(1)", "a"),
            ("li:nth-child(3)", "c"), ("li:nth-child(9)", ""),
            ("li:nth-child(even)", "b d"), ("li:nth-child(odd)", "a c"), ("li:nth-child(2n)", "b d"),
            ("li:nth-child(2n+1)", "a c"),
            ("li:nth-child(n+3)", "c d"), ("li:nth-child(-n+2)", "a b"), ("li:nth-child(3n+2)", "b"),
            ("li:nth-child( 2n + 1 )", "a c"),
            ("#main > p:nth-child(2)", "p1"), ("p:first-child", "p2"),
        ])
    func positions(_ selector: String, _ expected: String) throws {
        #expect(try ids(selector).joined(separator: " ") == expected, "\(selector)")
    }

    @Test(
        "excludes, includes and looks inside",
        arguments: [
            ("li:not(.item)", "c"), ("li:not(.first):not(.last)", "b c"), ("li:not(.first, .last)", "b c"),
            ("li:not([class])", "c"),
            ("li:is(.first, .last)", "a d"), ("li:has(a)", "d"), ("li:has(> em)", "b"),
            ("div:has(> h2)", "main"), ("li:has(.none)", ""),
            ("ul:has(li.last) + p", "p1"),
        ])
    func functions(_ selector: String, _ expected: String) throws {
        #expect(try ids(selector).joined(separator: " ") == expected, "\(selector)")
    }

    @Test(
        "takes an attribute's value or tries alternatives",
        arguments: [
            ("#l@href", "=https://post.example/d.pdf"), ("li@id", "=a =b =c =d"), (".none, #b", "b"),
            ("#c, #a", "c"),
            (".none@href, #l@id", "=l"), ("li[data-kind]@data-kind", "=News Story"),
            ("ul > li:last-child a@href", "=https://post.example/d.pdf"),
        ])
    func values(_ selector: String, _ expected: String) throws {
        #expect(try ids(selector).joined(separator: " ") == expected, "\(selector)")
    }

    @Test(
        "may be XPath",
        arguments: [
            ("//li[2]", "b"), ("//li[last()]/a/@href", "=https://post.example/d.pdf"), ("(//p)[3]", "p3"),
            ("//li[contains(@class, 'first')]", "a"),
            ("string(//h2)", ""), ("/html/body/div/p", "p1 p4"), ("//p[string-length(.) > 4]", "p3"),
        ])
    func xpath(_ selector: String, _ expected: String) throws {
        if selector.hasPrefix("string") {
            #expect(throws: FeedParseError.self) { try ids(selector) }
        } else {
            #expect(try ids(selector).joined(separator: " ") == expected, "\(selector)")
        }
    }

    @Test(
        "is an error that says what is wrong, never a wrong answer",
        arguments: [
            "li::marker", "a:visited", "li:nth-of-type(2)",
            "p:contains('x')", "li >> a", "li > > a",
            "> li", "+ li", "li >", "li,,p", ",li", "li[", "li[x", "li[=x]", "li[a=b", "li[a='b]", "li:not(",
            "li:not()", "li:is()", "li:has()",
            "li:nth-child()", "li:nth-child(a)", "li.", "li#", "#", ".", "@href", "li@", "li@href p", "li)",
            "li}", "li{", "$x", "a b|c",
        ])
    func refused(_ selector: String) {
        #expect(throws: FeedParseError.self, "\(selector)") { try Selector.validate(selector) }
    }
}
