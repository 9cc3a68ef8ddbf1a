import Foundation

/// Bytes packed by the system's own tools.
public enum Compressed {
    /// Packs bytes with gzip (RFC 1952).
    public static func gzip(_ bytes: [UInt8]) throws -> [UInt8] {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "aggd-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("plain")
        try Data(bytes).write(to: file)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["gzip", "-9", file.path]
        try process.run()
        process.waitUntilExit()
        return Array(try Data(contentsOf: file.appendingPathExtension("gz")))
    }

    /// The inner stream of a gzip file without options: raw deflate (RFC 1951).
    public static func rawDeflate(_ bytes: [UInt8]) throws -> [UInt8] {
        let packed = try gzip(bytes)
        // The header carries the file's name when flag bit 3 is set (RFC 1952 section 2.3).
        var start = 10
        if packed[3] & 8 != 0 { start += packed[start...].prefix { $0 != 0 }.count + 1 }
        return Array(packed[start..<packed.count - 8])
    }

    /// A text of some size that packs well.
    public static let text: [UInt8] = (0..<5000).flatMap { Array("<item>number \($0)</item>\n".utf8) }

    /// "aggd aggd aggd aggd" packed by brotli.
    public static let brotli: [UInt8] = [
        0x1f, 0x12, 0x00, 0xf8, 0xa5, 0x41, 0xc2, 0xc8, 0xce, 0x84, 0x3a, 0x51, 0x00, 0x7e, 0x00,
    ]

    /// Four mebibytes of blanks packed by brotli.
    public static let brotliBomb: [UInt8] = [
        0x9b, 0xff, 0xff, 0x3f, 0xf8, 0x25, 0x40, 0xe2, 0xb1, 0x40, 0x20, 0xf7, 0xfe, 0x07,
    ]

    /// "aggd aggd aggd aggd" packed by zstd.
    public static let zstd: [UInt8] = [
        0x28, 0xb5, 0x2f, 0xfd, 0x04, 0x68, 0x5d, 0x00, 0x00, 0x28, 0x61, 0x67, 0x67, 0x64, 0x20, 0x01, 0x00,
        0x90,
        0x8b, 0x16, 0xa3, 0x59, 0xa8, 0x64,
    ]

    /// Twenty letters packed by zstd with a window of 128 MiB.
    public static let zstdWide: [UInt8] = [
        0x28, 0xb5, 0x2f, 0xfd, 0x04, 0x88, 0x3d, 0x00, 0x00, 0x08, 0x61, 0x01, 0x00, 0x09, 0x10, 0x02, 0xf7,
        0xaf,
        0x47, 0xe3,
    ]

    /// A frame of zstd: a block of raw bytes and, as many times as wanted, a block of one byte repeated 128 KiB.
    ///
    /// Written by hand (RFC 8878 section 3.1.1): no content size, no checksum, a window of 1 MiB.
    public static func zstdBomb(blocks: Int) -> [UInt8] {
        var frame: [UInt8] = [0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x50]
        for place in 0..<blocks {
            let header = (128 << 10) << 3 | 1 << 1 | (place == blocks - 1 ? 1 : 0)
            frame += [UInt8(header & 0xff), UInt8(header >> 8 & 0xff), UInt8(header >> 16), 0x20]
        }
        return frame
    }

    /// Four mebibytes of blanks packed by gzip, with a last member that says it is small.
    public static func gzipBomb() throws -> [UInt8] {
        try gzip([UInt8](repeating: 0x20, count: 4 << 20)) + gzip([0x20])
    }
}
