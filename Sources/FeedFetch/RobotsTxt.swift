/// What a site's robots.txt allows (RFC 9309).
public struct RobotsTxt: Sendable, Equatable {
    /// Bytes that are read; the rest of a longer file is ignored, as RFC 9309 section 2.5 allows.
    public static let sizeLimit = 500 << 10

    /// Whether one address may be asked, and which line says so.
    public struct Verdict: Sendable, Equatable {
        /// True when it may be asked.
        public let isAllowed: Bool
        /// The line that decided, such as `Disallow: /private/`; nil when none did.
        public let rule: String?
    }

    /// The addresses of sitemaps, in order.
    public private(set) var sitemaps: [String] = []
    private var groups: [Group] = []

    private struct Group: Equatable {
        var agents: [String] = []
        var rules: [Rule] = []
        var crawlDelay: Double?
        var isOpen = true
    }

    private struct Rule: Equatable {
        let isAllow: Bool
        /// The pattern with percent-encoding made uniform.
        let pattern: [UInt8]
        let text: String
    }

    /// The file again, with nothing but what was understood; it reads as the same rules.
    public var text: String {
        var lines: [String] = []
        for group in groups {
            lines += group.agents.map { "User-agent: \($0)" }
            lines += group.rules.map(\.text)
            if let delay = group.crawlDelay { lines.append("Crawl-delay: \(delay)") }
            // An empty rule closes a group that has none.
            if group.rules.isEmpty, group.crawlDelay == nil, !group.isOpen { lines.append("Disallow:") }
        }
        lines += sitemaps.map { "Sitemap: \($0)" }
        return lines.map { $0 + "\n" }.joined()
    }

    /// A file that allows everything: what a missing one stands for (RFC 9309 section 2.3.1.3).
    public static let allowingAll = RobotsTxt("")
    /// A file that allows nothing: what an unreachable one stands for (RFC 9309 section 2.3.1.4).
    public static let allowingNothing = RobotsTxt("User-agent: *\nDisallow: /")

    /// Reads a file; lines that are not understood are passed over.
    public init(_ text: String) {
        self.init(bytes: Array(text.utf8))
    }

    /// Reads a file's bytes, at most ``sizeLimit`` of them.
    public init(bytes: [UInt8]) {
        var bytes = bytes.prefix(Self.sizeLimit)
        if bytes.starts(with: [0xef, 0xbb, 0xbf]) { bytes = bytes.dropFirst(3) }
        if let text = Self.utf16(bytes) { bytes = Array(text.utf8)[...] }
        for line in bytes.split(whereSeparator: { $0 == 0x0a || $0 == 0x0d }) {
            take(String(decoding: line.prefix { $0 != UInt8(ascii: "#") }, as: UTF8.self))
        }
    }

    /// The text of bytes that say by their first two that they are UTF-16; nil for others.
    private static func utf16(_ bytes: ArraySlice<UInt8>) -> String? {
        let isBig = bytes.starts(with: [0xfe, 0xff])
        guard isBig || bytes.starts(with: [0xff, 0xfe]) else { return nil }
        let units = stride(from: bytes.startIndex + 2, to: bytes.endIndex - 1, by: 2).map { index in
            let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
            return isBig ? first << 8 | second : second << 8 | first
        }
        return String(decoding: units, as: UTF16.self)
    }

    /// Whether a path with its query may be asked by a robot.
    /// - Parameters:
    ///   - target: the path with its query, beginning with `/`.
    ///   - agent: the robot's product token, such as `aggd`.
    public func verdict(for target: String, agent: String) -> Verdict {
        let path = Self.uniform(target)
        // The file itself may always be asked (RFC 9309 section 2.2.2).
        if target == "/robots.txt" { return Verdict(isAllowed: true, rule: nil) }
        var best: Rule?
        for group in applicable(to: agent) {
            for rule in group.rules where Self.matches(rule.pattern, path) {
                guard let present = best else {
                    best = rule
                    continue
                }
                let isLonger = rule.pattern.count > present.pattern.count
                let isKinder = rule.pattern.count == present.pattern.count && rule.isAllow
                if isLonger || isKinder { best = rule }
            }
        }
        return Verdict(isAllowed: best?.isAllow ?? true, rule: best?.text)
    }

