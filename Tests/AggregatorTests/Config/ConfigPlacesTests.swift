import Aggregator
import FeedParse
import Foundation
import Testing

@Suite("The places of configuration, store and secrets, at their edges") struct ConfigPlacesTests {
    private func places(_ environment: [String: String], root: Bool = false) -> ConfigLocation {
        ConfigLocation(environment: environment, isRoot: root)
    }

    @Test("a variable that is empty counts as none")
    func emptyVariables() {
        let environment = [
            "AGGD_CONFIG": "", "CONFIGURATION_DIRECTORY": "", "XDG_CONFIG_HOME": "", "HOME": "/home/u",
            "STATE_DIRECTORY": "", "XDG_STATE_HOME": "",
        ]
        #expect(
            places(environment).candidates() == ["/home/u/.config/aggd/feeds.conf", "/etc/aggd/feeds.conf"])
        #expect(
            places(environment).defaultStoreURL(for: "feeds.conf")
                == "sqlite:///home/u/.local/state/aggd/aggd.sqlite")
    }

    @Test("a relative folder of XDG counts as none, as its specification says")
    func relative() {
        let environment = ["XDG_CONFIG_HOME": "conf", "XDG_STATE_HOME": "./state", "HOME": "/home/u"]
        #expect(places(environment).candidates().first == "/home/u/.config/aggd/feeds.conf")
        #expect(
            places(environment).defaultStoreURL(for: "feeds.conf")
                == "sqlite:///home/u/.local/state/aggd/aggd.sqlite")
    }

    @Test("systemd's folders may be several; the first that has the file is read")
    func severalFolders() throws {
        let folder = try ConfigFolder()
        let second = try folder.write("two/feeds.conf", "")
        let found = places(["CONFIGURATION_DIRECTORY": "\(folder.path)/one:\(folder.path)/two"])
        #expect(found.path() == second)
        #expect(found.candidates().prefix(2) == ["\(folder.path)/one/feeds.conf", second])
        #expect(
            places(["STATE_DIRECTORY": "/var/lib/a:/var/lib/b"]).defaultStoreURL(for: "feeds.conf")
                == "sqlite:///var/lib/a/aggd.sqlite")
    }

    @Test("a folder that is named stands for the feeds.conf in it")
    func namedFolder() throws {
        let folder = try ConfigFolder()
        let file = try folder.write("feeds.conf", "")
        #expect(places([:]).path(explicit: folder.path) == file)
        #expect(places(["AGGD_CONFIG": folder.path]).path() == file)
        #expect(places([:]).path(explicit: file) == file)
    }

    @Test("a file that is named is the only one, whether it exists or not")
    func namedFile() {
        #expect(places(["HOME": "/home/u"]).path(explicit: "/nonexistent/x.conf") == "/nonexistent/x.conf")
        #expect(places(["AGGD_CONFIG": "/nonexistent/y.conf"]).candidates() == ["/nonexistent/y.conf"])
    }

    @Test("the machine's configuration has the machine's store, whoever reads it")
    func machine() {
        let user = places(["HOME": "/home/u"])
        #expect(user.defaultStoreURL(for: "/etc/aggd/feeds.conf") == "sqlite:///var/lib/aggd/aggd.sqlite")
        #expect(user.defaultStoreURL(for: "/srv/../etc/feeds.conf") == "sqlite:///var/lib/aggd/aggd.sqlite")
        #expect(
            user.defaultStoreURL(for: "/home/u/.config/aggd/feeds.conf")
                == "sqlite:///home/u/.local/state/aggd/aggd.sqlite")
    }

    @Test("nobody's home is /etc and /var")
    func nobody() {
        #expect(places([:]).candidates() == ["/etc/aggd/feeds.conf"])
        #expect(places([:]).defaultStoreURL(for: "feeds.conf") == "sqlite:///var/lib/aggd/aggd.sqlite")
        #expect(
            places(["HOME": "/root", "XDG_CONFIG_HOME": "/x"], root: true).candidates() == [
                "/etc/aggd/feeds.conf"
            ])
    }
}

