import FeedFetch
import Foundation

/// Makes requests out of what a source and the settings say.
struct RequestMaker: Sendable {
    let settings: FetchSettings

    /// - Throws: when the password of the source can't be found, the sentence that says why.
    func request(
        for source: Source, url: String, accept: FetchRequest.Accept
    ) throws(FetchError) -> FetchRequest {
        var request = FetchRequest(url: url)
        request.home = home(of: source, for: url)
        request.accept = accept
        request.userAgent = source.userAgent
        request.headers = source.headers.map { HTTPHeader($0.name, $0.value) }
        request.proxy = source.proxy
        request.addresses = AddressPolicy(allowedNetworks: settings.allowPrivate + source.allowPrivate)
        request.limits.total = settings.timeout
        request.limits.connect = min(settings.timeout, .seconds(10))
        request.limits.body = settings.maxBody
        if let secret = source.credential {
            do throws(SecretReader.Failure) {
                request.credential = try SecretReader().read(secret)
            } catch {
                throw FetchError(.system, url: url, detail: error.description)
            }
        }
        return request
    }

    /// The configured address whose password and fields open the door at another one: itself when it is configured,
    /// else one at its origin, at its host, or the first: what opens that door opens no other one.
    private func home(of source: Source, for url: String) -> String? {
        guard source.urls.count > 1, !source.urls.contains(url), let asked = WebAddress(url) else {
            return source.urls.contains(url) ? url : source.urls.first
        }
        return source.urls.first { WebAddress($0)?.origin == asked.origin }
            ?? source.urls.first { WebAddress($0)?.host == asked.host } ?? source.urls.first
    }
}
