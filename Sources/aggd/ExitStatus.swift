/// The exit statuses that scripts can rely on (sysexits.h).
enum ExitStatus: Int32 {
    /// Done.
    case done = 0
    /// Nothing was found.
    case nothingFound = 1
    /// The command line is wrong.
    case usage = 64
    /// The input is damaged.
    case badData = 65
    /// The input does not exist.
    case noInput = 66
    /// Something that is needed is not available.
    case unavailable = 69
    /// A bug.
    case bug = 70
    /// An output can't be created.
    case cannotCreate = 73
    /// Reading or writing failed.
    case inputOutput = 74
    /// Some sources or recipients failed for now.
    case temporary = 75
    /// No permission.
    case permission = 77
    /// The configuration is wrong.
    case configuration = 78
}
