/// Undoes the codings of one body piece by piece, within the limit of its size.
struct BodyUnpacker {
    private let codings: ContentCodings
    private let limit: Int
    /// The decoded bytes.
    private(set) var body: [UInt8] = []
    /// Set when no more is wanted.
    private(set) var failure: AnswerReader.Failure?
    /// True when it was given something.
    private(set) var hasBegun = false

    init(_ codings: ContentCodings, limit: Int) {
        self.codings = codings
        self.limit = limit
    }

    /// True when there is nothing to undo.
    var isPlain: Bool { codings.decoders.isEmpty }

    /// The number of decoded bytes.
    var count: Int { body.count }

    /// Makes room for a body of a known size.
    mutating func reserve(_ count: Int) { body.reserveCapacity(count) }

    /// Takes the next bytes; false when the rest isn't wanted.
    mutating func take(_ bytes: Span<UInt8>) -> Bool {
        hasBegun = true
        return decode(bytes, codings.decoders[...])
    }

    /// Checks what only the end can show; nil when the body is whole.
    func failureAtEnd() -> AnswerReader.Failure? {
        guard hasBegun else { return nil }
        return codings.decoders.allSatisfy(\.isComplete) ? nil : .damaged(coding: "compressed")
    }

    private mutating func decode(_ bytes: Span<UInt8>, _ decoders: ArraySlice<any ContentDecoder>) -> Bool {
        guard let decoder = decoders.first else { return store(bytes) }
        var goesOn = true
        do {
            try decoder.decode(bytes) { piece in
                goesOn = decode(piece, decoders.dropFirst())
                return goesOn
            }
        } catch {
            if failure == nil { failure = .damaged(coding: error.coding) }
            return false
        }
        return goesOn
    }

    private mutating func store(_ bytes: Span<UInt8>) -> Bool {
        guard body.count + bytes.count <= limit else {
            failure = .bodyTooLarge
            return false
        }
        unsafe bytes.withUnsafeBufferPointer { unsafe body.append(contentsOf: $0) }
        return true
    }
}
