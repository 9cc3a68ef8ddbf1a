/// The time between the first request of a fetch and its end.
package struct FetchSpan: Sendable {
    /// When it was first asked: when there was a place for it, however long it had stood in line.
    ///
    /// Of a fetch that never had a place it is the end.
    package let begun: ContinuousClock.Instant
    /// When its answer, or its error, was there.
    package let ended: ContinuousClock.Instant

    /// Creates the time between two points of it.
    package init(begun: ContinuousClock.Instant, ended: ContinuousClock.Instant) {
        self.begun = begun
        self.ended = ended
    }
}
