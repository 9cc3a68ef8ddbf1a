import Foundation
import Glibc
import Synchronization
import TestSupport
import Testing

@testable import Aggregator

@Suite("A command of the configuration") struct ShellCommandTests {
    private func fault(_ command: String, limit: Duration = .seconds(300)) -> ShellCommand.Fault? {
        do throws(ShellCommand.Fault) {
            _ = try ShellCommand(command, limit: limit).output()
            return nil
        } catch {
            return error
        }
    }

    /// What a command prints, as text.
    private func output(_ command: String) throws -> String {
        String(decoding: try ShellCommand(command, limit: .seconds(300)).output(), as: UTF8.self)
    }

    @Test("that takes too long is ended with all that it began") func tooLong() throws {
        let folder = try ConfigFolder()
        let pipe = folder.path + "/pipe"
        #expect(unsafe mkfifo(pipe, 0o600) == 0)
        let reader = unsafe open(pipe, O_RDONLY | O_NONBLOCK)
        defer { close(reader) }
        // Each of them holds the pipe as long as it lives.
        let command = "exec 9>'\(pipe)'; sleep 3000 & sleep 3000 & wait"
        #expect(fault(command, limit: .seconds(1)) == .tooLong(.seconds(1)))
        var wanted = pollfd(fd: reader, events: 0, revents: 0)
        // The shell may not have come to it; else the end of the last one hangs the pipe up.
        var byte: UInt8 = 0
        let hasEnded = unsafe read(reader, &byte, 1) == 0 || poll(&wanted, 1, 300_000) == 1
        #expect(hasEnded)
    }

    @Test("is watched over by a process that somebody waits for") func watched() throws {
        // Until it finds the process whose last argument is its own number: then the parent of that one.
        let parent = try output(
            """
            while :; do
                for p in /proc/[0-9]*; do
                    if tr '\\0' ' ' <$p/cmdline 2>/dev/null | grep -q "kill -9 .* $$ \\$"; then
                        sed -n 's/^PPid:[[:space:]]*//p' $p/status
                        exit
                    fi
                done
            done
            """)
        #expect(parent == "\(getpid())\n")
    }

    @Test("that closes its output and goes on takes too long as well") func closed() {
        #expect(fault("exec >&-; sleep 3000", limit: .seconds(1)) == .tooLong(.seconds(1)))
    }

    @Test("has ended when its shell has, although something that it began holds its output") func background()
        throws
    {
        let text = try output("sleep 3000 & echo $!; echo text")
        let lines = text.split(separator: "\n")
        #expect(lines.last == "text")
        kill(try #require(lines.first.flatMap { pid_t($0) }), SIGKILL)
    }

    @Test("has no terminal to ask at, and nothing to read") func terminal() throws {
        #expect(try output("read line; echo \"<$line>\"") == "<>\n")
        #expect(try output("cat < /dev/tty 2>/dev/null || echo none") == "none\n")
        // The sixth field is the session: the shell's own.
        let session = try output("cut -d' ' -f6 /proc/$$/stat; echo $$").split(whereSeparator: \.isWhitespace)
        #expect(session.count == 2)
        #expect(session.first == session.last)
    }

    @Test("gets none of our files, and signals as they are in a fresh process") func inherited() throws {
        let folder = try ConfigFolder()
        let file = unsafe open(folder.path, O_RDONLY)
        defer { close(file) }
        #expect(try output("ls -l /proc/self/fd | grep -c '\(folder.path)' || true") == "0\n")
        let signals = try output("grep -E 'Sig(Blk|Ign)' /proc/self/status | cut -f2").split(separator: "\n")
        #expect(signals.count == 2)
        // Two belong to the C library, which leaves them ignored.
        #expect(signals.allSatisfy { UInt64($0, radix: 16).map { $0 & ~0x1_8000_0000 } == 0 })
    }

    @Test("is ended as soon as nobody wants to know any more; no other one could have got its pipe")
    func stopped() throws {
        let pipe = try NamedPipe()
        let command = ShellCommand(
            "output=$(readlink /proc/$$/fd/1); echo \"$output\" >'\(pipe.path)'; sleep 3000",
            limit: .seconds(300))
        let flags = Mutex<[Int32]>([])
        #expect(throws: ShellCommand.Fault.stopped) {
            try command.output {
                let link = pipe.taken().filter { !$0.isNewline }
                guard !link.isEmpty else { return false }
                let ours = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
                for name in ours
                where (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/" + name))
                    == link
                {
                    flags.withLock { $0.append(fcntl(Int32(name) ?? -1, F_GETFD)) }
                }
                return true
            }
        }
        #expect(flags.withLock(\.self) == [FD_CLOEXEC])
    }

    @Test("that is stopped before it has begun never runs") func neverRun() throws {
        let folder = try ConfigFolder()
        let file = folder.path + "/ran"
        let command = ShellCommand("touch '\(file)'", limit: .seconds(300))
        #expect(throws: ShellCommand.Fault.stopped) { try command.output { true } }
        #expect(!FileManager.default.fileExists(atPath: file))
    }

    @Test("has all of its output read, although it ends while nobody looks") func printsLast() throws {
        let pipe = try NamedPipe()
        let command = ShellCommand("echo $$ >'\(pipe.path)'; echo text", limit: .seconds(300))
        let looks = Mutex(0)
        let output = try command.output {
            let look = looks.withLock { count in
                count += 1
                return count
            }
            // The first is before it begins; the second waits for its end, and takes no note of that.
            if look == 2, let child = id_t(pipe.text().filter(\.isNumber)) {
                #expect(waitid(P_PID, child, nil, WEXITED | WNOWAIT) == 0)
            }
            return false
        }
        #expect(output == Array("text\n".utf8))
    }

    @Test("that never stops printing is ended") func endless() {
        #expect(fault("yes") == .tooMuch)
    }

    @Test("keeps the number of its group until its output was read") func number() throws {
        let pipe = try NamedPipe()
        let command = ShellCommand("head -c 49152 /dev/zero; echo $$ >'\(pipe.path)'", limit: .seconds(300))
        let looks = Mutex((count: 0, child: id_t(0), kept: 0))
        #expect(throws: ShellCommand.Fault.stopped) {
            try command.output {
                looks.withLock { looks in
                    looks.count += 1
                    // The first is before it begins; the second waits for its end.
                    guard looks.count > 1 else { return false }
                    if looks.count == 2 { looks.child = id_t(pipe.text().filter(\.isNumber)) ?? 0 }
                    if waitid(P_PID, looks.child, nil, WEXITED | WNOWAIT) == 0 { looks.kept += 1 }
                    return looks.count > 3
                }
            }
        }
        #expect(looks.withLock { $0.kept } == 3)
        // It was waited for in the end.
        #expect(waitid(P_PID, looks.withLock { $0.child }, nil, WEXITED | WNOHANG | WNOWAIT) == -1)
    }

    @Test(
        "tells how it ended",
        arguments: [("exit 3", 3), ("kill -9 $$", 137), ("/nonexistent/x 2>/dev/null", 127)])
    func status(command: String, status: Int32) {
        #expect(fault(command) == .ended(status: status))
    }
}
