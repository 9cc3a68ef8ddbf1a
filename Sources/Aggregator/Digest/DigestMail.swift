internal import Foundation

/// An issue as a message: its header fields and its two parts.
public struct DigestMail: Sendable {
    private let issue: DigestIssue
    private let definition: DigestDefinition
    private let from: MailAddress
    private let sender: String
    private let domain: String

    /// Prepares the messages of an issue.
    /// - Throws: ``DigestError`` when nobody is named as the sender.
    public init(
        _ issue: DigestIssue, definition: DigestDefinition, settings: MailSettings
    ) throws(DigestError) {
        guard let sender = definition.from ?? settings.from else {
            throw DigestError(
                "digest \(definition.name) has no sender; write from = \"aggd <you@example.org>\" in the digest or in [mail]"
            )
        }
        guard let from = MailAddress(sender) else {
            throw DigestError("digest \(definition.name): the sender \"\(sender)\" is no mail address")
        }
        self.issue = issue
        self.definition = definition
        self.from = from
        self.sender = sender
        domain = settings.domain ?? from.domain
    }

    /// The Message-ID for a recipient: made of the issue's number, so that it never changes.
    public static func messageID(
        digest: String, issue: Int, recipient: String, domain: String
    ) -> String {
        let address = MailAddress(recipient)?.address.lowercased() ?? recipient
        let atom = atom(digest)
        // What the atom can't tell apart, the hash does.
        let hash = StableHash.hex(atom == digest ? address : digest + "\n" + address)
        return "<\(atom).\(issue).\(hash)@\(domain)>"
    }

    /// The domain of the Message-IDs of a digest.
    public static func domain(of definition: DigestDefinition, settings: MailSettings) -> String {
        settings.domain ?? (definition.from ?? settings.from).flatMap { MailAddress($0)?.domain }
            ?? "localhost"
    }

    /// The message for one recipient.
    public func message(to recipient: String, messageID: String) -> OutgoingMail {
        let wording = IssueWording(issue)
        return OutgoingMail(
            from: sender, to: recipient, subject: wording.subject, date: issue.until, messageID: messageID,
            headers: headers, text: TextDigest(flowed: true).render(issue), html: HTMLDigest().render(issue))
    }

    // RFC 2919 and 2369 (lists), RFC 8058 (one click), RFC 3834 (automatic mail).
    private var headers: [HeaderField] {
        let name = Self.atom(definition.name)
        // Mail programs file by this: two digests must not share it because their names aren't ASCII.
        let isTold = definition.name.allSatisfy(\.isASCII)
        let list = isTold ? name : name + "-" + StableHash.hex(definition.name).prefix(8)
        var fields = [HeaderField(name: "List-Id", value: "\(listTitle)<\(list).aggd.\(domain)>")]
        if let address = definition.unsubscribe {
            fields.append(HeaderField(name: "List-Unsubscribe", value: "<\(Self.ascii(address))>"))
            if address.hasPrefix("https://") {
                fields.append(
                    HeaderField(name: "List-Unsubscribe-Post", value: "List-Unsubscribe=One-Click"))
            }
        } else {
            fields.append(
                HeaderField(
                    name: "List-Unsubscribe",
                    value: "<mailto:\(from.address)?subject=unsubscribe%20\(name)>"))
        }
        fields.append(HeaderField(name: "Auto-Submitted", value: "auto-generated"))
        fields.append(HeaderField(name: "Precedence", value: "bulk"))
        fields.append(HeaderField(name: "X-Auto-Response-Suppress", value: "All"))
        return fields
    }

    // The phrase before a list's id must be ASCII or encoded; a title that isn't is left out.
    private var listTitle: String {
        let title = PlainLine.clean(definition.title)
        guard title.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C }),
            !title.contains("=?")
        else { return "" }
        return "\"\(title)\" "
    }

    /// An address as a field between angle brackets takes it: what isn't ASCII is escaped.
    private static func ascii(_ address: String) -> String {
        address.utf8.reduce(into: "") { result, byte in
            if byte > 0x20, byte < 0x7F, byte != 0x3C, byte != 0x3E {
                result.append(Character(UnicodeScalar(byte)))
            } else {
                result += "%" + (byte < 0x10 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
    }

    /// A name as part of an address (RFC 5322 section 3.2.3): words of ASCII letters, digits, hyphens and low lines
    /// with one point between them.
    private static func atom(_ name: String) -> String {
        let words = name.split { !($0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_")) }
        return words.isEmpty ? "digest" : words.joined(separator: ".")
    }
}
