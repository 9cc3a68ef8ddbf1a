internal import Foundation
internal import GRDB
internal import Glibc

/// What SQLite and the system report, as sentences for a person.
extension StoreError {
    /// Translates any error that opening or using a store can throw.
    init(_ error: any Error, path: String?) {
        switch error {
        case let error as StoreError: self = error
        case let error as DatabaseError: self.init(error, path: path)
        default: self.init(.failed, "\(path ?? "The store in memory"): \(error)")
        }
    }

    /// Translates SQLite's result codes.
    init(_ error: DatabaseError, path: String?) {
        let name = path ?? "The store in memory"
        let text = error.message ?? "\(error.resultCode)"
        switch error.resultCode {
        case .SQLITE_FULL:
            self.init(.full, "\(name): the disk is full; free space, nothing that was stored is lost.")
        case .SQLITE_IOERR where error.extendedResultCode == .SQLITE_IOERR_SHMSIZE:
            self.init(.full, "\(name): the disk is full; free space, nothing that was stored is lost.")
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
            self = .notWritable(path)
        case .SQLITE_CANTOPEN:
            self.init(
                .cannotOpen, "\(name) can't be opened; look at the permissions of the file and its folder.")
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            self.init(
                .damaged,
                "\(name) is damaged (\(text)); stop aggd and put the last backup back with `aggd restore`.")
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self.init(.failed, "\(name) is busy: another process has been writing for 10 seconds; try again.")
        case .SQLITE_IOERR:
            self.init(
                .failed, "\(name) can't be read or written (\(text)); look at the disk and the kernel's log.")
        default:
            self.init(.failed, "\(name): \(text) (SQLite \(error.extendedResultCode.rawValue)).")
        }
    }

    /// Translates an error number of the system.
    init(errno code: Int32, path: String) {
        switch code {
        case EROFS: self.init(.permission, "\(path): the file system is read-only.")
        case EACCES, EPERM: self = .notWritable(path)
        case ENOSPC, EDQUOT: self.init(.full, "\(path): the disk is full; free space, nothing is lost.")
        case ENOENT, ENOTDIR: self = .missing(path)
        default:
            let reason = unsafe String(cString: strerror(code))
            self.init(.cannotOpen, "\(path) can't be opened: \(reason).")
        }
    }

    static func missing(_ path: String) -> StoreError {
        StoreError(.cannotOpen, "\(path) does not exist; `aggd poll` or the daemon creates it.")
    }

    static func noFolder(of path: String) -> StoreError {
        let folder = (path as NSString).deletingLastPathComponent
        return StoreError(
            .cannotOpen, "\(path): the folder \(folder) does not exist; create it or change [store] url.")
    }

    static func notPermitted(_ path: String?) -> StoreError {
        StoreError(
            .permission,
            "No permission to read \(path ?? "the store"); be its owner or a member of its group.")
    }

    static func notWritable(_ path: String?) -> StoreError {
        StoreError(
            .permission,
            "No permission to write \(path ?? "the store"); of a store only the owner may, members of its group read it."
        )
    }

    static func readOnly(_ path: String?) -> StoreError {
        StoreError(.permission, "\(path ?? "The store") is open for reading only.")
    }

    static func newer(_ path: String?) -> StoreError {
        StoreError(.newer, "\(path ?? "The store") was written by a newer aggd; install that version.")
    }

    static func older(_ path: String?) -> StoreError {
        StoreError(
            .cannotOpen,
            "\(path ?? "The store") is of an older aggd; run `aggd poll` once as its owner to renew it.")
    }

    static func foreign(_ path: String?) -> StoreError {
        StoreError(
            .damaged, "\(path ?? "The file") is a database, but not a store of aggd; give another path.")
    }
}
