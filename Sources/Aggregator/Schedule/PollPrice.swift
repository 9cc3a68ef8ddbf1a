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

    /// The price at which all sources together keep to a budget of requests, but never a lower one than the standard.
    ///
    /// With a flat rate a source is asked every √(2·price/rate) seconds, so the requests of all are
    /// Σ √(rate·weight / (2·price)); solved for the price.
    /// - Parameters:
    ///   - rates: the postings a second of each source and its rank.
    ///   - requestsPerHour: the budget; nil for none.
    public static func keeping(
        rates: some Sequence<(perSecond: Double, rank: Int)>, requestsPerHour: Int?
    ) -> PollPrice {
        guard let requestsPerHour, requestsPerHour > 0 else { return .standard }
        let sum = rates.reduce(0.0) { $0 + ($1.perSecond * weight(rank: $1.rank)).squareRoot() }
        let perSecond = Double(requestsPerHour) / 3600
        return PollPrice(seconds: max(standard.seconds, sum * sum / (2 * perSecond * perSecond)))
    }

    /// The price for a source of a rank: half for rank 100, double for rank 0.
    func seconds(rank: Int) -> Double { seconds / Self.weight(rank: rank) }

    private static func weight(rank: Int) -> Double { exp2(Double(rank - 50) / 50) }
}
