/// One mail as bytes: headers, a plain text and an HTML version of the same (RFC 5322, RFC 2045, RFC 2046).
///
/// Written here and not by libcurl's MIME interface, because `maildir:` and `file:` need the same bytes and
/// because the same issue must give the same bytes whenever it is sent again: nothing in it is random.
public struct MIMEMessage: Sendable, Equatable {
    /// The sender.
    public var from: Mailbox
    /// The recipient.
    public var to: Mailbox
    /// The subject.
    public var subject: String
    /// When it was written, seconds since 1970.
    public var date: Int
    /// The offset from UTC in which the date is shown, seconds.
    public var dateOffset: Int = 0
    /// The identity without angle brackets, `left@right`; the same for the same content and recipient.
    public var messageID: String
    /// Further header fields: `List-Id`, `Auto-Submitted` and so on.
    public var headers: [HTTPHeader] = []
    /// The plain text.
    public var text: String
    /// True when lines of ``text`` that end in a blank go on in the next one (RFC 3676).
    public var isFlowed = true
    /// The HTML version; nil for a mail of plain text only.
    public var html: String?

    /// Creates a message.
    public init(
        from: Mailbox, to: Mailbox, subject: String, date: Int, messageID: String, text: String,
        html: String? = nil
    ) {
        self.from = from
        self.to = to
        self.subject = subject
        self.date = date
        self.messageID = messageID
        self.text = text
        self.html = html
    }

    /// The message with CRLF at the end of each line, as it is sent.
    public func render() -> [UInt8] {
        var result = ""
        let id = messageID.filter { $0.isASCII && !$0.isWhitespace && $0 != "<" && $0 != ">" }
        result += MailHeader.line("From", mailbox: from)
        result += MailHeader.line("To", mailbox: to)
        result += MailHeader.line("Subject", text: subject)
        result += MailHeader.line("Date", verbatim: MailHeader.date(date, offset: dateOffset))
        result += MailHeader.line("Message-ID", verbatim: "<\(id)>")
        for header in headers where MailHeader.isName(header.name) {
            result += MailHeader.line(header.name, text: header.value)
        }
        result += MailHeader.line("MIME-Version", verbatim: "1.0")

        let flowed = isFlowed ? "; format=flowed" : ""
        let plain = MailBody(text)
        guard let html else {
            result += plain.fields(type: "text/plain; charset=utf-8\(flowed)") + "\r\n" + plain.encoded
            return Array(result.utf8)
        }
        let rich = MailBody(html)
        let boundary = Self.boundary(for: id, avoiding: plain.encoded)
        result += "Content-Type: multipart/alternative;\r\n boundary=\"\(boundary)\"\r\n\r\n"
        result += "--\(boundary)\r\n"
        result += plain.fields(type: "text/plain; charset=utf-8\(flowed)") + "\r\n" + plain.encoded
        result += "\r\n--\(boundary)\r\n"
        result += rich.fields(type: "text/html; charset=utf-8") + "\r\n" + rich.encoded
        result += "\r\n--\(boundary)--\r\n"
        return Array(result.utf8)
    }

    /// A boundary that depends on the message alone; `=_` cannot stand in quoted-printable.
    private static func boundary(for id: String, avoiding body: String) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in id.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        var boundary = "=_\(String(hash, radix: 36))"
        while body.contains(boundary) {
            hash = hash &* 0x100_0000_01b3 &+ 1
            boundary = "=_\(String(hash, radix: 36))"
        }
        return boundary
    }
}

/// The body of one part in the transfer encoding that suits it.
private struct MailBody {
    let encoded: String
    private let encoding: String

    init(_ text: String) {
        let isPlain = text.utf8.allSatisfy {
            $0 < 0x7f && ($0 >= 0x20 || $0 == 0x09 || $0 == 0x0a || $0 == 0x0d)
        }
        let lines = text.replacing("\r\n", with: "\n").split(
            separator: "\n", omittingEmptySubsequences: false)
        // Mail servers may change "From " at the beginning of a line and break lines that are too long.
        if isPlain, lines.allSatisfy({ $0.utf8.count <= 78 && !$0.hasPrefix("From ") }) {
            encoding = "7bit"
            encoded = lines.joined(separator: "\r\n")
        } else {
            encoding = "quoted-printable"
            encoded = lines.map { QuotedPrintable.encode(line: $0) }.joined(separator: "\r\n")
        }
    }

    func fields(type: String) -> String {
        "Content-Type: \(type)\r\nContent-Transfer-Encoding: \(encoding)\r\n"
    }
}

/// The quoted-printable encoding (RFC 2045 section 6.7).
enum QuotedPrintable {
    /// Encodes one line without its end; soft line breaks keep it within 76 columns.
    static func encode(line: some StringProtocol) -> String {
        let bytes = Array(line.utf8)
        var result = ""
        var column = 0
        for (index, byte) in bytes.enumerated() {
            let isLast = index == bytes.count - 1
            let isBlank = byte == 0x20 || byte == 0x09
            let isLiteral = byte >= 0x21 && byte <= 0x7e && byte != 0x3d || isBlank && !isLast
            // A dot or "From " at the beginning of a line is what some servers change.
            let isTouchy =
                column == 0 && (byte == 0x2e || byte == 0x46 && line.utf8.starts(with: "From ".utf8))
            let piece = isLiteral && !isTouchy ? String(UnicodeScalar(byte)) : escaped(byte)
            if column + piece.utf8.count > (isLast ? 76 : 75) {
                result += "=\r\n"
                column = 0
            }
            result += piece
            column += piece.utf8.count
        }
        return result
    }

    private static func escaped(_ byte: UInt8) -> String {
        let hex = String(byte, radix: 16, uppercase: true)
        return hex.count == 1 ? "=0\(hex)" : "=\(hex)"
    }
}
