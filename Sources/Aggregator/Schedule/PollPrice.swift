internal import Foundation

/// What a poll costs: the waiting of unseen items, in item-seconds, at which it is worth a request.
public struct PollPrice: Sendable, Equatable {
    /// The price for a source of middle rank.
    public var seconds: Double

    /// Creates a price.
    public init(seconds: Double) {
        self.seconds = seconds
    }

    /// Five minutes of one item's waiting.
    ///
    /// A source with an item an hour is asked about every 25 minutes, one with an item a day every two hours, one
    /// with an item a week every five.
    public static let standard = PollPrice(seconds: 300)

    /// What one source asks of a budget of requests.
    public struct Demand: Sendable, Equatable {
        /// Its postings a second.
        public var perSecond: Double
        /// Its rank.
        public var rank: Int
        /// The bounds of its interval, seconds.
        public var bounds: ClosedRange<Double>

        /// Creates a demand.
        public init(perSecond: Double, rank: Int, bounds: ClosedRange<Double>) {
            self.perSecond = perSecond
            self.rank = rank
            self.bounds = bounds
        }
    }

    /// The price at which all sources together keep to a budget of requests, but never a lower one than the standard.
    ///
    /// Solved for by halving: requests fall as the price grows. Sources that stand at a bound of their interval
    /// leave their share to the others.
    public static func keeping(_ demands: [Demand], requestsPerHour: Int?) -> PollPrice {
        guard let requestsPerHour, requestsPerHour > 0 else { return .standard }
        let budget = Double(requestsPerHour) / 3600
        func isWithin(_ price: Double) -> Bool {
            PollPrice(seconds: price).requests(of: demands) <= budget
        }
        guard !isWithin(standard.seconds) else { return .standard }
        var low = standard.seconds
        var high = 1e12
        for _ in 0..<50 where high / low > 1.002 {
            let middle = (low * high).squareRoot()
            if isWithin(middle) { high = middle } else { low = middle }
        }
        return PollPrice(seconds: high)
    }

    /// How many requests a second sources with flat rates cost.
    func requests(of demands: [Demand]) -> Double {
        demands.reduce(0.0) { sum, demand in
            let cost = seconds(rank: demand.rank)
            let interval = demand.perSecond > 0 ? (2 * cost / demand.perSecond).squareRoot() : .infinity
            return sum + 1 / min(max(interval, demand.bounds.lowerBound), demand.bounds.upperBound)
        }
    }

    /// The price for a source of a rank: half for rank 100, double for rank 0.
    func seconds(rank: Int) -> Double { seconds / Self.weight(rank: rank) }

    private static func weight(rank: Int) -> Double { exp2(Double(rank - 50) / 50) }
}
