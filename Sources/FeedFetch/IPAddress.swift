import Glibc

/// An IPv4 or IPv6 address as 128 bits; IPv4 stands in its mapped form `::ffff:a.b.c.d`.
struct IPAddress: Sendable, Equatable {
    let high: UInt64
    let low: UInt64

    init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    init(ipv4 bits: UInt32) {
        self.init(high: 0, low: 0xffff_0000_0000 | UInt64(bits))
    }

    /// Reads an address as people write it; a zone (`%eth0`) is ignored, brackets are allowed.
    init?(_ text: some StringProtocol) {
        var text = String(text)
        if text.utf8.first == UInt8(ascii: "["), text.utf8.last == UInt8(ascii: "]") {
            text = String(text.dropFirst().dropLast())
        }
        if let zone = text.utf8.firstIndex(of: UInt8(ascii: "%")) { text = String(text[..<zone]) }
        if text.utf8.contains(UInt8(ascii: ":")) {
            var address = in6_addr()
            guard unsafe inet_pton(AF_INET6, text, &address) == 1 else { return nil }
            self = unsafe withUnsafeBytes(of: &address) { unsafe IPAddress(ipv6: $0) }
        } else {
            var address = in_addr()
            guard unsafe inet_pton(AF_INET, text, &address) == 1 else { return nil }
            self.init(ipv4: UInt32(bigEndian: address.s_addr))
        }
    }

    /// The address inside a socket address; nil when it is neither IPv4 nor IPv6.
    init?(_ address: UnsafePointer<sockaddr>, length: Int) {
        switch unsafe Int32(address.pointee.sa_family) {
        case AF_INET where length >= MemoryLayout<sockaddr_in>.size:
            let inet = unsafe UnsafeRawPointer(address).loadUnaligned(as: sockaddr_in.self)
            self.init(ipv4: UInt32(bigEndian: inet.sin_addr.s_addr))
        case AF_INET6 where length >= MemoryLayout<sockaddr_in6>.size:
            var inet = unsafe UnsafeRawPointer(address).loadUnaligned(as: sockaddr_in6.self)
            self = unsafe withUnsafeBytes(of: &inet.sin6_addr) { unsafe IPAddress(ipv6: $0) }
        default:
            return nil
        }
    }

    private init(ipv6 bytes: UnsafeRawBufferPointer) {
        var halves: (UInt64, UInt64) = (0, 0)
        for index in 0..<8 {
            halves.0 = unsafe halves.0 << 8 | UInt64(bytes[index])
            halves.1 = unsafe halves.1 << 8 | UInt64(bytes[index + 8])
        }
        self.init(high: halves.0, low: halves.1)
    }

    /// The 32 bits of an IPv4 address, also when it is mapped (RFC 4291 section 2.5.5.2).
    var ipv4: UInt32? {
        high == 0 && low >> 32 == 0xffff ? UInt32(truncatingIfNeeded: low) : nil
    }

    /// The IPv4 address that a translating prefix carries: NAT64 (RFC 6052) and 6to4 (RFC 3056).
    var embeddedIPv4: IPAddress? {
        if high == 0x0064_ff9b_0000_0000, low >> 32 == 0 {
            return IPAddress(ipv4: UInt32(truncatingIfNeeded: low))
        }
        if high >> 48 == 0x2002 {
            return IPAddress(ipv4: UInt32(truncatingIfNeeded: high >> 16))
        }
        return nil
    }
}

/// A range of addresses in CIDR form.
struct Network: Sendable, Equatable {
    let base: IPAddress
    /// The length of the prefix in the 128 bits.
    let prefix: Int

    /// Reads `10.0.0.0/8`, `fc00::/7` or a single address; short IPv4 bases such as `10/8` are allowed.
    init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard var host = parts.first.map(String.init), !host.isEmpty else { return nil }
        let isIPv6 = host.utf8.contains(UInt8(ascii: ":"))
        if !isIPv6, parts.count == 2 {
            let missing = 3 - host.utf8.count(where: { $0 == UInt8(ascii: ".") })
            if missing > 0 { host += String(repeating: ".0", count: missing) }
        }
        guard let address = IPAddress(host) else { return nil }
        let width = isIPv6 ? 128 : 32
        var length = width
        if parts.count == 2 {
            // `Int` would take a sign.
            guard parts[1].utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(parts[1]),
                (0...width).contains(number)
            else { return nil }
            length = number
        }
        base = address
        prefix = isIPv6 ? length : length + 96
    }

    /// True when the address lies in the range.
    func contains(_ address: IPAddress) -> Bool {
        let highBits = min(prefix, 64)
        let lowBits = max(prefix - 64, 0)
        let highMask: UInt64 = highBits == 0 ? 0 : ~0 << UInt64(64 - highBits)
        let lowMask: UInt64 = lowBits == 0 ? 0 : ~0 << UInt64(64 - lowBits)
        return address.high & highMask == base.high & highMask && address.low & lowMask == base.low & lowMask
    }
}

extension IPAddress: CustomStringConvertible {
    /// The address as people write it.
    var description: String {
        if let ipv4 {
            return "\(ipv4 >> 24).\(ipv4 >> 16 & 0xff).\(ipv4 >> 8 & 0xff).\(ipv4 & 0xff)"
        }
        var address = in6_addr()
        unsafe withUnsafeMutableBytes(of: &address) { bytes in
            for index in 0..<8 {
                unsafe bytes[index] = UInt8(truncatingIfNeeded: high >> UInt64(56 - index * 8))
                unsafe bytes[index + 8] = UInt8(truncatingIfNeeded: low >> UInt64(56 - index * 8))
            }
        }
        return unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(INET6_ADDRSTRLEN)) { text in
            unsafe inet_ntop(AF_INET6, &address, text.baseAddress, socklen_t(text.count)) == nil
                ? "" : unsafe String(cString: text.baseAddress.unsafelyUnwrapped)
        }
    }
}
