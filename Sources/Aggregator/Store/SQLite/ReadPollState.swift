/// A poll state with the text that it was read from.
///
/// Behind one pointer: a state is large, and a dictionary that grows moves all that it holds.
final class ReadPollState: Sendable {
    let text: [UInt8]
    let state: PollState
    /// Where the posting rate stands in the text; nil when nothing is known of it.
    private let rate: Range<Int>?

    init(text: [UInt8], state: PollState, rate: Range<Int>?) {
        self.text = text
        self.state = state
        self.rate = rate
    }

    /// The text of a posting rate when it is the one that was read: it is half of a state's text, and polls that bring
    /// nothing leave it as it is.
    func text(of rate: PostingRate) -> ArraySlice<UInt8>? {
        guard let place = self.rate, state.rate == rate else { return nil }
        return text[place]
    }
}
