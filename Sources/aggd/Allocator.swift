internal import CJemalloc

/// The program's malloc, which is jemalloc's; its options stand with ``CJemalloc``.
enum Allocator {
    /// Returns what is free to the system, from between what is in use too.
    static func giveBack() { _ = cjemalloc_purge() }
}
