import Testing

@testable import FeedParse

private func repaired(_ text: String) -> (text: String, repair: MarkupRepair) {
    var repair = MarkupRepair(Array(text.utf8))
    let bytes = repair.repaired()
    return (String(decoding: bytes, as: UTF8.self), repair)
}

@Suite("Damaged markup") struct MarkupRepairTests {
    @Test(
        "has its stray characters escaped or dropped",
        arguments: [
            ("<a>1 & 2</a>", "<a>1 &amp; 2</a>"), ("<a>1 < 2</a>", "<a>1 &lt; 2</a>"),
            ("<a>x]]>y</a>", "<a>xy</a>"), ("<a>x\u{1}y\u{B}z</a>", "<a>xyz</a>"),
            ("<a>x\u{FFFE}y</a>", "<a>xy</a>"), ("<a>x > y</a>", "<a>x &gt; y</a>"),
        ])
    func strayCharacters(_ damaged: String, _ expected: String) {
        #expect(repaired(damaged).text == expected)
    }

    @Test(
        "has HTML's references as characters",
        arguments: [
            ("<a>caf&eacute;</a>", "<a>café</a>"), ("<a>&nbsp;</a>", "<a>\u{A0}</a>"),
            ("<a>&#x41;&#66;</a>", "<a>AB</a>"), ("<a>&#146;</a>", "<a>’</a>"),
            ("<a>&amp;</a>", "<a>&amp;</a>"),
            ("<a>&lt;b&gt;</a>", "<a>&lt;b&gt;</a>"), ("<a>&nosuch;</a>", "<a>&amp;nosuch;</a>"),
            ("<a>&#xFFFF;x</a>", "<a>x</a>"), ("<a>&#60;</a>", "<a>&lt;</a>"),
        ])
    func references(_ damaged: String, _ expected: String) {
        #expect(repaired(damaged).text == expected)
    }

    @Test(
        "has its sections as escaped text",
        arguments: [
            ("<a><![CDATA[<b>]]></a>", "<a>&lt;b&gt;</a>"), ("<a><![CDATA[x & y]]></a>", "<a>x &amp; y</a>"),
            ("<a><![CDATA[x<![CDATA[y]]></a>", "<a>xy</a>"),
            ("<a><b><![CDATA[x</b><c><![CDATA[y]]></c></a>", "<a><b>x</b><c>y</c></a>"),
            ("<a><![CDATA[open</a>", "<a>open</a>"),
        ])
    func sections(_ damaged: String, _ expected: String) {
        #expect(repaired(damaged).text == expected)
    }

    @Test(
        "has its tags completed and balanced",
        arguments: [
            ("<a><b>x</a>", "<a><b>x</b></a>"), ("<a>x</b></a>", "<a>x</a>"), ("<a><b>x", "<a><b>x</b></a>"),
            ("<a>x<br>y</a>", "<a>x<br/>y</a>"),
            ("<a><title>x<link>y</link></a>", "<a><title>x</title><link>y</link></a>"),
            (
                "<a><item><title>x</title><item></item></a>",
                "<a><item><title>x</title></item><item></item></a>"
            ),
        ])
    func balanced(_ damaged: String, _ expected: String) {
        #expect(repaired(damaged).text == expected)
    }

    @Test(
        "has end tags where the slash was lost",
        arguments: [
            ("<a><ttl>60<ttl><b>x</b></a>", "<a><ttl>60</ttl><b>x</b></a>"),
            ("<a><title>x<title></a>", "<a><title>x</title></a>"),
            (
                "<a><ttl>60<item><title>x</title></item></a>",
                "<a><ttl>60</ttl><item><title>x</title></item></a>"
            ),
            ("<a><title>x<title>y</title></a>", "<a><title>x</title><title>y</title></a>"),
            ("<a><div>x<div><b>y</b></div></div></a>", "<a><div>x<div><b>y</b></div></div></a>"),
        ])
    func lostSlashes(_ damaged: String, _ expected: String) {
        #expect(repaired(damaged).text == expected)
    }

    @Test(
        "has its attributes in order",
        arguments: [
            ("<a b=c>x</a>", "<a b=\"c\">x</a>"), ("<a b>x</a>", "<a b=\"b\">x</a>"),
            ("<a b='c' b='d'>x</a>", "<a b=\"c\">x</a>"), ("<a b='1&2'>x</a>", "<a b=\"1&amp;2\">x</a>"),
            ("<a b='<'>x</a>", "<a b=\"&lt;\">x</a>"), ("<a b = 'c' >x</a>", "<a b=\"c\">x</a>"),
        ])
    func attributes(_ damaged: String, _ expected: String) {
        #expect(repaired(damaged).text == expected)
    }

