import CBrotli

/// Undoes `br` (RFC 7932).
@safe final class BrotliDecoder: ContentDecoder {
    private let state: OpaquePointer?

    init() {
        unsafe state = BrotliDecoderCreateInstance(nil, nil, nil)
    }

    deinit {
        if let state = unsafe state { unsafe BrotliDecoderDestroyInstance(state) }
    }

    var isComplete: Bool {
        guard let state = unsafe state else { return false }
        return unsafe BrotliDecoderIsFinished(state) != 0
    }

    func decode(_ input: Span<UInt8>, emit: (Span<UInt8>) -> Bool) throws(DecodingFailure) {
        guard let state = unsafe state else { throw DecodingFailure(coding: "br") }
        let isDamaged = unsafe input.withUnsafeBufferPointer { input in
            unsafe decode(input, state, emit)
        }
        if isDamaged { throw DecodingFailure(coding: "br") }
    }

    /// Returns true when the stream is damaged.
    private func decode(
        _ input: UnsafeBufferPointer<UInt8>, _ state: OpaquePointer, _ emit: (Span<UInt8>) -> Bool
    ) -> Bool {
        var availableIn = input.count
        var nextIn = input.baseAddress
        while true {
            var availableOut = 0
            let result = unsafe BrotliDecoderDecompressStream(
                state, &availableIn, &nextIn, &availableOut, nil, nil)
            if result == BROTLI_DECODER_RESULT_ERROR { return true }
            var size = 0
            while let bytes = unsafe BrotliDecoderTakeOutput(state, &size), size > 0 {
                guard unsafe emit(UnsafeBufferPointer(start: bytes, count: size).span) else { return false }
                size = 0
            }
            if result != BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT { return false }
        }
    }
}
