internal import Foundation

/// A pattern of file names in `include`; `*` and `?` stand for any text and any character.
struct IncludePattern {
    /// The pattern as written.
    let text: String

    /// The files that it names, sorted; a pattern without wildcards names its file whether it is there or not.
    func files(relativeTo folder: String) -> [String] {
        let path = text.hasPrefix("/") ? text : folder + "/" + text
        guard text.contains(where: { $0 == "*" || $0 == "?" }) else { return [path] }
        var paths = [path.hasPrefix("/") ? "/" : "."]
        for part in path.split(separator: "/") {
            paths = paths.flatMap { folder -> [String] in
                let joined = folder == "/" ? "/" + part : folder + "/" + part
                guard part.contains(where: { $0 == "*" || $0 == "?" }) else { return [joined] }
                let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
                return names.filter { !$0.hasPrefix(".") && Self.matches(Array($0), Array(part)) }
                    .map { folder == "/" ? "/" + $0 : folder + "/" + $0 }
            }
        }
        return paths.filter { FileManager.default.fileExists(atPath: $0) }.sorted()
    }

    /// Whether a name matches a pattern.
    static func matches(_ name: [Character], _ pattern: [Character]) -> Bool {
        var nameIndex = 0
        var patternIndex = 0
        var retry: (name: Int, pattern: Int)?
        while nameIndex < name.count {
            if patternIndex < pattern.count, pattern[patternIndex] == "*" {
                retry = (nameIndex, patternIndex + 1)
                patternIndex += 1
            } else if patternIndex < pattern.count,
                pattern[patternIndex] == "?" || pattern[patternIndex] == name[nameIndex]
            {
                nameIndex += 1
                patternIndex += 1
            } else if let last = retry {
                retry = (last.name + 1, last.pattern)
                nameIndex = last.name + 1
                patternIndex = last.pattern
            } else {
                return false
            }
        }
        return pattern[patternIndex...].allSatisfy { $0 == "*" }
    }
}
