import Foundation

/// Writes header fields of mail: folded, and encoded where they are not ASCII (RFC 5322, RFC 2047).
enum MailHeader {
    /// A field whose value is text for people.
    static func line(_ name: String, text: String) -> String {
        let clean = oneLine(text)
        if isPlain(clean) { return fold(name, clean) }
        return fold(name, encodedWords(clean, firstColumn: name.utf8.count + 2))
    }

    /// A field with an address.
    static func line(_ name: String, mailbox: Mailbox) -> String {
        let clean = oneLine(mailbox.name)
        guard !clean.isEmpty else { return fold(name, mailbox.address) }
        let shown: String
        if !isPlain(clean) {
            shown = encodedWords(clean, firstColumn: name.utf8.count + 2)
        } else if clean.utf8.allSatisfy({ isAtom($0) || $0 == 0x20 }) {
            shown = clean
        } else {
            shown = "\"" + clean.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
        }
        return fold(name, "\(shown) <\(mailbox.address)>")
    }

    /// A field whose value is already in its final form.
    static func line(_ name: String, verbatim value: String) -> String {
        "\(name): \(oneLine(value))\r\n"
    }

    /// True when a text can be the name of a field.
    static func isName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && $0 != 0x3a }
    }

    /// A date as mail writes it (RFC 5322 section 3.3).
    static func date(_ seconds: Int, offset: Int) -> String {
        let local = seconds + offset
        let days = Int((Double(local) / 86_400).rounded(.down))
        let time = local - days * 86_400
        let (year, month, day) = civil(days)
        let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let weekday = weekdays[((days % 7) + 7) % 7]
        let sign = offset < 0 ? "-" : "+"
        let zone = sign + two(abs(offset) / 3600) + two(abs(offset) / 60 % 60)
        return "\(weekday), \(day) \(months[month - 1]) \(year) "
            + "\(two(time / 3600)):\(two(time / 60 % 60)):\(two(time % 60)) \(zone)"
    }

    /// The civil date of a number of days since 1970 in the Gregorian calendar.
    private static func civil(_ days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    /// The text without anything that could begin another field.
    private static func oneLine(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7f ? " " : $0 })
        )
        .trimmingBlanks
    }

    private static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7f } && !text.contains("=?")
            && text.split(separator: " ").allSatisfy { $0.utf8.count < 900 }
    }

    private static func isAtom(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
        default: "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
        }
    }

    /// Encoded words of at most 75 columns that split no character.
    private static func encodedWords(_ text: String, firstColumn: Int) -> String {
        var words: [String] = []
        var chunk: [UInt8] = []
        var room = max(30, 45 - firstColumn)
        for scalar in text.unicodeScalars {
            let bytes = Array(String(scalar).utf8)
            if chunk.count + bytes.count > room, !chunk.isEmpty {
                words.append(word(chunk))
                chunk = []
                room = 45
            }
            chunk += bytes
        }
        if !chunk.isEmpty { words.append(word(chunk)) }
        return words.joined(separator: " ")
    }

    private static func word(_ bytes: [UInt8]) -> String {
        "=?utf-8?B?\(Data(bytes).base64EncodedString())?="
    }

    /// Breaks a value at blanks so that lines stay within 78 columns where that is possible.
    private static func fold(_ name: String, _ value: String) -> String {
        var result = "\(name):"
        var column = result.utf8.count
        var isFirst = true
        for word in value.split(separator: " ", omittingEmptySubsequences: false) {
            if !isFirst, column + 1 + word.utf8.count > 78, !word.isEmpty {
                result += "\r\n"
                column = 0
            }
            result += " \(word)"
            column += 1 + word.utf8.count
            isFirst = false
        }
        return result + "\r\n"
    }
}
