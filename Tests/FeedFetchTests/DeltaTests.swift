import TestSupport
import Testing

@testable import FeedFetch

@Suite("Asking only for what has changed") struct DeltaTests {
    private func request(_ url: String, etag: String? = "\"a\"", date: String? = nil) -> FetchRequest {
        var request = localRequest(url)
        request.wantsDelta = true
        request.validators = Validators(etag: etag, lastModified: date)
        return request
    }

    private func instances(_ exchange: Exchange) -> String? { exchange.hop.headers.firstValue("A-IM") }

    @Test("names the version that is known") func named() throws {
        #expect(instances(try Exchange(request("https://a.example/"))) == "feed")
        #expect(instances(try Exchange(request("https://a.example/", etag: nil, date: "yesterday"))) == nil)
        var first = request("https://a.example/")
        first.validators = nil
        #expect(instances(try Exchange(first)) == nil)
        var plain = request("https://a.example/")
        plain.wantsDelta = false
        #expect(instances(try Exchange(plain)) == nil)
    }

    @Test("takes a delta for an answer") func delta() async throws {
        let response = try await fetchOnce {
            request($0.url("/"))
        } handler: { asked in
            asked.header("a-im") == "feed" && asked.header("if-none-match") == "\"a\""
                ? .init(status: 226, headers: [("IM", "feed"), ("ETag", "\"b\"")], body: "new")
                : .init(body: "all")
        }.get()
        #expect(response.isDelta)
        #expect(response.validators.etag == "\"b\"")
        #expect(response.body == Array("new".utf8))
    }

    @Test("refuses a delta that nobody asked for") func unasked() async throws {
        let error = try await fetchOnce { _ in .init(status: 226, headers: [("IM", "feed")], body: "new") }
            .error
        #expect(error?.code == .status)
        #expect(error?.status == 226)
    }

    @Test("refuses a delta in another form than the one that was asked for") func otherForm() async throws {
        let error = try await fetchOnce {
            request($0.url("/"))
        } handler: { _ in
            .init(status: 226, headers: [("IM", "vcdiff, gzip")], body: "new")
        }.error
        #expect(error?.status == 226)
    }

    @Test("asks nothing of the kind at another host") func otherHost() async throws {
        let other = try LoopbackServer.start(address: "127.0.0.5") { _ in .init(body: "all") }
        defer { other.stop() }
        let target = other.url("/feed")
        let response = try await fetchOnce {
            request($0.url("/"))
        } handler: { _ in
            .redirect(302, to: target)
        }.get()
        #expect(response.status == 200)
        #expect(other.requests.first?.header("a-im") == nil)
    }
}
