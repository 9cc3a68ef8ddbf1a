import CBrotli
import Glibc

/// Undoes `br` (RFC 7932).
@safe final class BrotliDecoder: ContentDecoder {
    private let state: OpaquePointer?
    /// Counts what the decoder has allocated: its window has up to 16 MiB, and as many as the sender says.
    private let allocated: UnsafeMutablePointer<Int>

    init() {
        let count = UnsafeMutablePointer<Int>.allocate(capacity: 1)
        unsafe count.initialize(to: 0)
        unsafe allocated = count
        unsafe state = BrotliDecoderCreateInstance(
            { count, size in
                let memory = unsafe malloc(size)
                if let memory = unsafe memory {
                    unsafe count?.assumingMemoryBound(to: Int.self).pointee += malloc_usable_size(memory)
                }
                return unsafe memory
            },
            { count, memory in
                guard let memory = unsafe memory else { return }
                unsafe count?.assumingMemoryBound(to: Int.self).pointee -= malloc_usable_size(memory)
                unsafe free(memory)
            }, count)
    }

    deinit {
        if let state = unsafe state { unsafe BrotliDecoderDestroyInstance(state) }
        unsafe allocated.deallocate()
    }

    var memory: Int { unsafe allocated.pointee }

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
