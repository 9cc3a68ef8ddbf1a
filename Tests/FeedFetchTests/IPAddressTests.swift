import Testing

@testable import FeedFetch

@Suite("An address of the network") struct IPAddressTests {
    @Test(
        "is read as people write it and written the usual way",
        arguments: [
            ("192.0.2.1", "192.0.2.1"), ("[2001:DB8::1]", "2001:db8::1"), ("fe80::1%eth0", "fe80::1"),
            ("::ffff:192.0.2.1", "192.0.2.1"), ("0:0:0:0:0:0:0:1", "::1"), ("::", "::"),
            ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"), ("255.255.255.255", "255.255.255.255"),
        ])
    func readAndWritten(_ text: String, _ expected: String) {
        #expect(IPAddress(text)?.description == expected)
    }

    @Test(
        "is none when it is anything else",
        arguments: [
            "", "[", "[]", "localhost", "1.2.3", "1.2.3.4.5", "1.2.3.256", "0x7f.0.0.1", "2130706433",
            "1.2.3.4 ",
            ":::", "12345::", "1:2:3:4:5:6:7:8:9", "::1::",
        ])
    func none(_ text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test("knows the IPv4 address that it is, mapped or not") func mapped() {
        #expect(IPAddress("10.1.2.3")?.ipv4 == 0x0A01_0203)
        #expect(IPAddress("::ffff:10.1.2.3")?.ipv4 == 0x0A01_0203)
        #expect(IPAddress("::10.1.2.3")?.ipv4 == nil)
        #expect(IPAddress("2001:db8::1")?.ipv4 == nil)
        #expect(IPAddress("10.1.2.3") == IPAddress("::ffff:a01:203"))
    }

    @Test(
        "knows the IPv4 address that a translator would speak to",
        arguments: [
            ("64:ff9b::10.0.0.1", "10.0.0.1"), ("64:ff9b::a9fe:a9fe", "169.254.169.254"),
            ("2002:7f00:1::", "127.0.0.1"), ("2002:c0a8:101::5", "192.168.1.1"),
        ])
    func embedded(_ text: String, _ inside: String) {
        #expect(IPAddress(text)?.embeddedIPv4?.description == inside)
    }

    @Test("carries none otherwise", arguments: ["2001:db8::1", "64:ff9b:1::1", "10.0.0.1", "2003::1"])
    func notEmbedded(_ text: String) throws {
        let address = try #require(IPAddress(text))
        #expect(address.embeddedIPv4 == nil)
    }
}

@Suite("A network") struct NetworkTests {
    @Test(
        "contains what lies between its first and its last address, and nothing beside it",
        arguments: [
            ("10.0.0.0/8", ["10.0.0.0", "10.255.255.255"], ["9.255.255.255", "11.0.0.0", "::"]),
            ("172.16.0.0/12", ["172.16.0.0", "172.31.255.255"], ["172.15.255.255", "172.32.0.0"]),
            ("192.168.7.4/30", ["192.168.7.4", "192.168.7.7"], ["192.168.7.3", "192.168.7.8"]),
            ("192.0.2.7", ["192.0.2.7"], ["192.0.2.6", "192.0.2.8"]),
            ("0.0.0.0/0", ["0.0.0.0", "255.255.255.255"], ["2001:db8::1"]),
            ("fc00::/7", ["fc00::", "fdff:ffff::1"], ["fbff::1", "fe00::"]),
            ("fe80::/10", ["fe80::1", "febf::1"], ["fe7f::1", "fec0::1"]),
            ("2001:db8::/64", ["2001:db8::ffff:ffff:ffff:ffff"], ["2001:db8:0:1::"]),
            ("2001:db8::/65", ["2001:db8::7fff:0:0:0"], ["2001:db8::8000:0:0:0"]),
            ("::1", ["::1"], ["::", "::2", "127.0.0.1"]),
            ("::/0", ["::", "10.0.0.1", "ffff::"], []),
        ])
    func contains(_ text: String, _ inside: [String], _ outside: [String]) throws {
        let network = try #require(Network(text))
        for address in inside { #expect(try network.contains(#require(IPAddress(address))), "\(address)") }
        for address in outside { #expect(try !network.contains(#require(IPAddress(address))), "\(address)") }
    }

    @Test("may be written short when it is IPv4") func short() {
        #expect(Network("10/8") == Network("10.0.0.0/8"))
        #expect(Network("127.77/16") == Network("127.77.0.0/16"))
    }

    @Test(
        "is none when it is anything else",
        arguments: [
            "", "/", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "::/+64", "::/129", "10",
            "a/8", "10.0.0.0/8/8",
            "*",
            "10.0.0.0/x",
        ])
    func none(_ text: String) {
        #expect(Network(text) == nil)
    }
}

@Suite("An international host name") struct PunycodeTests {
    @Test(
        "is written in ASCII, label by label",
        arguments: [
            ("example.org", "example.org"), ("Example.ORG", "example.org"),
            ("bücher.example", "xn--bcher-kva.example"),
            ("BÜCHER.example", "xn--bcher-kva.example"),
            ("münchen.straße.example", "xn--mnchen-3ya.xn--strae-oqa.example"),
            ("日本語.jp", "xn--wgv71a119e.jp"), ("日本語。jp", "xn--wgv71a119e.jp"),
            ("президент.рф", "xn--d1abbgf6aiiy.xn--p1ai"),
            ("ليهمابتكلموشعربي؟", "xn--egbpdaj6bu4bxfgehfvwxn"),
            ("他们为什么不说中文", "xn--ihqwcrb4cv8a8dqg056pqjye"),
            ("3年B組金八先生", "xn--3b-ww4c5e180e575a65lsy2b"), ("a..ü", "a..xn--tda"),
            ("ｅｘａｍｐｌｅ.org", "example.org"),
        ])
    func ascii(_ host: String, _ expected: String) {
        #expect(Punycode.ascii(host) == expected)
    }

    @Test(
        "is found in an address, and nothing else of it is touched",
        arguments: [
            ("https://bücher.example/ü?ä#ö", "https://xn--bcher-kva.example/ü?ä#ö"),
            ("http://nutzer:größe@bücher.example:81/", "http://nutzer:größe@xn--bcher-kva.example:81/"),
            ("//bücher.example", "//xn--bcher-kva.example"), ("/pfad//ü", "/pfad//ü"), ("ü", "ü"),
            ("http://example.org/ü", "http://example.org/ü"),
            ("mailto:jörg@bücher.example", "mailto:jörg@bücher.example"),
            ("http://", "http://"),
        ])
    func inAddress(_ address: String, _ expected: String) {
        #expect(Punycode.asciiHost(in: address) == expected)
    }
}
