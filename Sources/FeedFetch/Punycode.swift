import Foundation

/// Turns international host names into ASCII (RFC 3492, RFC 5891).
///
/// libcurl can do it only in a UTF-8 locale, and a daemon runs in none.
enum Punycode {
    /// The address with its host in ASCII; unchanged when it is already.
    static func asciiHost(in address: String) -> String {
        guard !address.utf8.allSatisfy({ $0 < 0x80 }), let range = hostRange(address) else { return address }
        let host = address[range]
        guard !host.utf8.allSatisfy({ $0 < 0x80 }) else { return address }
        var result = address
        result.replaceSubrange(range, with: ascii(String(host)))
        return result
    }

    /// A host name in ASCII, label by label.
    static func ascii(_ host: String) -> String {
        // Chinese and Japanese keyboards give other dots (RFC 3490 section 3.1).
        let dots: Set<Unicode.Scalar> = [".", "\u{3002}", "\u{ff0e}", "\u{ff61}"]
        let mapped = host.lowercased().precomposedStringWithCompatibilityMapping.unicodeScalars
        let labels = mapped.split(omittingEmptySubsequences: false) { dots.contains($0) }
        return labels.map { label in
            label.allSatisfy(\.isASCII) ? String(label) : "xn--" + encode(Array(label))
        }.joined(separator: ".")
    }

    private static func hostRange(_ address: String) -> Range<String.Index>? {
        guard let slashes = address.range(of: "//") else { return nil }
        let before = address[..<slashes.lowerBound]
        guard before.isEmpty || before.hasSuffix(":") else { return nil }
        let rest = address[slashes.upperBound...]
        let authority = rest.prefix { !"/?#\\".contains($0) }
        let start = authority.lastIndex(of: "@").map { authority.index(after: $0) } ?? authority.startIndex
        let end = authority[start...].firstIndex(of: ":") ?? authority.endIndex
        return start..<end
    }

    /// One label (RFC 3492 section 6.3).
    private static func encode(_ label: [Unicode.Scalar]) -> String {
        var code: UInt32 = 128
        var delta: UInt32 = 0
        var bias: UInt32 = 72
        let basic = label.filter(\.isASCII)
        var output = String(String.UnicodeScalarView(basic))
        var handled = UInt32(basic.count)
        if handled > 0 { output += "-" }
        while handled < UInt32(label.count) {
            guard let next = label.map(\.value).filter({ $0 >= code }).min() else { break }
            delta &+= (next - code) &* (handled + 1)
            code = next
            for scalar in label {
                if scalar.value < code { delta &+= 1 }
                guard scalar.value == code else { continue }
                var rest = delta
                var weight: UInt32 = 36
                while true {
                    let threshold = weight <= bias ? 1 : min(weight - bias, 26)
                    if rest < threshold { break }
                    output.append(digit(threshold + (rest - threshold) % (36 - threshold)))
                    rest = (rest - threshold) / (36 - threshold)
                    weight += 36
                }
                output.append(digit(rest))
                bias = adapt(delta, handled + 1, isFirst: handled == UInt32(basic.count))
                delta = 0
                handled += 1
            }
            delta &+= 1
            code += 1
        }
        return output
    }

    private static func digit(_ value: UInt32) -> Character {
        Character(UnicodeScalar(UInt8(value < 26 ? value + 97 : value + 22)))
    }

    private static func adapt(_ delta: UInt32, _ count: UInt32, isFirst: Bool) -> UInt32 {
        var delta = isFirst ? delta / 700 : delta / 2
        delta += delta / count
        var weight: UInt32 = 0
        while delta > 455 {
            delta /= 35
            weight += 36
        }
        return weight + 36 * delta / (delta + 38)
    }
}
