extension StoreReader {
    /// Hands on the state of each source in their order, as it counts for the source now, and keeps none of them.
    ///
    /// Ten thousand states take twenty times the memory of what most callers want of them.
    /// - Parameter isBrief: true for those who ask only when and where a source is asked next, and how it is.
    public func eachPollState(
        of sources: [Source], isBrief: Bool = false,
        _ body: (_ source: Source, _ state: PollState) throws -> Void
    ) throws {
        for source in sources {
            let stored = try isBrief ? briefPollState(of: source.name) : pollState(of: source.name)
            var state = stored ?? PollState()
            state.prepare(for: source)
            try body(source, state)
        }
    }
}
