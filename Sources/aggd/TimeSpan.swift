import Foundation

/// Spans of time for people.
enum TimeSpan {
    /// The time until or since, in one unit: `5 min`, `3 h`, `9 days`.
    static func text(_ seconds: TimeInterval) -> String {
        let seconds = abs(seconds)
        if seconds < 90 { return "\(Int(seconds)) s" }
        if seconds < 90 * 60 { return "\(Int((seconds / 60).rounded())) min" }
        if seconds < 36 * 3600 { return "\(Int((seconds / 3600).rounded())) h" }
        return "\(Int((seconds / 86400).rounded())) days"
    }
}
