/// What a store is opened for.
public enum StoreAccess: Sendable {
    /// Looking only; nothing is created. Works for members of the store's group.
    case readOnly
    /// Looking and changing, beside a daemon that may be running.
    case readWrite
    /// Like ``readWrite``, for the one process that polls and sends.
    case daemon
}
