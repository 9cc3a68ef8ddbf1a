internal import CMalloc

/// How malloc divides memory among threads.
enum MemoryArenas {
    /// Two parts in place of eight for each core: what one thread frees is used by the others again.
    ///
    /// Answers pass from thread to thread on their way into the store; that the parts are shared costs nothing
    /// that could be measured.
    static func limit() { _ = mallopt(M_ARENA_MAX, 2) }

    /// Returns what is free to the system, from between what is in use too.
    static func giveBack() { _ = malloc_trim(0) }
}
