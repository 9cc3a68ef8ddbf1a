internal import Foundation

/// Spans of time in the sentences about a source.
enum SpanWords {
    /// Such as `a minute`, `20 minutes`, `4 hours`, `9 days`: one unit, rounded.
    static func text(_ seconds: Double) -> String {
        if seconds < 90 { return "a minute" }
        if seconds < 5400 { return "\(Int((seconds / 60).rounded())) minutes" }
        if seconds < 36 * 3600 { return "\(Int((seconds / 3600).rounded())) hours" }
        return "\(Int(min(seconds / 86400, 1e6).rounded())) days"
    }
}
