/// Chooses the fingerprints among a text's shingles.
///
/// Schleimer, Wilkerson, Aiken (2003): the smallest hash of every window, so that two texts which share a run of
/// window plus shingle words share a fingerprint. Of a long text the first ones are kept and the smallest others.
enum Winnowing {
    /// The places of the fingerprints, ascending; each hash once.
    static func places(_ shingles: [UInt64]) -> [Int] {
        let window = min(StoryThresholds.winnowingWindow, shingles.count)
        guard window > 0 else { return [] }
        let hashes = shingles.span
        var places: [Int] = []
        places.reserveCapacity(shingles.count / 2)
        var last = -1
        for start in 0...(hashes.count - window) {
            var best = start
            if last >= start {
                // The last choice is still in the window: only the newest shingle can beat it.
                best = hashes[start + window - 1] < hashes[last] ? start + window - 1 : last
            } else {
                for place in start..<(start + window) where hashes[place] < hashes[best] { best = place }
            }
            if best != last {
                places.append(best)
                last = best
            }
        }
        return kept(places, shingles)
    }

    private static func kept(_ places: [Int], _ shingles: [UInt64]) -> [Int] {
        var seen = HashTable(capacity: min(places.count, 512))
        var unique: [Int] = []
        unique.reserveCapacity(places.count)
        for place in places where seen.update(shingles[place], to: 1) == nil { unique.append(place) }
        let head = StoryThresholds.headPrints
        let rest = StoryThresholds.restPrints
        guard unique.count > head + rest else { return unique }
        var hashes = unique[head...].map { shingles[$0] }
        hashes.sort()
        let greatest = hashes[rest - 1]
        return unique[..<head] + unique[head...].filter { shingles[$0] <= greatest }
    }
}
