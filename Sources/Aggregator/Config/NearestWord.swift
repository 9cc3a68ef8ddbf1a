/// Finds the word that somebody probably meant.
public enum NearestWord {
    /// The known word nearest to a mistyped one; nil when none is near enough.
    public static func find(_ word: String, among known: some Sequence<String>) -> String? {
        let lowercased = word.lowercased().replacing("_", with: "-")
        let limit = max(1, lowercased.count / 3)
        var best: (word: String, distance: Int)?
        for candidate in known {
            let distance = distance(lowercased, candidate.lowercased())
            if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        return best?.word
    }

    /// How many characters must be changed, added, left out or swapped with their neighbour to make one word the
    /// other (optimal string alignment).
    static func distance(_ first: String, _ second: String) -> Int {
        let first = Array(first)
        let second = Array(second)
        if first.isEmpty || second.isEmpty { return max(first.count, second.count) }
        var beforeLast: [Int] = []
        var last = Array(0...second.count)
        for i in 1...first.count {
            var row = [i]
            for j in 1...second.count {
                let cost = first[i - 1] == second[j - 1] ? 0 : 1
                var value = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + cost)
                if i > 1, j > 1, first[i - 1] == second[j - 2], first[i - 2] == second[j - 1] {
                    value = min(value, beforeLast[j - 2] + 1)
                }
                row.append(value)
            }
            beforeLast = last
            last = row
        }
        return last[second.count]
    }
}
