/// The manual page feeds.conf(5), written from the table of keys in the mdoc language.
public enum ConfigManual {
    /// The whole page.
    public static var page: String {
        head + sections.map(section).joined() + tail
    }

    /// A part of the page: its heading, the table that it is about, and what stands before the keys.
    private struct Part {
        var heading: String
        var table: String
        var text: String
    }

    private static let sections = [
        Part(heading: "THE TOP OF THE FILE", table: "", text: "Keys and tables that stand by themselves."),
        Part(
            heading: "SOURCES", table: "source",
            text: "Each [[source]] names a feed, a page or a sitemap. "
                + "Keys marked with * may stand in [defaults]."),
        Part(
            heading: "SELECTORS OF ONE ITEM", table: "source.item",
            text: "The fields inside one block of a list page: "
                + "item = { title = \"h3\", link = \"h3 a@href\" }."),
        Part(
            heading: "TOPICS", table: "topic", text: "Each [[topic]] is a saved search."),
        Part(
            heading: "DIGESTS", table: "digest",
            text: "Each [[digest]] is made from the store when it is due."),
        Part(
            heading: "SECTIONS OF A DIGEST", table: "digest.section",
            text: "section = [{ title = \"Official\", query = \"tag:government\" }]."),
        Part(
            heading: "ALERTS", table: "alert", text: "Each [[alert]] mails new stories as they come in."),
        Part(heading: "THE STORE", table: "store", text: "Where items are kept: [store]."),
        Part(heading: "FETCHING", table: "fetch", text: "How the network is used: [fetch]."),
        Part(heading: "MAIL", table: "mail", text: "How digests and alerts leave: [mail]."),
        Part(heading: "KEEPING", table: "keep", text: "How long things stay: [keep]."),
    ]

    private static func section(_ part: Part) -> String {
        let keys = ConfigKeys.all.filter { $0.table == part.table }
        guard !keys.isEmpty else { return "" }
        let entries = keys.map(entry).joined()
        return """
            .Sh \(part.heading)
            \(escaped(part.text))
            .Bl -tag -width Ds
            \(entries).El

            """
    }

    private static func entry(_ key: ConfigKey) -> String {
        let mark = key.inDefaults ? " *" : ""
        var lines = [".It Ic \(escaped(key.name))\(mark)", escaped(key.help)]
        if key.kind != .table {
            lines.append("The value is \(escaped(key.kind.words)).")
            if key.required {
                lines.append("It must be given.")
            } else if key.defaultValue != "none" {
                lines.append("Default: \(escaped(key.defaultValue)).")
            }
            lines.append(".Dl \(escaped(key.example))")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Text that roff prints as it is.
    private static func escaped(_ text: String) -> String {
        let escaped = text.replacing("\\", with: "\\e").replacing("\"", with: "\\(dq")
            .replacing("'", with: "\\(aq").replacing("`", with: "\\(ga").replacing(". ", with: ".\n")
        guard let first = escaped.first, first == "." || first == "\\" else { return escaped }
        return "\\&" + escaped
    }

    private static let head = """
        .\\" Written by `make man` from the table of keys; change Sources/Aggregator/Config instead.
        .Dd November 22, 2026
        .Dt FEEDS.CONF 5
        .Os
        .Sh NAME
        .Nm feeds.conf
        .Nd what aggd reads and what it sends
        .Sh DESCRIPTION
        .Nm
        names the sources that
        .Xr aggd 1
        reads, the topics it sorts them into, and the digests and alerts it sends.
        It is written in TOML 1.0.
        Lists are arrays; texts in single quotes are taken as they are, which suits regular expressions and XPath.
        .Pp
        Selectors are XPath 1.0 when they begin with
        .Ql / ,
        .Ql ./ ,
        .Ql ../
        or
        .Ql \\&( ,
        otherwise CSS, with
        .Ql @name
        after it for an attribute and a comma between alternatives that are tried in order.
        Durations are written as
        .Ql 90s , 15m , 2h , 21d , 4w .
        Queries are explained in
        .Xr aggd-query 7 .
        .Pp
        .Cm aggd check
        reads the file and reports every mistake at once, each with file, line and column.
        .Cm aggd check --explain Ar key
        tells about one key.
        The running daemon reads the file again on SIGHUP
        .Pq Cm systemctl reload aggd ;
        when it has a mistake, the daemon keeps what it had and says so.
        .Pp
        A source that is removed from the file keeps its items.
        Commands that add a source append to the file and change nothing else in it.

        """

    private static let tail = """
        .Sh FILES
        The first of these that exists is read:
        .Bl -enum -compact
        .It
        the argument of
        .Fl -config
        .It
        .Ev AGGD_CONFIG
        .It
        .Pa feeds.conf
        in
        .Ev CONFIGURATION_DIRECTORY ,
        which systemd sets
        .It
        .Pa $XDG_CONFIG_HOME/aggd/feeds.conf ,
        unless root
        .It
        .Pa /etc/aggd/feeds.conf
        .El
        .Sh EXAMPLES
        A feed, a list page, and a digest of both at half past six:
        .Bd -literal -offset indent
        [[source]]
        name = "sipri"
        url  = "https://www.sipri.org/rss/combined.xml"

        [[source]]
        name  = "iiss"
        type  = "page"
        url   = "https://www.iiss.org/online-analysis/"
        items = "article.teaser"
        item  = { title = "h3", link = "h3 a@href" }

        [[digest]]
        name = "daily"
        at   = "06:30"
        to   = ["newsdesk@example.org"]
        .Ed
        .Sh SEE ALSO
        .Xr aggd 1 ,
        .Xr systemd.service 5 ,
        .Xr aggd-query 7

        """
}
