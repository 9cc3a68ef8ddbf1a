/// Tags: completed, their attributes put in order, and balanced.
extension MarkupRepair {
    /// Reads a start tag; false, with nothing consumed, when it is none.
    mutating func readStartTag() -> Bool {
        var next = at + 1
        while next < input.count, isNameByte(input[next]) { next += 1 }
        guard next < input.count else {
            // The document was cut off inside of a tag.
            at = input.count
            return true
        }
        let nameRange = at + 1..<next
        guard input[next - 1] != 0x3A, input[next] <= 0x20 || input[next] == 0x2F || input[next] == 0x3E
        else {
            return false
        }
        guard let tag = readAttributes(from: next) else { return false }
        guard !tag.isCut else {
            // Half an address is worse than none.
            at = input.count
            return true
        }
        let name = oneColon(Array(input[nameRange]))
        let key = localKey(name)
        at = tag.end
        place(name, key, tag)
        return true
    }

    /// A start tag's attributes in order, and where it ends.
    private struct Tag {
        var attributes: [UInt8] = []
        var isEmpty = false
        /// The document ends inside of it.
        var isCut = false
        var end = 0
    }

    private mutating func readAttributes(from start: Int) -> Tag? {
        var tag = Tag()
        var names: [ArraySlice<UInt8>] = []
        var next = start
        var sawValue = false
        while true {
            while next < input.count, input[next] <= 0x20 { next += 1 }
            guard next < input.count else {
                tag.isCut = true
                return tag
            }
            let byte = input[next]
            if byte == 0x3E {
                tag.end = next + 1
                return tag
            }
            if byte == 0x2F {
                next += 1
                tag.isEmpty = next < input.count && input[next] == 0x3E
                continue
            }
            if byte == 0x3C {
                // The tag was never closed: with attributes it ends here, without it was no tag.
                guard sawValue else { return nil }
                warn("a tag lacks its >", at: next)
                tag.end = next
                return tag
            }
            let nameStart = next
            while next < input.count, isAttributeNameByte(input[next]) { next += 1 }
            guard next > nameStart else {
                next += 1
                continue
            }
            let name = input[nameStart..<next]
            while next < input.count, input[next] <= 0x20 { next += 1 }
            guard next < input.count, input[next] == 0x3D else {
                // More than a few bare words make it a sentence.
                if !sawValue, names.count > 3 { return nil }
                if names.count < Limits.attributes {
                    names.append(name)
                    append(name, name, to: &tag, known: names.dropLast())
                }
                continue
            }
            next += 1
            while next < input.count, input[next] <= 0x20 { next += 1 }
            let value = readValue(&next)
            sawValue = true
            guard names.count < Limits.attributes else { continue }
            append(name, value, to: &tag, known: names[...])
            names.append(name)
        }
    }

    private func isAttributeNameByte(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte != 0x3D && byte != 0x3E && byte != 0x2F && byte != 0x3C && byte != 0x22
            && byte != 0x27
    }

    private mutating func readValue(_ next: inout Int) -> ArraySlice<UInt8> {
        guard next < input.count else { return [] }
        let quote = input[next]
        if quote == 0x22 || quote == 0x27 {
            let start = next + 1
            var end = start
            var firstClose: Int?
            while end < input.count, input[end] != quote {
                if input[end] == 0x3E, firstClose == nil { firstClose = end }
                // A quote that is still open at the next tag's start was forgotten.
                if input[end] == 0x3C, let firstClose {
                    next = firstClose
                    warn("a quotation mark is missing in a tag", at: start)
                    return input[start..<firstClose]
                }
                end += 1
            }
            next = min(end + 1, input.count)
            return input[start..<end]
        }
        let start = next
        while next < input.count, input[next] > 0x20, input[next] != 0x3E {
            if input[next] == 0x2F, next + 1 < input.count, input[next + 1] == 0x3E { break }
            next += 1
        }
        return input[start..<next]
    }

    private mutating func append(
        _ name: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>, to tag: inout Tag,
        known: ArraySlice<ArraySlice<UInt8>>
    ) {
        guard let first = name.first, isNameStart(first), name.allSatisfy({ isNameByte($0) }),
            name.last != 0x3A,
            !known.contains(where: { $0.elementsEqual(name) })
        else { return }
        tag.attributes.append(0x20)
        tag.attributes.append(contentsOf: oneColon(Array(name)))
        tag.attributes.append(contentsOf: "=\"".utf8)
        tag.attributes.append(contentsOf: repairedValue(value))
        tag.attributes.append(0x22)
    }

    /// An attribute's value with its references and characters put in order.
    private mutating func repairedValue(_ value: ArraySlice<UInt8>) -> [UInt8] {
        let plain = value.allSatisfy { $0 >= 0x20 && $0 != 0x26 && $0 != 0x3C && $0 != 0x22 }
        if plain { return Array(value) }
        // The text machinery works on the output and the position; both are lent to the value for a moment.
        let savedAt = at
        let savedCount = output.count
        at = value.startIndex
        while at < value.endIndex {
            if input[at] == 0x26 {
                readReference()
            } else if input[at] == 0x22 {
                output.append(contentsOf: "&quot;".utf8)
                at += 1
            } else {
                appendText(input[at])
                at += 1
            }
        }
        let result = Array(output[savedCount...])
        output.removeSubrange(savedCount...)
        at = savedAt
        return result
    }

    /// Names with more than one colon keep the first.
    private func oneColon(_ name: [UInt8]) -> [UInt8] {
        guard let first = name.firstIndex(of: 0x3A), name[(first + 1)...].contains(0x3A) else { return name }
        return name.enumerated().map { $0.element == 0x3A && $0.offset > first ? 0x5F : $0.element }
    }

