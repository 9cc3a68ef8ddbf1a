import Aggregator
import Foundation
import Glibc

/// Prints what many sources in the schedule cost: memory, and the time to hand one out and take it back.
@main
struct ScheduleBench {
    static func main() async {
        let count = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 100_000
        let now = Date()
        // Names and hosts belong to the configuration: short ones lie within the schedule's own tables.
        var entries = (0..<count).map {
            Scheduler.Entry(name: "s\($0)", host: "h\($0).example", due: now.addingTimeInterval(-Double($0)))
        }
        let before = residentBytes()
        let scheduler = Scheduler()
        await scheduler.load(entries)
        let memory = residentBytes() - before
        entries = []
        let start = ContinuousClock.now
        for _ in 0..<count {
            guard let name = await scheduler.next() else { break }
            await scheduler.finish(name, due: now.addingTimeInterval(.random(in: 3600...86400)))
        }
        let each = (ContinuousClock.now - start) / count
        let megabytes = Double(memory) / 1e6
        print(
            "\(count) sources: \(String(format: "%.1f", megabytes)) MB, \(each) for each handed out and back")
    }

    /// The memory of this process that is in use.
    private static func residentBytes() -> Int {
        let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
        let fields = text?.split(separator: " ")
        let pages = fields.flatMap { $0.count > 1 ? Int($0[1]) : nil } ?? 0
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
}
