import CZstd

/// Undoes `zstd` (RFC 8878).
@safe final class ZstdDecoder: ContentDecoder {
    /// The widest window in powers of two: 8 MiB is all that web content may ask for (RFC 9659).
    private static let widestWindow: Int32 = 23

    private let stream: OpaquePointer?
    private var output = [UInt8](repeating: 0, count: ZSTD_DStreamOutSize())
    private(set) var isComplete = false

    init() {
        unsafe stream = ZSTD_createDStream()
        if let stream = unsafe stream {
            _ = unsafe ZSTD_DCtx_setParameter(stream, ZSTD_d_windowLogMax, Self.widestWindow)
        }
    }

    deinit {
        if let stream = unsafe stream { _ = unsafe ZSTD_freeDStream(stream) }
    }

    var memory: Int { unsafe stream.map { unsafe ZSTD_sizeof_DStream($0) } ?? 0 }

    func decode(_ input: Span<UInt8>, emit: (Span<UInt8>) -> Bool) throws(DecodingFailure) {
        guard let stream = unsafe stream else { throw DecodingFailure(coding: "zstd") }
        let isDamaged = unsafe input.withUnsafeBufferPointer { input in
            unsafe decode(input, stream, emit)
        }
        if isDamaged { throw DecodingFailure(coding: "zstd") }
    }

    /// Returns true when the stream is damaged.
    private func decode(
        _ input: UnsafeBufferPointer<UInt8>, _ stream: OpaquePointer, _ emit: (Span<UInt8>) -> Bool
    ) -> Bool {
        var source = unsafe ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
        return unsafe output.withUnsafeMutableBufferPointer { output in
            while true {
                var target = unsafe ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
                let left = unsafe ZSTD_decompressStream(stream, &target, &source)
                if ZSTD_isError(left) != 0 { return true }
                // 0 is the end of a frame, after which another may begin.
                isComplete = left == 0
                if unsafe target.pos > 0 {
                    let piece = unsafe UnsafeBufferPointer(start: output.baseAddress, count: target.pos)
                    guard unsafe emit(piece.span) else { return false }
                }
                let isFull = unsafe target.pos == target.size
                guard unsafe source.pos < source.size || (isFull && left != 0) else { return false }
            }
        }
    }
}
