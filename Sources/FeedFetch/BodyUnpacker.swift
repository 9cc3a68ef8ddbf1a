/// Undoes the codings of one body piece by piece, within the limit of its size.
struct BodyUnpacker {
    private let codings: ContentCodings
    private let limit: Int
    private let window: Int
    /// The decoded bytes.
    private(set) var body: [UInt8] = []
    /// Set when no more is wanted.
    private(set) var failure: AnswerReader.Failure?
    /// True when it was given something.
    private(set) var hasBegun = false

    /// - Parameters:
    ///   - limit: bytes that the body may have.
    ///   - window: bytes that its decoders may take for themselves.
    init(_ codings: ContentCodings, limit: Int, window: Int = .max) {
        self.codings = codings
        self.limit = limit
        self.window = window
    }

    /// True when there is nothing to undo.
    var isPlain: Bool { codings.decoders.isEmpty }

    /// The number of decoded bytes, and of those that decoders hold.
    var count: Int { body.count + memory }

    private var memory: Int { codings.decoders.reduce(0) { $0 + $1.memory } }

    /// Makes room for a body of a known size.
    mutating func reserve(_ count: Int) { body.reserveCapacity(count) }

    /// Takes the next bytes; false when the rest isn't wanted.
    mutating func take(_ bytes: Span<UInt8>) -> Bool {
        hasBegun = true
        guard decode(bytes, codings.decoders[...]) else { return false }
        if window < .max, memory > window { failure = .bodyTooLarge }
        return failure == nil
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
