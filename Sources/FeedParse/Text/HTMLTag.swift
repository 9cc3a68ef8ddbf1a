/// The elements of HTML that the readers tell apart; every other name is ``other``.
enum HTMLTag: UInt8, CaseIterable, Sendable {
    case other
    case text
    // Structure
    case html, head, body, main, article, section, nav, aside, header, footer, address, hgroup, search
    case div, center, p, pre, blockquote, ol, ul, li, dl, dt, dd, figure, figcaption, hr, br, wbr
    case h1, h2, h3, h4, h5, h6, details, summary, dialog, template, noscript
    case table, caption, colgroup, col, thead, tbody, tfoot, tr, td, th
    // Text
    case a, em, strong, b, i, u, s, small, cite, q, code, samp, kbd, sub, sup, mark, abbr, time, data, span
    case font, del, ins, dfn, bdi, bdo, ruby, rt, rp, tt, big, strike, nobr, acronym, label, output
    // Embedded
    case img, picture, source, video, audio, track, iframe, embed, object, param, canvas, svg, math, map, area
    // Forms
    case form, input, button, select, option, textarea, fieldset, legend, datalist, optgroup
    case progress, meter
    // Metadata
    case title, meta, link, base, script, style, frameset, frame, noframes

    /// The name as written in HTML.
    var name: String { Self.names[Int(rawValue)] }

    /// The names by raw value: describing a case anew asks the runtime each time.
    private static let names = allCases.map { String(describing: $0) }

    /// True for elements that begin a new line.
    var isBlock: Bool { Self.blocks[Int(rawValue)] }

    /// True for elements whose content is never text for a reader.
    var isHidden: Bool { Self.hidden[Int(rawValue)] }

    /// True for `h1` to `h6`.
    var isHeading: Bool { rawValue >= HTMLTag.h1.rawValue && rawValue <= HTMLTag.h6.rawValue }

    /// True for elements without an end tag.
    var isVoid: Bool {
        switch self {
        case .br, .hr, .img, .wbr, .input, .meta, .link, .base, .source, .track, .embed, .param, .area, .col,
            .frame:
            true
        default: false
        }
    }

    private static let blocks = table([
        .html, .body, .main, .article, .section, .nav, .aside, .header, .footer, .address, .hgroup, .search,
        .div, .center, .p, .pre, .blockquote, .ol, .ul, .li, .dl, .dt, .dd, .figure, .figcaption, .hr,
        .h1, .h2, .h3, .h4, .h5, .h6, .details, .summary, .dialog, .table, .caption, .thead, .tbody, .tfoot,
        .tr, .td, .th, .form, .fieldset, .legend, .video, .audio, .frameset, .noframes, .noscript, .option,
    ])

    private static let hidden = table([
        .head, .script, .style, .template, .iframe, .object, .canvas, .svg, .math, .select, .textarea,
        .datalist,
        .title, .meta, .link, .base, .map, .audio, .video, .progress, .meter, .input,
    ])

    private static func table(_ tags: [HTMLTag]) -> [Bool] {
        var table = [Bool](repeating: false, count: 256)
        for tag in tags { table[Int(tag.rawValue)] = true }
        return table
    }

    /// Finds an element by the bytes of its lower-case name.
    static func named(_ bytes: UnsafeBufferPointer<UInt8>) -> HTMLTag {
        var slot = Int(truncatingIfNeeded: unsafe FNV.hash(bytes)) & (index.count - 1)
        while let entry = index[slot] {
            if unsafe bytes.elementsEqual(entry.name) { return entry.tag }
            slot = (slot + 1) & (index.count - 1)
        }
        return .other
    }

    private static let index: [(name: [UInt8], tag: HTMLTag)?] = {
        var index = [(name: [UInt8], tag: HTMLTag)?](repeating: nil, count: 512)
        for tag in allCases where tag != .other && tag != .text {
            let name = Array(tag.name.utf8)
            var slot = unsafe name.withUnsafeBufferPointer {
                unsafe Int(truncatingIfNeeded: FNV.hash($0)) & 511
            }
            while index[slot] != nil { slot = (slot + 1) & 511 }
            index[slot] = (name, tag)
        }
        return index
    }()
}

/// The hash of Fowler, Noll and Vo (1a), for tables of short names.
enum FNV {
    /// Hashes bytes as they are.
    static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for at in 0..<bytes.count { hash = (hash ^ UInt64(unsafe bytes[at])) &* 0x100_0000_01b3 }
        return hash ^ (hash >> 29)
    }
}
