/// An element's name as the parser resolved it: its meaning, its vocabulary and its spelling.
///
/// The spelling points into libxml2's dictionary and lives as long as the reader.
@safe struct XMLName {
    /// What the name means to the formats.
    let element: FeedElement
    /// The vocabulary that it belongs to.
    let namespace: XMLNamespace
    private let letters: UnsafeBufferPointer<UInt8>

    @unsafe init(element: FeedElement, namespace: XMLNamespace, letters: UnsafeBufferPointer<UInt8>) {
        self.element = element
        self.namespace = namespace
        unsafe self.letters = letters
    }

    /// Appends the local name.
    func append(to output: inout [UInt8]) {
        unsafe output.append(contentsOf: letters)
    }

    /// The local name.
    var local: String { unsafe String(decoding: letters, as: UTF8.self) }
}

/// The attributes of one start tag; valid only while that tag is being handled.
@safe struct XMLAttributes {
    /// libxml2's five pointers an attribute: local name, prefix, URI, value, end of the value.
    private let pointers: UnsafeMutablePointer<UnsafePointer<UInt8>?>?
    /// How many there are.
    let count: Int

    @unsafe init(_ pointers: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, count: Int) {
        unsafe self.pointers = pointers
        self.count = count
    }

    /// The value of an attribute by its local name, trimmed; nil when it is missing or blank.
    subscript(_ name: StaticString) -> String? {
        for index in 0..<count where matches(index, name) {
            return text(index)
        }
        return nil
    }

    /// The value of an attribute of the `xml` prefix; nil when it is missing.
    func xml(_ name: StaticString) -> String? {
        for index in 0..<count where isXML(index) && hasLocalName(index, name) {
            return text(index) ?? ""
        }
        return nil
    }

    /// Whether an attribute is there without a value.
    func isEmpty(_ name: StaticString) -> Bool {
        for index in 0..<count where matches(index, name) { return text(index) == nil }
        return false
    }

    /// Whether any attribute has the `xml` prefix.
    var hasXML: Bool {
        for index in 0..<count where isXML(index) { return true }
        return false
    }

    /// Calls with each attribute's local name, whether it has the `xml` prefix, and its value.
    func forEach(_ body: (_ name: Span<UInt8>, _ isXML: Bool, _ value: Span<UInt8>) -> Void) {
        for index in 0..<count {
            guard let local = unsafe pointers?[index * 5] else { continue }
            let name = unsafe UnsafeBufferPointer(start: local, count: XMLAttributes.length(of: local))
            let value = unsafe valueBytes(index)
            unsafe body(name.span, isXML(index), value.span)
        }
    }

    /// The attribute's name with its prefix.
    func qualifiedName(_ index: Int) -> String {
        guard let pointers = unsafe pointers, let local = unsafe pointers[index * 5] else { return "" }
        let name = unsafe String(cString: local)
        guard let prefix = unsafe pointers[index * 5 + 1] else { return name }
        return unsafe String(cString: prefix) + ":" + name
    }

    /// The value as text without blanks around it; nil when it is blank.
    func text(_ index: Int) -> String? {
        let bytes = unsafe valueBytes(index)
        return unsafe MarkupText.trimmed(bytes.span)
    }

    @unsafe private func valueBytes(_ index: Int) -> UnsafeBufferPointer<UInt8> {
        guard let pointers = unsafe pointers, let start = unsafe pointers[index * 5 + 3],
            let end = unsafe pointers[index * 5 + 4]
        else { return unsafe UnsafeBufferPointer(start: nil, count: 0) }
        return unsafe UnsafeBufferPointer(start: start, count: end - start)
    }

    private func isXML(_ index: Int) -> Bool {
        guard let prefix = unsafe pointers?[index * 5 + 1] else { return false }
        return unsafe prefix[0] == 0x78 && prefix[1] == 0x6D && prefix[2] == 0x6C && prefix[3] == 0
    }

    private func matches(_ index: Int, _ name: StaticString) -> Bool {
        !isXML(index) && hasLocalName(index, name)
    }

    /// Names of attributes are compared without case, as damaged feeds need.
    private func hasLocalName(_ index: Int, _ name: StaticString) -> Bool {
        guard let local = unsafe pointers?[index * 5] else { return false }
        let count = name.utf8CodeUnitCount
        let wanted = unsafe name.utf8Start
        for at in 0..<count {
            let byte = unsafe local[at]
            guard byte != 0, unsafe (byte | 0x20) == (wanted[at] | 0x20) else { return false }
        }
        return unsafe local[count] == 0
    }

    @unsafe static func length(of name: UnsafePointer<UInt8>) -> Int {
        var count = 0
        while unsafe name[count] != 0 { count += 1 }
        return count
    }
}
