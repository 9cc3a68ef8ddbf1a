/// How often a feed says that it changes.
enum SyndicationModule {
    static let names: FeedVocabulary = [
        (.syndication, "updateperiod", .updatePeriod), (.syndication, "updatefrequency", .updateFrequency),
    ]

    /// The minutes of a period's name; nil for an unknown one.
    static func minutes(ofPeriod name: String) -> Int? {
        switch name.lowercased() {
        case "hourly": 60
        case "daily": 1440
        case "weekly": 10080
        case "monthly": 43200
        case "yearly", "annually": 525_600
        default: nil
        }
    }
}
