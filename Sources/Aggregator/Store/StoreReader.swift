extension StoreReader {
    /// Hands on the state of each source in their order, as it counts for the source now, and keeps none of them.
    ///
    /// Ten thousand states take twenty times the memory of what most callers want of them.
    public func eachPollState(
        of sources: [Source], _ body: (_ source: Source, _ state: PollState) throws -> Void
    ) throws {
        for source in sources {
            var state = try pollState(of: source.name) ?? PollState()
            state.prepare(for: source)
            try body(source, state)
        }
    }
}
