/// Tells a real change of an item from a moving counter, date or banner.
enum TextChange {
    /// Changed words of a longer text that are still no change: "Updated 5 minutes ago".
    static let idleWords = 4

    /// True when the title, or more than a few words other than figures, differ.
    static func isReal(oldTitle: String, oldText: String, newTitle: String, newText: String) -> Bool {
        if words(of: oldTitle) != words(of: newTitle) { return true }
        let old = words(of: oldText)
        let new = words(of: newText)
        if old == new { return false }
        var changed = 0
        for (word, count) in new { changed += max(0, count - (old[word] ?? 0)) }
        var removed = 0
        for (word, count) in old { removed += max(0, count - (new[word] ?? 0)) }
        return max(changed, removed) > idleWords
    }

    /// The words without figures, with how often each occurs.
    private static func words(of text: String) -> [Substring: Int] {
        var result: [Substring: Int] = [:]
        for word in text.split(whereSeparator: { !$0.isLetter }) { result[word, default: 0] += 1 }
        return result
    }
}
