import CZlib

/// Undoes `gzip` (RFC 1952) and `deflate` (RFC 1950, or RFC 1951 as many servers have it).
@safe final class ZlibDecoder: ContentDecoder {
    enum Coding: String {
        case gzip
        case deflate
    }

    private let coding: Coding
    private var stream = unsafe z_stream()
    private var state = State.notBegun
    /// Bytes of the beginning, until there are enough to tell the format.
    private var beginning: [UInt8] = []

    private enum State {
        case notBegun
        /// Not compressed at all, whatever the header said.
        case plain
        case inflating
        case ended
    }

    init(_ coding: Coding) {
        self.coding = coding
    }

    deinit {
        if state == .inflating || state == .ended { unsafe inflateEnd(&stream) }
    }

    /// Its window has 32 KiB, whoever sends.
    var memory: Int { 0 }

    var isComplete: Bool { state == .ended || state == .plain }

    func decode(_ input: Span<UInt8>, emit: (Span<UInt8>) -> Bool) throws(DecodingFailure) {
        switch state {
        case .plain:
            _ = emit(input)
        case .ended:
            break  // Bytes after the end are ignored, as every reader of gzip does.
        case .inflating:
            try inflate(input, emit: emit)
        case .notBegun:
            if beginning.isEmpty, input.count >= 2 {
                try begin(input[0], input[1])
                if state == .plain { _ = emit(input) } else { try inflate(input, emit: emit) }
                return
            }
            for index in input.indices { beginning.append(input[index]) }
            guard beginning.count >= 2 else { return }
            let whole = beginning
            beginning = []
            try begin(whole[0], whole[1])
            if state == .plain {
                _ = emit(whole.span)
            } else {
                try inflate(whole.span, emit: emit)
            }
        }
    }

    private func begin(_ first: UInt8, _ second: UInt8) throws(DecodingFailure) {
        let windowBits: Int32
        switch coding {
        case .gzip:
            guard first == 0x1f, second == 0x8b else {
                // A proxy unpacked the body and left the header: text never begins with 0x1f.
                guard first != 0x1f else { throw DecodingFailure(coding: coding.rawValue) }
                state = .plain
                return
            }
            windowBits = 31
        case .deflate:
            let isZlib = first & 0x0f == 8 && (Int(first) << 8 | Int(second)) % 31 == 0
            windowBits = isZlib ? 15 : -15
        }
        guard unsafe czlib_inflate_init(&stream, windowBits) == Z_OK else {
            throw DecodingFailure(coding: coding.rawValue)
        }
        state = .inflating
    }

    private func inflate(_ input: Span<UInt8>, emit: (Span<UInt8>) -> Bool) throws(DecodingFailure) {
        let isDamaged = unsafe input.withUnsafeBufferPointer { input in
            unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 32 << 10) { output in
                unsafe inflate(input, output, emit)
            }
        }
        if isDamaged { throw DecodingFailure(coding: coding.rawValue) }
    }

    /// Returns true when the stream is damaged.
    private func inflate(
        _ input: UnsafeBufferPointer<UInt8>, _ output: UnsafeMutableBufferPointer<UInt8>,
        _ emit: (Span<UInt8>) -> Bool
    ) -> Bool {
        unsafe stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        unsafe stream.avail_in = UInt32(input.count)
        while true {
            unsafe stream.next_out = output.baseAddress
            unsafe stream.avail_out = UInt32(output.count)
            let result = unsafe CZlib.inflate(&stream, Z_NO_FLUSH)
            guard result == Z_OK || result == Z_STREAM_END || result == Z_BUF_ERROR else { return true }
            let produced = unsafe output.count - Int(stream.avail_out)
            if produced > 0 {
                let bytes = unsafe UnsafeBufferPointer(rebasing: UnsafeBufferPointer(output)[..<produced])
                guard unsafe emit(bytes.span) else { return false }
            }
            if result == Z_STREAM_END {
                // A gzip file may have further members (RFC 1952 section 2.2).
                guard coding == .gzip, unsafe stream.avail_in > 0, unsafe stream.next_in.pointee == 0x1f,
                    unsafe inflateReset(&stream) == Z_OK
                else {
                    state = .ended
                    return false
                }
            } else if unsafe stream.avail_in == 0 && stream.avail_out > 0 {
                return false
            }
        }
    }
}