    private func localKey(_ name: [UInt8]) -> String {
        let local = name.lastIndex(of: 0x3A).map { name[($0 + 1)...] } ?? name[...]
        return String(decoding: local, as: UTF8.self).lowercased()
    }

    /// Whether a start tag is an end tag that has lost its slash: the same element is open, and markup follows at once.
    private func isEndWithoutSlash(_ key: String, _ tag: Tag) -> Bool {
        guard open.last?.key == key, !tag.isEmpty, tag.attributes.isEmpty, FeedElement.textNames.contains(key)
        else { return false }
        var next = tag.end
        while next < input.count, input[next] <= 0x20 { next += 1 }
        guard next + 1 < input.count, input[next] == 0x3C else { return next >= input.count }
        return input[next + 1] == 0x2F || isNameStart(input[next + 1])
    }

    /// Puts a feed around items that have none.
    private mutating func wrap(_ key: String) {
        let feed = key == "entry" ? "feed" : "channel"
        output.append(contentsOf: "<\(feed)>".utf8)
        open.append(OpenElement(name: Array(feed.utf8), key: feed))
        openCounts[feed] = 1
        isWrapped = true
    }

    /// Writes a start tag where it belongs.
    private mutating func place(_ name: [UInt8], _ key: String, _ tag: Tag) {
        if key == "html" { sawHTML = true }
        let isItem = key == "item" || key == "entry"
        if isItem, open.isEmpty, output.isEmpty { wrap(key) }
        if isEndWithoutSlash(key, tag) {
            warn("<\(key)> was taken as </\(key)>")
            closeElements(downTo: open.count - 1)
            return
        }
        if isAfterRoot, open.count == 1 {
            guard isItem || key == "outline" else { return }
            warn("an item stands behind the document's end")
        }
        if isItem, let outer = lastOpen(key) {
            warn("<\(key)> was not closed before the next one")
            closeElements(downTo: outer)
        } else if isItem, let last = open.last, FeedElement.textNames.contains(last.key) {
            // A text of the feed itself that was never closed must not swallow the items.
            warn("<\(last.key)> was not closed")
            let outside = open.lastIndex { !FeedElement.textNames.contains($0.key) } ?? 0
            closeElements(downTo: outside + 1)
        } else if let last = open.last, Self.endsText(last.key, key), open.count > 1 {
            warn("<\(last.key)> was not closed")
            closeElements(downTo: open.count - 1)
        }
        output.append(0x3C)
        output.append(contentsOf: name)
        output.append(contentsOf: tag.attributes)
        if tag.isEmpty || Self.isVoid(key) {
            output.append(contentsOf: "/>".utf8)
            return
        }
        output.append(0x3E)
        open.append(OpenElement(name: name, key: key))
        openCounts[key, default: 0] += 1
    }

    /// The innermost open element of a name.
    private func lastOpen(_ key: String) -> Int? {
        guard openCounts[key] != nil else { return nil }
        return open.lastIndex { $0.key == key }
    }

    /// Reads an end tag and closes what is open inside; one that fits nothing is dropped.
    mutating func readEndTag() {
        let start = at
        var next = at + 2
        while next < input.count, isNameByte(input[next]) { next += 1 }
        let key = localKey(Array(input[min(at + 2, next)..<next]))
        guard !key.isEmpty else {
            warn("a bare < was taken as text")
            if acceptsText { output.append(contentsOf: "&lt;".utf8) }
            at += 1
            return
        }
        while next < input.count, input[next] != 0x3E, input[next] != 0x3C { next += 1 }
        at = next < input.count && input[next] == 0x3E ? next + 1 : next
        guard let index = lastOpen(key) else {
            if !Self.isVoid(key) { warn("</\(key)> closes nothing", at: start) }
            return
        }
        if index < open.count - 1 { warn("<\(open[open.count - 1].key)> was not closed", at: start) }
        if index == 0 {
            closeElements(downTo: 1)
            isAfterRoot = true
        } else {
            closeElements(downTo: index)
        }
    }

    /// Writes the end tags that are missing.
    mutating func closeElements(downTo count: Int) {
        while open.count > count {
            let element = open.removeLast()
            let left = (openCounts[element.key] ?? 1) - 1
            openCounts[element.key] = left > 0 ? left : nil
            output.append(contentsOf: "</".utf8)
            output.append(contentsOf: element.name)
            output.append(0x3E)
        }
    }

    /// Elements of HTML that have no end tag and no meaning in any format.
    private static func isVoid(_ key: String) -> Bool {
        switch key {
        case "br", "hr", "img", "input", "wbr", "area", "embed", "meta": true
        default: false
        }
    }

    /// Whether an element can only begin when the open text element has ended.
    private static func endsText(_ open: String, _ next: String) -> Bool {
        switch open {
        case "title", "link", "guid", "pubdate", "author", "creator", "category", "comments", "id", "updated",
            "published", "date", "language", "copyright", "lastbuilddate":
            fields.contains(next)
                && !(open == "author" && (next == "name" || next == "email" || next == "uri"))
        case "description", "summary", "encoded":
            next == "guid" || next == "pubdate" || next == "item" || next == "entry" || next == "description"
                || next == "updated" || next == "encoded"
        default: false
        }
    }

    private static let fields: Set<String> = [
        "title", "link", "guid", "pubdate", "author", "creator", "category", "comments", "id", "updated",
        "published",
        "date", "language", "copyright", "lastbuilddate", "description", "summary", "encoded", "enclosure",
        "item",
        "entry", "content", "image",
    ]
}
