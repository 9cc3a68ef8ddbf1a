/// What an HTTP status says, in words for a person (RFC 9110 section 15).
enum HTTPStatus {
    /// One sentence that names the host.
    static func sentence(_ status: Int, host: String) -> String {
        switch status {
        case 204: "\(host) answered without any content (HTTP 204)."
        case 206: "\(host) sent only a part (HTTP 206)."
        case 300: "\(host) offers a choice instead of an answer (HTTP 300)."
        case 401: "\(host) wants a user and a password (HTTP 401)."
        case 403: "\(host) refuses to show it (HTTP 403)."
        case 404: "\(host) does not have it (HTTP 404)."
        case 407: "The proxy wants a user and a password (HTTP 407)."
        case 410: "\(host) says that it is gone for good (HTTP 410)."
        case 429: "\(host) says that it was asked too often (HTTP 429)."
        case 451: "\(host) may not show it for legal reasons (HTTP 451)."
        case 500: "\(host) has a fault (HTTP 500)."
        case 502, 504: "A server behind \(host) does not answer (HTTP \(status))."
        case 503: "\(host) is overloaded or being serviced (HTTP 503)."
        case 500...599: "\(host) has a fault (HTTP \(status))."
        default: "\(host) answered with HTTP \(status)."
        }
    }
}
