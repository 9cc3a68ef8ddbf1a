public import FeedParse
internal import Foundation

/// Sources out of other programs' lists: OPML, newsboat's `urls`, rss2email's configuration.
public struct SourceImport: Sendable {
    /// The sources in order, with names that are free.
    public private(set) var sources: [Source] = []
    /// What was passed over, one sentence each.
    public private(set) var notes: [String] = []
    private var taken: Set<String>
    private var knownURLs: Set<String>

    /// Starts with the names and addresses that are in use already.
    public init(existing: [Source] = []) {
        taken = Set(existing.map(\.name))
        knownURLs = Set(existing.flatMap(\.urls))
    }

    /// Reads newsboat's `urls`: an address, tags, and a title after `~`.
    public mutating func addNewsboat(_ text: String) {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() {
            let words = Self.words(of: line)
            guard let url = words.first, !url.hasPrefix("#") else { continue }
            guard url.hasPrefix("http://") || url.hasPrefix("https://") else {
                let reason = Self.reasonToLeave(url)
                notes.append("line \(index + 1): \"\(PlainLine.clean(url))\" \(reason); left out")
                continue
            }
            let labels = words.dropFirst().filter { !$0.hasPrefix("!") }
            let title = labels.first { $0.hasPrefix("~") }.map { String($0.dropFirst()) }
            let tags = labels.filter { !$0.hasPrefix("~") }
            add(url: url, title: title, tags: Array(tags))
        }
    }

    private static func reasonToLeave(_ url: String) -> String {
        if url.hasPrefix("exec:") || url.hasPrefix("filter:") {
            return "is what a program prints, and aggd runs none"
        }
        return url.hasPrefix("query:") ? "is a saved search, for which aggd has topics" : "is no web address"
    }

    /// Reads rss2email's configuration: sections `[feed.NAME]` with a `url`; one that isn't `active` is paused.
    public mutating func addRSS2Email(_ text: String) {
        var name: String?
        var values: [String: String] = [:]
        func isOff(_ value: String?) -> Bool { ["false", "no", "off", "0"].contains(value?.lowercased()) }
        func addSection(to list: inout Self) {
            guard let name, let url = values["url"] else { return }
            // Its parser doubles percent signs.
            list.add(url: url.replacing("%%", with: "%"), title: name, tags: []) {
                $0.paused = isOff(values["active"])
            }
        }
        for line in text.split(whereSeparator: \.isNewline) {
            let line = PlainLine.clean(line)
            if line.hasPrefix("["), line.hasSuffix("]") {
                addSection(to: &self)
                let section = line.dropFirst().dropLast()
                name = section.hasPrefix("feed.") ? String(section.dropFirst(5)) : nil
                values = [:]
            } else if name != nil, let equals = line.firstIndex(of: "=") {
                let key = PlainLine.clean(line[..<equals])
                if values[key] == nil { values[key] = PlainLine.clean(line[line.index(after: equals)...]) }
            }
        }
        addSection(to: &self)
    }

    /// Adds the subscriptions of an OPML document, with aggd's own keys where they are and those of other readers
    /// that mean the same.
    public mutating func addOPML(_ subscriptions: [Subscription]) {
        for subscription in subscriptions {
            guard let url = subscription.xmlUrl, !url.isEmpty else {
                let title = PlainLine.clean(subscription.title ?? "an entry")
                notes.append("\"\(title)\" has no feed address; left out")
                continue
            }
            let own = subscription.attributes
            let labels = subscription.categories.flatMap { $0.split(separator: "/").map(String.init) }
            let keys = own.filter { $0.key.hasPrefix("aggd:") && $0.key != "aggd:name" }
            var known: Source?
            if !keys.isEmpty {
                let (source, mistake) = Self.source(of: keys, url: url)
                known = source
                if let mistake { notes.append("\(url): its keys for aggd are left out: \(mistake)") }
            }
            let title = PlainLine.clean(subscription.title ?? url)
            if let refusal = ReaderExtensions(own).refusal {
                notes.append("\"\(title)\" \(refusal); left out")
                continue
            }
            var remarks: [String] = []
            add(
                url: url, title: subscription.title, tags: subscription.path + labels, name: own["aggd:name"],
                language: subscription.language
            ) { source in
                guard var whole = known else {
                    remarks = Self.extend(&source, by: own)
                    return
                }
                whole.name = source.name
                whole.position = nil
                whole.userAgent = source.userAgent
                if whole.tags.isEmpty { whole.tags = source.tags }
                source = whole
            }
            notes += remarks.map { "\"\(title)\" \($0)" }
        }
    }

