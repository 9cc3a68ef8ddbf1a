import CCurl

/// What a failed transfer of libcurl means: the one table from its codes to ours.
struct CurlFailure {
    let code: FetchError.Code
    let detail: String

    /// `CURLE_TOO_LARGE` of libcurl 8.6 and newer.
    private static let tooLarge = CURLcode(rawValue: 100)

    /// Reads a result of libcurl.
    /// - Parameters:
    ///   - result: what libcurl returned, not `CURLE_OK`.
    ///   - text: libcurl's own words, may be empty.
    ///   - host: the host that was asked.
    ///   - limits: the limits of the transfer, for the words.
    ///   - isConnected: whether a connection stood when it failed.
    ///   - isAnswering: whether an answer had begun.
    init(
        _ result: CURLcode, text: String, host: String, limits: FetchLimits, isConnected: Bool = true,
        isAnswering: Bool = false
    ) {
        let words = text.isEmpty ? unsafe String(cString: curl_easy_strerror(result)) : text
        switch result {
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL:
            self.init(.badURL, "The address cannot be asked: \(words).")
        case CURLE_COULDNT_RESOLVE_HOST:
            self.init(.dns, "The name \(host) does not resolve.")
        case CURLE_COULDNT_RESOLVE_PROXY:
            self.init(.dns, "The name of the proxy does not resolve.")
        case CURLE_COULDNT_CONNECT, CURLE_INTERFACE_FAILED:
            self.init(.connect, "Nobody answers at \(host): \(Self.reason(words)).")
        case CURLE_PROXY:
            self.init(.connect, "The proxy refuses to connect to \(host): \(words).")
        case CURLE_OPERATION_TIMEDOUT:
            self = isConnected ? Self.lateAnswer(words, host, limits) : Self.noConnection(words, host)
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS:
            self.init(.tls, "The certificate of \(host) is not valid: \(Self.certificate(words)).")
        case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CIPHER, CURLE_USE_SSL_FAILED, CURLE_SSL_SHUTDOWN_FAILED,
            CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_CLIENTCERT:
            self.init(.tls, "No encrypted connection to \(host): \(words).")
        case CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CRL_BADFILE, CURLE_SSL_CERTPROBLEM:
            self.init(.system, "The file with the certificates of the authorities cannot be read: \(words).")
        case CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_ENGINE_INITFAILED:
            self.init(.system, "TLS does not work on this machine: \(words).")
        case CURLE_FILESIZE_EXCEEDED:
            self.init(.tooLarge, limits.sentence(bodyOf: host))
        case CURLE_PARTIAL_FILE, CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_HTTP2,
            CURLE_HTTP2_STREAM, CURLE_HTTP3, CURLE_QUIC_CONNECT_ERROR, CURLE_BAD_CONTENT_ENCODING,
            CURLE_WEIRD_SERVER_REPLY, CURLE_CHUNK_FAILED, CURLE_WRITE_ERROR, CURLE_READ_ERROR, CURLE_AGAIN,
            CURLE_UNRECOVERABLE_POLL:
            self.init(.incomplete, "The answer of \(host) is not whole: \(words).")
        case CURLE_TOO_MANY_REDIRECTS:
            self.init(.redirect, "\(host) redirects too often.")
        case CURLE_LOGIN_DENIED, CURLE_AUTH_ERROR:
            self.init(.status, "\(host) does not accept the user and password.")
        case CURLE_ABORTED_BY_CALLBACK:
            self.init(.cancelled, "The transfer from \(host) was stopped.")
        case CURLE_OUT_OF_MEMORY where isAnswering:
            // What libcurl 7.88 says of a header line beyond 100 KB.
            self.init(.tooLarge, "A header of \(host) is larger than libcurl takes, or memory is short.")
        case CURLE_OUT_OF_MEMORY:
            self.init(.system, "Memory is short: \(host) could not be asked.")
        case Self.tooLarge:
            self.init(.tooLarge, "A header of \(host) is larger than libcurl takes.")
        case CURLE_FAILED_INIT, CURLE_NOT_BUILT_IN, CURLE_BAD_FUNCTION_ARGUMENT, CURLE_UNKNOWN_OPTION,
            CURLE_SETOPT_OPTION_SYNTAX, CURLE_RECURSIVE_API_CALL, CURLE_NO_CONNECTION_AVAILABLE:
            self.init(.system, "libcurl could not ask \(host): \(words).")
        default:
            // What nothing here brings about is the server's doing.
            self.init(.incomplete, "The transfer from \(host) failed: \(words).")
        }
    }

    /// Reads a result by its number, for callers that don't import libcurl.
    init(
        number: UInt32, text: String, host: String, limits: FetchLimits, isConnected: Bool = true,
        isAnswering: Bool = false
    ) {
        self.init(
            CURLcode(rawValue: number), text: text, host: host, limits: limits, isConnected: isConnected,
            isAnswering: isAnswering)
    }

    private init(_ code: FetchError.Code, _ detail: String) {
        self.code = code
        self.detail = detail
    }

    /// A limit of time that was reached before a connection stood: whether there is a host nobody knows.
    private static func noConnection(_ words: String, _ host: String) -> CurlFailure {
        words.lowercased().contains("resolv")
            ? CurlFailure(.dns, "The name \(host) was not resolved in time.")
            : CurlFailure(.connect, "\(host) did not accept the connection in time.")
    }

    private static func lateAnswer(_ words: String, _ host: String, _ limits: FetchLimits) -> CurlFailure {
        guard words.contains("slow") else {
            return CurlFailure(.timeout, "\(host) did not answer within \(limits.total.words).")
        }
        return CurlFailure(
            .timeout,
            "\(host) sent less than \(limits.minimumSpeed) bytes a second for "
                + "\(limits.minimumSpeedTime.components.seconds) seconds.")
    }

    /// The operating system's reason out of `Failed to connect to … port …: Connection refused`.
    private static func reason(_ words: String) -> String {
        guard words.hasPrefix("Failed to connect"), let colon = words.lastIndex(of: ":") else { return words }
        let reason = words[words.index(after: colon)...]
        return String(reason).trimmingBlanks.lowercased()
    }

    private static func certificate(_ words: String) -> String {
        guard words.hasPrefix("SSL certificate problem"), let colon = words.firstIndex(of: ":") else {
            return words
        }
        return String(words[words.index(after: colon)...]).trimmingBlanks
    }
}

extension Duration {
    /// Milliseconds, at least one for anything that is not zero.
    var milliseconds: Int {
        let (seconds, attoseconds) = components
        let whole = Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
        return whole == 0 && self > .zero ? 1 : whole
    }

    /// The duration in words, rounded to what a person wants to read.
    var words: String {
        milliseconds % 1000 == 0 ? "\(milliseconds / 1000) seconds" : "\(milliseconds) milliseconds"
    }
}
