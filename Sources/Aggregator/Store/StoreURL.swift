/// The address of a store, as `[store] url` and `--store` give it.
public enum StoreURL: Sendable, Equatable {
    /// A SQLite file: `sqlite:///var/lib/aggd/aggd.sqlite`, or just a path.
    case sqlite(path: String)
    /// In memory, for trying: `sqlite::memory:`.
    case memory

    /// Reads an address.
    public init(_ text: String) throws(StoreError) {
        if text == "sqlite::memory:" || text == ":memory:" {
            self = .memory
        } else if text.hasPrefix("sqlite://") {
            let path = String(text.dropFirst("sqlite://".count))
            guard path.hasPrefix("/"), path.count > 1 else {
                throw StoreError(
                    .cannotOpen, "\"\(text)\" names no file; write sqlite:///var/lib/aggd/aggd.sqlite.")
            }
            self = .sqlite(path: path)
        } else if text.hasPrefix("postgresql:") || text.hasPrefix("postgres:") {
            throw StoreError(
                .cannotOpen,
                "PostgreSQL is not built into this aggd yet; write [store] url = \"sqlite:///path\" instead.")
        } else if let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://") {
            throw StoreError(
                .cannotOpen, "\"\(text)\" is no store that aggd knows; write sqlite:///path/to/aggd.sqlite.")
        } else if text.isEmpty {
            throw StoreError(
                .cannotOpen, "The store's address is empty; write sqlite:///path/to/aggd.sqlite.")
        } else {
            self = .sqlite(path: text)
        }
    }

    /// The path of the file; nil in memory.
    public var path: String? {
        if case .sqlite(let path) = self { path } else { nil }
    }

    /// Opens the store.
    public func open(_ access: StoreAccess) throws(StoreError) -> any Store {
        switch self {
        case .sqlite(let path): try SQLiteStore(path: path, access: access)
        case .memory: try SQLiteStore()
        }
    }

    /// The process of the daemon that holds the store; nil when none does.
    public var daemon: Int32? { path.flatMap { StoreLock.holder(besideStore: $0) } }
}
