/// Small modules of one or two names each.
enum OtherModules {
    static let names: FeedVocabulary = [
        (.feedburner, "origlink", .originalLink), (.webfeeds, "icon", .icon), (.webfeeds, "logo", .logo),
    ]
}
