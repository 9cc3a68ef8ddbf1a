internal import CLibXML2

/// Readies libxml2 once for all threads.
///
/// Left to itself it readies its parts at their first use, and two threads that come at the same time may wait for
/// each other for ever (`xmlInitParser` in its documentation).
enum LibXML2 {
    /// Reading it waits until libxml2 is ready.
    static let isReady: Bool = {
        xmlInitParser()
        return true
    }()
}
