import CCurl
import Glibc

/// Owns one of libcurl's easy handles and what its callbacks fill; used for one hop after another.
///
/// Confined to the queue of the ``CurlMulti`` that owns it. libcurl keeps an unretained pointer to it, so the
/// owner keeps it alive until the handle has left the multi handle and `deinit` has freed it.
@safe final class CurlTransfer {
    /// The fetch that it works for, nil while it rests.
    var job: FetchJob?
    private(set) var reader = AnswerReader(limits: FetchLimits())
    /// True while the transfer is held back because too much is in memory.
    private(set) var isPaused = false
    /// How long it was held back; that is no time of the server's.
    private(set) var heldBack: Duration = .zero
    private var pausedSince = ContinuousClock.now
    private var time: Duration = .zero
    /// True until the connection stands.
    private(set) var isConnecting = false

    /// What is wanted of the connection.
    struct Connection {
        /// True for a new one, because an old one was dead.
        var isFresh: Bool
        /// True when it may stay open afterwards.
        var isKept: Bool
    }

    let easy: UnsafeMutableRawPointer
    private let errorText: UnsafeMutablePointer<CChar>
    private var list: UnsafeMutablePointer<curl_slist>?
    private var addresses = AddressPolicy.publicOnly
    private var refusedAddress: String?
    private var socketError: Int32 = 0
    private var usesProxy = false
    private unowned let budget: any TransferBudget

    init?(configuration: FetcherConfiguration, share: UnsafeMutableRawPointer?, budget: any TransferBudget) {
        guard let easy = unsafe curl_easy_init() else { return nil }
        unsafe self.easy = easy
        unsafe errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        unsafe errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        self.budget = budget
        unsafe setConstants(configuration, share)
    }

    deinit {
        unsafe curl_easy_cleanup(easy)
        unsafe curl_slist_free_all(list)
        unsafe errorText.deallocate()
    }

    /// Prepares the handle for a hop.
    func prepare(_ hop: Exchange.Hop, for request: FetchRequest, time: Duration, connection: Connection) {
        let limits = request.limits
        reader = AnswerReader(limits: limits)
        isPaused = false
        heldBack = .zero
        self.time = time
        isConnecting = true
        addresses = request.addresses
        refusedAddress = nil
        socketError = 0
        usesProxy = request.proxy != nil
        unsafe errorText[0] = 0

        set(CURLOPT_URL, hop.address.withoutCredentials)
        set(CURLOPT_USERAGENT, request.userAgent)
        set(CURLOPT_PROXY, request.proxy ?? "")
        set(CURLOPT_USERNAME, hop.user)
        set(CURLOPT_PASSWORD, hop.password)
        set(CURLOPT_TIMEOUT_MS, max(time.milliseconds, 1))
        set(CURLOPT_CONNECTTIMEOUT_MS, max(min(limits.connect, time).milliseconds, 1))
        set(CURLOPT_LOW_SPEED_LIMIT, limits.minimumSpeed)
        set(CURLOPT_LOW_SPEED_TIME, Int(limits.minimumSpeedTime.components.seconds))
        set(CURLOPT_FRESH_CONNECT, connection.isFresh ? 1 : 0)
        set(CURLOPT_FORBID_REUSE, connection.isKept ? 0 : 1)
        // Waiting for an HTTP/2 connection pays only where one may come.
        set(CURLOPT_PIPEWAIT, hop.address.scheme == "https" ? 1 : 0)

        unsafe curl_slist_free_all(list)
        unsafe list = nil
        // What passes through here thousands of times is put together by hand.
        var line: [UInt8] = []
        line.reserveCapacity(256)
        for header in hop.headers {
            line.removeAll(keepingCapacity: true)
            line.append(contentsOf: header.name.utf8)
            line.append(contentsOf: header.value.isEmpty ? ";".utf8 : ": ".utf8)
            line.append(contentsOf: header.value.utf8)
            line.append(0)
            unsafe line.withUnsafeBytes { bytes in
                unsafe list = curl_slist_append(list, bytes.assumingMemoryBound(to: CChar.self).baseAddress)
            }
        }
        unsafe _ = ccurl_set_list(easy, CURLOPT_HTTPHEADER, list)
    }

