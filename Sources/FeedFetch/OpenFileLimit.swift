import Glibc

/// What the limit on open files allows.
enum OpenFileLimit {
    /// How many transfers: each may need a socket and a resolver's three.
    static var transfers: Int {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 64 }
        let files = limit.rlim_cur == rlim_t.max ? 65_536 : Int(min(limit.rlim_cur, 1 << 20))
        return max((files - 32) / 3, 2)
    }
}
