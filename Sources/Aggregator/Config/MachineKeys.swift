extension ConfigKeys {
    /// The keys of the machine's half: `[store]`, `[fetch]`, `[mail]`, `[keep]`.
    static let machine: [ConfigKey] = [
        ConfigKey(
            "store", "url", .storeURL,
            default: "aggd.sqlite in /var/lib/aggd; with a feeds.conf of your own in $XDG_STATE_HOME/aggd",
            "Where the store is.",
            example: #"url = "sqlite:///var/lib/aggd/aggd.sqlite""#),

        ConfigKey(
            "fetch", "parallel", .integer(1...10_000), default: "256", "Transfers at a time.",
            example: "parallel = 256"),
        ConfigKey(
            "fetch", "per-host", .integer(1...16), default: "2", "Transfers at a time to one host.",
            example: "per-host = 2"),
        ConfigKey(
            "fetch", "timeout", .duration, default: "30s",
            "The time limit of one transfer with its redirects.",
            example: #"timeout = "30s""#),
        ConfigKey(
            "fetch", "max-body", .size, default: "48MiB", "The size limit of one answer after decompression.",
            example: #"max-body = "48MiB""#),
        ConfigKey(
            "fetch", "requests-per-hour", .integer(1...10_000_000), default: "no budget",
            "A budget of requests an hour; the learnt intervals are stretched to keep to it.",
            example: "requests-per-hour = 2000"),
        ConfigKey(
            "fetch", "allow-private", .networks, default: "false",
            "Whether private, loopback and link-local addresses may be connected to: true, false or a list of "
                + "networks.", example: #"allow-private = ["10.20.0.0/16"]"#),
        ConfigKey(
            "fetch", "ca-file", .path, default: "the system's",
            "A file with the certificates of the authorities to trust, PEM.",
            example: #"ca-file = "/etc/ssl/certs/ca-certificates.crt""#),

        ConfigKey(
            "mail", "server", .mailServer, default: "smtp://localhost:25",
            "The mail server; smtps:// speaks TLS from the first byte, smtp:// uses STARTTLS when offered.",
            example: #"server = "smtp://localhost:25""#),
        ConfigKey("mail", "user", .text, "The user for AUTH.", example: #"user = "digest""#),
        ConfigKey(
            "mail", "password", .secret,
            "Where the password for AUTH is found: a systemd credential, a file or a command. "
                + "A command has 30 seconds and no terminal to ask at.",
            example: #"password = { credential = "smtp-password" }"#),
        ConfigKey(
            "mail", "from", .mailAddress, "The sender when a digest or an alert names none.",
            example: #"from = "aggd <digest@monitor.example.org>""#),
        ConfigKey(
            "mail", "domain", .domain, default: "the sender's", "The domain of Message-IDs.",
            example: #"domain = "monitor.example.org""#),

        ConfigKey(
            "keep", "items", .durationOr(["forever"]), default: "forever", "How long items stay.",
            example: #"items = "forever""#),
        ConfigKey(
            "keep", "raw", .durationOr(["forever"]), default: "30d", "How long raw answers stay.",
            example: #"raw = "30d""#),
    ]
}
