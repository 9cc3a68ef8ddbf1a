import TestSupport
import Testing

@testable import FeedFetch

@Suite("A compressed body") struct EncodedBodyTests {
    private func fetch(_ body: [UInt8], _ coding: String, chunked: Bool = false) async throws -> Result<
        FetchResponse, FetchError
    > {
        try await fetchOnce { _ in
            let headers = [("Content-Encoding", coding), ("ETag", "\"v\"")]
            if chunked {
                let middle = body.count / 2
                return .chunked(
                    headers: headers, [Array(body[..<1]), Array(body[1..<middle]), Array(body[middle...])])
            }
            return .init(headers: headers, body: body)
        }
    }

    @Test("is unpacked", arguments: [false, true]) func gzip(chunked: Bool) async throws {
        let packed = try Compressed.gzip(Compressed.text)
        let response = try await fetch(packed, "gzip", chunked: chunked).get()
        #expect(response.body == Compressed.text)
        #expect(response.wireBytes == packed.count)
        #expect(try await fetch(packed, "X-GZIP").get().body == Compressed.text)
    }

    @Test("is handed on as it came, too, and gives the same document later, within a limit")
    func kept() async throws {
        let packed = try Compressed.gzip(Compressed.text)
        let kept = try #require(try await fetch(packed, "gzip").get().packed)
        #expect(kept == PackedBody(packed, codings: ["gzip"]))
        #expect(kept.unpacked(limit: Compressed.text.count) == Compressed.text)
        #expect(kept.unpacked(limit: Compressed.text.count - 1) == nil)
        #expect(PackedBody(packed.dropLast(9), codings: ["gzip"]).unpacked(limit: 1 << 20) == nil)
        #expect(try await fetch(Compressed.text, "utf-8").get().packed == nil)
    }

    @Test("is unpacked when it has several members") func members() async throws {
        let one = try Compressed.gzip(Array("one ".utf8))
        let two = try Compressed.gzip(Array("two".utf8))
        #expect(try await fetch(one + two, "gzip").get().body == Array("one two".utf8))
    }

    @Test("is unpacked when deflate comes without its wrapper") func rawDeflate() async throws {
        let packed = try Compressed.rawDeflate(Compressed.text)
        #expect(try await fetch(packed, "deflate").get().body == Compressed.text)
    }

    @Test("is unpacked from brotli") func brotli() async throws {
        #expect(try await fetch(Compressed.brotli, "br").get().body == Array("aggd aggd aggd aggd".utf8))
    }

    @Test("is unpacked from zstd, of one frame or several") func zstd() async throws {
        let text = Array("aggd aggd aggd aggd".utf8)
        #expect(try await fetch(Compressed.zstd, "zstd").get().body == text)
        #expect(try await fetch(Compressed.zstd + Compressed.zstd, "zstd").get().body == text + text)
        let large = try await fetch(Compressed.zstdBomb(blocks: 9), "zstd").get().body
        #expect(large == [UInt8](repeating: 0x20, count: 9 * 128 << 10))
    }

    @Test("counts as memory with the window that its sender has chosen") func window() throws {
        var unpacker = BodyUnpacker(ContentCodings(["br"]), limit: 8 << 20)
        let packed = Compressed.brotliBomb
        let isTaken = unpacker.take(packed.span)
        #expect(isTaken)
        #expect(unpacker.body.count == 4 << 20)
        #expect(unpacker.count > 4 << 20)
        let zstd = ZstdDecoder()
        let before = zstd.memory
        let frame = Compressed.zstdBomb(blocks: 8)
        try zstd.decode(frame.span) { _ in true }
        #expect(zstd.memory >= before + 1 << 20)
    }

    @Test("is too large for a small room when its decoder takes more than that") func smallRoom() {
        var unpacker = BodyUnpacker(ContentCodings(["br"]), limit: 8 << 20, window: 1 << 20)
        let packed = Compressed.brotliBomb
        let isTaken = unpacker.take(packed.span)
        #expect(!isTaken)
        #expect(unpacker.failure == .bodyTooLarge)
    }

    @Test("is refused when zstd asks for more memory than web content may") func wideWindow() async throws {
        #expect(try await fetch(Compressed.zstdWide, "zstd").error?.code == .incomplete)
    }

    @Test("is unpacked through two layers") func layers() async throws {
        let packed = try Compressed.gzip(try Compressed.gzip(Compressed.text))
        #expect(try await fetch(packed, "gzip, gzip").get().body == Compressed.text)
    }

    @Test("is an error when it breaks off, though HTTP is whole", arguments: [2, 3, 10]) func cut(_ part: Int)
        async throws
    {
        let packed = try Compressed.gzip(Compressed.text)
        let error = try await fetch(Array(packed[..<(packed.count / part)]), "gzip").error
        #expect(error?.code == .incomplete)
        let trailer = try await fetch(Array(packed.dropLast(4)), "gzip").error
        #expect(trailer?.code == .incomplete)
        let brotli = try await fetch(Array(Compressed.brotli.dropLast(3)), "br").error
        #expect(brotli?.code == .incomplete)
        for left in [6, 9, Compressed.zstd.count - 1] {
            let zstd = try await fetch(Array(Compressed.zstd.prefix(left)), "zstd").error
            #expect(zstd?.code == .incomplete)
        }
    }