    /// The answer of a transfer that has ended, or why there is none.
    func finish(_ result: CURLcode, exchange: Exchange) -> Result<PackedResponse, FetchError> {
        let host = exchange.address.host
        if let refusedAddress, result != CURLE_OK {
            return .failure(
                exchange.fail(
                    .refusedAddress,
                    "\(host) has the address \(refusedAddress), which is not public; `allow-private` in feeds.conf "
                        + "would allow it."))
        }
        if let failure = reader.failure {
            return .failure(exchange.fail(failure))
        }
        guard result == CURLE_OK else {
            if socketError == EMFILE || socketError == ENFILE {
                return .failure(
                    exchange.fail(.system, "No more files may be opened: raise the limit (ulimit -n)."))
            }
            let failure = unsafe CurlFailure(
                result, text: String(cString: errorText), host: exchange.address.host,
                limits: exchange.request.limits, isConnected: hasConnected, isAnswering: reader.status != 0)
            return .failure(exchange.fail(failure.code, failure.detail))
        }
        guard reader.status != 0 else {
            return .failure(exchange.fail(.incomplete, "\(host) answered with something that is not HTTP."))
        }
        if let failure = reader.failureAtEnd() {
            return .failure(exchange.fail(failure))
        }
        return .success(PackedResponse(reader, httpVersion: httpVersion, exchange: exchange))
    }

    /// True when there was a connection, be it the TLS handshake that took too long.
    private var hasConnected: Bool {
        !isConnecting || (unsafe ccurl_info_offset(easy, CURLINFO_CONNECT_TIME_T)) > 0
    }

    /// Goes on after a pause, with the time limit moved by as much.
    func goOn() {
        isPaused = false
        heldBack += .now - pausedSince
        set(CURLOPT_TIMEOUT_MS, max((time + heldBack).milliseconds, 1))
        unsafe _ = curl_easy_pause(easy, CURLPAUSE_CONT)
    }

    /// Gives the body's memory back.
    func rest() {
        job = nil
        reader = AnswerReader(limits: FetchLimits())
    }

    /// True when a connection that was kept open turned out to be dead before anything came.
    func failedOnOldConnection(_ result: CURLcode) -> Bool {
        let isSuspect =
            result == CURLE_GOT_NOTHING || result == CURLE_RECV_ERROR || result == CURLE_SEND_ERROR
            || result == CURLE_HTTP2 || result == CURLE_HTTP2_STREAM
        return isSuspect && reader.status == 0 && reader.wireBytes == 0
            && (unsafe ccurl_info_long(easy, CURLINFO_NUM_CONNECTS)) == 0
    }

    private var httpVersion: String {
        switch unsafe ccurl_info_long(easy, CURLINFO_HTTP_VERSION) {
        case Int(CURL_HTTP_VERSION_1_0): "1.0"
        case Int(CURL_HTTP_VERSION_2_0): "2"
        case Int(CURL_HTTP_VERSION_3): "3"
        default: "1.1"
        }
    }

    // MARK: - Callbacks

