internal import CMalloc

/// How malloc divides memory among threads.
enum MemoryArenas {
    /// Few parts in place of eight for each core: what one thread frees is used by the others again.
    ///
    /// Answers pass from thread to thread on their way into the store. In a round two parts cost 2 MB more than one for
    /// a thousand feeds and a tenth less time, which threads spend waiting for each other; the daemon has one, since
    /// what is spread over several comes back to the system more seldom. jemalloc would save a twentieth of the time,
    /// and hangs where libfaketime is loaded.
    static func limit(verb: String?) {
        let parts: Int32 = verb == "serve" ? 1 : 2
        _ = mallopt(M_ARENA_MAX, parts)
    }

    /// Returns what is free to the system, from between what is in use too.
    static func giveBack() { _ = malloc_trim(0) }
}
