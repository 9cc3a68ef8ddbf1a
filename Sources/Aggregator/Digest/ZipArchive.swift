/// Writes a ZIP archive whose members are stored as they are (APPNOTE 6.3.10).
///
/// Members carry no time of their own, so that equal contents give equal bytes.
struct ZipArchive {
    private var bytes: [UInt8] = []
    private var directory: [UInt8] = []
    private var count = 0

    /// 1 January 1980, 00:00: the earliest date that the format knows.
    private static let date: UInt16 = 1 << 5 | 1

    /// Adds a member.
    mutating func add(_ name: String, _ content: some Sequence<UInt8>) {
        let content = Array(content)
        let offset = UInt32(bytes.count)
        // Version 2.0, names in UTF-8 (bit 11), method 0: stored.
        var head: [UInt8] = []
        head.append(little: UInt16(20))
        head.append(little: UInt16(1 << 11))
        head.append(little: UInt16(0))
        head.append(little: UInt16(0))
        head.append(little: Self.date)
        head.append(little: Self.checksum(content))
        head.append(little: UInt32(content.count))
        head.append(little: UInt32(content.count))
        head.append(little: UInt16(name.utf8.count))
        head.append(little: UInt16(0))
        bytes.append(little: UInt32(0x0403_4B50))
        bytes += head + Array(name.utf8) + content
        directory.append(little: UInt32(0x0201_4B50))
        directory.append(little: UInt16(20))
        directory += head
        for _ in 0..<3 { directory.append(little: UInt16(0)) }
        directory.append(little: UInt32(0))
        directory.append(little: offset)
        directory += Array(name.utf8)
        count += 1
    }

    /// The archive with its directory.
    func finished() -> [UInt8] {
        var end: [UInt8] = []
        end.append(little: UInt32(0x0605_4B50))
        end.append(little: UInt16(0))
        end.append(little: UInt16(0))
        end.append(little: UInt16(count))
        end.append(little: UInt16(count))
        end.append(little: UInt32(directory.count))
        end.append(little: UInt32(bytes.count))
        end.append(little: UInt16(0))
        return bytes + directory + end
    }

    /// CRC-32 as ZIP wants it (polynomial 0xEDB88320, reflected).
    static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var sum: UInt32 = 0xFFFF_FFFF
        for byte in bytes { sum = table[Int((sum ^ UInt32(byte)) & 0xFF)] ^ (sum >> 8) }
        return sum ^ 0xFFFF_FFFF
    }

    private static let table: [UInt32] = (0..<256).map { index in
        var value = UInt32(index)
        for _ in 0..<8 { value = value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
        return value
    }
}

extension [UInt8] {
    /// Appends a number, the lowest byte first.
    fileprivate mutating func append<Number: FixedWidthInteger>(little number: Number) {
        for shift in stride(from: 0, to: Number.bitWidth, by: 8) {
            append(UInt8(truncatingIfNeeded: number >> Number(shift)))
        }
    }
}