    private func setConstants(_ configuration: FetcherConfiguration, _ share: UnsafeMutableRawPointer?) {
        let me = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe _ = ccurl_set_pointer(easy, CURLOPT_PRIVATE, me)
        unsafe _ = ccurl_set_pointer(easy, CURLOPT_ERRORBUFFER, errorText)
        unsafe _ = ccurl_set_pointer(easy, CURLOPT_WRITEDATA, me)
        unsafe _ = ccurl_set_pointer(easy, CURLOPT_HEADERDATA, me)
        unsafe _ = ccurl_set_pointer(easy, CURLOPT_OPENSOCKETDATA, me)
        unsafe _ = ccurl_set_pointer(easy, CURLOPT_PREREQDATA, me)
        if let share = unsafe share { unsafe _ = ccurl_set_pointer(easy, CURLOPT_SHARE, share) }
        unsafe _ = ccurl_set_data(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
            unsafe CurlTransfer.of(context).takeBody(bytes, size * count)
        }
        unsafe _ = ccurl_set_data(easy, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
            unsafe CurlTransfer.of(context).takeHeader(bytes, size * count)
        }
        unsafe _ = ccurl_set_opensocket(easy) { context, _, address in
            unsafe CurlTransfer.of(context).openSocket(address)
        }
        unsafe _ = ccurl_set_prereq(easy) { context, address, _, _, _ in
            unsafe CurlTransfer.of(context).mayAsk(address)
        }
        set(CURLOPT_PROTOCOLS_STR, "http,https")
        set(CURLOPT_FOLLOWLOCATION, 0)
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_HTTP_CONTENT_DECODING, 0)
        set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
        set(CURLOPT_HTTPAUTH, 1)  // CURLAUTH_BASIC
        set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        set(CURLOPT_DNS_CACHE_TIMEOUT, Int(configuration.dnsLifetime.components.seconds))
        set(CURLOPT_TCP_NODELAY, 1)
        // With a CA directory libcurl 7.88 parses the whole bundle again for each connection; without one it
        // keeps it (CURLOPT_CA_CACHE_TIMEOUT).
        set(CURLOPT_CAPATH, nil)
        if let file = configuration.caFile { set(CURLOPT_CAINFO, file) }
    }

    private static func of(_ context: UnsafeMutableRawPointer?) -> CurlTransfer {
        // The pointer was set from a living transfer in setConstants, and libcurl passes it on unchanged.
        unsafe Unmanaged<CurlTransfer>.fromOpaque(context.unsafelyUnwrapped).takeUnretainedValue()
    }

    private func takeHeader(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
        guard let bytes = unsafe bytes, count > 0 else { return 0 }
        let goesOn = unsafe bytes.withMemoryRebound(to: UInt8.self, capacity: count) {
            unsafe reader.takeHeaderLine(UnsafeBufferPointer(start: $0, count: count).span)
        }
        return goesOn ? count : 0
    }

    private func takeBody(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
        guard let bytes = unsafe bytes, count > 0 else { return 0 }
        if budget.mustWait(self) {
            isPaused = true
            pausedSince = .now
            // The clock stands still: 0 is no limit.
            set(CURLOPT_TIMEOUT_MS, 0)
            return Int(CURL_WRITEFUNC_PAUSE)
        }
        let before = reader.heldBytes
        let goesOn = unsafe bytes.withMemoryRebound(to: UInt8.self, capacity: count) {
            unsafe reader.takeBody(UnsafeBufferPointer(start: $0, count: count).span)
        }
        budget.hold(reader.heldBytes, before: before)
        return goesOn ? count : 0
    }

    private func openSocket(_ address: UnsafeMutablePointer<curl_sockaddr>?) -> curl_socket_t {
        guard let address = unsafe address else { return CURL_SOCKET_BAD }
        let family = unsafe address.pointee.family
        let kind = unsafe address.pointee.socktype
        let proto = unsafe address.pointee.protocol
        if !usesProxy {
            let ip = unsafe withUnsafePointer(to: &address.pointee.addr) {
                unsafe IPAddress($0, length: Int(address.pointee.addrlen))
            }
            guard let ip, addresses.allows(ip) else {
                refusedAddress = ip?.description ?? "of an unknown family"
                return CURL_SOCKET_BAD
            }
        }
        let descriptor = socket(family, kind | Int32(SOCK_CLOEXEC.rawValue), proto)
        if descriptor < 0 { socketError = errno }
        return descriptor
    }

    /// Asked by libcurl when the connection stands, also when it is an old one that others opened.
    private func mayAsk(_ address: UnsafeMutablePointer<CChar>?) -> Int32 {
        if isConnecting {
            isConnecting = false
            budget.hasConnected()
        }
        guard !usesProxy, let address = unsafe address else { return CURL_PREREQFUNC_OK }
        let text = unsafe String(cString: address)
        guard addresses.allows(address: text) else {
            refusedAddress = text
            return CURL_PREREQFUNC_ABORT
        }
        return CURL_PREREQFUNC_OK
    }

    private func set(_ option: CURLoption, _ value: Int) {
        unsafe _ = ccurl_set_long(easy, option, value)
    }

    private func set(_ option: CURLoption, _ value: String?) {
        guard let value else {
            unsafe _ = ccurl_set_string(easy, option, nil)
            return
        }
        // Passed as an argument it would be copied.
        unsafe _ = value.withCString { unsafe ccurl_set_string(easy, option, $0) }
    }
}

/// What the transfers share: memory and the right to connect.
protocol TransferBudget: AnyObject {
    /// True when the transfer must wait before it takes more of its body.
    func mustWait(_ transfer: CurlTransfer) -> Bool
    /// Notes that a transfer holds this many bytes now, and how many before.
    func hold(_ bytes: Int, before: Int)
    /// Notes that a connection stands.
    func hasConnected()
}
