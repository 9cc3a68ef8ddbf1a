import Aggregator
import CMalloc
import Foundation
import Glibc

/// Prints what many sources in the schedule cost: memory, and the time to hand one out and take it back.
@main
struct ScheduleBench {
    static func main() async {
        let count = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 100_000
        let now = Date()
        // What the first schedule of a process touches belongs to the program.
        await round(Scheduler(entries(10, now)), 10, now)
        let many = entries(count, now)
        let before = residentBytes()
        let scheduler = Scheduler(many)
        // What only the entries need is in use before and after.
        let memory = withExtendedLifetime((many, scheduler)) { residentBytes() } - before
        let start = ContinuousClock.now
        await round(scheduler, count, now)
        let each = (ContinuousClock.now - start) / count
        let megabytes = Double(memory) / 1e6
        print(
            "\(count) sources: \(String(format: "%.1f", megabytes)) MB, \(each) for each handed out and back")
    }

    /// Sources that are due; as in real lists most hosts have one, some two, and their names are as long as people's.
    private static func entries(_ count: Int, _ now: Date) -> [Scheduler.Entry] {
        (0..<count).map {
            Scheduler.Entry(
                source: $0, host: "www.newspaper-\($0 - ($0 % 5 == 4 ? 1 : 0)).example",
                due: now.addingTimeInterval(-Double($0)))
        }
    }

    private static func round(_ scheduler: Scheduler, _ count: Int, _ now: Date) async {
        for _ in 0..<count {
            guard let source = await scheduler.next() else { return }
            await scheduler.finish(source, due: now.addingTimeInterval(.random(in: 3600...86400)))
        }
    }

    /// The memory of this process that is in use: what is free goes back to the system first.
    private static func residentBytes() -> Int {
        malloc_trim(0)
        let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
        let fields = text?.split(separator: " ")
        let pages = fields.flatMap { $0.count > 1 ? Int($0[1]) : nil } ?? 0
        return pages * sysconf(Int32(_SC_PAGESIZE))
    }
}
