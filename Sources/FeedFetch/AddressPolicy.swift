/// Which network addresses may be connected to, judged after name resolution.
public struct AddressPolicy: Sendable, Equatable {
    /// Networks that are allowed although they are private, in CIDR form; `*` allows everything.
    public var allowedNetworks: [String]

    /// Creates a policy that allows public addresses and these networks.
    public init(allowedNetworks: [String]) {
        self.allowedNetworks = allowedNetworks
    }

    /// Public addresses only: private, loopback, link-local and metadata addresses are refused.
    public static let publicOnly = AddressPolicy(allowedNetworks: [])
    /// Every address.
    public static let any = AddressPolicy(allowedNetworks: ["*"])
}
