/// Media RSS.
enum MediaRSSModule {
    static let names: FeedVocabulary = [
        (.media, "group", .group), (.media, "content", .mediaContent), (.media, "thumbnail", .thumbnail),
        (.media, "title", .title), (.media, "description text", .description),
        (.media, "category", .category),
        (.media, "keywords", .keywords), (.media, "player", .player),
    ]
}
