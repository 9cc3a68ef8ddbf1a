/// Which network addresses may be connected to, judged after name resolution.
///
/// Everything in IANA's special-purpose registries (RFC 6890) that is not global is refused: private,
/// loopback, link-local (cloud metadata), shared (RFC 6598), multicast and reserved addresses, and IPv6
/// forms that carry one of them.
public struct AddressPolicy: Sendable, Equatable {
    /// Networks that are allowed although they are private, in CIDR form; `*` allows everything.
    public var allowedNetworks: [String] {
        didSet { compile() }
    }
    private var allowsAll = false
    private var allowed: [Network] = []

    /// Creates a policy that allows public addresses and these networks.
    public init(allowedNetworks: [String]) {
        self.allowedNetworks = allowedNetworks
        compile()
    }

    /// Public addresses only: private, loopback, link-local and metadata addresses are refused.
    public static let publicOnly = AddressPolicy(allowedNetworks: [])
    /// Every address.
    public static let any = AddressPolicy(allowedNetworks: ["*"])

    /// True when the text is a network in CIDR form, a single address, or `*`.
    public static func isNetwork(_ text: String) -> Bool {
        text == "*" || Network(text) != nil
    }

    /// True when the address, written as people write it, may be connected to.
    public func allows(address text: String) -> Bool {
        IPAddress(text).map { allows($0) } ?? false
    }

    /// True when the address may be connected to.
    func allows(_ address: IPAddress) -> Bool {
        if allowsAll { return true }
        if allowed.contains(where: { $0.contains(address) }) { return true }
        if let embedded = address.embeddedIPv4 { return allows(embedded) }
        return !Self.special.contains { $0.contains(address) }
    }

    private mutating func compile() {
        allowsAll = allowedNetworks.contains("*")
        allowed = allowedNetworks.compactMap { Network($0) }
    }

    private static let special: [Network] = [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
        "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",
        "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "168.63.129.16",  // the metadata address of Azure, public in form only
        "::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16",
        "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
    ].compactMap { Network($0) }
}
