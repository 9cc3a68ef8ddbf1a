import CCurl
import Dispatch

/// What became of one mail to one recipient.
public enum MailOutcome: Sendable, Equatable {
    /// The server has taken it, with its words.
    case accepted(String)
    /// It may work later: no connection, or a 4xx answer; the reason is one sentence.
    case temporary(String)
    /// It never will for this recipient: a 5xx answer; the reason is one sentence.
    case permanent(String)
}

/// Hands mails to a server over SMTP (RFC 5321), with STARTTLS (RFC 3207) when it is offered.
public struct SMTPTransport: Sendable {
    /// The server: `smtp://host:port` or `smtps://host`.
    public var server: String
    /// The user for AUTH (RFC 4954); nil for none.
    public var user: String?
    /// The password for AUTH.
    public var password: String?
    /// A file with the certificates of the authorities to trust instead of the system's, PEM.
    public var caFile: String?
    /// The name with which the client introduces itself; nil for the machine's.
    public var clientName: String?
    /// How long one mail may take.
    public var timeout: Duration = .seconds(60)

    private static let queue = DispatchQueue(label: "aggd.mail", attributes: .concurrent)

    /// Creates a transport to a server.
    public init(server: String, user: String? = nil, password: String? = nil) {
        self.server = server
        self.user = user
        self.password = password
    }

    /// Sends one rendered message to one recipient.
    /// - Parameters:
    ///   - message: the bytes of ``MIMEMessage/render()``.
    ///   - sender: the address that gets bounces.
    ///   - recipient: the address that gets the mail.
    public func send(_ message: [UInt8], from sender: String, to recipient: String) async -> MailOutcome {
        await withCheckedContinuation { continuation in
            // Blocks a thread of its own queue: mails are few, and callers send one after the other.
            Self.queue.async { @Sendable in
                continuation.resume(returning: perform(message, sender, recipient))
            }
        }
    }

    /// Whether the server must speak TLS and prove who it is.
    ///
    /// Without a password TLS on port 25 is opportunistic (RFC 7435): mail servers, Debian's own among them,
    /// have certificates that nobody signed. A password goes unproven only to this machine itself.
    func verifies(_ address: WebAddress) -> Bool {
        if address.scheme == "smtps" || caFile != nil { return true }
        let hasPassword = password != nil || address.password != nil
        let isHere = ["localhost", "[::1]"].contains(address.host) || address.host.hasPrefix("127.")
        return hasPassword && !isHere
    }

    private func perform(_ message: [UInt8], _ sender: String, _ recipient: String) -> MailOutcome {
        guard let address = WebAddress(server), address.scheme == "smtp" || address.scheme == "smtps" else {
            return .temporary("\"\(server)\" is not a mail server; write e.g. smtp://localhost:25.")
        }
        guard let delivery = MailDelivery(message) else {
            return .temporary("libcurl gives no handle: memory is short.")
        }
        defer { delivery.close() }
        // libcurl takes the name for EHLO from the path of the address.
        let name = clientName.map { "/\($0)" } ?? ""
        let port = address.port == 0 ? "" : ":\(address.port)"
        delivery.set(CURLOPT_URL, "\(address.scheme)://\(address.host)\(port)\(name)")
        delivery.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
        delivery.set(CURLOPT_PROXY, "")
        delivery.set(CURLOPT_USERNAME, user ?? address.user)
        delivery.set(CURLOPT_PASSWORD, password ?? address.password)
        delivery.set(CURLOPT_MAIL_FROM, "<\(sender)>")
        // CURLUSESSL_ALL, CURLUSESSL_TRY: who strips the offer of STARTTLS from the line gets no password (RFC 8314).
        delivery.set(CURLOPT_USE_SSL, verifies(address) ? 3 : 1)
        delivery.set(CURLOPT_NOSIGNAL, 1)
        delivery.set(CURLOPT_UPLOAD, 1)
        delivery.set(CURLOPT_TIMEOUT_MS, timeout.milliseconds)
        delivery.set(CURLOPT_CONNECTTIMEOUT_MS, min(timeout, .seconds(20)).milliseconds)
        if !verifies(address) {
            delivery.set(CURLOPT_SSL_VERIFYPEER, 0)
            delivery.set(CURLOPT_SSL_VERIFYHOST, 0)
        }
        if let caFile { delivery.set(CURLOPT_CAINFO, caFile) }
        return delivery.perform(to: recipient, host: address.host)
    }
}

