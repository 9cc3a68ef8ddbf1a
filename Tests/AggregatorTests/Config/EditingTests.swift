import Aggregator
import FeedParse
import Foundation
import Testing

@Suite("Appending a source to feeds.conf")
struct AppendingTests {
    @Test("keeps every byte of what is there, and the file's mode")
    func keepsBytes() throws {
        let folder = try ConfigFolder()
        let old = "# my file\r\n[defaults]   # odd   spacing\nrank = 7"
        let file = try folder.write("feeds.conf", old)
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: file)
        try FeedsConfEditor.append(
            block: SourceBlock.render(Source(name: "a", urls: ["https://e.org/"])), to: file)
        let new = try String(contentsOfFile: file, encoding: .utf8)
        #expect(new == old + "\n\n[[source]]\nname = \"a\"\nurl  = \"https://e.org/\"\n")
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
        #expect(mode == 0o640)
        let (configuration, errors) = FeedsConf.load(path: file)
        #expect(errors == [])
        #expect(configuration.sources.map(\.rank) == [7])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["feeds.conf"])
    }

    @Test("creates a missing file with its folder")
    func creates() throws {
        let folder = try ConfigFolder()
        let file = folder.path + "/new/feeds.conf"
        try FeedsConfEditor.append(block: block("a"), to: file)
        #expect(FeedsConf.load(path: file).0.sources.map(\.name) == ["a"])
    }

    @Test("follows a symbolic link and leaves it one")
    func link() throws {
        let folder = try ConfigFolder()
        let file = try folder.write("real.conf", "")
        let link = folder.path + "/feeds.conf"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file)
        try FeedsConfEditor.append(block: block("a"), to: link)
        #expect(FeedsConf.load(path: file).0.sources.count == 1)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == file)
    }

    @Test("is refused when the file is not TOML, and leaves it as it is")
    func refused() throws {
        let folder = try ConfigFolder()
        let file = try folder.write("feeds.conf", "[[source\n")
        #expect(throws: FeedsConfEditor.Refusal.self) {
            try FeedsConfEditor.append(block: block("a"), to: file)
        }
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "[[source\n")
    }
}

@Suite("A source written as a block")
struct SourceBlockTests {
    @Test("reads back as the same source")
    func roundTrip() throws {
        var source = Source(name: "a-b", urls: ["https://example.org/x?a=1&b=2", "https://example.org/y"])
        source.title = "He said \"no\" \\ 'yes'\n\u{1}"
        source.type = .page
        source.kind = .event
        source.org = ["One"]
        source.tags = ["x", "y"]
        source.rank = 3
        source.every = .seconds(7200)...Duration.seconds(86400 + 3600)
        source.quietAfter = .after(.seconds(5 * 86400))
        source.fullText = .always
        source.rules.items = "//li[@class=\"x\"]"
        source.rules.item.title = "h3"
        source.rules.item.link = "a@href"
        source.rules.drop = [".a", ".b"]
        source.rules.origin = #"\(Source: (?<org>[^;]+)\)"#
        source.hide = #"title:"a b""#
        source.maxAge = .seconds(86400)
        source.flood = 9
        source.paused = true
        source.language = "de"
        source.rules.language = "de"
        source.rules.isEvent = true
        let (configuration, errors) = load(SourceBlock.render(source))
        #expect(errors == [])
        var read = try #require(configuration.sources.first)
        read.position = nil
        read.userAgent = source.userAgent
        #expect(read == source)
    }
}

@Suite("Accepting the move of a source")
struct AcceptingMovesTests {
    @Test(
        "changes the one address and nothing else",
        arguments: [
            ("url = \"https://old.org/\" # old", "url = \"https://new.org/\" # old"),
            (
                "url = [ 'https://old.org/',\n  \"https://b.org/\" ]",
                "url = [ \"https://new.org/\",\n  \"https://b.org/\" ]"
            ),
        ])
    func changes(before: String, after: String) throws {
        let folder = try ConfigFolder()
        let head = block("first") + "\n[[source]] # here\nname = \"a\"\n"
        let tail = "\ntags = [\"x\"]\n\n" + block("last")
        let file = try folder.write("feeds.conf", head + before + tail)
        let source = try #require(FeedsConf.load(path: file).0.source(named: "a"))
        try FeedsConfEditor.acceptMove(source, newURL: "https://new.org/")
        #expect(try String(contentsOfFile: file, encoding: .utf8) == head + after + tail)
    }

    @Test("is refused when the source has left the file")
    func left() throws {
        let folder = try ConfigFolder()
        let file = try folder.write("feeds.conf", block("a"))
        let source = try #require(FeedsConf.load(path: file).0.source(named: "a"))
        try folder.write("feeds.conf", block("b"))
        #expect(throws: FeedsConfEditor.Refusal.self) {
            try FeedsConfEditor.acceptMove(source, newURL: "https://new.org/")
        }
    }
}

@Suite("A secret")
struct SecretTests {
    @Test("is the first line of a credential, a file or a command's output")
    func read() throws {
        let folder = try ConfigFolder()
        let file = try folder.write("smtp", "s3cret\nmore\n")
        let reader = SecretReader(environment: ["CREDENTIALS_DIRECTORY": folder.path])
        #expect(try reader.read(.credential("smtp")) == "s3cret")
        #expect(try reader.read(.file(file)) == "s3cret")
        #expect(try reader.read(.command("echo from-command; echo more")) == "from-command")
    }

    @Test(
        "that can't be had is one sentence",
        arguments: [
            Secret.credential("none"), .credential("../x"), .file("/nonexistent"), .command("exit 3"),
            .command("true"),
        ])
    func missing(secret: Secret) {
        let reader = SecretReader(environment: ["CREDENTIALS_DIRECTORY": "/nonexistent"])
        #expect(throws: SecretReader.Failure.self) { try reader.read(secret) }
    }

    @Test("of a source is remembered with its place") func place() {
        let (configuration, errors) = load(
            """
            [[source]]
            name = "wire"
            url = "https://wire.example/feed"
            credential = { command = "pass show wire" }
            """)
        #expect(errors.isEmpty)
        #expect(configuration.sources[0].credential == .command("pass show wire"))
        #expect(configuration.sources[0].credentialPosition?.line == 4)
    }

    @Test("never shows in the effective settings")
    func hidden() {
        let (configuration, errors) = load(
            """
            [mail]
            password = { command = "pass show smtp" }
            [[source]]
            name = "a"
            url = "https://example.org/"
            credential = { file = "/run/topsecret" }
            header = { "X-Key" = "topsecret" }
            """)
        #expect(errors == [])
        let shown =
            EffectiveSettings.machine(configuration)
            + EffectiveSettings.source(configuration.sources[0], in: configuration)
        #expect(
            shown.contains { $0.path == "mail.password" && $0.value == "***" && $0.origin == "feeds.conf:2" })
        #expect(!shown.contains { $0.value.contains("topsecret") || $0.value.contains("pass show") })
    }
}
