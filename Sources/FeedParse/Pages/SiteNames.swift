/// The names of the site that a page belongs to, so that they are told from titles and authors.
struct SiteNames {
    /// The names, without signs and in lower case.
    private let normals: Set<String>
    /// The last label of the host's name but its suffix: `example` of `www.example.co.uk`.
    private let label: String

    /// Collects what the head and the data of a page call the site.
    init(_ page: Page) {
        var names: [String] = [
            "og:site_name", "application-name", "apple-mobile-web-app-title", "twitter:site", "publisher",
            "al:android:app_name", "dc.publisher",
        ].compactMap { page.meta($0) }
        for object in page.linkedData.objects where names.count < 40 {
            let types = LinkedData.types(object)
            if let publisher = object["publisher"].map({ page.linkedData.resolved($0) })?.text {
                names.append(publisher)
            }
            if types.contains(where: { $0 == "WebSite" || $0 == "NewsMediaOrganization" }),
                let name = object["name"]?.text
            {
                names.append(name)
            }
        }
        normals = Set(names.map(BodyPruner.normal).filter { $0.count > 1 })
        label = page.url.flatMap(PageDateReader.host).map(Self.label) ?? ""
    }

    /// True when a text is a name of the site.
    func contains(_ text: String) -> Bool {
        let normal = BodyPruner.normal(text)
        guard !normal.isEmpty else { return false }
        if normals.contains(normal) { return true }
        guard label.count >= 2 else { return false }
        // `Example.org` and `example` for www.example.org.
        if normal == label || text.contains(".") && !text.contains(" ") && normal.hasPrefix(label) {
            return true
        }
        return false
    }

    /// True when a part of a `title` element names the site: it holds the host's name, or is held by it.
    func resembles(_ text: String) -> Bool {
        if contains(text) { return true }
        let normal = BodyPruner.normal(text)
        guard label.count >= 5, normal.count >= 4 else { return false }
        return normal.contains(label) || normal.count >= 5 && label.contains(normal)
    }

    /// The label that a person chose for a host.
    static func label(_ host: String) -> String {
        var labels = host.split(separator: ".").map(String.init)
        if labels.count > 1 { labels.removeLast() }
        // `co.uk`, `com.au`, `org.br`.
        if labels.count > 1,
            ["co", "com", "org", "net", "gov", "ac", "edu", "gv", "or", "ne"]
                .contains(labels[labels.count - 1])
        {
            labels.removeLast()
        }
        return labels.last.map { BodyPruner.normal($0) } ?? ""
    }
}
