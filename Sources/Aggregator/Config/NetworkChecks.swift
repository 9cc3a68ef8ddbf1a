internal import FeedFetch

/// Checks of single values that say where the network is used.
extension ConfigChecks {
    /// Whether a text is a network in CIDR form or one address, as the fetcher will read it.
    static func isNetwork(_ text: String) -> Bool { AddressPolicy.isNetwork(text) }

    /// Whether a text is the address of a proxy that libcurl can use.
    static func isProxy(_ text: String) -> Bool {
        let schemes = ["http://", "https://", "socks4://", "socks4a://", "socks5://", "socks5h://"]
        guard let scheme = schemes.first(where: text.lowercased().hasPrefix) else { return false }
        let rest = text.dropFirst(scheme.count).prefix { $0 != "/" }
        guard let at = rest.lastIndex(of: "@") else { return isHostAndPort(rest) }
        return isHostAndPort(rest[at...].dropFirst())
    }

    /// Whether a text is the address of a mail server.
    static func isMailServer(_ text: String) -> Bool {
        guard let scheme = ["smtps://", "smtp://"].first(where: text.hasPrefix) else { return false }
        let rest = text.dropFirst(scheme.count)
        return isHostAndPort(rest.last == "/" ? rest.dropLast() : rest)
    }

    /// Whether a text is a host, or a host and a port.
    private static func isHostAndPort(_ text: Substring) -> Bool {
        var host = text
        var port: Substring?
        if host.hasPrefix("[") {
            guard let end = host.firstIndex(of: "]") else { return false }
            let rest = host[end...].dropFirst()
            guard rest.isEmpty || rest.hasPrefix(":") else { return false }
            if !rest.isEmpty { port = rest.dropFirst() }
            host = host[..<end].dropFirst()
            guard host.contains(":"), AddressPolicy.isNetwork(String(host)) else { return false }
        } else if let colon = host.firstIndex(of: ":") {
            port = host[colon...].dropFirst()
            host = host[..<colon]
        }
        if let port {
            guard port.allSatisfy({ $0.isASCII && $0.isNumber }), UInt16(port) ?? 0 > 0 else { return false }
        }
        return !host.isEmpty && !host.contains { $0.isWhitespace || "@/?#".contains($0) }
    }
}
