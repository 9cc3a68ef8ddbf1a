/// Undoes one content coding (RFC 9110 section 8.4) while the bytes come in.
///
/// libcurl could do it, but takes a compressed body that breaks off for a whole one: its decoders never ask
/// whether the stream was ended.
protocol ContentDecoder: AnyObject {
    /// Decodes some bytes and hands the result on in pieces, until `emit` returns false.
    func decode(_ input: Span<UInt8>, emit: (Span<UInt8>) -> Bool) throws(DecodingFailure)
    /// Bytes of memory that it has taken to look back into what it decoded, as far as the sender decides on them.
    var memory: Int { get }
    /// True when the stream has come to its end.
    var isComplete: Bool { get }
}

/// A compressed body that is damaged.
struct DecodingFailure: Error, Equatable {
    /// The name of the coding.
    let coding: String
}

/// The content codings that a body carries, in the order in which they are undone.
struct ContentCodings {
    /// What `Accept-Encoding` offers.
    static let offered = "gzip, deflate, br, zstd"

    /// The codings that could not be undone.
    private(set) var unknown: String?
    private(set) var decoders: [any ContentDecoder] = []

    /// Reads the values of the `Content-Encoding` fields.
    ///
    /// A name that is no coding at all (`utf-8`, `none`) is passed over: servers confuse the fields.
    init(_ values: [String]) {
        let names = values.flatMap { $0.split(separator: ",") }.map { String($0).trimmingBlanks.lowercased() }
        for name in names.reversed() {
            switch name {
            case "gzip", "x-gzip": decoders.append(ZlibDecoder(.gzip))
            case "deflate": decoders.append(ZlibDecoder(.deflate))
            case "br": decoders.append(BrotliDecoder())
            case "zstd": decoders.append(ZstdDecoder())
            case "compress", "x-compress", "dcb", "dcz", "exi", "pack200-gzip": unknown = name
            default: break
            }
        }
        // More layers than this are an attack, not an answer.
        if decoders.count > 3 { unknown = "more than three codings" }
    }
}
