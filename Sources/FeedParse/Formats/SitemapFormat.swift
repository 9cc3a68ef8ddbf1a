/// Sitemaps, sitemap indices and the extensions for news, images and videos.
enum SitemapFormat {
    static let names: FeedVocabulary = [
        (.core, "urlset", .urlset), (.core, "sitemapindex", .sitemapIndex), (.core, "sitemap", .sitemap),
        (.core, "loc", .location), (.core, "lastmod", .updated),
        (.news, "news", .newsGroup), (.news, "publication", .publication), (.news, "name", .name),
        (.news, "language", .language), (.news, "publication_date", .published), (.news, "title", .title),
        (.news, "keywords", .keywords), (.news, "genres", .unknown),
        (.image, "image", .imageGroup), (.image, "loc", .picture),
        (.video, "video", .videoGroup), (.video, "thumbnail_loc", .thumbnail),
    ]
}
