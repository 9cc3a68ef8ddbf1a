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
            return "\(error)"
        }
        return text.contains("(?<org>") ? nil : "it has no group (?<org>…)"
    }

    /// Whether a text is an address that can be polled.
    static func isWebAddress(_ text: String) -> Bool {
        !text.utf8.contains(where: ASCII.isSpace) && URLParts(text) != nil
    }

    /// Whether a text is an address for a source.
    static func isAddress(_ text: String, of source: TOMLNode) -> Bool {
        // That it isn't built in is told of its type.
        if case .string("maildir")? = source["type"]?.value { return true }
        return isWebAddress(text)
    }

    /// Whether a text is a mail address, with or without a name before it (RFC 5322 section 3.4).
    static func isMailAddress(_ text: String) -> Bool { MailAddress(text) != nil }

    /// Whether a digest can be sent there.
    static func isRecipient(_ text: String) -> Bool {
        text.hasPrefix("maildir:/") || text.hasPrefix("file:/") || isMailAddress(text)
    }

    /// Whether a text is the code of a language (BCP 47): two to eight letters, then parts of letters and digits.
    static func isLanguage(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard let first = parts.first, (2...8).contains(first.count), first.allSatisfy(\.isLetter) else {
            return false
        }
        return parts.allSatisfy { part in
            (1...8).contains(part.count) && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
        }
    }

    /// Whether a text is the name of a domain, as it may stand behind the @ of a Message-ID.
    static func isDomain(_ text: String) -> Bool {
        text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
            (1...63).contains(part.count) && part.first != "-" && part.last != "-"
                && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
        }
    }

    /// Whether a name is an IANA time zone's.
    static func isTimeZone(_ name: String) -> Bool {
        !name.isEmpty && TimeZone(identifier: name) != nil
    }

    /// Whether a text names a source, topic or digest.
    static func isName(_ text: String) -> Bool {
        // Most names are ASCII, where this takes a tenth of the time.
        guard text.utf8.contains(where: { $0 >= 0x80 }) else { return isASCIIName(text.utf8.span) }
        guard let first = text.first, first.isLetter || first.isNumber, text.count <= 100 else {
            return false
        }
        return text.allSatisfy { $0.isLetter || $0.isNumber || "-_.".contains($0) }
    }

    private static func isASCIIName(_ text: Span<UInt8>) -> Bool {
        guard (1...100).contains(text.count), isLetterOrNumber(text[0]) else { return false }
        for index in text.indices {
            switch text[index] {
            case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."): continue
            case let byte where isLetterOrNumber(byte): continue
            default: return false
            }
        }
        return true
    }

    private static func isLetterOrNumber(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10
    }

    /// Whether a text is the address of a store that this program can open.
    static func isStoreURL(_ text: String) -> Bool {
        text.hasPrefix("sqlite:///") && text.count > 10
    }
}
