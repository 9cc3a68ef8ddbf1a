import Aggregator
import Foundation
import Testing

@Suite("The shipped feeds.conf")
struct ShippedExampleTests {
    private static let path = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("feeds.conf").path

    @Test("has no mistakes and a dozen sources of several kinds")
    func noMistakes() {
        let (configuration, errors) = FeedsConf.load(path: Self.path)
        #expect(errors.map(\.description) == [])
        #expect(configuration.sources.count >= 12)
        #expect(Set(configuration.sources.map(\.type)) == [.auto, .page, .sitemap])
        #expect(configuration.topics.count == 3)
        #expect(configuration.digests.map(\.sections.count) == [6])
    }

    @Test("shows every key, in force or behind a #", arguments: ConfigKeys.all.map(\.path))
    func showsEveryKey(path: String) throws {
        let text = try String(contentsOfFile: Self.path, encoding: .utf8)
        let key = try #require(ConfigKeys.all.first { $0.path == path })
        let shown =
            switch key.table {
            case "source.item", "digest.section":
                text.contains("\(key.name) =")
            default:
                text.split(separator: "\n").contains { line in
                    let line = line.drop { "# [".contains($0) }
                    return line.hasPrefix(key.name)
                        && "= ]".contains(line.dropFirst(key.name.count).first ?? "x")
                }
            }
        #expect(shown)
    }

    @Test(
        "has uncommented examples that are right",
        arguments: ConfigKeys.all.filter { $0.kind != .table }.map(\.path))
    func examplesAreRight(path: String) throws {
        let key = try #require(ConfigKeys.all.first { $0.path == path })
        let source = "name = \"s\"\nurl = \"https://example.org/\"\n"
        let text =
            switch key.table {
            case "": key.name == "include" ? "" : key.example
            case "source":
                "[[source]]\n"
                    + source.split(separator: "\n").filter { !$0.hasPrefix(key.name + " ") }
                    .joined(separator: "\n") + "\n" + key.example
            case "source.item": "[[source]]\n\(source)item.\(key.example)"
            case "digest.section":
                "[[digest]]\nname = \"d\"\n[[digest.section]]\n"
                    + (key.name == "title" ? "" : "title = \"t\"\n") + key.example
            case "topic", "alert":
                "[mail]\nfrom = \"a@b.c\"\n[[\(key.table)]]\n"
                    + ["name = \"n\"", "query = \"q\"", "to = [\"file:/tmp/x\"]"]
                    .filter { !$0.hasPrefix(key.name + " ") && (key.table == "alert" || !$0.hasPrefix("to")) }
                    .joined(separator: "\n") + "\n" + key.example
            case "digest":
                "[mail]\nfrom = \"a@b.c\"\n[[digest]]\n" + (key.name == "name" ? "" : "name = \"d\"\n")
                    + key.example
            default: "[\(key.table)]\n\(key.example)"
            }
        #expect(load(text).errors == [])
    }
}
