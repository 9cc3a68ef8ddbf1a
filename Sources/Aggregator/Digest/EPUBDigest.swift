internal import Foundation

/// An issue as an EPUB 3.3 publication: one chapter a section, for readers of paper and e-ink.
public struct EPUBDigest: Sendable {
    /// Creates the output.
    public init() {}

    /// Prints an issue; the same issue gives the same bytes.
    public func render(_ issue: DigestIssue) -> [UInt8] {
        let wording = IssueWording(issue)
        var chapters = issue.sections.enumerated().map { index, section in
            Chapter(
                id: "section-\(index + 1)", title: PlainLine.clean(section.title),
                body: Self.body(section, wording))
        }
        if chapters.isEmpty { chapters.append(Chapter(id: "section-1", title: "Nothing new", body: "")) }
        let sources = Self.sources(wording)
        if !sources.isEmpty { chapters.append(Chapter(id: "sources", title: "Sources", body: sources)) }
        let title = PlainLine.clean(issue.title) + ", No. \(issue.number)"
        var archive = ZipArchive()
        // The media type stands first and as it is (OCF 3.3 section 4.3).
        archive.add("mimetype", "application/epub+zip".utf8)
        archive.add("META-INF/container.xml", Self.container.utf8)
        archive.add("EPUB/package.opf", package(issue, title, chapters).utf8)
        archive.add("EPUB/contents.xhtml", contents(title, wording, chapters).utf8)
        for chapter in chapters {
            archive.add("EPUB/\(chapter.id).xhtml", Self.page(chapter.title, chapter.body).utf8)
        }
        return archive.finished()
    }

    private struct Chapter {
        let id: String
        let title: String
        let body: String
    }

    private static let container = """
        <?xml version="1.0" encoding="utf-8"?>
        <container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
          <rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
        </container>

        """

    private func package(_ issue: DigestIssue, _ title: String, _ chapters: [Chapter]) -> String {
        let made = CivilTime(issue.until, in: .gmt).rfc3339
        var lines = [
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>",
            "<package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" unique-identifier=\"id\">",
            "  <metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">",
            "    "
                + XMLText.element(
                    "dc:identifier", "urn:aggd:\(issue.digest):\(issue.number)", attributes: [("id", "id")]),
            "    " + XMLText.element("dc:title", title), "    <dc:language>en</dc:language>",
            "    <dc:creator>aggd</dc:creator>", "    " + XMLText.element("dc:date", made),
            "    " + XMLText.element("meta", made, attributes: [("property", "dcterms:modified")]),
            "  </metadata>", "  <manifest>",
            "    <item id=\"contents\" href=\"contents.xhtml\" media-type=\"application/xhtml+xml\" properties=\"nav\"/>",
        ]
        for chapter in chapters {
            lines.append(
                "    <item id=\"\(chapter.id)\" href=\"\(chapter.id).xhtml\" media-type=\"application/xhtml+xml\"/>"
            )
        }
        lines += ["  </manifest>", "  <spine>", "    <itemref idref=\"contents\"/>"]
        lines += chapters.map { "    <itemref idref=\"\($0.id)\"/>" }
        lines += ["  </spine>", "</package>"]
        return lines.joined(separator: "\n") + "\n"
    }

    private func contents(_ title: String, _ wording: IssueWording, _ chapters: [Chapter]) -> String {
        var lines = [
            XMLText.element("p", wording.date), XMLText.element("p", "\(wording.counts) · \(wording.origin)"),
            "<nav epub:type=\"toc\"><ol>",
        ]
        for chapter in chapters {
            lines.append("<li><a href=\"\(chapter.id).xhtml\">\(XMLText.escape(chapter.title))</a></li>")
        }
        lines.append("</ol></nav>")
        return Self.page(title, lines.joined(separator: "\n"))
    }

    private static func page(_ title: String, _ body: String) -> String {
        """
        <?xml version="1.0" encoding="utf-8"?>
        <html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="en" xml:lang="en">
        <head><title>\(XMLText.escape(title))</title></head>
        <body>
        <h1>\(XMLText.escape(title))</h1>
        \(body)
        </body>
        </html>

        """
    }

    private static func body(_ section: DigestIssue.Section, _ wording: IssueWording) -> String {
        var lines = section.stories.flatMap { story($0, wording) }
        if let more = IssueWording.more(section) { lines.append(XMLText.element("p", more + ".")) }
        return lines.joined(separator: "\n")
    }

    private static func story(_ entry: DigestIssue.Entry, _ wording: IssueWording) -> [String] {
        let mark = wording.mark(of: entry).map { "\($0): " } ?? ""
        let title = XMLText.escape(mark + PlainLine.clean(entry.title))
        let link = HTMLText.link(entry.url).map { "<a href=\"\(XMLText.escape($0))\">\(title)</a>" }
        var lines = ["<section>", "<h2>\(link ?? title)</h2>"]
        func add(_ text: String?) {
            if let text, !text.isEmpty { lines.append(XMLText.element("p", text)) }
        }
        add(entry.event.flatMap { wording.time(of: $0) })
        add(entry.event?.venue.map { PlainLine.clean($0) })
        add((wording.details(of: entry) + [entry.id]).joined(separator: " · "))
        add(PlainLine.clean(entry.summary))
        add(wording.hits(of: entry))
        let carriers = wording.carriers(of: entry).map(\.text)
        if !carriers.isEmpty {
            let rest = wording.carriersLeftOut(of: entry)
            let others = rest > 0 ? " · and \(IssueWording.counted(rest, "other", "others"))" : ""
            add("Also: " + carriers.joined(separator: " · ") + others)
        }
        return lines + ["</section>"]
    }

    private static func sources(_ wording: IssueWording) -> String {
        var lines = wording.newProblems.map { XMLText.element("p", "\($0.source): \($0.text)") }
        if let known = wording.knownProblems { lines.append(XMLText.element("p", "As before: \(known)")) }
        return lines.joined(separator: "\n")
    }
}
