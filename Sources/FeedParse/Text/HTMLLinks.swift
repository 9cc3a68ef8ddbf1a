/// Makes the relative addresses inside of an HTML fragment absolute.
enum HTMLLinks {
    /// Appends the fragment with its addresses resolved against a base; false when there was nothing to change.
    ///
    /// Attributes: `href`, `src`, `srcset`, `poster`, `cite`, `longdesc`, `background`, `action`. A bare `#fragment` stays.
    static func resolve(_ b: Span<UInt8>, against base: String, into output: inout [UInt8]) -> Bool {
        let base = Array(base.utf8)
        var copied = 0
        var at = 0
        while let tag = ByteSearch.first(0x3C, in: b, from: at), tag + 2 < b.count {
            guard (b[tag + 1] | 0x20) >= 0x61, (b[tag + 1] | 0x20) <= 0x7A else {
                at = tag + 1
                continue
            }
            at = tag + 2
            // A long base and a flood of short references must not blow a field up.
            guard output.count <= Limits.field else { break }
            while at < b.count, isNameByte(b[at]) { at += 1 }
            while let attribute = nextAttribute(b, &at) {
                guard let kind = kind(b, attribute.name) else { continue }
                let value = attribute.value
                if kind == .set {
                    if let set = resolvedSet(b, value, base) {
                        append(b, copied..<value.lowerBound, to: &output)
                        output.append(contentsOf: set)
                        copied = value.upperBound
                    }
                    continue
                }
                guard let resolved = resolvedValue(b, value, base) else { continue }
                append(b, copied..<value.lowerBound, to: &output)
                output.append(contentsOf: resolved.utf8)
                copied = value.upperBound
            }
        }
        guard copied > 0 else { return false }
        append(b, copied..<b.count, to: &output)
        return true
    }

    private enum Kind { case address, set }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte != 0x3E && byte != 0x2F && byte != 0x3D
    }

    /// The next attribute of the tag; nil behind its end.
    private static func nextAttribute(
        _ b: Span<UInt8>, _ at: inout Int
    ) -> (name: Range<Int>, value: Range<Int>)? {
        while at < b.count, b[at] <= 0x20 || b[at] == 0x2F || b[at] == 0x22 || b[at] == 0x27 { at += 1 }
        guard at < b.count, b[at] != 0x3E, b[at] != 0x3C else { return nil }
        let nameStart = at
        if b[at] == 0x3D { at += 1 }
        while at < b.count, isNameByte(b[at]) { at += 1 }
        let name = nameStart..<at
        while at < b.count, b[at] <= 0x20 { at += 1 }
        guard at < b.count, b[at] == 0x3D else { return (name, at..<at) }
        at += 1
        while at < b.count, b[at] <= 0x20 { at += 1 }
        guard at < b.count else { return (name, at..<at) }
        let quote = b[at]
        if quote == 0x22 || quote == 0x27 {
            at += 1
            let start = at
            while at < b.count, b[at] != quote { at += 1 }
            let value = start..<at
            if at < b.count { at += 1 }
            return (name, value)
        }
        let start = at
        while at < b.count, b[at] > 0x20, b[at] != 0x3E { at += 1 }
        return (name, start..<at)
    }

    private static func kind(_ b: Span<UInt8>, _ name: Range<Int>) -> Kind? {
        switch name.count {
        case 3: matches(b, name, "src") ? .address : nil
        case 4: matches(b, name, "href") || matches(b, name, "cite") ? .address : nil
        case 6:
            matches(b, name, "srcset")
                ? .set : matches(b, name, "poster") || matches(b, name, "action") ? .address : nil
        case 8: matches(b, name, "longdesc") ? .address : nil
        case 10: matches(b, name, "background") ? .address : nil
        default: nil
        }
    }

    private static func matches(_ b: Span<UInt8>, _ range: Range<Int>, _ word: StaticString) -> Bool {
        word.withUTF8Buffer { letters in
            for index in 0..<letters.count where unsafe b[range.lowerBound + index] | 0x20 != letters[index] {
                return false
            }
            return true
        }
    }

    /// Nil when the value is absolute, empty, a fragment or cannot be resolved.
    private static func resolvedValue(_ b: Span<UInt8>, _ value: Range<Int>, _ base: [UInt8]) -> String? {
        var start = value.lowerBound
        var end = value.upperBound
        while start < end, b[start] <= 0x20 { start += 1 }
        while end > start, b[end - 1] <= 0x20 { end -= 1 }
        guard start < end, b[start] != 0x23 else { return nil }
        let reference = b.extracting(start..<end)
        // `&#106;avascript:` hides a scheme; the sanitizer judges it, not we.
        guard !URLReference.hasScheme(reference), b[start] != 0x26 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(reference.count)
        append(reference, 0..<reference.count, to: &bytes)
        bytes.removeAll { $0 < 0x20 }
        return URLReference.resolveRelative(bytes, base)
    }

    /// A `srcset`: candidates separated by commas, each an address and a descriptor.
    private static func resolvedSet(_ b: Span<UInt8>, _ value: Range<Int>, _ base: [UInt8]) -> [UInt8]? {
        var output: [UInt8] = []
        var changed = false
        var at = value.lowerBound
        let end = value.upperBound
        while at < end {
            while at < end, b[at] <= 0x20 || b[at] == 0x2C { at += 1 }
            guard at < end else { break }
            var stop = at
            while stop < end, b[stop] > 0x20 { stop += 1 }
            var addressEnd = stop
            while addressEnd > at, b[addressEnd - 1] == 0x2C { addressEnd -= 1 }
            if !output.isEmpty { output.append(contentsOf: ", ".utf8) }
            if let resolved = resolvedValue(b, at..<addressEnd, base) {
                output.append(contentsOf: resolved.utf8)
                changed = true
            } else {
                append(b, at..<addressEnd, to: &output)
            }
            at = stop
            if addressEnd == stop {
                while stop < end, b[stop] != 0x2C { stop += 1 }
                append(b, at..<stop, to: &output)
                at = stop
            }
        }
        return changed ? output : nil
    }

    private static func append(_ b: Span<UInt8>, _ range: Range<Int>, to output: inout [UInt8]) {
        unsafe b.extracting(range).withUnsafeBufferPointer { unsafe output.append(contentsOf: $0) }
    }
}
