/// What a document may ask of us at most.
enum Limits {
    /// Elements inside of one another.
    static let depth = 100_000
    /// The bytes of one field.
    static let field = 16 << 20
    /// The bytes of an address that others are resolved against.
    static let address = 2048
    /// The bytes of one tag beyond which it is put in order before it is read.
    static let tag = 1 << 18
    /// The attributes of one tag.
    static let attributes = 256
    /// How many neighbours a value is compared with before it is taken for a new one.
    static let comparisons = 64
    /// The bytes that declared entities may grow to.
    static let expansion = 1 << 20
}
