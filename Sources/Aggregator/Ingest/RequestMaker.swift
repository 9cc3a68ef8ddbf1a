import FeedFetch
import Foundation

/// Makes requests out of what a source and the settings say.
struct RequestMaker: Sendable {
    let settings: FetchSettings
    let secrets: SecretMemory
    /// What may be asked for a source that allows nothing of its own.
    private let addresses: AddressPolicy

    init(settings: FetchSettings, secrets: SecretMemory) {
        self.settings = settings
        self.secrets = secrets
        addresses = AddressPolicy(allowedNetworks: settings.allowPrivate)
    }

    func request(for source: Source, url: String, accept: FetchRequest.Accept) -> FetchRequest {
        var request = FetchRequest(url: url)
        request.home = home(of: source, for: url)
        request.accept = accept
        request.userAgent = source.userAgent
        request.headers = source.headers.map { HTTPHeader($0.name, $0.value) }
        request.proxy = source.proxy
        request.addresses =
            source.allowPrivate.isEmpty
            ? addresses : AddressPolicy(allowedNetworks: settings.allowPrivate + source.allowPrivate)
        request.limits.total = settings.timeout
        request.limits.connect = min(settings.timeout, .seconds(10))
        request.limits.body = settings.maxBody
        request.limits.bodySetting = "max-body"
        if let secret = source.credential {
            let (secrets, place) = (secrets, Self.credentialPlace(of: source))
            request.findCredential = { () async throws(FetchError) in
                do throws(SecretReader.Failure) {
                    return try await secrets.find(secret)
                } catch {
                    throw FetchError(
                        error.isStopped ? .cancelled : .secret,
                        url: WebAddress(url)?.withoutCredentials ?? url,
                        detail: Self.sentence(error.description, place))
                }
            }
        }
        return request
    }

    /// Which source's password it is, and the place that says where it is found.
    private static func credentialPlace(of source: Source) -> String {
        let name = "credential of source \"\(source.name)\""
        return source.credentialPosition.map { "\(name), \($0.file):\($0.line)" } ?? name
    }

    /// A sentence with something in brackets at its end.
    private static func sentence(_ text: String, _ remark: String) -> String {
        (text.hasSuffix(".") ? String(text.dropLast()) : text) + " (\(remark))."
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