/// Owns the easy handle of one mail; used in one scope, on one thread.
@safe private final class MailDelivery {
    private let easy: UnsafeMutableRawPointer
    private let message: [UInt8]
    private var sent = 0
    /// The server's last line, but for its good-bye after a refusal.
    private var words = ""

    init?(_ message: [UInt8]) {
        guard let easy = unsafe curl_easy_init() else { return nil }
        unsafe self.easy = easy
        self.message = message
    }

    /// Frees the handle; not in `deinit`, since libcurl says QUIT and hands the answer to a callback.
    func close() { unsafe curl_easy_cleanup(easy) }

    func set(_ option: CURLoption, _ value: String?) { unsafe _ = ccurl_set_string(easy, option, value) }

    func set(_ option: CURLoption, _ value: Int) { unsafe _ = ccurl_set_long(easy, option, value) }

    func perform(to recipient: String, host: String) -> MailOutcome {
        let me = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe _ = ccurl_set_pointer(easy, CURLOPT_READDATA, me)
        unsafe _ = ccurl_set_pointer(easy, CURLOPT_HEADERDATA, me)
        unsafe _ = ccurl_set_read(easy) { buffer, size, count, context in
            unsafe MailDelivery.of(context).read(into: buffer, size * count)
        }
        unsafe _ = ccurl_set_data(easy, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
            unsafe MailDelivery.of(context).takeAnswer(bytes, size * count)
        }
        let recipients = unsafe curl_slist_append(nil, "<\(recipient)>")
        defer { unsafe curl_slist_free_all(recipients) }
        unsafe _ = ccurl_set_list(easy, CURLOPT_MAIL_RCPT, recipients)
        let result = unsafe curl_easy_perform(easy)
        return outcome(result, recipient: recipient, host: host)
    }

    private func outcome(_ result: CURLcode, recipient: String, host: String) -> MailOutcome {
        if result == CURLE_OK { return .accepted(words) }
        let libcurl = unsafe String(cString: curl_easy_strerror(result))
        switch result {
        case CURLE_LOGIN_DENIED, CURLE_AUTH_ERROR:
            // A wrong password is the owner's to mend; the mail must not be lost for it.
            return .temporary(
                "\(host) does not accept the user and password: \(words.isEmpty ? libcurl : words)")
        case CURLE_USE_SSL_FAILED:
            return .temporary(
                "\(host) offers no STARTTLS, and no password is sent without it; write smtps:// if it speaks TLS at once."
            )
        case CURLE_COULDNT_CONNECT, CURLE_COULDNT_RESOLVE_HOST, CURLE_OPERATION_TIMEDOUT,
            CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CACERT_BADFILE:
            return .temporary("The mail server \(host) cannot be reached: \(libcurl).")
        default:
            if words.hasPrefix("530") || words.hasPrefix("534") || words.hasPrefix("538") {
                return .temporary("\(host) wants a user and a password: \(words)")
            }
            if words.hasPrefix("5") {
                return .permanent("\(host) refuses the mail to \(recipient): \(words)")
            }
            let reason = words.hasPrefix("4") ? words : libcurl
            return .temporary("\(host) did not take the mail to \(recipient): \(reason)")
        }
    }

    private static func of(_ context: UnsafeMutableRawPointer?) -> MailDelivery {
        // The pointer was set from the living object in perform, and libcurl passes it on unchanged.
        unsafe Unmanaged<MailDelivery>.fromOpaque(context.unsafelyUnwrapped).takeUnretainedValue()
    }

    private func read(into buffer: UnsafeMutablePointer<CChar>?, _ room: Int) -> Int {
        guard let buffer = unsafe buffer else { return 0 }
        let count = min(room, message.count - sent)
        unsafe message.withUnsafeBytes { bytes in
            unsafe UnsafeMutableRawBufferPointer(start: buffer, count: count)
                .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[sent..<sent + count]))
        }
        sent += count
        return count
    }

    private func takeAnswer(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
        guard let bytes = unsafe bytes else { return 0 }
        let line = unsafe bytes.withMemoryRebound(to: UInt8.self, capacity: count) {
            unsafe String(decoding: UnsafeBufferPointer(start: $0, count: count), as: UTF8.self)
        }
        if !line.hasPrefix("221") { words = line.trimmingBlanks }
        return count
    }
}
