/// One growing buffer for the text of all open elements; an element's text is the part behind its mark.
@safe final class ByteCollector {
    private var bytes: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private(set) var count = 0

    init() {
        capacity = 1 << 16
        unsafe bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    }

    deinit {
        unsafe bytes.deallocate()
    }

    @inline(__always)
    func append(_ more: Span<UInt8>) {
        let added = more.count
        if count + added > capacity { grow(added) }
        unsafe more.withUnsafeBufferPointer { source in
            guard let start = source.baseAddress else { return }
            unsafe (bytes + count).update(from: start, count: added)
        }
        count += added
    }

    func append(_ byte: UInt8) {
        if count == capacity { grow(1) }
        unsafe bytes[count] = byte
        count += 1
    }

    func append(_ text: [UInt8]) {
        append(text.span)
    }

    func append(_ text: StaticString) {
        let letters = unsafe UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        unsafe append(letters.span)
    }

    /// The bytes behind a mark; valid until the next change.
    @unsafe func slice(from mark: Int) -> UnsafeBufferPointer<UInt8> {
        unsafe UnsafeBufferPointer(start: bytes + mark, count: count - mark)
    }

    /// Forgets everything behind a mark; a buffer that one huge field has blown up shrinks again.
    func truncate(to mark: Int) {
        count = mark
        if mark == 0, capacity > 1 << 22 {
            unsafe bytes.deallocate()
            capacity = 1 << 16
            unsafe bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        }
    }

    private func grow(_ added: Int) {
        let larger = max(capacity * 2, count + added)
        let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
        unsafe moved.update(from: bytes, count: count)
        unsafe bytes.deallocate()
        unsafe bytes = moved
        capacity = larger
    }
}
