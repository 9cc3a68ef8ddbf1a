/// The modules that tell of comments: slash, wfw and thr (RFC 4685).
enum CommentModules {
    static let names: FeedVocabulary = [
        (.slash, "comments", .commentsCount), (.thread, "total", .commentsCount),
        (.wellFormedWeb, "commentrss", .commentsFeed), (.wellFormedWeb, "comment", .unknown),
    ]
}
