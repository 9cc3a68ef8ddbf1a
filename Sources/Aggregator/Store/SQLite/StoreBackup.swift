internal import Foundation
internal import GRDB
internal import Glibc

/// Files beside the store: copies that are made while it is used, and put back.
enum StoreBackup {
    /// Makes sure that a copy can be written, with the store's own mode, over nothing.
    static func prepare(_ target: String) throws(StoreError) {
        let descriptor = unsafe Glibc.open(target, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else {
            if errno == EEXIST {
                throw StoreError(.cannotOpen, "\(target) exists already; give the backup a name of its own.")
            }
            throw StoreError(errno: errno, path: target)
        }
        Glibc.close(descriptor)
    }

    /// Makes sure that a copy survives a power cut.
    static func finish(_ target: String) throws(StoreError) {
        try sync(target, O_RDONLY)
        let folder = (target as NSString).deletingLastPathComponent
        try sync(folder.isEmpty ? "." : folder, O_RDONLY | O_DIRECTORY)
    }

    /// Keeps the store that is about to be replaced under another name, with the log that belongs to it.
    static func keep(_ path: String) throws(StoreError) {
        for ending in ["-wal", ""] {
            let old = path + ending
            let kept = path + ".before-restore" + ending
            _ = unsafe unlink(kept)
            if unsafe link(old, kept) != 0, errno != ENOENT { throw StoreError(errno: errno, path: kept) }
        }
    }

    /// Takes back what was begun.
    static func discard(_ target: String) {
        for ending in ["", "-journal", "-wal", "-shm"] { _ = unsafe unlink(target + ending) }
    }

    private static func sync(_ path: String, _ flags: Int32) throws(StoreError) {
        let descriptor = unsafe Glibc.open(path, flags | O_CLOEXEC)
        guard descriptor >= 0 else { throw StoreError(errno: errno, path: path) }
        let result = fsync(descriptor)
        let code = errno
        Glibc.close(descriptor)
        if result != 0 { throw StoreError(errno: code, path: path) }
    }
}

extension SQLiteStore {
    /// Puts a backup in the place of a store that no process uses.
    /// - Parameters:
    ///   - backup: a file that ``Store/backup(to:)`` has written.
    ///   - path: the store's file.
    ///   - force: whether a store that exists may be replaced.
    public static func restore(from backup: String, to path: String, force: Bool) throws(StoreError) {
        let manager = FileManager.default
        guard manager.fileExists(atPath: backup) else {
            throw StoreError(.cannotOpen, "\(backup) does not exist; give the path of a backup.")
        }
        if manager.fileExists(atPath: path), !force {
            throw StoreError(.cannotOpen, "\(path) exists; add --yes to replace it by the backup.")
        }
        let lock = try StoreLock(besideStore: path)
        defer { lock.release() }
        let target = path + ".restoring"
        StoreBackup.discard(target)
        try StoreBackup.prepare(target)
        do {
            let source = try SQLiteFile.openReadOnly(backup, mayBeOlder: true)
            try source.unsafeRead { db in
                try db.execute(sql: "PRAGMA query_only = 0")
                try db.execute(sql: "VACUUM INTO ?", arguments: [target])
            }
            try source.close()
            // Brings what an older aggd has written up to date.
            let copy = try SQLiteFile.open(target)
            let findings = try copy.read { db in try StoreCheck(db: db).findings() }
            if let first = findings.first { throw StoreError(.damaged, "\(backup) is damaged: \(first)") }
            // The file alone takes the store's place.
            _ = try copy.writeWithoutTransaction { db in try db.checkpoint(.truncate) }
            try copy.close()
            for ending in ["-wal", "-shm"] { _ = unsafe unlink(target + ending) }
            try StoreBackup.finish(target)
            try StoreBackup.keep(path)
            // The old log must not be applied to the new file.
            _ = unsafe unlink(path + "-wal")
            _ = unsafe unlink(path + "-shm")
            guard unsafe rename(target, path) == 0 else { throw StoreError(errno: errno, path: path) }
            try StoreBackup.finish(path)
        } catch {
            StoreBackup.discard(target)
            throw StoreError(error, path: backup)
        }
    }
}
