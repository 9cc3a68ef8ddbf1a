internal import CMalloc

/// How malloc divides memory among threads.
enum MemoryArenas {
    /// Few parts in place of eight for each core: what one thread frees is used by the others again.
    ///
    /// Answers pass from thread to thread on their way into the store. In a round three parts cost 6 MB more than one
    /// for a thousand feeds and a tenth less time, which threads spend waiting for each other; the daemon has one, since
    /// what is spread over several comes back to the system more seldom. Verbs that only compute have two.
    static func limit(verb: String?) {
        let parts: Int32 =
            switch verb {
            case "serve": 1
            case "poll": 3
            default: 2
            }
        _ = mallopt(M_ARENA_MAX, parts)
    }

    /// Returns what is free to the system, from between what is in use too.
    static func giveBack() { _ = malloc_trim(0) }
}
