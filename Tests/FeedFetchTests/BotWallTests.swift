import FeedFetch
import Testing

@Suite("A wall against robots") struct BotWallTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let wall: String?
        let status: Int
        var headers: [(String, String)] = []
        var body = ""
        var path: String?
        let testDescription: String

        init(
            _ description: String, _ wall: String?, _ status: Int, _ headers: [(String, String)] = [],
            _ body: String = "", path: String? = nil
        ) {
            testDescription = description
            self.wall = wall
            self.status = status
            self.headers = headers
            self.body = body
            self.path = path
        }
    }

    static let filler = String(repeating: "<p>A sentence of an article.</p>\n", count: 1000)

    static let walls: [Case] = [
        .init("Cloudflare's header", "Cloudflare", 403, [("CF-Mitigated", "challenge")]),
        .init(
            "Cloudflare's challenge", "Cloudflare", 503, [("Server", "cloudflare")],
            "<!DOCTYPE html><html><head><title>Just a moment...</title>"),
        .init(
            "Cloudflare's block", "Cloudflare", 403, [],
            "<html><title>Attention Required! | Cloudflare</title>"),
        .init(
            "Cloudflare's challenge with status 200", "Cloudflare", 200, [],
            "<html><title>Just a moment...</title><script>window._cf_chl_opt={}</script>"),
        .init("Akamai's server", "Akamai", 403, [("Server", "AkamaiGHost")], "<HTML>Access Denied"),
        .init(
            "Akamai's page", "Akamai", 403, [],
            "<HTML><TITLE>Access Denied</TITLE>https://errors.edgesuite.net/18.2"),
        .init("DataDome's header", "DataDome", 403, [("X-DataDome", "protected")]),
        .init("DataDome's page", "DataDome", 403, [], "<script src=https://ct.captcha-delivery.com/c.js>"),
        .init(
            "Imperva's page with status 200", "Imperva", 200, [],
            "<html><iframe src=\"/_Incapsula_Resource?SWU\">Request unsuccessful. Incapsula incident ID: 1-2"),
        .init("AWS's header", "AWS WAF", 202, [("x-amzn-waf-action", "challenge")]),
        .init("PerimeterX's page", "PerimeterX", 403, [], "<div id=\"px-captcha\">"),
        .init("Anubis", "Anubis", 200, [], "<!doctype html><title>Making sure you&#39;re not a bot!</title>"),
        .init(
            "a login page by its title", "login page", 200, [],
            "<!doctype html><title>Sign in - Portal</title><input type=\"password\">"),
        .init(
            "a login page to which a redirect led", "login page", 200, [],
            "<html><title>Portal</title><input name=p type=password>", path: "/account/login.aspx"),
    ]

    static let normal: [Case] = [
        .init("a feed", nil, 200, [("Server", "cloudflare")], "<?xml version=\"1.0\"?><rss><title>Sign in"),
        .init("a feed about walls", nil, 200, [], "<rss><item>Just a moment... cf-chl- px-captcha</item>"),
        .init(
            "a plain refusal behind Cloudflare", nil, 403, [("Server", "cloudflare")], "<h1>Forbidden</h1>"),
        .init("a plain 404", nil, 404, [], "<html>not found"),
        .init(
            "an article with Cloudflare's script", nil, 200, [],
            "<!doctype html><title>News</title><script src=/cdn-cgi/challenge-platform/x.js></script>"
                + filler),
        .init(
            "an article with Imperva's script", nil, 200, [],
            "<!doctype html><title>News</title><script src=/_Incapsula_Resource?x></script><article>" + filler
        ),
        .init(
            "a home page with a password field", nil, 200, [],
            "<html><title>Our institute</title><input type=\"password\">" + filler, path: "/home"),
        .init("an article on logins", nil, 200, [], "<html><title>How to sign in safely</title>" + filler),
        .init("no content", nil, 204),
        .init("not modified", nil, 304),
        .init("an empty page", nil, 200),
    ]

    @Test("is named", arguments: walls) func named(_ answer: Case) {
        #expect(detect(answer) == answer.wall)
    }

    @Test("is not seen in a normal answer", arguments: normal) func unseen(_ answer: Case) {
        #expect(detect(answer) == nil)
    }

    private func detect(_ answer: Case) -> String? {
        BotWall.detect(
            status: answer.status, headers: answer.headers.map { HTTPHeader($0.0, $0.1) },
            body: Array(answer.body.utf8), path: answer.path)
    }
}
