import Foundation

/// `openssl s_server` on 127.0.0.1 with a certificate made for it: its page says whether the session was a new one.
public final class TLSServer: Sendable {
    /// The file with its certificate, which is its own authority.
    public let certificate: String
    private let port: String
    private let folder: URL
    private let process: Int32

    /// The tool doesn't do what it should.
    struct Failure: Error { let description: String }

    /// Makes a certificate and starts the server on a free port.
    public init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        certificate = folder.appending(path: "certificate.pem").path
        let key = folder.appending(path: "key.pem").path
        let making = try Self.start(
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
            "-subj", "/CN=loopback", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out",
            certificate)
        _ = try making.output.readToEnd()
        making.process.waitUntilExit()
        let serving = try Self.start(
            "s_server", "-accept", "127.0.0.1:0", "-cert", certificate, "-key", key, "-www")
        process = serving.process.processIdentifier
        var text = ""
        while !text.hasSuffix("\n") || !text.contains("ACCEPT ") {
            let data = serving.output.availableData
            guard !data.isEmpty else { throw Failure(description: "openssl s_server ends: \(text)") }
            text += String(decoding: data, as: UTF8.self)
        }
        port = text.split(separator: "\n").last?.split(separator: ":").last.map(String.init) ?? ""
        // What it says from now on is nobody's business, yet it must find somebody who takes it.
        Thread.detachNewThread { while !serving.output.availableData.isEmpty {} }
    }

    private static func start(_ arguments: String...) throws -> (process: Process, output: FileHandle) {
        let (process, pipe) = (Process(), Pipe())
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        return (process, pipe.fileHandleForReading)
    }

    /// The URL of a path on this server.
    public func url(_ path: String) -> String { "https://127.0.0.1:\(port)\(path)" }

    /// Ends the server.
    public func stop() {
        kill(process, SIGKILL)
        try? FileManager.default.removeItem(at: folder)
    }
}
