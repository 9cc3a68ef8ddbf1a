import TestSupport
import Testing

@testable import FeedFetch

@Suite("Reading an answer as it comes in") struct AnswerReaderTests {
    private func reader(
        _ header: String, body: [[UInt8]] = [], limits: FetchLimits = FetchLimits()
    ) -> AnswerReader {
        var reader = AnswerReader(limits: limits)
        for line in header.split(separator: "\n", omittingEmptySubsequences: false) {
            let bytes = Array("\(line)\r\n".utf8)
            guard reader.takeHeaderLine(bytes.span) else { return reader }
        }
        for piece in body {
            guard reader.takeBody(piece.span) else { return reader }
        }
        return reader
    }

    /// The body of an answer as whoever reads it gets it.
    private func unpacked(
        _ reader: AnswerReader, limits: FetchLimits = FetchLimits()
    ) throws -> Result<[UInt8], FetchError> {
        var request = FetchRequest(url: "http://a.example/")
        request.limits = limits
        let answer = PackedResponse(reader, httpVersion: "1.1", exchange: try Exchange(request))
        do throws(FetchError) {
            return .success(try answer.unpacked().body)
        } catch {
            return .failure(error)
        }
    }

    @Test("takes status and fields in order") func fields() {
        let reader = reader("HTTP/1.1 200 OK\nB: 1\na:2\nB:  3  \nEmpty:\n")
        #expect(reader.status == 200)
        #expect(
            reader.headers == [
                HTTPHeader("B", "1"), HTTPHeader("a", "2"), HTTPHeader("B", "3"), HTTPHeader("Empty", ""),
            ])
        #expect(reader.failureAtEnd() == nil)
    }

    @Test(
        "knows the status however it is written",
        arguments: [
            ("HTTP/1.0 404 Not Found", 404), ("HTTP/2 200", 200), ("HTTP/2 304 ", 304),
            ("HTTP/1.1  503", 503),
            ("HTTP/1.1 20", 0), ("HTTP/1.1 abc", 0), ("HTTP/1.1", 0),
        ])
    func statusLine(_ line: String, _ status: Int) {
        #expect(reader(line + "\n").status == status)
    }

    @Test("starts anew after an interim answer") func interim() {
        let reader = reader("HTTP/1.1 100 Continue\nETag: 1\n\nHTTP/1.1 200 OK\nA: b\n")
        #expect(reader.status == 200)
        #expect(reader.headers == [HTTPHeader("A", "b")])
    }

    @Test("joins folded lines and passes over what is no field") func oddLines() {
        let reader = reader("HTTP/1.1 200 OK\nA: one\n two\n\tthree\nnonsense\n: x\nB: c\n")
        #expect(reader.headers == [HTTPHeader("A", "one two three"), HTTPHeader("B", "c")])
    }

    @Test("ignores trailers") func trailers() {
        var reader = reader("HTTP/1.1 200 OK\nA: b\n", body: [[1, 2, 3]])
        let trailer = Array("ETag: late\r\n".utf8)
        let goesOn = reader.takeHeaderLine(trailer.span)
        #expect(goesOn)
        #expect(reader.headers == [HTTPHeader("A", "b")])
    }

    @Test("keeps the body as it came without a coding") func plainBody() {
        let reader = reader("HTTP/1.1 200 OK\nContent-Length: 5\n", body: [[1, 2], [], [3, 4, 5]])
        #expect(reader.body == [1, 2, 3, 4, 5])
        #expect(reader.wireBytes == 5)
        #expect(reader.failure == nil)
        #expect(reader.failureAtEnd() == nil)
    }

    @Test("is not misled by a length that is none") func length() {
        for length in ["-1", "99999999999999999999", "abc", "1, 1"] {
            #expect(reader("HTTP/1.1 200 OK\nContent-Length: \(length)\n", body: [[7]]).body == [7])
        }
    }

    @Test("stops at the limit of the header, counted over all answers") func headerLimit() {
        var limits = FetchLimits()
        limits.header = 100
        let long = String(repeating: "a", count: 90)
        #expect(reader("HTTP/1.1 200 OK\nA: b\n", limits: limits).failure == nil)
        #expect(reader("HTTP/1.1 200 OK\nA: \(long)\n", limits: limits).failure == .headerTooLarge)
        let interim = String(repeating: "HTTP/1.1 100 Continue\n\n", count: 10)
        #expect(reader(interim, limits: limits).failure == .headerTooLarge)
    }

    @Test("stops at the limit of the body, packed or unpacked") func bodyLimit() throws {
        var limits = FetchLimits()
        limits.body = 1000
        let fits = [UInt8](repeating: 0, count: 1000)
        #expect(reader("HTTP/1.1 200 OK\n", body: [fits], limits: limits).failure == nil)
        #expect(reader("HTTP/1.1 200 OK\n", body: [fits, [0]], limits: limits).failure == .bodyTooLarge)
        let packed = try Compressed.gzip([UInt8](repeating: 0, count: 1001))
        #expect(packed.count < 200)
        let bomb = reader("HTTP/1.1 200 OK\nContent-Encoding: gzip\n", body: [packed], limits: limits)
        #expect(bomb.heldBytes == packed.count)
        #expect(try unpacked(bomb, limits: limits).error?.code == .tooLarge)
    }

    @Test("stops a large packed body at the limit while it comes in") func largeBomb() throws {
        var limits = FetchLimits()
        limits.body = 1 << 20
        var random = SplitMix(seed: 7)
        let noise = (0..<300_000).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        let packed = try Compressed.gzip(noise + [UInt8](repeating: 0, count: 8 << 20))
        #expect(packed.count < limits.body)
        let bomb = reader("HTTP/1.1 200 OK\nContent-Encoding: gzip\n", body: [packed], limits: limits)
        #expect(bomb.failure == .bodyTooLarge)
        #expect(bomb.heldBytes <= limits.body)
    }

    @Test("unpacks a body that comes in any pieces", arguments: [1, 2, 3, 7, 1000]) func pieces(_ size: Int)
        throws
    {
        let packed = try Compressed.gzip(Compressed.text)
        let pieces = stride(from: 0, to: packed.count, by: size).map {
            Array(packed[$0..<min($0 + size, packed.count)])
        }
        let reader = reader("HTTP/1.1 200 OK\nContent-Encoding: gzip\n", body: pieces)
        #expect(reader.failureAtEnd() == nil)
        #expect(try unpacked(reader) == .success(Compressed.text))
    }

    @Test("ignores what follows a packed body") func rubbish() throws {
        let packed = try Compressed.gzip(Array("text".utf8)) + Array("rubbish".utf8)
        let reader = reader("HTTP/1.1 200 OK\nContent-Encoding: gzip\n", body: [packed, [1, 2, 3]])
        #expect(reader.failureAtEnd() == nil)
        #expect(try unpacked(reader) == .success(Array("text".utf8)))
    }

    @Test("notices at the end that a packed body is not whole") func cut() throws {
        let packed = try Compressed.gzip(Compressed.text)
        for count in [1, 2, 9, 20, packed.count - 1] {
            let reader = reader("HTTP/1.1 200 OK\nContent-Encoding: gzip\n", body: [Array(packed[..<count])])
            #expect(reader.failure == nil)
            #expect(try unpacked(reader).error?.code == .incomplete, "\(count) bytes")
        }
    }

    @Test("refuses more than three layers of packing") func layers() {
        let reader = reader(
            "HTTP/1.1 200 OK\nContent-Encoding: gzip, gzip, gzip, gzip\n", body: [[0x1f, 0x8b]])
        #expect(reader.failure == .unknownCoding("more than three codings"))
    }

    @Test("notices that the header is not whole") func openHeader() {
        var reader = AnswerReader(limits: FetchLimits())
        for line in ["HTTP/1.1 200 OK\r\n", "A: b\r\n"] {
            let bytes = Array(line.utf8)
            _ = reader.takeHeaderLine(bytes.span)
        }
        #expect(reader.failureAtEnd() == .headerBreaksOff)
    }
}
