import Aggregator
import Foundation
import Testing

/// The root of the repository.
private let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

@Suite("The files that are shipped") struct ShippedFilesTests {
    @Test("the demo's feeds.conf has no mistake and names every kind of source")
    func demoConfiguration() {
        let (configuration, errors) = FeedsConf.load(path: root.appending(path: "demo/feeds.conf").path)
        #expect(errors.map(\.description) == [])
        #expect(configuration.sources.count == 20)
        #expect(Set(configuration.sources.map(\.type)).isSuperset(of: [.page, .sitemap, .auto]))
        #expect(configuration.sources.contains { $0.kind == .event })
        #expect(configuration.digests.map(\.name) == ["daily"])
    }

    @Test("feeds.conf(5) is what the table of keys says; `make man` writes it")
    func manualPage() throws {
        let page = try String(contentsOf: root.appending(path: "docs/man/feeds.conf.5"), encoding: .utf8)
        #expect(page == ConfigManual.page)
    }

    @Test("feeds.conf(5) names every key with its example", arguments: ConfigKeys.all)
    func everyKey(_ key: ConfigKey) {
        #expect(ConfigManual.page.contains("\n.It Ic \(key.name)"))
    }

    @Test("no line of feeds.conf(5) starts with a control character that was meant as text")
    func noAccidentalRequests() {
        let lines = ConfigManual.page.split(separator: "\n")
        let requests = Set(lines.filter { $0.hasPrefix(".") }.map { $0.prefix(3) })
        #expect(
            requests.isSubset(of: [
                ".Dd", ".Dt", ".Os", ".Sh", ".Nm", ".Nd", ".Xr", ".Pp", ".Ql", ".Cm", ".Fl", ".Ev", ".Pa",
                ".Bl",
                ".It", ".El", ".Bd", ".Ed", ".Dl", ".Pq", ".\\\"", ".Ar",
            ]))
        #expect(!lines.contains { $0.hasPrefix("'") })
    }
}
