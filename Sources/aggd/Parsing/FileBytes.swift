import Glibc

/// Reads files without copying them twice.
enum FileBytes {
    /// Why a file could not be read.
    struct Failure: Error {
        var code: Int32
    }

    /// The whole of a file.
    static func read(_ path: String) throws(Failure) -> [UInt8] {
        var bytes: [UInt8] = []
        try inPieces(path) { piece, size in
            if bytes.isEmpty { bytes.reserveCapacity(size) }
            unsafe piece.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
            return true
        }
        return bytes
    }

    /// Calls with one piece after another until the end or until the closure answers false.
    static func inPieces(_ path: String, _ body: (Span<UInt8>, _ fileSize: Int) -> Bool) throws(Failure) {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw Failure(code: errno) }
        defer { close(file) }
        var status = stat()
        let size = unsafe fstat(file, &status) == 0 ? Int(status.st_size) : 0
        // Larger buffers would be mapped anew, page by page, for each file.
        let room = min(max(size + 1, 4096), 1 << 16)
        let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: room)
        defer { unsafe buffer.deallocate() }
        var total = 0
        while true {
            let count = unsafe Glibc.read(file, buffer, room)
            if count < 0 {
                if errno == EINTR { continue }
                throw Failure(code: errno)
            }
            if count == 0 { return }
            let piece = unsafe UnsafeBufferPointer(start: buffer, count: count)
            guard unsafe body(piece.span, size) else { return }
            total += count
            // A regular file has told its length: it need not be asked once more. Others say 0.
            if total == size { return }
        }
    }
}
