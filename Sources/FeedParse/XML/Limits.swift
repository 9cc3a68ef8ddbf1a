/// What a document may ask of us at most.
enum Limits {
    /// Elements inside of one another.
    static let depth = 100_000
    /// The bytes of one field.
    static let field = 16 << 20
    /// The bytes that declared entities may grow to.
    static let expansion = 1 << 20
}
