import FeedFetch
import Testing

@Suite("An address policy") struct AddressPolicyTests {
    @Test(
        "allows public addresses",
        arguments: [
            "1.1.1.1", "8.8.8.8", "93.184.216.34", "172.15.255.255", "172.32.0.1", "100.63.255.255",
            "100.128.0.1",
            "198.17.255.255", "198.20.0.1", "223.255.255.255", "2606:4700::1111", "2a00:1450:4001:80b::200e",
            "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1",
        ])
    func publicAddress(_ text: String) {
        #expect(AddressPolicy.publicOnly.allows(address: text))
    }

    @Test(
        "refuses what is not public",
        arguments: [
            "0.0.0.0", "10.0.0.1", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.255.254",
            "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.0.2.1", "192.168.1.1",
            "198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.1", "240.0.0.1", "255.255.255.255",
            "168.63.129.16", "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::7f00:1", "fc00::1",
            "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "2001::1", "2001:db8::1",
            "64:ff9b::a00:1", "64:ff9b:1::1", "2002:a00:1::1", "2002:7f00:1::", "100::1", "[::1]",
        ])
    func specialAddress(_ text: String) {
        #expect(!AddressPolicy.publicOnly.allows(address: text))
        #expect(AddressPolicy.any.allows(address: text))
    }

    @Test("refuses what is no address") func noAddress() {
        for text in ["", "localhost", "1.2.3", "1.2.3.4.5", "12345::1"] {
            #expect(!AddressPolicy.any.allows(address: text))
        }
    }

    @Test("allows the networks that are named, and no others") func named() {
        let policy = AddressPolicy(allowedNetworks: ["10.1.0.0/16", "127.77/16", "fd00::/8", "192.168.0.7"])
        for text in [
            "10.1.2.3", "127.77.3.4", "fd12::1", "192.168.0.7", "::ffff:10.1.2.3", "8.8.8.8",
            "64:ff9b::a01:203",
        ] {
            #expect(policy.allows(address: text), "\(text)")
        }
        for text in ["10.2.0.1", "127.66.0.1", "fe80::1", "192.168.0.8", "::1"] {
            #expect(!policy.allows(address: text), "\(text)")
        }
    }

    @Test("follows its networks when they change") func change() {
        var policy = AddressPolicy.publicOnly
        policy.allowedNetworks = ["10.0.0.0/8"]
        #expect(policy.allows(address: "10.0.0.1"))
        policy.allowedNetworks = []
        #expect(!policy.allows(address: "10.0.0.1"))
    }

    @Test("knows what a network is") func networks() {
        for text in ["*", "10.0.0.0/8", "10/8", "::1", "fc00::/7", "0.0.0.0/0", "1.2.3.4"] {
            #expect(AddressPolicy.isNetwork(text), "\(text)")
        }
        for text in [
            "", "true", "10.0.0.0/33", "::/129", "10.0.0.0/-1", "10.0.0.0/x", "/8", "host/8", "1.2.3.4.5/8",
        ] {
            #expect(!AddressPolicy.isNetwork(text), "\(text)")
        }
    }
}
