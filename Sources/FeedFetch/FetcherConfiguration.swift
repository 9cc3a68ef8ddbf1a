/// How the fetcher uses the network and the machine.
public struct FetcherConfiguration: Sendable, Equatable {
    /// Transfers at a time.
    public var parallel = 256
    /// Transfers at a time to one host.
    public var perHost = 2
    /// Transfers at a time that are still resolving a name or connecting.
    public var connecting = 256
    /// How long a transfer waits for its turn at a host that wants time between requests; one whose turn is further
    /// away ends at once with ``FetchError/Code/held``.
    public var patience: Duration = .seconds(900)
    /// A file with the certificates of the authorities to trust instead of the system's, PEM.
    public var caFile: String?
    /// Bytes of bodies held in memory, those of answers that are still being read included.
    ///
    /// Beyond it no transfer begins and those under way wait for the oldest one; waiting costs no time of theirs.
    public var bytesInFlight = 32 << 20
    /// How long a resolved name is remembered.
    ///
    /// Short, since libcurl walks all remembered names at each request; hosts with several transfers in a row
    /// keep their connection and need no name.
    public var dnsLifetime: Duration = .seconds(1)
    /// Hosts whose connection is kept open although nothing waits for them.
    public var idleConnections = 32
    /// How long connections stay open after the last transfer.
    public var idleTime: Duration = .seconds(15)

    /// Creates the default configuration.
    public init() {}
}
