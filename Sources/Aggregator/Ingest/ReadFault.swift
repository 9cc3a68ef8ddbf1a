internal import FeedFetch
internal import FeedParse

/// Why an address or a document could not be read, for who knows neither the network nor the formats.
public enum ReadFault: Error, Sendable, Equatable {
    /// It could not be had; the sentence for a person.
    case unavailable(String)
    /// It was had and is not what it should be; the sentence for a person.
    case badData(String)

    /// The fault behind an error; nil for an error of another kind.
    public init?(_ error: any Error) {
        switch error {
        case let error as FetchError: self = .unavailable(error.detail)
        case let error as FeedParseError: self = .badData(error.description)
        default: return nil
        }
    }
}
