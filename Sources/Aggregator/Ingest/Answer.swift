import FeedFetch
import Foundation

/// What came of asking one address, and when that was.
struct TimedAnswer: Sendable {
    let answer: Answer
    let span: FetchSpan
}

/// What came of asking one address.
enum Answer: Sendable {
    case success(PackedResponse)
    case failure(FetchError)
    /// The host is left alone until then, or only wants time between requests.
    case held(until: Date, isSpacing: Bool)

    /// The size of the body when it is read.
    var bytes: Int {
        if case .success(let response) = self { response.expectedBytes } else { 0 }
    }

    /// The answer when it is 304; nil for all others.
    var notModified: FetchResponse? {
        if case .success(let response) = self { response.notModified } else { nil }
    }

    /// How long the transfer took; zero when that isn't known.
    var duration: Duration {
        if case .success(let response) = self { response.duration } else { .zero }
    }
}

extension StoredAnswer {
    /// An answer to keep, packed when it came so.
    init(_ response: FetchResponse, at time: Date) {
        self.init(
            url: response.url, at: time, contentType: response.header("content-type"),
            body: response.packed?.bytes ?? response.body, codings: response.packed?.codings ?? [])
    }

    /// The document in it.
    /// - Parameter limit: bytes that it may have.
    func document(limit: Int) throws(FetchError) -> [UInt8] {
        guard let document = PackedBody(body, codings: codings).unpacked(limit: limit) else {
            throw FetchError(
                .incomplete, url: url,
                detail: "The kept answer can't be unpacked, or is larger than `max-body`.")
        }
        return document
    }
}

extension PackedResponse {
    /// The answer with its body unpacked; one that is larger than it looks gets all the room that it may need first.
    func unpacked(at place: inout Workbench.Place) async throws(FetchError) -> FetchResponse {
        if let response = try unpackedAsExpected() { return response }
        await place.widen(by: mostBytes - expectedBytes)
        return try unpacked()
    }
}
