/// Tells files that are no text by how they begin: they come with a wrong type more often than one thinks.
enum BinaryKind {
    /// What bytes are that begin like a well-known kind of file, such as "a PDF document"; nil for all others.
    static func name(of bytes: [UInt8]) -> String? {
        kinds.first { bytes.starts(with: $0.magic) }?.name
    }

    /// How many bytes tell whether a document is text.
    static let sampleLength = 4096

    /// Whether more than one byte in twenty at the beginning is a control character that no text has.
    ///
    /// - Parameter hasMarkup: true where damaged pages are expected, which may have NUL behind each letter.
    static func isBinary(_ bytes: [UInt8], hasMarkup: Bool = false) -> Bool {
        // Half of the bytes of UTF-16 may be NUL, and any may be the half of a character.
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return false }
        if hasMarkup, bytes.starts(with: [0x3C, 0]) || bytes.starts(with: [0, 0x3C]) { return false }
        let head = bytes.prefix(sampleLength)
        // Escapes switch the letters of ISO-2022-JP.
        let controls = head.count { $0 < 0x20 && !(0x09...0x0D).contains($0) && $0 != 0x1B || $0 == 0x7F }
        guard hasMarkup else { return controls * 20 > head.count }
        // NUL behind each letter stands at every other place.
        let places = head.indices.filter { head[$0] == 0 }
        let odd = places.count { !$0.isMultiple(of: 2) }
        let isScattered = min(odd, places.count - odd) * 3 > max(odd, places.count - odd)
        return (controls - places.count) * 20 > head.count || isScattered && places.count * 3 > head.count
    }

    private static let kinds: [(magic: [UInt8], name: String)] = [
        (Array("%PDF-".utf8), "a PDF document"), ([0x89, 0x50, 0x4E, 0x47], "a PNG picture"),
        ([0xFF, 0xD8, 0xFF], "a JPEG picture"), (Array("GIF8".utf8), "a GIF picture"),
        ([0x50, 0x4B, 3, 4], "a ZIP archive"), ([0x1F, 0x8B], "gzip data"),
        ([0x7F, 0x45, 0x4C, 0x46], "a program"),
    ]
}
