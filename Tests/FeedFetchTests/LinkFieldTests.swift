import Testing

@testable import FeedFetch

@Suite("The links of a header field") struct LinkFieldTests {
    private func links(_ value: String) -> [LinkField.Link] { LinkField(value).links }

    @Test("are told with their relations, quoted or not, in any case") func plain() {
        #expect(
            links("<https://hub.example/>; rel=\"hub\", <https://a.example/feed>; REL=Self") == [
                .init(target: "https://hub.example/", relations: ["hub"]),
                .init(target: "https://a.example/feed", relations: ["self"]),
            ])
    }

    @Test("may have several relations at once") func several() {
        #expect(
            links("</feed>; rel=\"self  canonical\"") == [
                .init(target: "/feed", relations: ["self", "canonical"])
            ])
    }

    @Test("may carry commas and semicolons inside of addresses and quotes") func hostile() {
        #expect(
            links(
                "<https://h.example/a,b;c>; title=\"x, <y>; rel=no \\\" z\"; rel=hub;type=a/b, </n>;rel=next")
                == [
                    .init(target: "https://h.example/a,b;c", relations: ["hub"]),
                    .init(target: "/n", relations: ["next"]),
                ])
    }

    @Test("count by their first relation parameter only") func firstRelation() {
        #expect(links("</x>; rel=hub; rel=self") == [.init(target: "/x", relations: ["hub"])])
    }

    @Test(
        "are left out when they are damaged",
        arguments: ["", "<", "<>; rel=hub", "</x>", "</x>; rel", "</x>; rel=", "hub", "rel=hub, ;;,=", "<a"])
    func damaged(_ value: String) {
        #expect(links(value).isEmpty)
    }

    @Test("are resolved against the address of the answer") func resolved() {
        let answer = FetchResponse(
            url: "https://a.example/blog/feed.xml", status: 200,
            headers: [
                HTTPHeader("Link", "<style.css>; rel=stylesheet"),
                HTTPHeader("link", "<../hub>; rel=\"hub\""),
                HTTPHeader("Link", "<https://second.example/>; rel=hub"),
            ])
        #expect(answer.link("hub") == "https://a.example/hub")
        #expect(answer.link("next") == nil)
    }
}
