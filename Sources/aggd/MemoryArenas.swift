internal import CMalloc

/// How malloc divides memory among threads.
enum MemoryArenas {
    /// Few parts in place of eight for each core: what one thread frees is used by the others again.
    ///
    /// Answers pass from thread to thread on their way into the store: one part for all takes 4 MB less for a thousand
    /// feeds and no more time. Verbs that only compute have two.
    static func limit(verb: String?) {
        _ = mallopt(M_ARENA_MAX, verb == "poll" || verb == "serve" ? 1 : 2)
    }

    /// Returns what is free to the system, from between what is in use too.
    static func giveBack() { _ = malloc_trim(0) }
}
