import Glibc

/// What the limit on open files allows.
public enum OpenFileLimit {
    /// How many transfers: each may need a socket and a resolver's three.
    static var transfers: Int { max((files - 32) / 3, 2) }

    private static var files: Int {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 224 }
        return limit.rlim_cur == rlim_t.max ? 65_536 : Int(min(limit.rlim_cur, 1 << 20))
    }

    /// Files that there is room for from the start, unless the limit is lower: more than most transfers at a time need.
    private static let usual = 2048

    /// Makes room for open files; to be called before the first thread begins.
    ///
    /// Linux enlarges a process's table of open files when it is full, and lets a process with threads wait each time
    /// until no processor can see the old one any more: three times 5 to 14 ms while the first 256 connections were
    /// made, a tenth of the time in which a thousand feeds say that they have nothing new.
    public static func makeRoom() {
        let file = unsafe open("/", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return }
        let last = fcntl(file, F_DUPFD_CLOEXEC, Int32(min(usual, files) - 1))
        if last >= 0 { close(last) }
        close(file)
    }
}
