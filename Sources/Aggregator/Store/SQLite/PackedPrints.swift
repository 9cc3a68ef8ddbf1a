import Foundation

/// Fingerprints (or keys) of one item as the file keeps them: five bytes each, the lowest first.
enum PackedPrints {
    /// The bytes of fingerprints of 40 bits.
    static func bytes(_ prints: [UInt64]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(prints.count * 5)
        for print in prints {
            for shift in stride(from: UInt64(0), to: 40, by: 8) {
                bytes.append(UInt8(truncatingIfNeeded: print >> shift))
            }
        }
        return bytes
    }

    /// The fingerprints in bytes that ``bytes(_:)`` made.
    static func numbers(_ data: Data) -> [UInt64] {
        let bytes = [UInt8](data)
        return stride(from: 0, to: bytes.count - 4, by: 5).map { place in
            (0..<5).reduce(0) { $0 | UInt64(bytes[place + $1]) << UInt64(8 * $1) }
        }
    }
}