@Suite("A secret, at its edges") struct SecretEdgeTests {
    private func reader(_ folder: ConfigFolder) -> SecretReader {
        SecretReader(environment: ["CREDENTIALS_DIRECTORY": folder.path])
    }

    private func failure(_ secret: Secret, _ reader: SecretReader) -> String? {
        do {
            _ = try reader.read(secret)
            return nil
        } catch {
            return error.description
        }
    }

    @Test(
        "is the first line as it stands: blanks belong to it, line ends don't",
        arguments: [
            ("sesame", "sesame"), ("sesame\n", "sesame"), ("sesame\r\n", "sesame"),
            (" with blanks \nx", " with blanks "),
            ("pa:ss=\"w\"'ö'#", "pa:ss=\"w\"'ö'#"), ("海\u{2028}x", "海"),
        ])
    func firstLine(content: String, secret: String) throws {
        let folder = try ConfigFolder()
        let file = try folder.write("secret", content)
        #expect(try reader(folder).read(.file(file)) == secret)
        #expect(try reader(folder).read(.credential("secret")) == secret)
        #expect(try reader(folder).read(.command("cat '\(file)'")) == secret)
    }

    @Test("that is empty is told by where it was looked for", arguments: ["", "\n", "\r\nsesame"])
    func empty(content: String) throws {
        let folder = try ConfigFolder()
        let file = try folder.write("secret", content)
        #expect(failure(.file(file), reader(folder)) == "The secret's file \(file) is empty.")
        #expect(failure(.credential("secret"), reader(folder)) == "The credential \"secret\" is empty.")
        #expect(
            failure(.command("true"), reader(folder)) == "The output of the secret's command `true` is empty."
        )
    }

    @Test(
        "can't be looked for outside of the credentials",
        arguments: ["../secret", "a/b", "..", "/etc/passwd"])
    func outside(name: String) throws {
        let folder = try ConfigFolder()
        try folder.write("secret", "sesame")
        #expect(failure(.credential(name), reader(folder)) == "\"\(name)\" is not the name of a credential.")
    }

    @Test("that systemd brings is told to be elsewhere when no systemd started the program")
    func noSystemd() {
        let sentence = failure(.credential("smtp"), SecretReader(environment: [:]))
        #expect(sentence?.hasPrefix("The credential \"smtp\" is only there in the systemd service") == true)
    }

    @Test("of a command that fails is told with its status, never with what it printed")
    func failingCommand() throws {
        let folder = try ConfigFolder()
        let sentence = failure(.command("echo sesame; exit 3"), reader(folder))
        #expect(sentence == "The secret's command `echo sesame; exit 3` ended with status 3.")
        #expect(failure(.command("kill -9 $$"), reader(folder))?.contains("ended with status") == true)
    }

    @Test("may be longer than a pipe holds before its line ends")
    func long() throws {
        let folder = try ConfigFolder()
        let secret = try reader(folder).read(
            .command("head -c 200000 /dev/zero | tr '\\0' x; echo; head -c 200000 /dev/zero"))
        #expect(secret.count == 200_000)
    }

    @Test("file that is missing or a folder is one sentence")
    func missing() throws {
        let folder = try ConfigFolder()
        for path in ["\(folder.path)/none", folder.path] {
            #expect(failure(.file(path), reader(folder)) == "The secret's file \(path) can't be read.")
        }
    }
}

