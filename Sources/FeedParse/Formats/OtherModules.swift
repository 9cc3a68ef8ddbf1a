/// Small modules of one or two names each.
enum OtherModules {
    static let names: FeedVocabulary = [
        (.feedburner, "origlink", .originalLink),
        (.feedburner, "origenclosurelink", .originalEnclosure), (.webfeeds, "icon", .icon),
        (.webfeeds, "logo", .logo), (.rights, "license", .license),
    ]
}
