/// The podcast module of Google Play, iTunes' twin.
enum GooglePlayModule {
    static let names: FeedVocabulary = [
        (.googlePlay, "author", .creator), (.googlePlay, "owner", .owner), (.googlePlay, "email", .email),
        (.googlePlay, "image", .image), (.googlePlay, "description", .description),
        (.googlePlay, "category", .programCategory), (.googlePlay, "new-feed-url", .newLocation),
    ]
}
