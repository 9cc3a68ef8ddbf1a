internal import CTOMLPlusPlus

/// Builds the nodes of a TOML document from what toml++ tells of it.
///
/// toml++ counts lines and characters; nodes carry offsets in bytes.
final class TOMLReader {
    /// A table or a list whose elements are still being told.
    private struct Open {
        var name: String
        var node: TOMLNode
        let isTable: Bool
        var children: [TOMLNode.Entry] = []
    }

    private let bytes: [UInt8]
    /// Where each line begins.
    private let lines: [Int]
    /// The place that was asked for last, and its byte: most values of a line come one after the other.
    private var last = (line: 0, column: 0, offset: 0)
    private var stack: [Open] = []
    private var result: Result<TOMLNode, TOMLSyntaxError>?

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
        let isMarked = bytes.starts(with: [0xEF, 0xBB, 0xBF])
        lines = [isMarked ? 3 : 0] + bytes.indices.filter { bytes[$0] == 0x0A }.map { $0 + 1 }
    }

    /// Reads a document (TOML 1.0).
    static func read(_ text: String) throws(TOMLSyntaxError) -> TOMLNode {
        if let mistake = TOMLNesting.mistake(in: text) { throw mistake }
        let reader = TOMLReader(Array(text.utf8))
        reader.visit()
        guard let result = reader.result else {
            throw TOMLSyntaxError(line: 1, column: 1, message: "the file is not TOML")
        }
        return try result.get()
    }

    private func visit() {
        var visitor = unsafe tomlpp_visitor(
            context: Unmanaged.passUnretained(self).toOpaque(),
            open: { context, value in
                guard let context = unsafe context, let value = unsafe value else { return }
                unsafe TOMLReader.from(context).open(value.pointee)
            },
            close: { context in
                guard let context = unsafe context else { return }
                unsafe TOMLReader.from(context).close()
            },
            fail: { context, place, message, length in
                guard let context = unsafe context else { return }
                let text = unsafe TOMLReader.text(message, length)
                unsafe TOMLReader.from(context).fail(at: place, text)
            })
        unsafe bytes.withUnsafeBytes { raw in
            let text = unsafe raw.assumingMemoryBound(to: CChar.self)
            unsafe tomlpp_read(text.baseAddress, text.count, &visitor)
        }
    }

    private static func from(_ context: UnsafeMutableRawPointer) -> TOMLReader {
        unsafe Unmanaged<TOMLReader>.fromOpaque(context).takeUnretainedValue()
    }

    private static func text(_ start: UnsafePointer<CChar>?, _ length: Int) -> String {
        guard let start = unsafe start else { return "" }
        return unsafe String(
            decoding: UnsafeRawBufferPointer(start: start, count: length), as: UTF8.self)
    }

    // MARK: - What is told

    private func open(_ value: tomlpp_value) {
        let begin = unsafe offset(value.begin)
        let isKeyed = unsafe value.name != nil
        let key = isKeyed ? unsafe offset(value.key) : begin
        let name = isKeyed ? unsafe TOMLReader.text(value.name, value.name_length) : ""
        var node = unsafe TOMLNode(key: key, range: begin..<max(begin, offset(value.end)), value: .time)
        switch unsafe value.kind {
        case TOMLPP_TABLE, TOMLPP_INLINE_TABLE, TOMLPP_ARRAY, TOMLPP_ARRAY_OF_TABLES:
            let isTable = unsafe value.kind == TOMLPP_TABLE || value.kind == TOMLPP_INLINE_TABLE
            if stack.isEmpty {
                node.key = 0
                node.range = 0..<0
            } else if unsafe value.kind == TOMLPP_TABLE, isKeyed {
                // A table with a header, or of dotted keys, has no value of its own.
                node.range = key..<key
            } else if unsafe value.kind == TOMLPP_ARRAY_OF_TABLES {
                node.range = begin..<begin
            }
            stack.append(Open(name: name, node: node, isTable: isTable))
            return
        case TOMLPP_STRING: node.value = unsafe .string(TOMLReader.text(value.text, value.text_length))
        case TOMLPP_INTEGER: node.value = unsafe .integer(Int(value.integer))
        case TOMLPP_FLOAT: node.value = unsafe .float(value.number)
        case TOMLPP_BOOLEAN: node.value = unsafe .boolean(value.boolean)
        default: break
        }
        add(node, name: name)
    }

    private func close() {
        guard var done = stack.popLast() else { return }
        if done.isTable {
            // toml++ tells keys by their names; nodes stand in the order of the text.
            done.node.value = .table(done.children.sorted { $0.node.key < $1.node.key })
        } else {
            done.node.value = .array(done.children.map(\.node))
        }
        add(done.node, name: done.name)
    }

    private func add(_ node: TOMLNode, name: String) {
        if stack.isEmpty {
            result = .success(node)
        } else {
            stack[stack.count - 1].children.append(TOMLNode.Entry(name: name, node: node))
        }
    }

    private func fail(at place: tomlpp_place, _ message: String) {
        result = .failure(
            TOMLSyntaxError(
                line: max(1, Int(place.line)), column: max(1, Int(place.column)), message: message))
    }

    /// The byte at which a place stands.
    private func offset(_ place: tomlpp_place) -> Int {
        let line = Int(place.line)
        guard line > 0, line <= lines.count else { return 0 }
        let goesOn = last.line == line && last.column <= Int(place.column)
        var offset = goesOn ? last.offset : lines[line - 1]
        var characters = Int(place.column) - (goesOn ? last.column : 1)
        defer { last = (line, Int(place.column), offset) }
        while characters > 0, offset < bytes.count {
            offset += 1
            // Bytes that go on with a character count nothing.
            while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
            characters -= 1
        }
        return offset
    }
}
