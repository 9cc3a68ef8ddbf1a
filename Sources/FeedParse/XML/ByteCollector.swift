/// One growing buffer for the text of all open elements; an element's text is the part behind its mark.
///
/// It lives in one thread and lends nothing while it changes: the checks of that at run time would cost more than the
/// work itself.
@safe final class ByteCollector {
    @exclusivity(unchecked) private var bytes: UnsafeMutablePointer<UInt8>
    @exclusivity(unchecked) private var capacity: Int
    @exclusivity(unchecked) private var length = 0

    /// How many bytes there are.
    var count: Int { unsafe length }

    init() {
        unsafe capacity = 1 << 16
        unsafe bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    }

    deinit {
        unsafe bytes.deallocate()
    }

    @inline(__always)
    func append(_ more: Span<UInt8>) {
        let added = more.count
        if unsafe length + added > capacity { grow(added) }
        unsafe more.withUnsafeBufferPointer { source in
            guard let start = source.baseAddress else { return }
            unsafe (bytes + length).update(from: start, count: added)
        }
        unsafe length += added
    }

    func append(_ byte: UInt8) {
        if unsafe length == capacity { grow(1) }
        unsafe bytes[length] = byte
        unsafe length += 1
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
        unsafe UnsafeBufferPointer(start: bytes + mark, count: length - mark)
    }

    /// Forgets everything behind a mark; a buffer that one huge field has blown up shrinks again.
    func truncate(to mark: Int) {
        unsafe length = mark
        if unsafe mark == 0 && capacity > 1 << 22 {
            unsafe bytes.deallocate()
            unsafe capacity = 1 << 16
            unsafe bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        }
    }

    private func grow(_ added: Int) {
        let larger = unsafe max(capacity * 2, length + added)
        let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
        unsafe moved.update(from: bytes, count: length)
        unsafe bytes.deallocate()
        unsafe bytes = moved
        unsafe capacity = larger
    }
}
