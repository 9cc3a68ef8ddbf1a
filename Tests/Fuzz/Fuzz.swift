import FeedParse
import Foundation

/// Feeds mutated documents to every target for a while: `fuzz [--seconds N] [--seed S] [--only NAME] [FILE…]`.
///
/// The seed is printed first; the same seed gives the same inputs. An input that fails is saved as `fuzz-NAME.bin` and
/// the exit status is 1. With files, each target runs them instead.
@main enum Fuzz {
    static func main() {
        var seconds = 600.0
        var seed = UInt64.random(in: 0...UInt64.max)
        var only: String?
        var files: [String] = []
        var arguments = CommandLine.arguments.dropFirst()
        while let argument = arguments.popFirst() {
            switch argument {
            case "--seconds": seconds = arguments.popFirst().flatMap(Double.init) ?? seconds
            case "--seed": seed = arguments.popFirst().flatMap { UInt64($0) } ?? seed
            case "--only": only = arguments.popFirst()
            case _ where argument.hasPrefix("-"):
                say("fuzz [--seconds N] [--seed S] [--only NAME] [FILE…]")
                exit(64)
            default: files.append(argument)
            }
        }
        let targets = FuzzTarget.all.filter { only == nil || $0.name == only }
        guard !targets.isEmpty else {
            say("there is no such target; there are \(FuzzTarget.all.map(\.name).joined(separator: ", "))")
            exit(64)
        }
        for target in targets {
            files.isEmpty ? run(target, seconds: seconds, seed: seed) : replay(target, files)
        }
    }

    /// Unbuffered, so that the seed is out before anything can happen.
    private static func say(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }

    private static func run(_ target: FuzzTarget, seconds: Double, seed: UInt64) {
        let corpus = documents(target)
        guard !corpus.isEmpty else {
            say("\(target.name): there is nothing in \(target.corpus); run it in the package's folder")
            exit(66)
        }
        say("\(target.name): seed \(seed), \(corpus.count) documents, \(Int(seconds)) s")
        let note = "fuzz-\(target.name).bin"
        CrashNote.install(path: note)
        let mutator = Mutator(corpus: corpus, words: target.words.map { Array($0.utf8) })
        var random = SeededRandom(seed: seed)
        let end = Date().addingTimeInterval(seconds)
        var inputs = 0
        while inputs % 64 != 0 || Date() < end {
            let input = mutator.input(&random)
            CrashNote.begin(input)
            if let complaint = target.run(input, &random) {
                _ = FileManager.default.createFile(atPath: note, contents: Data(input))
                say("\(target.name): input \(inputs): \(complaint)\nsaved as \(note)")
                exit(1)
            }
            inputs += 1
        }
        say("\(target.name): \(inputs) inputs, nothing found")
    }

    private static func replay(_ target: FuzzTarget, _ files: [String]) {
        for file in files {
            guard let data = FileManager.default.contents(atPath: file) else { continue }
            // What a target does by chance is tried several times.
            for seed in 0..<32 as Range<UInt64> {
                var random = SeededRandom(seed: seed)
                if let complaint = target.run([UInt8](data), &random) {
                    say("\(target.name): \(file): \(complaint)")
                    exit(1)
                }
            }
            say("\(target.name): \(file): fine")
        }
    }

    private static func documents(_ target: FuzzTarget) -> [[UInt8]] {
        let names = FileManager.default.enumerator(atPath: target.corpus)?.allObjects as? [String] ?? []
        return names.sorted().compactMap { name in
            guard target.endings.isEmpty || target.endings.contains(where: { name.hasSuffix("." + $0) }),
                !name.contains(".expected."),
                let data = FileManager.default.contents(atPath: target.corpus + "/" + name)
            else { return nil }
            return data.count <= Mutator.limit ? [UInt8](data) : nil
        }
    }
}
