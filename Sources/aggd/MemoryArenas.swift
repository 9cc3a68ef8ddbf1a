internal import CMalloc

/// How malloc divides memory among threads.
enum MemoryArenas {
    /// Two parts in place of eight for each core: what one thread frees is used by the others again.
    ///
    /// Answers pass from thread to thread on their way into the store; that the parts are shared costs nothing
    /// that could be measured.
    static func limit() { _ = mallopt(M_ARENA_MAX, 2) }
}
