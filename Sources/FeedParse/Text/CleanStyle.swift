/// The CSS declarations of foreign HTML that may stay: those that say how a text is to be read.
///
/// A property stays with one of its listed words as value and nothing else. So no address is loaded, nothing is placed
/// over other things or made invisible, and no function, comment or escape of CSS has to be understood.
enum CleanStyle {
    /// The declarations that pass, in their order; nil when there are none.
    static func clean(_ style: String) -> String? {
        guard style.utf8.count <= limit else { return nil }
        let kept = style.split(separator: ";").compactMap { declaration -> String? in
            let parts = declaration.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count == 2 else { return nil }
            let name = String(parts[0]).trimmedBlanks.lowercased()
            let value = String(parts[1]).trimmedBlanks.lowercased()
            guard let words = words[name], words.contains(value) else { return nil }
            return "\(name): \(value)"
        }
        return kept.isEmpty ? nil : kept.joined(separator: "; ")
    }

    /// Longer ones are not written for a text, in bytes.
    private static let limit = 4096

    private static let words: [String: Set<String>] = [
        "direction": ["ltr", "rtl"],
        "font-style": ["normal", "italic", "oblique"],
        "font-variant": ["normal", "small-caps"],
        "font-weight": [
            "normal", "bold", "100", "200", "300", "400", "500", "600", "700", "800", "900",
        ],
        "list-style-type": [
            "none", "disc", "circle", "square", "decimal", "lower-alpha", "upper-alpha", "lower-latin",
            "upper-latin",
            "lower-roman", "upper-roman", "lower-greek",
        ],
        "text-align": ["left", "right", "center", "justify", "start", "end"],
        "text-decoration": ["none", "underline", "line-through"],
        "text-transform": ["none", "capitalize", "uppercase", "lowercase"],
        "unicode-bidi": ["normal", "embed", "isolate", "plaintext"],
        "vertical-align": ["baseline", "sub", "super", "top", "middle", "bottom", "text-top", "text-bottom"],
        "white-space": ["normal", "pre", "nowrap", "pre-wrap", "pre-line"],
        "writing-mode": ["horizontal-tb", "vertical-rl", "vertical-lr"],
    ]
}