@Suite("The settings in force, at their edges") struct EffectiveSettingsEdgeTests {
    @Test("are written as feeds.conf takes them back, every key of the machine's half")
    func machine() throws {
        let text = """
            [store]
            url = "sqlite:///tmp/x.sqlite"
            [fetch]
            parallel = 3
            per-host = 1
            timeout = "1h30m"
            max-body = "3MiB"
            requests-per-hour = 100
            allow-private = ["10.0.0.0/8"]
            ca-file = "/tmp/ca.pem"
            [mail]
            server = "smtps://mail.example.org"
            user = "mara"
            password = { file = "/nonexistent" }
            from = "a@example.org"
            domain = "example.net"
            [keep]
            items = "90d"
            raw = "2w"
            """
        let (configuration, errors) = load(text)
        #expect(errors == [])
        let shown = EffectiveSettings.machine(configuration)
        #expect(
            shown.map { "\($0.path)=\($0.value)" } == [
                "store.url=sqlite:///tmp/x.sqlite", "fetch.parallel=3", "fetch.per-host=1",
                "fetch.timeout=1h30m",
                "fetch.max-body=3MiB", "fetch.requests-per-hour=100", "fetch.allow-private=10.0.0.0/8",
                "fetch.ca-file=/tmp/ca.pem", "mail.server=smtps://mail.example.org", "mail.user=mara",
                "mail.password=***",
                "mail.from=a@example.org", "mail.domain=example.net", "keep.items=90d", "keep.raw=14d",
            ])
        #expect(shown.allSatisfy { $0.origin.hasPrefix("feeds.conf:") })
    }

    @Test("say in words what holds when nothing is said")
    func defaults() {
        let values = Dictionary(
            uniqueKeysWithValues: EffectiveSettings.machine(load("").configuration).map {
                ($0.path, $0.value)
            })
        #expect(values["fetch.requests-per-hour"] == "none")
        #expect(values["fetch.allow-private"] == "false")
        #expect(values["fetch.ca-file"] == "the system's")
        #expect(values["mail.password"] == "none")
        #expect(values["mail.domain"] == "the sender's")
        #expect(values["keep.items"] == "forever")
        #expect(values["keep.raw"] == "30d")
        #expect(EffectiveSettings.machine(load("").configuration).allSatisfy { $0.origin == "default" })
    }

    @Test("never show a header's value, and show that there is one")
    func headers() throws {
        let text =
            "[[source]]\nname = \"s\"\nurl = \"https://e.org/\"\nheader = { \"X-Key\" = \"sesame\", \"Accept\" = \"a\" }\n"
        let configuration = load(text).configuration
        let source = try #require(configuration.sources.first)
        let shown = EffectiveSettings.source(source, in: configuration)
        #expect(shown.first { $0.path == "source.header" }?.value == "X-Key: ***, Accept: ***")
        #expect(!shown.contains { $0.value.contains("sesame") })
    }
}

@Suite("Durations and sizes, written and read") struct DurationRoundTripTests {
    @Test("are the same again, whatever they are", arguments: [1, 2, 3] as [UInt64])
    func roundTrip(seed: UInt64) {
        var state = seed
        for _ in 0..<300 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let seconds = Int(state >> 34)
            let duration = Duration.seconds(seconds)
            #expect(DurationText.parse(DurationText.write(duration)) == duration)
            let range = duration...(duration + .seconds(seconds % 1000))
            #expect(DurationText.parseBounds(DurationText.write(range)) == range)
            #expect(ByteSize.parse(ByteSize.write(seconds)) == seconds)
            let minutes = seconds % 1440
            #expect(TimeOfDay.parse(TimeOfDay.write(minutes)) == minutes)
            let days = Set((1...7).filter { seconds >> $0 & 1 == 1 })
            if !days.isEmpty { #expect(Weekdays.parse(Weekdays.write(days)) == days) }
        }
    }

    @Test(
        "a span is a duration that isn't zero",
        arguments: [("1s", 1), ("0s", nil), ("0d1s", 1), ("x", nil), ("", nil)] as [(String, Int?)])
    func spans(text: String, seconds: Int?) {
        #expect(DurationText.parseSpan(text) == seconds.map { .seconds($0) })
    }
}
