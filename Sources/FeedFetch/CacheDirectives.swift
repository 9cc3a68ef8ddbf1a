/// What an answer says about how long it stays fresh (RFC 9111 sections 4.2.1, 5.2.2 and 5.3).
public struct CacheDirectives: Sendable, Equatable {
    /// Seconds from the answer for which nothing new is to be expected; nil when nothing is said.
    public let freshness: Int?
    /// True when the answer is not to be used again without asking: `no-cache`, `no-store`, `max-age=0`.
    public let mustRevalidate: Bool

    /// Reads the fields of a 200 or a 304.
    /// - Parameters:
    ///   - headers: the fields of the answer.
    ///   - now: seconds since 1970 when it came, used when it carries no `Date`.
    public init(headers: [HTTPHeader], now: Int) {
        var maxAge: Int?
        var revalidate = false
        for header in headers where header.name.isSameField(as: "cache-control") {
            for directive in header.value.utf8.split(separator: UInt8(ascii: ",")) {
                let parts = directive.split(separator: UInt8(ascii: "="), maxSplits: 1)
                let name = parts.first.map { String(decoding: $0, as: UTF8.self) }?.trimmingBlanks
                    .lowercased()
                switch name {
                case "no-cache", "no-store":
                    revalidate = true
                case "max-age" where parts.count == 2 && maxAge == nil:
                    let digits = parts[1].filter { $0 != 0x22 && $0 != 0x20 && $0 != 0x09 }
                    guard !digits.isEmpty, digits.allSatisfy({ (48...57).contains($0) }) else { break }
                    maxAge = Int(String(decoding: digits, as: UTF8.self)) ?? Int(Int32.max)
                default:
                    break
                }
            }
        }
        if let seconds = maxAge {
            let age = headers.firstValue("age").flatMap { Int($0) } ?? 0
            freshness = max(seconds - max(age, 0), 0)
            mustRevalidate = revalidate || seconds == 0
        } else if let expires = headers.firstValue("expires") {
            // A text that is no date means "already expired" (RFC 9111 section 5.3).
            let date = headers.firstValue("date").flatMap { HTTPDate($0)?.seconds } ?? now
            let seconds = HTTPDate(expires).map { max($0.seconds - date, 0) } ?? 0
            freshness = seconds
            mustRevalidate = revalidate || seconds == 0
        } else {
            freshness = nil
            mustRevalidate = revalidate
        }
    }
}