    /// Takes over what other readers have written, and returns remarks; rules that aggd can't use are left out.
    private static func extend(_ source: inout Source, by attributes: [String: String]) -> [String] {
        var extensions = ReaderExtensions(attributes)
        var extended = source
        extensions.apply(to: &extended)
        guard let mistake = FeedsConf.load(text: SourceBlock.render(extended)).1.first else {
            source = extended
            return extensions.notes
        }
        source.paused = extended.paused
        return ["has rules that are left out: \(mistake.message)"]
    }

    /// A source out of the keys that aggd has written, or the mistake in them.
    private static func source(of keys: [String: String], url: String) -> (Source?, String?) {
        var lines = ["[[source]]", "name = \"imported\""]
        if keys["aggd:url"] == nil { lines.append("url = " + SourceBlock.text(url)) }
        for key in OPMLDocument.travelling {
            // A value has one line, as aggd writes it: what has more could bring keys of its own.
            guard let value = keys["aggd:\(key.name)"], !value.contains(where: \.isNewline) else { continue }
            lines.append("\(key.name) = \(value)")
        }
        let (configuration, errors) = FeedsConf.load(text: lines.joined(separator: "\n") + "\n")
        guard errors.isEmpty, let source = configuration.sources.first else {
            return (nil, errors.first?.message ?? "they can't be read")
        }
        return (source, nil)
    }

    private mutating func add(
        url: String, title: String?, tags: [String], name: String? = nil, language: String? = nil,
        change: (inout Source) -> Void = { _ in }
    ) {
        // What can't be polled would make the whole of feeds.conf wrong.
        guard ConfigChecks.isWebAddress(url) else {
            notes.append("\"\(PlainLine.clean(url))\" is no web address; left out")
            return
        }
        guard knownURLs.insert(url).inserted else {
            notes.append("\(url) is there already; left out")
            return
        }
        let title = title.map { PlainLine.clean($0) }.flatMap { $0.isEmpty ? nil : $0 }
        let own = name.flatMap { ConfigChecks.isName($0) ? $0 : nil }
        var source = Source(name: freeName(own ?? Self.name(title: title, url: url)), urls: [url])
        if title != source.name { source.title = title }
        var labels: [String] = []
        for tag in tags.map(Self.slug) where !tag.isEmpty && !labels.contains(tag) { labels.append(tag) }
        source.tags = labels
        source.language = language.map { $0.replacing("_", with: "-") }
            .flatMap { $0 != "unknown" && ConfigChecks.isLanguage($0) ? $0 : nil }
        change(&source)
        sources.append(source)
    }

    private mutating func freeName(_ wanted: String) -> String {
        var name = wanted
        var number = 2
        while !taken.insert(name).inserted {
            name = "\(wanted)-\(number)"
            number += 1
        }
        return name
    }

    /// A name for a source: its title, else its host, in lower case with hyphens.
    public static func name(title: String?, url: String) -> String {
        let name = slug(title ?? "")
        if name.count >= 2 { return name }
        let rest = url.split(separator: "/").dropFirst().first.map(String.init) ?? url
        let place = rest.split(separator: "@").last.map(String.init) ?? rest
        let host = place.split(separator: ":").first.map(String.init) ?? place
        let plain = slug(host.hasPrefix("www.") ? String(host.dropFirst(4)) : host)
        return plain.isEmpty ? "source" : plain
    }

    private static func slug(_ text: String) -> String {
        let plain = text.decomposedStringWithCanonicalMapping.lowercased()
        var result = ""
        for scalar in plain.unicodeScalars {
            if ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) {
                result.unicodeScalars.append(scalar)
            } else if scalar.properties.generalCategory != .nonspacingMark {
                // One hyphen for whatever stands between words, none at the beginning.
                if !result.isEmpty, result.last != "-" { result += "-" }
            }
        }
        while result.last == "-" || result.count > 40 { result.removeLast() }
        return result
    }

    // Words of a line; quotes keep blanks together, a backslash makes a quote a letter.
    private static func words(of line: Substring) -> [String] {
        var words: [String] = []
        var word = ""
        var isQuoted = false
        var isEscaped = false
        for character in line {
            if isEscaped || character == "\\" && isQuoted {
                if isEscaped { word.append(character) }
                isEscaped.toggle()
            } else if character == "\"" {
                isQuoted.toggle()
            } else if !isQuoted, character.isWhitespace {
                if !word.isEmpty { words.append(word) }
                word = ""
            } else {
                word.append(character)
            }
        }
        if !word.isEmpty { words.append(word) }
        return words
    }
}
