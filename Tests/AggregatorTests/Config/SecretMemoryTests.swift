import Synchronization
import Testing

@testable import Aggregator

@Suite("Passwords that are remembered") struct SecretMemoryTests {
    /// What was asked for, and the time.
    private final class Desk: Sendable {
        let asked = Mutex<[Secret]>([])
        let clock = Mutex(ContinuousClock.now)

        func memory(_ lifetime: Duration?) -> SecretMemory {
            SecretMemory(lifetime: lifetime, now: { self.clock.withLock { $0 } }) { secret, isStopped in
                self.asked.withLock { $0.append(secret) }
                guard !isStopped() else {
                    return .failure(SecretReader.Failure(description: "Stopped.", isStopped: true))
                }
                guard case .command(let text) = secret, text != "none" else {
                    return .failure(SecretReader.Failure(description: "None."))
                }
                return .success(text)
            }
        }
    }

    @Test("are found once for all who need them at a time") func together() async throws {
        let desk = Desk()
        let memory = desk.memory(nil)
        try await withThrowingTaskGroup(of: String.self) { group in
            for number in 0..<100 {
                group.addTask { try await memory.find(.command(number.isMultiple(of: 2) ? "a" : "b")) }
            }
            for try await found in group { #expect(["a", "b"].contains(found)) }
        }
        #expect(desk.asked.withLock { $0.count } == 2)
    }

    @Test("are looked for once even when they can't be found") func failing() async {
        let desk = Desk()
        let memory = desk.memory(nil)
        for _ in 0..<3 {
            await #expect(throws: SecretReader.Failure(description: "None.")) {
                try await memory.find(.command("none"))
            }
        }
        #expect(desk.asked.withLock { $0.count } == 1)
    }

    @Test("are looked for again when their time is over", arguments: ["a", "none"])
    func expire(text: String) async {
        let desk = Desk()
        let memory = desk.memory(.seconds(60))
        for (step, count) in [(0, 1), (59, 1), (2, 2), (59, 2)] {
            desk.clock.withLock { $0 += .seconds(step) }
            _ = try? await memory.find(.command(text))
            #expect(desk.asked.withLock { $0.count } == count)
        }
    }

    @Test("are told after the end whenever they were found; a failure of long ago is none any more")
    func ended() async throws {
        let desk = Desk()
        let memory = desk.memory(.seconds(60))
        _ = try await memory.find(.command("a"))
        _ = try? await memory.find(.command("none"))
        desk.clock.withLock { $0 += .seconds(61) }
        memory.end()
        #expect(try await memory.find(.command("a")) == "a")
        await #expect(throws: SecretReader.Failure(description: "Stopped.", isStopped: true)) {
            try await memory.find(.command("none"))
        }
    }
}
