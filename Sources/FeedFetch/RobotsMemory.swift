import Glibc

/// Where the robots.txt of sites are kept beyond one process, so that the next one need not ask again.
public struct RobotsMemory: Sendable {
    /// What is kept of one site.
    public struct Record: Sendable, Equatable, Codable {
        /// The rules as a robots.txt.
        public var rules: String
        /// The sentence behind rules that stand for a missing or unreachable file.
        public var reason: String?
        /// True when it could not be had as the site asked to be left alone; nil in records of before that was told.
        public var isResting: Bool?
        /// Until when they hold, seconds since 1970.
        public var expires: Int

        /// Creates a record.
        public init(rules: String, reason: String? = nil, isResting: Bool? = nil, expires: Int) {
            self.rules = rules
            self.reason = reason
            self.isResting = isResting
            self.expires = expires
        }
    }

    /// Files with more bytes are not kept.
    static let sizeLimit = 64 << 10

    let recall: @Sendable (String) async -> Record?
    let keep: @Sendable (Record, String) async -> Void
    let now: @Sendable () -> Int

    /// Creates a memory.
    /// - Parameters:
    ///   - now: the time of day, seconds since 1970; the machine's when nil.
    ///   - recall: the record of a site, named by scheme, host and port; nil when there is none.
    ///   - keep: keeps the record of a site.
    public init(
        now: (@Sendable () -> Int)? = nil,
        recall: @escaping @Sendable (_ site: String) async -> Record?,
        keep: @escaping @Sendable (Record, _ site: String) async -> Void
    ) {
        self.now = now ?? { time(nil) }
        self.recall = recall
        self.keep = keep
    }
}
