import ArgumentParser
import Foundation

/// Where the output goes: what it can show and how wide it is.
struct Terminal {
    /// When to use colour.
    enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
        case auto, always, never
    }

    /// True when colour and links may be used.
    let isRich: Bool
    /// True when a person watches standard output.
    let isInteractive: Bool
    /// Columns.
    let width: Int

    init(color: ColorChoice, environment: [String: String] = ProcessInfo.processInfo.environment) {
        let isInteractive = isatty(STDOUT_FILENO) == 1
        self.isInteractive = isInteractive
        isRich =
            switch color {
            case .always: true
            case .never: false
            case .auto:
                isInteractive && environment["NO_COLOR", default: ""].isEmpty && environment["TERM"] != "dumb"
            }
        width = Self.columns(isInteractive: isInteractive, environment: environment)
    }

    private static func columns(isInteractive: Bool, environment: [String: String]) -> Int {
        if let columns = environment["COLUMNS"].flatMap(Int.init), columns >= 20 { return columns }
        var size = winsize()
        if isInteractive, unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col >= 20 {
            return Int(size.ws_col)
        }
        return 80
    }

    /// A text without control characters, escape sequences and direction overrides: a title can't drive the
    /// terminal.
    static func safe(_ text: some StringProtocol) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x09, 0x0A: result.append(" ")
            case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069, 0x200E, 0x200F: continue
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    func bold(_ text: String) -> String { isRich ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
    func dim(_ text: String) -> String { isRich ? "\u{1B}[2m\(text)\u{1B}[0m" : text }
    func warning(_ text: String) -> String { isRich ? "\u{1B}[33m\(text)\u{1B}[0m" : text }
    func bad(_ text: String) -> String { isRich ? "\u{1B}[31m\(text)\u{1B}[0m" : text }
    func good(_ text: String) -> String { isRich ? "\u{1B}[32m\(text)\u{1B}[0m" : text }

    /// A text that opens an address when clicked (OSC 8), where the terminal can.
    func link(_ text: String, to url: String?) -> String {
        guard isRich, let url, url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return text }
        return "\u{1B}]8;;\(url)\u{1B}\\\(text)\u{1B}]8;;\u{1B}\\"
    }
}
