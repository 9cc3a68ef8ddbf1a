/// How postings are spread over the hours of the week: smoothed over neighbours and over the days, shrunk to flat.
///
/// Mostly by the hour of the day: of most sources too little is known to tell a Tuesday from a Thursday. Weights are
/// worked out when they are asked for, since a forecast looks a few hours ahead, not a week.
struct HourProfile {
    /// Postings by hour of the week.
    private let hours: [Float]
    /// What is left of them.
    private let fading: Double
    /// What hours of the day share on all days, with what is assumed of all hours; empty for a flat profile.
    private var daily: [Double] = []
    private var scale = 1.0

    /// How many postings' worth the flat profile is.
    private static let prior = 8.0

    /// The profile of postings by hour of the week, of which a part is left; a flat one unless there are 168 hours with
    /// a posting.
    init(_ hours: [Float], fading: Double = 1) {
        self.hours = hours
        self.fading = fading
        guard hours.count == 168 else { return }
        var byHour = Array(repeating: 0.0, count: 24)
        var total = 0.0
        for day in stride(from: 0, to: 168, by: 24) {
            for hour in 0..<24 { byHour[hour] += Double(hours[day + hour]) }
        }
        for hour in byHour.indices {
            byHour[hour] *= fading
            total += byHour[hour]
        }
        guard total > 0 else { return }
        scale = 168 / (total + Self.prior)
        daily.reserveCapacity(24)
        for hour in 0..<24 {
            let around = byHour[hour == 0 ? 23 : hour - 1] + byHour[hour == 23 ? 0 : hour + 1]
            daily.append(0.8 / 7 * (0.25 * around + 0.5 * byHour[hour]) + Self.prior / 168)
        }
    }

    /// The weight of an hour of the week; all of them are 1 on average.
    func weight(_ hour: Int) -> Double {
        guard !daily.isEmpty else { return 1 }
        let around = Double(hours[hour == 0 ? 167 : hour - 1]) + Double(hours[hour == 167 ? 0 : hour + 1])
        return (0.2 * fading * (0.25 * around + 0.5 * Double(hours[hour])) + daily[hour % 24]) * scale
    }
}