    @Test("loses what stands in front of it and behind it")
    func around() {
        let (text, repair) = repaired("PHP warning: x\n<?xml version=\"1.0\"?><a>b</a> trailing words")
        #expect(text == "<a>b</a>")
        #expect(repair.warnings == ["line 1: text in front of the document was dropped"])
    }

    @Test("that breaks off inside of a tag loses only the tag")
    func brokenTag() {
        let (text, repair) = repaired("<a><b>one</b><c href=\"https://harbour.exam")
        #expect(text == "<a><b>one</b></a>")
        #expect(repair.isTruncated)
    }

    @Test("tells each kind of repair once, with the line of the first")
    func warnings() {
        let (_, repair) = repaired("<a>\n1 & 2\n3 & 4\n5 < 6</a>")
        #expect(
            repair.warnings == ["line 2: a bare & was taken as text", "line 4: a bare < was taken as text"])
    }

    @Test("is a page when it has an html element")
    func page() {
        #expect(repaired("<HTML><body>x</HTML>").repair.sawHTML)
        #expect(!repaired("<rss><channel>x</rss>").repair.sawHTML)
    }

    @Test("that was sound stays as it is")
    func sound() {
        let sound = "<a b=\"c\"><d>e &amp; f</d><g/></a>"
        let (text, repair) = repaired(sound)
        #expect(text == sound)
        #expect(repair.warnings.isEmpty && !repair.isTruncated)
    }
}

@Suite("The entities of a document type") struct DeclaredEntitiesTests {
    private func entities(_ doctype: String) -> (entities: DeclaredEntities, end: Int) {
        var entities = DeclaredEntities()
        let end = entities.readDoctype(Array(doctype.utf8), from: 0)
        return (entities, end)
    }

    @Test("stand for their texts, entities inside of them replaced")
    func texts() {
        var declared = entities(
            "<!DOCTYPE rss [<!ENTITY port 'Port'> <!ENTITY news \"&port; news &#38; &eacute;\">]>"
        ).entities
        #expect(declared.text(of: "port") == "Port")
        #expect(declared.text(of: "news") == "Port news & é")
        #expect(declared.text(of: "other") == nil)
    }

    @Test("are those of the first declaration of a name")
    func first() {
        var declared = entities("<!DOCTYPE rss [<!ENTITY a 'one'><!ENTITY a 'two'>]>").entities
        #expect(declared.text(of: "a") == "one")
    }

    @Test("are empty when they name a file")
    func external() {
        var declared = entities("<!DOCTYPE rss [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>").entities
        #expect(declared.text(of: "a") == "")
        #expect(declared.refusedExternal)
    }

    @Test("of parameters are passed over")
    func parameters() {
        var declared = entities("<!DOCTYPE rss [<!ENTITY % a 'one'> %a; <!ENTITY b 'two'>]>").entities
        #expect(declared.text(of: "a") == nil)
        #expect(declared.text(of: "b") == "two")
    }

    @Test("that name themselves come to an end")
    func circle() {
        var declared = entities("<!DOCTYPE rss [<!ENTITY a '&b;'><!ENTITY b '&a;x'>]>").entities
        #expect(declared.text(of: "a") != nil)
        #expect(declared.isExhausted)
    }

    @Test("that grow tenfold again and again are given up")
    func bomb() {
        let levels = (1...9).map { "<!ENTITY l\($0) '\(String(repeating: "&l\($0 - 1);", count: 10))'>" }
            .joined()
        var declared = entities("<!DOCTYPE rss [<!ENTITY l0 'lol'>\(levels)]>").entities
        let text = declared.text(of: "l9") ?? ""
        #expect(text.utf8.count <= 1 << 20)
        #expect(declared.isExhausted)
    }

    @Test(
        "end where the declaration ends",
        arguments: [
            ("<!DOCTYPE rss>x", 14), ("<!DOCTYPE rss SYSTEM \"a>b\">x", 27),
            ("<!DOCTYPE rss [<!-- ]> -->]>x", 28),
            ("<!DOCTYPE rss [ <!ELEMENT a ANY> ] >x", 36), ("<!DOCTYPE rss <rss>", 14),
        ])
    func end(_ doctype: String, _ end: Int) {
        #expect(entities(doctype).end == end)
    }
}