    /// The shortest time between two requests that the site asks of a robot, in seconds.
    public func crawlDelay(agent: String) -> Double? {
        applicable(to: agent).compactMap(\.crawlDelay).max()
    }

    /// The product token of a `User-Agent` value: `aggd/1.0 (+…)` has `aggd`.
    public static func productToken(of userAgent: String) -> String {
        String(userAgent.prefix { $0.isASCII && ($0.isLetter || $0 == "-" || $0 == "_") }).lowercased()
    }

    private mutating func take(_ line: String) {
        guard let colon = line.firstIndex(of: ":") else { return }
        let key = String(line[..<colon]).trimmingBlanks.lowercased()
        let value = String(line[line.index(after: colon)...]).trimmingBlanks
        switch key {
        case "user-agent", "useragent", "user agent":
            // Successive lines name one group; a rule between them begins another.
            let agent = value == "*" ? "*" : Self.productToken(of: value)
            if let last = groups.indices.last, groups[last].isOpen {
                groups[last].agents.append(agent)
            } else {
                groups.append(Group(agents: [agent]))
            }
        case "allow", "disallow":
            guard let last = groups.indices.last else { return }
            groups[last].isOpen = false
            guard !value.isEmpty else { return }
            let pattern = Self.uniform(value.hasPrefix("/") || value.hasPrefix("*") ? value : "/" + value)
            let name = key == "allow" ? "Allow" : "Disallow"
            groups[last].rules.append(
                Rule(isAllow: key == "allow", pattern: pattern, text: "\(name): \(value)"))
        case "crawl-delay":
            guard let last = groups.indices.last else { return }
            groups[last].isOpen = false
            if let seconds = Double(value), seconds >= 0, seconds <= 86_400 {
                groups[last].crawlDelay = seconds
            }
        case "sitemap":
            if !value.isEmpty { sitemaps.append(value) }
        default:
            break
        }
    }

    /// The groups that name the robot, else the ones for all (RFC 9309 section 2.2.1).
    private func applicable(to agent: String) -> [Group] {
        let token = Self.productToken(of: agent)
        let own = groups.filter { !token.isEmpty && $0.agents.contains(token) }
        return own.isEmpty ? groups.filter { $0.agents.contains("*") } : own
    }

    /// Percent-encodes what needs it and decodes what does not (RFC 9309 section 2.2.2).
    private static func uniform(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "%"), index + 2 < bytes.count, let high = hex(bytes[index + 1]),
                let low = hex(bytes[index + 2])
            {
                let decoded = high << 4 | low
                if isUnreserved(decoded) { result.append(decoded) } else { encode(decoded, &result) }
                index += 3
            } else {
                if byte <= 0x20 || byte >= 0x7f { encode(byte, &result) } else { result.append(byte) }
                index += 1
            }
        }
        return result
    }

    private static func encode(_ byte: UInt8, _ result: inout [UInt8]) {
        let digits = Array("0123456789ABCDEF".utf8)
        result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }

    private static func hex(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x2e, 0x5f, 0x7e: true
        default: false
        }
    }

    /// Matches from the beginning; `*` stands for any bytes, `$` at the end for the end of the path.
    ///
    /// Remembers only the last star, so it needs no more than pattern times path steps.
    private static func matches(_ pattern: [UInt8], _ path: [UInt8]) -> Bool {
        var pattern = pattern[...]
        let isAnchored = pattern.last == UInt8(ascii: "$")
        if isAnchored { pattern.removeLast() } else { pattern.append(UInt8(ascii: "*")) }
        var position = pattern.startIndex
        var index = 0
        var star: (position: Int, index: Int)?
        while index < path.count {
            if position < pattern.endIndex, pattern[position] == UInt8(ascii: "*") {
                star = (position + 1, index)
                position += 1
                if position == pattern.endIndex { return true }
            } else if position < pattern.endIndex, pattern[position] == path[index] {
                position += 1
                index += 1
            } else if let last = star {
                position = last.position
                index = last.index + 1
                star = (last.position, index)
            } else {
                return false
            }
        }
        return pattern[position...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
