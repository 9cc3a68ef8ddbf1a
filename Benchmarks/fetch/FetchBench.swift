import FeedFetch
import Glibc
import Synchronization

/// Fetches every address of a file once and prints one JSON line: what came, time and CPU seconds.
///
/// With `--warm` a second round follows that sends the validators of the first one, and the figures are its.
/// Compare with `limit.c` beside this file, which does the same with libcurl in C and nothing else.
@main
struct FetchBench {
    static func main() async {
        var file: String?
        var isWarm = false
        var configuration = FetcherConfiguration()
        var limits = FetchLimits()
        var arguments = CommandLine.arguments.dropFirst()
        while let argument = arguments.popFirst() {
            switch argument {
            case "--warm": isWarm = true
            case "--parallel": configuration.parallel = arguments.popFirst().flatMap { Int($0) } ?? 256
            case "--per-host": configuration.perHost = arguments.popFirst().flatMap { Int($0) } ?? 2
            case "--idle": configuration.idleConnections = arguments.popFirst().flatMap { Int($0) } ?? 32
            case "--timeout": limits.total = .seconds(arguments.popFirst().flatMap { Int($0) } ?? 30)
            case "--ca": configuration.caFile = arguments.popFirst()
            default: file = argument
            }
        }
        guard let file, let urls = readLines(file) else {
            print(
                "usage: bench-fetch [--warm] [--parallel N] [--per-host N] [--idle N] [--timeout SECONDS] FILE"
            )
            exit(64)
        }
        let fetcher = Fetcher(configuration: configuration)
        var requests = urls.map { url in
            var request = FetchRequest(url: url)
            request.addresses = .any
            request.limits = limits
            request.userAgent = "bench/1 (+http://bench.test/)"
            return request
        }
        var round = await run(requests, fetcher)
        if isWarm {
            for (index, validators) in round.validators { requests[index].validators = validators }
            round = await run(requests, fetcher)
        }
        await fetcher.close()
        print(round.json)
    }

    private struct Round {
        var ok = 0
        var notModified = 0
        var failed: [String: Int] = [:]
        var decoded = 0
        var wire = 0
        var wall = Duration.zero
        var cpu = 0.0
        var latencies: [Duration] = []
        var validators: [(Int, Validators)] = []

        var json: String {
            let sorted = latencies.sorted()
            let p99 = sorted.isEmpty ? .zero : sorted[min(sorted.count - 1, sorted.count * 99 / 100)]
            let errors = failed.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }.joined(
                separator: ",")
            return
                "{\"ok\":\(ok),\"not_modified\":\(notModified),\"failed\":{\(errors)},\"decoded\":\(decoded),"
                + "\"wire\":\(wire),\"wall\":\(seconds(wall)),\"cpu\":\(cpu),\"p99\":\(seconds(p99)),"
                + "\"rss_kib\":\(peakMemory())}"
        }
    }

    private enum Outcome: Sendable {
        case answer(index: Int, status: Int, validators: Validators, body: Int, wire: Int, duration: Duration)
        case failure(String)
    }

    private static func run(_ requests: [FetchRequest], _ fetcher: Fetcher) async -> Round {
        var round = Round()
        let cpu = cpuSeconds()
        let start = ContinuousClock.now
        let next = Counter()
        await withTaskGroup(of: [Outcome].self) { group in
            // As many workers as the fetcher takes at a time keep it full and bound what waits.
            for _ in 0..<min(requests.count, fetcher.configuration.parallel * 2) {
                group.addTask {
                    var outcomes: [Outcome] = []
                    while true {
                        let index = next.next()
                        guard index < requests.count else { return outcomes }
                        outcomes.append(await fetch(requests[index], index, fetcher))
                    }
                }
            }
            for await outcomes in group { for outcome in outcomes { count(outcome, &round) } }
        }
        round.wall = ContinuousClock.now - start
        round.cpu = cpuSeconds() - cpu
        return round
    }

    private static func fetch(_ request: FetchRequest, _ index: Int, _ fetcher: Fetcher) async -> Outcome {
        do throws(FetchError) {
            let response = try await fetcher.fetch(request)
            return .answer(
                index: index, status: response.status, validators: response.validators,
                body: response.body.count, wire: response.wireBytes, duration: response.duration)
        } catch {
            return .failure(error.code.rawValue)
        }
    }

    private static func count(_ outcome: Outcome, _ round: inout Round) {
        switch outcome {
        case .failure(let code):
            round.failed[code, default: 0] += 1
        case .answer(let index, let status, let validators, let body, let wire, let duration):
            if status == 304 { round.notModified += 1 } else { round.ok += 1 }
            round.decoded += body
            round.wire += wire
            round.latencies.append(duration)
            round.validators.append((index, validators))
        }
    }

    private static func readLines(_ path: String) -> [String]? {
        guard let file = unsafe fopen(path, "r") else { return nil }
        defer { unsafe fclose(file) }
        var lines: [String] = []
        var line: UnsafeMutablePointer<CChar>?
        var size = 0
        defer { unsafe free(line) }
        while unsafe getline(&line, &size, file) > 0, let text = unsafe line {
            let trimmed = unsafe String(cString: text).split(separator: "\n").first.map(String.init) ?? ""
            if !trimmed.isEmpty { lines.append(trimmed) }
        }
        return lines
    }

    private static func usage() -> rusage {
        var usage = rusage()
        unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage
    }

    private static func cpuSeconds() -> Double {
        let usage = usage()
        return Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
            + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
    }

    private static func peakMemory() -> Int { usage().ru_maxrss }

    private static func seconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
    }

    private final class Counter: Sendable {
        private let value = Atomic<Int>(0)

        func next() -> Int { value.add(1, ordering: .relaxed).oldValue }
    }
}
