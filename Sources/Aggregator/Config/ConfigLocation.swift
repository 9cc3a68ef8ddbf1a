public import Foundation

/// Where the configuration, the store and the runtime files are when nobody says.
public struct ConfigLocation: Sendable {
    private let environment: [String: String]
    private let isRoot: Bool

    /// Creates the locations of a process with this environment.
    public init(
        environment: [String: String] = ProcessInfo.processInfo.environment, isRoot: Bool = getuid() == 0
    ) {
        self.environment = environment
        self.isRoot = isRoot
    }

    /// The places of feeds.conf in the order in which they are looked at; an explicit choice is the only one.
    public func candidates(explicit: String? = nil) -> [String] {
        if let explicit { return [Self.file(explicit)] }
        if let chosen = value("AGGD_CONFIG") { return [Self.file(chosen)] }
        var paths: [String] = []
        if let folders = value("CONFIGURATION_DIRECTORY") {
            paths += folders.split(separator: ":").map { "\($0)/feeds.conf" }
        }
        if !isRoot, let folder = userFolder("XDG_CONFIG_HOME", ".config") {
            paths.append("\(folder)/aggd/feeds.conf")
        }
        paths.append("/etc/aggd/feeds.conf")
        return paths
    }

    /// The file to read: the first candidate that exists, else the first one.
    public func path(explicit: String? = nil) -> String {
        let paths = candidates(explicit: explicit)
        return paths.first { FileManager.default.fileExists(atPath: $0) } ?? paths[0]
    }

    /// The store's address when `[store] url` doesn't say: in systemd's folder; the machine's own for a configuration
    /// in /etc, so that members of the daemon's group read its store; else the user's.
    /// - Parameter configuration: the path of the feeds.conf that is read.
    public func defaultStoreURL(for configuration: String) -> String {
        if let folder = value("STATE_DIRECTORY")?.split(separator: ":").first {
            return "sqlite://\(folder)/aggd.sqlite"
        }
        let place = URL(fileURLWithPath: configuration).standardizedFileURL.path
        if !isRoot, !place.hasPrefix("/etc/"),
            let folder = userFolder("XDG_STATE_HOME", ".local/state")
        {
            return "sqlite://\(folder)/aggd/aggd.sqlite"
        }
        return "sqlite:///var/lib/aggd/aggd.sqlite"
    }

    /// A folder given as an explicit choice stands for the feeds.conf in it.
    private static func file(_ path: String) -> String {
        var isFolder: ObjCBool = false
        let exists = unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        return exists && isFolder.boolValue ? "\(path)/feeds.conf" : path
    }

    private func userFolder(_ variable: String, _ inHome: String) -> String? {
        if let folder = value(variable), folder.hasPrefix("/") { return folder }
        return value("HOME").map { "\($0)/\(inHome)" }
    }

    private func value(_ variable: String) -> String? {
        environment[variable].flatMap { $0.isEmpty ? nil : $0 }
    }
}
