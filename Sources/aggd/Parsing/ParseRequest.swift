import ArgumentParser
import Foundation

/// One document that `aggd parse --manifest` is asked to read.
struct ParseRequest {
    var file: String
    var baseURL: String?
    var contentType: String?

    init(file: String, baseURL: String?, contentType: String?) {
        self.file = file
        self.baseURL = baseURL
        self.contentType = contentType
    }

    /// Reads one line of a manifest.
    init(line: String) throws {
        struct Fields: Decodable {
            var file: String
            var baseURL: String?
            var contentType: String?
        }
        guard let fields = try? JSONDecoder().decode(Fields.self, from: Data(line.utf8)) else {
            throw Failure(.badData, "A line of the manifest is no JSON object with a \"file\".")
        }
        self.init(file: fields.file, baseURL: fields.baseURL, contentType: fields.contentType)
    }
}
