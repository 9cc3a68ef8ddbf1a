/// Chooses the fingerprints among a text's shingles.
///
/// Schleimer, Wilkerson, Aiken (2003): the smallest hash of every window, so that two texts which share a run of
/// window plus shingle words share a fingerprint. Of a long text the first ones are kept and the smallest others.
enum Winnowing {
    /// The places of the fingerprints, ascending; each hash once.
    static func places(_ shingles: [UInt64]) -> [Int] {
        let window = min(StoryThresholds.winnowingWindow, shingles.count)
        guard window > 0 else { return [] }
        var places: [Int] = []
        var last = -1
        for start in 0...(shingles.count - window) {
            var best = start
            if last >= start {
                // The last choice is still in the window: only the newest shingle can beat it.
                best = last
                if shingles[start + window - 1] < shingles[best] { best = start + window - 1 }
            } else {
                for place in start..<(start + window) where shingles[place] < shingles[best] { best = place }
            }
            if best != last {
                places.append(best)
                last = best
            }
        }
        return kept(places, shingles)
    }

    private static func kept(_ places: [Int], _ shingles: [UInt64]) -> [Int] {
        var seen: Set<UInt64> = []
        seen.reserveCapacity(min(places.count, 256))
        let unique = places.filter { seen.insert(shingles[$0]).inserted }
        let head = StoryThresholds.headPrints
        let rest = StoryThresholds.restPrints
        guard unique.count > head + rest else { return unique }
        let smallest = unique[head...].sorted { shingles[$0] < shingles[$1] }.prefix(rest).sorted()
        return unique[..<head] + smallest
    }
}
