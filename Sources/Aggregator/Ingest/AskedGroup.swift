/// Sources of one address with what came of asking it: what a poll is until there is room to work on the answers.
struct AskedGroup: Sendable {
    /// The sources.
    let sources: [Source]
    /// Their states before, in the same order.
    let states: [PollState]
    /// The answers of the addresses.
    let answers: [Answer]
    /// How long asking took: one request from when there was a place for it, more with the wait for their turns.
    let took: Duration
    /// What the answers tell of the network, for each source.
    var findings: [NetworkWatch.Finding]
    /// True when pages are due that could not be had at earlier polls.
    let arePagesDue: Bool

    /// The address that was asked: the one of the first source's turn, whatever the others' would be.
    var url: String? {
        guard let source = sources.first else { return nil }
        return states.first?.address(of: source)
    }

    /// The size of the bodies when they are read.
    var bytes: Int { answers.reduce(0) { $0 + $1.bytes } }

    /// True when there is something to read, or will be: a site without robots.txt is asked for its sitemap.
    var needsRoom: Bool {
        bytes > 0
            || sources.contains { source in
                answers.contains {
                    if case .failure(let error) = $0 {
                        SitemapSearch.missingRobots(error, of: source) != nil
                    } else {
                        false
                    }
                }
            }
    }

    /// What the server took, without the time in our own lines; of a failure only the whole is known.
    var serverTime: Duration {
        let took = answers.reduce(Duration.zero) { $0 + $1.duration }
        return took > .zero ? took : self.took
    }

    /// True when all answers say that nothing has changed, and no page is to be asked again.
    var isUnmodified: Bool {
        !arePagesDue && answers.allSatisfy { $0.notModified != nil }
            && !sources.contains(where: EventPages.concern)
    }
}
