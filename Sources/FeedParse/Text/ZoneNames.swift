internal import Foundation

/// The names of time zones that dates in feeds carry, and their offsets.
enum ZoneNames {
    /// The offset in seconds of a short zone name such as `EST`, letters only; nil when it is unknown.
    static func offset(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int? {
        guard end > start, end - start <= 8 else { return nil }
        var key: UInt64 = 0
        for index in start..<end {
            let byte = bytes[index] & ~0x20
            guard byte >= 0x41, byte <= 0x5A else { return nil }
            key = key << 8 | UInt64(byte)
        }
        return offset(packed: key)
    }

    /// The offset of a short name given as text.
    static func offset(_ name: String) -> Int? {
        let utf8 = name.utf8
        let span = utf8.span
        return offset(span, 0, span.count)
    }

    /// The offset of a named zone of the IANA data base at a local time; nil when there is no such zone.
    static func offset(ofIANAName name: String, at parts: StatedDateParts) -> Int? {
        guard let zone = TimeZone(identifier: name), var utc = parts.stated(defaultOffset: 0)?.date else {
            return nil
        }
        // Twice: the first guess may lie on the other side of a change to summer time.
        let local = utc
        for _ in 0..<2 {
            utc = local.addingTimeInterval(-Double(zone.secondsFromGMT(for: utc)))
        }
        return zone.secondsFromGMT(for: utc)
    }

    private static func offset(packed key: UInt64) -> Int? {
        if key == 0x474D54 || key == 0x5A || key == 0x555443 { return 0 }  // GMT, Z, UTC
        return table[key].map { Int($0) * 60 }
    }

    private static let table: [UInt64: Int16] = {
        var table: [UInt64: Int16] = [:]
        for (names, minutes) in rows {
            for name in names.split(separator: " ") {
                table[name.utf8.reduce(0) { $0 << 8 | UInt64($1) }] = minutes
            }
        }
        return table
    }()

    /// Names with several meanings have the one that feeds use most.
    ///
    /// The letters of RFC 822's military zones are read as UTC, as RFC 5322 section 4.3 asks.
    private static let rows: [(String, Int16)] = [
        ("UT UTC GMT Z WET A B C D E F G H I K L M N O P Q R S T U V W X Y", 0),
        ("BST WEST CET MET MEZ WAT IWST", 60), ("CEST MEST MESZ EET IST SAST CAT EETZ", 120),
        ("EEST MSK EAT TRT AZOMT IDT", 180), ("IRST", 210), ("MSD SAMT GST AZT GET", 240), ("AFT", 270),
        ("PKT UZT YEKT", 300), ("NPT", 345), ("OMST ALMT", 360), ("MMT", 390), ("ICT WIB KRAT NOVT", 420),
        ("HKT SGT PHT MYT AWST WITA IRKT ULAT", 480), ("JST KST WIT YAKT", 540), ("ACST", 570),
        ("AEST VLAT CHST", 600), ("ACDT", 630), ("AEDT MAGT SRET", 660), ("NZST PETT FJT", 720),
        ("NZDT", 780), ("CVT", -60), ("FNT", -120), ("BRST", -120), ("BRT ART ADT UYT CLST", -180),
        ("NDT", -150), ("NST", -210), ("AST AT EDT CLT VET BOT PYT AMT", -240),
        ("EST ET CDT PET COT ECT", -300), ("CST CT MDT", -360), ("MST MT PDT", -420),
        ("PST PT AKDT", -480), ("AKST", -540), ("HST HAST", -600), ("SST", -660),
    ]
}
