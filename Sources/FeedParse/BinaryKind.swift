/// Tells files that are no text by how they begin: they come with a wrong type more often than one thinks.
enum BinaryKind {
    /// What bytes are that begin like a well-known kind of file, such as "a PDF document"; nil for all others.
    static func name(of bytes: [UInt8]) -> String? {
        kinds.first { bytes.starts(with: $0.magic) }?.name
    }

    private static let kinds: [(magic: [UInt8], name: String)] = [
        (Array("%PDF-".utf8), "a PDF document"), ([0x89, 0x50, 0x4E, 0x47], "a PNG picture"),
        ([0xFF, 0xD8, 0xFF], "a JPEG picture"), (Array("GIF8".utf8), "a GIF picture"),
        ([0x50, 0x4B, 3, 4], "a ZIP archive"), ([0x1F, 0x8B], "gzip data"),
        ([0x7F, 0x45, 0x4C, 0x46], "a program"),
    ]
}
