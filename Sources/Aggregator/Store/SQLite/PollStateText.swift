internal import Foundation

/// Poll states as the table of sources keeps them: JSON, of this or of an earlier version of aggd.
enum PollStateText {
    /// The text for a state.
    static func write(_ state: PollState) throws -> String {
        try StoredJSON.text(state)
    }

    /// The state of a text.
    ///
    /// What an earlier version didn't know yet has its default.
    static func read(_ text: String) throws -> PollState {
        if let state = try? StoredJSON.value(PollState.self, from: text) { return state }
        guard let stored = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any],
            let empty = try JSONSerialization.jsonObject(with: Data(write(PollState()).utf8))
                as? [String: Any]
        else { return PollState() }
        let merged = merge(stored, over: empty)
        let data = try JSONSerialization.data(withJSONObject: merged)
        // A state that can't be read costs one poll without validators, not the daemon's start.
        return (try? StoredJSON.value(PollState.self, from: String(decoding: data, as: UTF8.self)))
            ?? PollState()
    }

    private static func merge(_ stored: [String: Any], over defaults: [String: Any]) -> [String: Any] {
        stored.merging(defaults) { own, fallback in
            guard let own = own as? [String: Any], let fallback = fallback as? [String: Any] else {
                return own
            }
            return merge(own, over: fallback)
        }
    }
}
