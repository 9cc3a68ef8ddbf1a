internal import Synchronization

/// The price of a poll as of now: set anew while polls run.
public final class SteeredPrice: Sendable {
    private let price: Mutex<PollPrice>

    /// Creates it with a first price.
    public init(_ price: PollPrice) {
        self.price = Mutex(price)
    }

    /// The price for the next poll that ends.
    public var current: PollPrice { price.withLock { $0 } }

    /// Sets another price.
    public func set(_ new: PollPrice) {
        price.withLock { $0 = new }
    }
}
