import Aggregator
import Foundation
import FoundationXML
import Testing

/// The members of a ZIP archive, read from its directory.
struct ZipMembers {
    var names: [String] = []
    var contents: [String: [UInt8]] = [:]
    var methods: Set<Int> = []
    var areNamesRepeated = true

    init?(_ bytes: [UInt8]) {
        func number(_ place: Int, _ count: Int) -> Int {
            (0..<count).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
        }
        let end = bytes.count - 22
        guard end > 0, number(end, 4) == 0x0605_4B50 else { return nil }
        var place = number(end + 16, 4)
        for _ in 0..<number(end + 10, 2) {
            guard number(place, 4) == 0x0201_4B50 else { return nil }
            methods.insert(number(place + 10, 2))
            let size = number(place + 24, 4)
            let nameLength = number(place + 28, 2)
            let offset = number(place + 42, 4)
            let name = String(decoding: bytes[place + 46..<place + 46 + nameLength], as: UTF8.self)
            guard number(offset, 4) == 0x0403_4B50 else { return nil }
            let localName = String(decoding: bytes[offset + 30..<offset + 30 + nameLength], as: UTF8.self)
            areNamesRepeated = areNamesRepeated && localName == name
            let start = offset + 30 + number(offset + 26, 2) + number(offset + 28, 2)
            names.append(name)
            contents[name] = Array(bytes[start..<start + size])
            place += 46 + nameLength + number(place + 30, 2) + number(place + 32, 2)
        }
    }

    func text(_ name: String) -> String { String(decoding: contents[name] ?? [], as: UTF8.self) }
}

@Suite("An issue as EPUB") struct DigestEPUBTests {
    private func members(_ issue: DigestIssue = DigestSample.issue) throws -> ZipMembers {
        try #require(ZipMembers(EPUBDigest().render(issue)))
    }

    @Test("is an archive that begins with its media type, nothing in it compressed")
    func archive() throws {
        let bytes = EPUBDigest().render(DigestSample.issue)
        #expect(Array(bytes[30..<38]) == Array("mimetype".utf8))
        #expect(Array(bytes[38..<58]) == Array("application/epub+zip".utf8))
        let members = try members()
        #expect(members.methods == [0])
        #expect(members.areNamesRepeated)
        #expect(
            members.names == [
                "mimetype", "META-INF/container.xml", "EPUB/package.opf", "EPUB/contents.xhtml",
                "EPUB/section-1.xhtml", "EPUB/section-2.xhtml", "EPUB/sources.xhtml",
            ])
    }

    @Test("carries the right check sum for every member")
    func checksums() throws {
        // CRC-32 of "application/epub+zip", as every ZIP program computes it.
        let bytes = EPUBDigest().render(DigestSample.issue)
        let sum = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[14 + $1]) << UInt32(8 * $1) }
        #expect(sum == 0x2CAB_616F)
    }

    @Test("holds well-formed XML only")
    func wellFormed() throws {
        var issue = DigestSample.issue
        issue.title = "A & B < \"C\" \u{1}"
        issue.sections[1].stories[0].title = "Red \u{1B}[31m & <b>\u{FFFE}"
        issue.sections[1].stories[0].url = "https://example.org/?a=1&b=\"2\""
        let members = try members(issue)
        for name in members.names where name != "mimetype" {
            let parser = XMLParser(data: Data(members.contents[name] ?? []))
            #expect(parser.parse(), "\(name): \(members.text(name))")
        }
    }

    @Test("names every chapter in the package, the spine and the contents")
    func chapters() throws {
        let members = try members()
        let package = members.text("EPUB/package.opf")
        for id in ["section-1", "section-2", "sources"] {
            #expect(package.contains("<item id=\"\(id)\" href=\"\(id).xhtml\""))
            #expect(package.contains("<itemref idref=\"\(id)\"/>"))
            #expect(members.text("EPUB/contents.xhtml").contains("href=\"\(id).xhtml\""))
        }
        #expect(package.contains("properties=\"nav\""))
        #expect(package.contains("urn:aggd:daily:214"))
        #expect(package.contains("<meta property=\"dcterms:modified\">2026-11-23T06:30:00Z</meta>"))
    }

    @Test("tells each story with its link, its event's time and who else carried it")
    func stories() throws {
        let members = try members()
        let second = members.text("EPUB/section-2.xhtml")
        #expect(second.contains("<h1>Missiles and arms control</h1>"))
        #expect(
            second.contains("<a href=\"https://www.northgate.example.org/commentary/launchers?a=1&amp;b=2\">")
        )
        #expect(second.contains("Also: Defence Mirror (excerpt, 31 %) · The Wire (same text)"))
        #expect(second.contains("Updated: Allies agree"))
        #expect(second.contains("7 more stories match this section and wait for the next issue."))
        #expect(members.text("EPUB/section-1.xhtml").contains("14:00–15:30 Hong Kong (UTC+8)"))
        #expect(members.text("EPUB/sources.xhtml").contains("a Cloudflare challenge answers"))
    }

    @Test("links to nothing but the web")
    func links() throws {
        var issue = DigestSample.issue
        issue.sections[1].stories[0].url = "javascript:alert(1)"
        let text = try members(issue).text("EPUB/section-2.xhtml")
        #expect(!text.contains("javascript:"))
        #expect(text.contains("<h2>Bargaining from Strength"))
    }

    @Test("is made without stories too")
    func empty() throws {
        var issue = DigestSample.issue
        issue.sections = []
        issue.problems = []
        let members = try members(issue)
        #expect(members.names.last == "EPUB/section-1.xhtml")
        #expect(members.text("EPUB/section-1.xhtml").contains("Nothing new"))
    }

    @Test("gives the same bytes for the same issue, also by the format of that name")
    func sameBytes() {
        let bytes = EPUBDigest().render(DigestSample.issue)
        #expect(EPUBDigest().render(DigestSample.issue) == bytes)
        #expect(DigestFormat.epub.bytes(of: DigestSample.issue) == bytes)
        #expect(DigestFormat(fileName: "/tmp/daily.epub") == .epub)
    }
}
