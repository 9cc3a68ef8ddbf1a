internal import FeedParse
internal import Foundation

/// Checks of single values that a file can't know the rules of.
enum ConfigChecks {
    /// Why a text is no selector; nil when it is one.
    static func selector(_ text: String) -> String? {
        do {
            try Selector.validate(text)
            return nil
        } catch {
            return error.description
        }
    }

    /// Why a text is no regular expression with the group `org`; nil when it is one.
    static func originPattern(_ text: String) -> String? {
        do {
            _ = try Regex(text)
        } catch {
            return "it is not a regular expression: \(error)"
        }
        return text.contains("(?<org>") ? nil : "it has no group (?<org>…)"
    }

    /// Whether a text is an address that can be polled.
    static func isWebAddress(_ text: String) -> Bool {
        !text.utf8.contains(where: ASCII.isSpace) && URLParts(text) != nil
    }

    /// Whether a text is an address for a source: of the web, or for a Maildir a path.
    static func isAddress(_ text: String, of source: TOMLNode) -> Bool {
        if case .string("maildir")? = source["type"]?.value {
            return text.hasPrefix("/") || text.hasPrefix("maildir:/")
        }
        return isWebAddress(text)
    }

    /// Whether a text is a mail address, with or without a name before it (RFC 5322 section 3.4).
    static func isMailAddress(_ text: String) -> Bool { MailAddress(text) != nil }

    /// Whether a digest can be sent there.
    static func isRecipient(_ text: String) -> Bool {
        text.hasPrefix("maildir:/") || text.hasPrefix("file:/") || isMailAddress(text)
    }

    /// Whether a text is a network in CIDR form or one address.
    static func isNetwork(_ text: String) -> Bool {
        if text == "*" { return true }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard let address = parts.first, parts.count <= 2 else { return false }
        let isIPv6 = address.contains(":")
        if parts.count == 2 {
            guard let length = Int(parts[1]), (0...(isIPv6 ? 128 : 32)).contains(length) else { return false }
        }
        if isIPv6 {
            return address.allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." } && address.count >= 2
        }
        let numbers = address.split(separator: ".", omittingEmptySubsequences: false)
        return numbers.count == 4 && numbers.allSatisfy { UInt8($0) != nil }
    }

    /// Whether a name is an IANA time zone's.
    static func isTimeZone(_ name: String) -> Bool {
        !name.isEmpty && TimeZone(identifier: name) != nil
    }

    /// Whether a text names a source, topic or digest.
    static func isName(_ text: String) -> Bool {
        guard let first = text.first, first.isLetter || first.isNumber, text.count <= 100 else {
            return false
        }
        return text.allSatisfy { $0.isLetter || $0.isNumber || "-_.".contains($0) }
    }

    /// Whether a text is the address of a store that this program can open.
    static func isStoreURL(_ text: String) -> Bool {
        text.hasPrefix("sqlite:///") && text.count > 10
    }

    /// Whether a text is the address of a mail server.
    static func isMailServer(_ text: String) -> Bool {
        guard let scheme = ["smtps://", "smtp://"].first(where: text.hasPrefix) else { return false }
        let rest = text.dropFirst(scheme.count)
        return !rest.isEmpty && !rest.hasPrefix(":") && !rest.contains { $0.isWhitespace || $0 == "@" }
    }
}
