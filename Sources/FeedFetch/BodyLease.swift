/// The claim of a body on the fetcher's budget of memory, held until the last copy of its answer is gone.
///
/// An answer that waits for whoever reads it takes as much memory as one that is still coming in.
final class BodyLease: Sendable {
    private let bytes: Int
    private let inbox: FetchInbox

    init(bytes: Int, inbox: FetchInbox) {
        self.bytes = bytes
        self.inbox = inbox
        inbox.handOut(bytes)
    }

    /// The claim of the same answer after its body has changed its size.
    func replaced(by bytes: Int) -> BodyLease? {
        bytes > 0 ? BodyLease(bytes: bytes, inbox: inbox) : nil
    }

    deinit { inbox.takeBack(bytes) }
}
