import Aggregator
import Foundation
import Testing

/// A folder for one test, removed at its end.
final class ConfigFolder {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "aggd-config-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file and gives its path.
    @discardableResult
    func write(_ name: String, _ text: String) throws -> String {
        let file = path + "/" + name
        let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        return file
    }
}

/// A `[[source]]` block.
func block(_ name: String) -> String {
    "[[source]]\nname = \"\(name)\"\nurl = \"https://example.org/\(name).xml\"\n"
}

@Suite("Files that include others")
struct FilesThatIncludeOthersTests {
    @Test("are read in order, wildcards sorted by name, hidden files left out")
    func order() throws {
        let folder = try ConfigFolder()
        try folder.write("feeds.d/b.conf", block("b"))
        try folder.write("feeds.d/a.conf", block("a"))
        try folder.write("feeds.d/.c.conf", block("c"))
        try folder.write("feeds.d/d.txt", block("d"))
        try folder.write("machine.conf", "[fetch]\nparallel = 3\n")
        let file = try folder.write(
            "feeds.conf", "include = [\"machine.conf\", \"feeds.d/*.conf\"]\n" + block("main"))
        let (configuration, errors) = FeedsConf.load(path: file)
        #expect(errors == [])
        #expect(configuration.sources.map(\.name) == ["main", "a", "b"])
        #expect(configuration.fetch.parallel == 3)
        #expect(
            configuration.files
                == ["feeds.conf", "machine.conf", "feeds.d/a.conf", "feeds.d/b.conf"].map {
                    "\(folder.path)/\($0)"
                })
    }

    @Test("pass their [defaults] down; an included file may add its own")
    func defaults() throws {
        let folder = try ConfigFolder()
        try folder.write("a.conf", "[defaults]\nrank = 70\n" + block("a"))
        try folder.write("b.conf", block("b"))
        let file = try folder.write(
            "feeds.conf", "include = [\"a.conf\", \"b.conf\"]\n[defaults]\nrank = 20\nflood = 9\n")
        let (configuration, errors) = FeedsConf.load(path: file)
        #expect(errors == [])
        #expect(configuration.sources.map(\.rank) == [70, 20])
        #expect(configuration.sources.map(\.flood) == [9, 9])
        #expect(configuration.defaults.rank == 20)
    }

    @Test("may not include themselves, directly or through another")
    func cycle() throws {
        let folder = try ConfigFolder()
        try folder.write("b.conf", "include = \"feeds.conf\"\n")
        let file = try folder.write("feeds.conf", "include = \"b.conf\"\n")
        let (_, errors) = FeedsConf.load(path: file)
        #expect(
            errors.map(\.description) == [
                "\(folder.path)/b.conf:1:11: \(file) includes itself; take one include out"
            ])
    }

    @Test("name the include when a file isn't there")
    func missing() throws {
        let folder = try ConfigFolder()
        let file = try folder.write("feeds.conf", "include = [\n  \"no.conf\",\n]\n")
        let (_, errors) = FeedsConf.load(path: file)
        #expect(errors.map(\.description) == ["\(file):2:3: there is no file \(folder.path)/no.conf"])
    }

    @Test("name the first place of a doubled source or setting, whatever the file")
    func doubled() throws {
        let folder = try ConfigFolder()
        let other = try folder.write("b.conf", block("a") + "[fetch]\nparallel = 4\n")
        let file = try folder.write(
            "feeds.conf", "include = \"b.conf\"\n" + block("a") + "[fetch]\nparallel = 3\n")
        let (configuration, errors) = FeedsConf.load(path: file)
        #expect(
            errors.map(\.description) == [
                "\(other):2:8: source \"a\" is defined twice; the first is at \(file):3",
                "\(other):5:1: fetch.parallel is set a second time; the first is at \(file):6",
            ])
        #expect(configuration.sources.count == 1)
    }

    @Test("report the mistakes of the readable ones although one is not TOML")
    func brokenAndWrong() throws {
        let folder = try ConfigFolder()
        try folder.write("a.conf", "[[source\n")
        try folder.write("b.conf", "[fetch]\nparallel = 0\n")
        let file = try folder.write("feeds.conf", "include = [\"a.conf\", \"b.conf\"]\n")
        let (_, errors) = FeedsConf.load(path: file)
        #expect(
            errors.map { "\($0.position.file.suffix(6)):\($0.position.line)" } == ["a.conf:1", "b.conf:2"])
    }

    @Test("must be UTF-8")
    func notUTF8() throws {
        let folder = try ConfigFolder()
        let file = folder.path + "/feeds.conf"
        try Data([0x23, 0x0A, 0x23, 0xE4, 0x0A]).write(to: URL(fileURLWithPath: file))
        let (_, errors) = FeedsConf.load(path: file)
        #expect(errors.map(\.description) == ["\(file):2:2: the file is not UTF-8"])
    }
}

@Suite("A missing configuration")
struct MissingConfigurationTests {
    @Test("is one sentence with the path")
    func missing() {
        let (_, errors) = FeedsConf.load(path: "/nonexistent/feeds.conf")
        #expect(errors.map(\.message) == ["there is no file /nonexistent/feeds.conf"])
    }
}

@Suite("Where the configuration is looked for")
struct ConfigLocationTests {
    private func candidates(_ environment: [String: String], root: Bool = false) -> [String] {
        ConfigLocation(environment: environment, isRoot: root).candidates()
    }

    @Test("an explicit path, then AGGD_CONFIG, beats everything")
    func explicit() {
        let environment = ["AGGD_CONFIG": "/x/y.conf", "HOME": "/home/u"]
        #expect(candidates(environment) == ["/x/y.conf"])
        #expect(ConfigLocation(environment: environment).candidates(explicit: "/z.conf") == ["/z.conf"])
    }

    @Test("systemd's folder, then a user's own, then /etc")
    func order() {
        #expect(
            candidates(["CONFIGURATION_DIRECTORY": "/etc/aggd-test", "HOME": "/home/u"])
                == ["/etc/aggd-test/feeds.conf", "/home/u/.config/aggd/feeds.conf", "/etc/aggd/feeds.conf"])
        #expect(candidates(["XDG_CONFIG_HOME": "/c"]) == ["/c/aggd/feeds.conf", "/etc/aggd/feeds.conf"])
        #expect(candidates(["HOME": "/root"], root: true) == ["/etc/aggd/feeds.conf"])
    }

    @Test("the store follows the same rule")
    func store() {
        #expect(
            ConfigLocation(environment: ["STATE_DIRECTORY": "/var/lib/a:/b"], isRoot: false).defaultStoreURL(
                for: "feeds.conf")
                == "sqlite:///var/lib/a/aggd.sqlite")
        #expect(
            ConfigLocation(environment: ["HOME": "/home/u"], isRoot: false).defaultStoreURL(for: "feeds.conf")
                == "sqlite:///home/u/.local/state/aggd/aggd.sqlite")
        #expect(
            ConfigLocation(environment: ["HOME": "/root"], isRoot: true).defaultStoreURL(for: "feeds.conf")
                == "sqlite:///var/lib/aggd/aggd.sqlite")
    }
}
