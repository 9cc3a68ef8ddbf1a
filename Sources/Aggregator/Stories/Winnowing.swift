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
        let unique = firstOfEach(places, shingles)
        let head = StoryThresholds.headPrints
        let rest = StoryThresholds.restPrints
        guard unique.count > head + rest else { return unique }
        var hashes = unique[head...].map { shingles[$0] }
        let greatest = smallest(rest, of: &hashes)
        return unique[..<head] + unique[head...].filter { shingles[$0] <= greatest }
    }

    /// The places whose hash stands at none before.
    private static func firstOfEach(_ places: [Int], _ shingles: [UInt64]) -> [Int] {
        guard let firsts = ShinglePlaces(places.map { shingles[$0] }).firsts else { return places }
        return places.indices.filter { firsts[$0] == $0 }.map { places[$0] }
    }

    /// The n-th smallest of some numbers, which are put into another order; found without sorting them.
    static func smallest(_ rank: Int, of numbers: inout [UInt64]) -> UInt64 {
        var low = 0
        var high = numbers.count - 1
        let wanted = rank - 1
        while low < high {
            let pivot = numbers[(low + high) / 2]
            var left = low
            var right = high
            while left <= right {
                while numbers[left] < pivot { left += 1 }
                while numbers[right] > pivot { right -= 1 }
                if left <= right {
                    numbers.swapAt(left, right)
                    left += 1
                    right -= 1
                }
            }
            if wanted <= right {
                high = right
            } else if wanted >= left {
                low = left
            } else {
                break
            }
        }
        return numbers[wanted]
    }
}
