/// The labels of charsets and the decoders that they mean (WHATWG Encoding Standard section 4.2).
enum EncodingLabels {
    /// The WHATWG name that a label means, nil for an unknown one.
    ///
    /// Charsets that browsers don't know, such as cp437, keep their label when the system's iconv knows them.
    static func name(of label: String) -> String? {
        let key = label.lowercased().filter { !$0.isWhitespace && $0 != "\"" && $0 != "'" }
        return names[key] ?? (CharsetDecoder.isASCIIBased(key) ? key.uppercased() : nil)
    }

    /// The name by which iconv knows a decoder.
    static func iconvName(of name: String) -> String {
        iconvNames[name] ?? name
    }

    private static let names: [String: String] = {
        var names: [String: String] = [:]
        for (name, labels) in rows {
            names[name.lowercased()] = name
            for label in labels.split(separator: " ") { names[String(label)] = name }
        }
        return names
    }()

    private static let iconvNames = [
        "windows-874": "CP874", "windows-1250": "CP1250", "windows-1251": "CP1251", "windows-1252": "CP1252",
        "windows-1253": "CP1253", "windows-1254": "CP1254", "windows-1255": "CP1255",
        "windows-1256": "CP1256", "windows-1257": "CP1257", "windows-1258": "CP1258", "Shift_JIS": "CP932",
        "EUC-KR": "CP949", "Big5": "BIG5-HKSCS", "EUC-JP": "EUC-JP-MS", "ISO-2022-JP": "ISO-2022-JP-2",
        "macintosh": "MACINTOSH", "x-mac-cyrillic": "MAC-UK", "IBM866": "CP866", "ISO-8859-8-I": "ISO-8859-8",
        "UTF-16LE": "UTF-16LE", "UTF-16BE": "UTF-16BE", "UTF-32LE": "UTF-32LE", "UTF-32BE": "UTF-32BE",
        "IBM037": "IBM037",
    ]

    /// As browsers read them, with a few labels that only old feeds carry.
    private static let rows: [(String, String)] = [
        (
            "UTF-8",
            "unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf8 x-unicode20utf8 utf_8 utf-8n utf8mb4 cp65001"
        ),
        (
            "UTF-16LE",
            "utf-16 utf16 utf-16le csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf_16 u16 csucs2"
        ),
        ("UTF-16BE", "unicodefffe utf-16be utf_16_be"),
        ("UTF-32LE", "utf-32 utf32 utf-32le ucs-4 iso-10646-ucs-4 utf_32 csucs4 ucs4"),
        ("UTF-32BE", "utf-32be utf_32_be"),
        ("IBM866", "866 cp866 csibm866"),
        (
            "ISO-8859-2",
            "csisolatin2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2"
        ),
        ("ISO-8859-3", "csisolatin3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3"),
        ("ISO-8859-4", "csisolatin4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4"),
        (
            "ISO-8859-5",
            "csisolatincyrillic cyrillic iso-ir-144 iso8859-5 iso88595 iso_8859-5 iso_8859-5:1988"
        ),
        (
            "ISO-8859-6",
            "arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6-e iso-8859-6-i iso-ir-127"
                + " iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987"
        ),
        (
            "ISO-8859-7",
            "csisolatingreek ecma-118 elot_928 greek greek8 iso-ir-126 iso8859-7 iso88597 iso_8859-7"
                + " iso_8859-7:1987 sun_eu_greek"
        ),
        (
            "ISO-8859-8",
            "csiso88598e csisolatinhebrew hebrew iso-8859-8-e iso-ir-138 iso8859-8 iso88598 iso_8859-8"
                + " iso_8859-8:1988 visual"
        ),
        ("ISO-8859-8-I", "csiso88598i logical"),
        ("ISO-8859-10", "csisolatin6 iso-ir-157 iso8859-10 iso885910 l6 latin6"),
        ("ISO-8859-13", "iso8859-13 iso885913"), ("ISO-8859-14", "iso8859-14 iso885914"),
        ("ISO-8859-15", "csisolatin9 iso8859-15 iso885915 iso_8859-15 l9 latin9 latin-9"),
        ("ISO-8859-16", "iso8859-16"), ("KOI8-R", "cskoi8r koi koi8 koi8_r"),
        ("KOI8-U", "koi8-ru"), ("macintosh", "csmacintosh mac x-mac-roman macroman mac-roman"),
        ("windows-874", "dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 tis620 cp874"),
        ("windows-1250", "cp1250 x-cp1250 win-1250 windows1250 1250"),
        ("windows-1251", "cp1251 x-cp1251 win-1251 windows1251 1251 win1251"),
        (
            "windows-1252",
            "ansi_x3.4-1968 ascii us-ascii usascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso88591"
                + " iso_8859-1 iso_8859-1:1987 l1 latin1 latin-1 x-cp1252 win-1252 windows1252 1252 ansi iso8859_1"
                + " iso-8859 8859-1 iso_8859_1 646 iso-8859-1-windows-3.1-latin-1 iso8859"
        ),
        ("windows-1253", "cp1253 x-cp1253 win-1253 1253"),
        (
            "windows-1254",
            "cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5 latin5 x-cp1254"
                + " 1254"
        ),
        ("windows-1255", "cp1255 x-cp1255 1255"), ("windows-1256", "cp1256 x-cp1256 1256"),
        ("windows-1257", "cp1257 x-cp1257 1257"), ("windows-1258", "cp1258 x-cp1258 1258"),
        ("x-mac-cyrillic", "x-mac-ukrainian mac_cyrillic"),
        (
            "GB18030",
            "gbk chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 iso-ir-58 x-gbk cp936 936 ms936 gb18030-2000"
                + " windows-936 euc-cn euccn eucgb2312-cn gb2312-1980 gb2312-80 hz-gb-2312 hz hzgb"
        ),
        ("Big5", "big5-hkscs cn-big5 csbig5 x-x-big5 cp950 950 ms950 big5-tw big5hkscs windows-950"),
        ("EUC-JP", "cseucpkdfmtjapanese x-euc-jp eucjp ujis u-jis euc_jp eucjis2004"),
        ("ISO-2022-JP", "csiso2022jp iso-2022-jp-1 iso-2022-jp-2 iso2022jp"),
        (
            "Shift_JIS",
            "csshiftjis ms932 ms_kanji shift-jis sjis windows-31j x-sjis cp932 932 mskanji shiftjis s_jis windows-932"
        ),
        (
            "EUC-KR",
            "cseuckr csksc56011987 iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 windows-949 cp949 949"
                + " ms949 uhc euckr ks_c-5601 ks_c-5601-1987 ksx1001 ks_x-1001 euc_kr"
        ),
        ("ISO-2022-KR", "csiso2022kr iso2022kr"),
        ("IBM037", "cp037 037 ebcdic-cp-ca ebcdic-cp-nl ebcdic-cp-us ebcdic-cp-wt csibm037 ibm039"),
    ]
}
