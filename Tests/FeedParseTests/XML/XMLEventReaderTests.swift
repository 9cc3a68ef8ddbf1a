import Testing

@testable import FeedParse

/// Writes down what it is told.
private final class EventLog: XMLEventHandler {
    var events: [String] = []
    var namespaces: [XMLNamespace] = []
    var stopAfter = Int.max

    override func rootDeclares(_ namespace: XMLNamespace) { namespaces.append(namespace) }

    override func start(_ name: XMLName, _ attributes: XMLAttributes) {
        var text = "<\(name.local)"
        for index in 0..<attributes.count {
            text += " \(attributes.qualifiedName(index))=\(attributes.text(index) ?? "-")"
        }
        events.append(text)
    }

    override func end(_ name: XMLName) { events.append("/\(name.local)") }

    override func text(_ bytes: Span<UInt8>) {
        let text = String(copying: bytes, 0, bytes.count)
        if let last = events.last, last.hasPrefix("'") {
            events[events.count - 1] = last + text
        } else {
            events.append("'" + text)
        }
    }

    override var limit: FeedParseError? {
        events.count > stopAfter ? FeedParseError(.limit, "Enough.") : nil
    }
}

private func read(
    _ text: String, recovering: Bool = false, pieces: Int = Int.max, log: EventLog = EventLog()
) -> (log: EventLog, damage: XMLDamage?) {
    guard var reader = XMLEventReader(handler: log, recovering: recovering) else { return (log, nil) }
    let bytes = Array(text.utf8)
    var at = 0
    while at < bytes.count {
        let end = min(bytes.count, at + min(pieces, bytes.count))
        _ = reader.feed(bytes.span.extracting(at..<end))
        at = end
    }
    return (log, reader.finish())
}

@Suite("Events of XML") struct XMLEventReaderTests {
    @Test("are start tags with attributes, texts and end tags in document order")
    func events() {
        let (log, damage) = read("<a b=\"1\" c=\"x &amp; y\">one<d/>two &lt; three</a>")
        #expect(log.events == ["<a b=1 c=x & y", "'one", "<d", "/d", "'two < three", "/a"])
        #expect(damage == nil)
    }

    @Test("are the same in whatever pieces the document comes", arguments: [1, 2, 3, 7, 64])
    func pieces(_ size: Int) {
        let document =
            "<a xmlns:d=\"http://purl.org/dc/elements/1.1/\"><d:b>käse &amp; brot</d:b><![CDATA[<x>]]></a>"
        let whole = read(document)
        let parts = read(document, pieces: size)
        #expect(parts.log.events == whole.log.events)
        #expect(parts.damage == nil)
    }

    @Test("tell the namespaces of the root")
    func namespaces() {
        let (log, _) = read(
            "<a xmlns=\"http://my.netscape.com/rdf/simple/0.9/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"/>"
        )
        #expect(Set(log.namespaces) == [.rss090, .dublinCore])
    }

    @Test("have the characters of HTML's references in texts")
    func references() {
        let (log, damage) = read("<a>caf&eacute; &hellip;</a>")
        #expect(log.events == ["<a", "'café …", "/a"])
        #expect(damage == nil)
    }

    @Test("end at the first damage, which has a line and a reason")
    func damage() {
        let (log, damage) = read("<a>\n<b>x</b>\n<c></d></a>")
        #expect(damage?.line == 3)
        #expect(damage?.detail.isEmpty == false)
        #expect(log.events.contains("<b"))
        #expect(!log.events.contains("/a"))
    }

    @Test("of a document that breaks off are damage")
    func brokenOff() {
        #expect(read("<a><b>x").damage != nil)
        #expect(read("").damage != nil)
    }

    @Test("end at a declaration of entities")
    func declaredEntities() {
        let (log, damage) = read("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>")
        #expect(damage != nil)
        #expect(log.events.isEmpty)
    }

    @Test("end when the handler has enough")
    func limit() {
        let log = EventLog()
        log.stopAfter = 4
        _ = read("<a>" + String(repeating: "<b></b>", count: 100) + "</a>", log: log)
        #expect(log.events.count <= 6)
    }

    @Test("of too many nested elements end with a word about it")
    func tooDeep() {
        let log = EventLog()
        guard var reader = XMLEventReader(handler: log, recovering: false) else {
            Issue.record("there is no reader")
            return
        }
        let deep = Array(String(repeating: "<a>", count: Limits.depth + 10).utf8)
        _ = reader.feed(deep.span)
        let isTooDeep = reader.isTooDeep
        #expect(isTooDeep)
    }

    @Test("have attributes by name, without regard to case")
    func attributes() {
        final class Asker: XMLEventHandler {
            var answers: [String?] = []
            override func start(_ name: XMLName, _ attributes: XMLAttributes) {
                answers += [
                    attributes["url"], attributes["missing"], attributes["blank"], attributes.xml("base"),
                    attributes.xml("lang"),
                ]
                answers.append(attributes.isEmpty("blank") ? "empty" : nil)
            }
        }
        let asker = Asker()
        guard var reader = XMLEventReader(handler: asker, recovering: false) else {
            Issue.record("there is no reader")
            return
        }
        let document = Array("<a URL=' x ' blank='' xml:base='https://harbour.example/'/>".utf8)
        _ = reader.feed(document.span)
        let damage = reader.finish()
        #expect(damage == nil)
        #expect(asker.answers == ["x", nil, nil, "https://harbour.example/", nil, "empty"])
    }
}