    @Test("is an error when it is damaged") func damaged() async throws {
        var packed = try Compressed.gzip(Compressed.text)
        for index in 40..<80 { packed[index] = 0xff }
        #expect(try await fetch(packed, "gzip").error?.code == .incomplete)
        #expect(try await fetch([0xff, 0xff, 0xff, 0xff], "br").error?.code == .incomplete)
        #expect(try await fetch([0xff, 0xff, 0xff, 0xff], "zstd").error?.code == .incomplete)
        var zstd = Compressed.zstd
        zstd[zstd.count - 1] ^= 1
        #expect(try await fetch(zstd, "zstd").error?.code == .incomplete)
    }

    @Test("is an error when nobody asked for its coding") func unknown() async throws {
        let error = try await fetch([0x1f, 0x9d, 0x90, 0x61], "compress").error
        #expect(error?.code == .incomplete)
        #expect(error?.detail.contains("compress") == true)
    }

    @Test("is taken as it is when the header lies") func notPacked() async throws {
        #expect(try await fetch(Array("<rss/>".utf8), "gzip").get().body == Array("<rss/>".utf8))
        #expect(try await fetch(Array("<rss/>".utf8), "utf-8").get().body == Array("<rss/>".utf8))
    }

    @Test("may be empty") func empty() async throws {
        #expect(try await fetch([], "gzip").get().body.isEmpty)
    }
}

@Suite("A file that is packed itself") struct PackedFileTests {
    private func fetch(
        _ body: [UInt8], headers: [(String, String)] = [], _ change: @Sendable (inout FetchRequest) -> Void
    ) async throws -> Result<FetchResponse, FetchError> {
        try await fetchOnce {
            var request = localRequest($0.url("/sitemap.xml.gz"))
            change(&request)
            return request
        } handler: { _ in
            .init(headers: headers, body: body)
        }
    }

    @Test("is unpacked when a feed or sitemap is asked for", arguments: [false, true])
    func sitemap(isPackedAgain: Bool) async throws {
        let packed = try Compressed.gzip(Compressed.text)
        let body = isPackedAgain ? try Compressed.gzip(packed) : packed
        let headers = isPackedAgain ? [("Content-Encoding", "gzip")] : [("Content-Type", "application/gzip")]
        let response = try await fetch(body, headers: headers) { _ in }.get()
        #expect(response.body == Compressed.text)
        let kept = try #require(response.packed)
        #expect(kept.bytes == body)
        #expect(kept.unpacked(limit: Compressed.text.count + packed.count) == Compressed.text)
    }

    @Test("is an error beyond the limit of size, and when it is cut") func limits() async throws {
        let packed = try Compressed.gzip([UInt8](repeating: 0, count: 8 << 20))
        let large = try await fetch(packed) { $0.limits.body = 1 << 20 }
        #expect(large.error?.code == .tooLarge)
        let cut = try await fetch(Array(packed.dropLast(9))) { _ in }
        #expect(cut.error?.code == .incomplete)
    }

    @Test("is left as it is when a page is asked for") func page() async throws {
        let packed = try Compressed.gzip(Compressed.text)
        #expect(try await fetch(packed) { $0.accept = .page }.get().body == packed)
    }
}

@Suite("An answer that breaks off") struct BrokenAnswerTests {
    private typealias Response = LoopbackServer.Response

    @Test("before its announced length") func length() async throws {
        let error = try await fetchOnce { _ in
            .init(steps: [.send(Response.head(headers: [("Content-Length", "100")]) + Array("short".utf8))])
        }.error
        #expect(error?.code == .incomplete)
        #expect(error?.isTransient == true)
    }

    @Test("before its last chunk") func chunk() async throws {
        let error = try await fetchOnce { _ in
            .init(steps: [
                .send(
                    Response.head(headers: [("Transfer-Encoding", "chunked")]) + Array("5\r\nhello\r\n".utf8))
            ])
        }.error
        #expect(error?.code == .incomplete)
    }

    @Test("with a chunk size that is none") func chunkSize() async throws {
        let error = try await fetchOnce { _ in
            .init(steps: [
                .send(
                    Response.head(headers: [("Transfer-Encoding", "chunked")])
                        + Array("5\r\nhello\r\nZZZ\r\nworld".utf8))
            ])
        }.error
        #expect(error?.code == .incomplete)
    }

    @Test("by a reset") func reset() async throws {
        let error = try await fetchOnce { _ in
            .init(steps: [
                .send(Response.head(headers: [("Content-Length", "100")]) + Array("short".utf8)), .reset,
            ])
        }.error
        #expect(error?.code == .incomplete)
    }

    @Test("in the middle of the header") func header() async throws {
        let error = try await fetchOnce { _ in
            .init(steps: [.send(Array("HTTP/1.1 200 OK\r\nContent-".utf8))])
        }.error
        #expect(error != nil)
    }
}
