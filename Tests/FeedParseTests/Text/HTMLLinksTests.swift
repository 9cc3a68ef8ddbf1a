import Testing

@testable import FeedParse

@Suite("The addresses inside of an HTML fragment") struct HTMLLinksTests {
    private func resolve(_ html: String, _ base: String = "https://harbour.example/news/") -> String? {
        var output: [UInt8] = []
        let bytes = Array(html.utf8)
        guard HTMLLinks.resolve(bytes.span, against: base, into: &output) else { return nil }
        return String(decoding: output, as: UTF8.self)
    }

    @Test(
        "are made absolute in every attribute that holds one",
        arguments: [
            ("<a href=\"1\">", "<a href=\"https://harbour.example/news/1\">"),
            ("<img src='/a.png'>", "<img src='https://harbour.example/a.png'>"),
            ("<video poster=\"p\">", "<video poster=\"https://harbour.example/news/p\">"),
            ("<q cite=\"../c\">", "<q cite=\"https://harbour.example/c\">"),
            ("<img longdesc=d>", "<img longdesc=https://harbour.example/news/d>"),
            ("<body background=\"b\">", "<body background=\"https://harbour.example/news/b\">"),
            ("<form action=\"?x=1\">", "<form action=\"https://harbour.example/news/?x=1\">"),
            ("<A HREF = \" 1 \">", "<A HREF = \"https://harbour.example/news/1\">"),
            ("<a href=\"//port.example/x\">", "<a href=\"https://port.example/x\">"),
            (
                "<a class=\"x\" href=\"1\" id=\"y\">z</a>",
                "<a class=\"x\" href=\"https://harbour.example/news/1\" id=\"y\">z</a>"
            ),
        ])
    func absolute(_ html: String, _ expected: String) {
        #expect(resolve(html) == expected)
    }

    @Test("of a set of pictures keep their descriptors")
    func sets() {
        #expect(
            resolve("<img srcset=\"a.png 1x, /b.png 2x\">")
                == "<img srcset=\"https://harbour.example/news/a.png 1x, https://harbour.example/b.png 2x\">")
        #expect(
            resolve("<img srcset=\"a.png, b.png 640w\">")
                == "<img srcset=\"https://harbour.example/news/a.png, https://harbour.example/news/b.png 640w\">"
        )
        #expect(resolve("<img srcset=\"https://a.example/x 1x\">") == nil)
    }

    @Test(
        "stay when they are absolute, a fragment, blank or none of ours",
        arguments: [
            "<a href=\"https://port.example/\">", "<a href=\"mailto:ann@harbour.example\">",
            "<a href=\"#top\">",
            "<a href=\"\">", "<a href>", "<a title=\"href=1\">", "<p>href=\"1\"</p>", "<a data-href=\"1\">",
            "<a href=\"javascript:x()\">", "<!-- <a -->", "text < a href=\"1\"", "",
        ])
    func stay(_ html: String) {
        #expect(resolve(html) == nil)
    }

    @Test("are found behind text that only looks like a tag")
    func behindText() {
        #expect(resolve("1 < 2 <a href=\"3\">") == "1 < 2 <a href=\"https://harbour.example/news/3\">")
    }
}
