import Foundation

/// The course of one decision: candidates, comparisons, keys, the story, its lead, the relation.
struct Deliberation<Index: FingerprintIndex> {
    private let item: PreparedItem
    private let id: ItemID?
    private let index: Index
    private let search: CandidateSearch
    private let new: Comparand
    private var others: [ItemID: Comparand] = [:]
    private var matches: [Match] = []
    private var reasons: [Decision.Reason] = []

    /// An older item that the new one was found to be one story with.
    private struct Match {
        var item: ItemID
        var story: StoryID
        var score: Double
        var rule: String
        var pair: PairFeatures
        /// How far apart the two begin, seconds; 0 when the new one is no event, infinite when the old one is none.
        var apart = 0.0
    }

    /// Looks for candidates.
    init(_ item: PreparedItem, id: ItemID?, index: Index) throws {
        self.item = item
        self.id = id
        self.index = index
        search = try CandidateSearch(item.profile, except: id, in: index)
        new = Comparand(
            id: id, item: item.recalled, boilerplate: item.profile.boilerplate(search.isBoilerplate),
            marks: search.isRoundup ? item.profile.marks.union(.roundup) : item.profile.marks,
            keepsPlaces: true)
    }

    /// Decides.
    mutating func conclude() throws -> Assessment {
        try compareCandidates()
        let own = try id.flatMap { try index.story(of: $0) }
        var choice: (story: StoryID, score: Double)?
        if let own {
            choice = (own, 1)
            note("same-item", other: id, "its content changed; it stays in its story")
        } else if let keyed = try storyByAddress() {
            choice = keyed
        }
        for match in matches { note(match) }
        if choice == nil, let best = matches.first { choice = (best.story, best.score) }
        if choice == nil { choice = try storyByTitle() }
        guard let choice else {
            return assessment(
                Decision(
                    story: nil, relation: .new, lead: nil, score: nearest?.score ?? 0, overlap: nil,
                    reasons: reasons.isEmpty ? [reasonToBeNew] : reasons))
        }
        let unites = try (storiesToUnite(with: choice.story) + headlines(besides: choice.story))
            .filter { try mayUnite(choice.story, $0) }
        return try assessment(settle(choice.story, unites: unites, score: choice.score))
    }

    /// The most alike of the items that are other stories.
    private var nearest: Match?

    private var reasonToBeNew: Decision.Reason {
        guard let nearest, nearest.pair.small.containment >= StoryThresholds.notable else {
            return .init(rule: "nothing-like-it", detail: "no earlier item shares its text")
        }
        return .init(
            rule: "another-story", other: nearest.item, detail: StoryRules.difference(nearest.rule),
            figures: Self.figures(nearest.pair))
    }

    private func assessment(_ decision: Decision) -> Assessment {
        Assessment(
            decision: decision, item: item, ownWords: new.ownWords - new.imprintWords, marks: new.marks,
            boilerplate: search.boilerplate(of: item.profile, beginsStory: decision.story == nil))
    }

    // MARK: Comparing

    /// An older item for comparison; nil when it is gone, or an event of another time.
    private mutating func comparand(_ other: ItemID) throws -> Comparand? {
        if let known = others[other] { return known }
        guard let recalled = try index.recall(other), !item.recalled.isAnotherEvent(than: recalled)
        else { return nil }
        let isBoilerplate = try index.isBoilerplate(recalled.profile.fingerprints)
        let made = Comparand(
            id: other, item: recalled, boilerplate: recalled.profile.boilerplate(isBoilerplate))
        others[other] = made
        return made
    }

    /// Whether the item may join a story: nobody took it out, and no event of another time is in there.
    private func isAllowed(_ story: StoryID) throws -> Bool {
        if let id, try index.isApart(id, from: story) { return false }
        guard item.recalled.starts != nil else { return true }
        return try !events(of: story).contains { item.recalled.isAnotherEvent(than: $0) }
    }

    /// The events of a story, without the item itself.
    private func events(of story: StoryID) throws -> [RecalledItem] {
        try index.outlines(of: story, limit: StoryThresholds.membersConsidered)
            .filter { $0.item != id }
            .compactMap { try index.recall($0.item) }
            .filter { $0.starts != nil }
    }

    /// Whether two stories may become one: nobody keeps them apart, and no two events of theirs differ.
    ///
    /// What is found in both may be an article about a series, or name a day on which two of it take place.
    private func mayUnite(_ one: StoryID, _ other: StoryID) throws -> Bool {
        guard try !index.areApart(one, other) else { return false }
        let events = try events(of: one)
        guard !events.isEmpty else { return true }
        let others = try self.events(of: other)
        return !events.contains { event in others.contains { event.isAnotherEvent(than: $0) } }
    }

    private mutating func compareCandidates() throws {
        for candidate in search.items {
            guard let old = try comparand(candidate), let story = try index.story(of: candidate),
                try isAllowed(story)
            else { continue }
            var pair = PairFeatures(new, old)
            var (rule, score) = StoryRules.judge(pair)
            if score >= StoryThresholds.same,
                try index.outline(of: candidate)?.marks.contains(.roundup) == true
            {
                pair.roundup = true
                (rule, score) = StoryRules.judge(pair)
            }
            if score >= StoryThresholds.same {
                let (mine, its) = pair.newIsSmall ? (pair.small, pair.big) : (pair.big, pair.small)
                // What a source adds to a text of its own is news, whomever it names.
                let isOther = new.source != old.source
                new.learn(imprintWords: isOther ? mine.imprint : 0, isFirst: matches.isEmpty)
                old.learn(imprintWords: isOther ? its.imprint : 0, isFirst: true)
                let apart = new.starts.map { mine in old.starts.map { mine.distance(to: $0) } ?? .infinity }
                matches.append(
                    Match(
                        item: candidate, story: story, score: score, rule: rule, pair: pair,
                        apart: apart ?? 0))
            } else {
                if nearest.map({ score > $0.score }) ?? true {
                    nearest = Match(item: candidate, story: story, score: score, rule: rule, pair: pair)
                }
            }
        }
        matches.sort {
            ($1.score, $0.apart, $0.item) < ($0.score, $1.apart, $1.item)
        }
    }

    // MARK: Keys

    /// The same page again, or the original that one of both points to; text or its absence must agree.
    private mutating func storyByAddress() throws -> (StoryID, Double)? {
        var questions: [(key: UInt64, rule: String, detail: String)] = []
        for key in item.keys.addresses { questions.append((key, "canonical-url", "the same address")) }
        if let guid = item.keys.guid { questions.append((guid, "guid", "the same publisher's id")) }
        if let original = item.keys.original {
            questions.append((original, "original-link", "it links to that one as its original"))
        }
        if let pointer = item.keys.pointer {
            questions.append((pointer, "original-link", "both link to the same original"))
        }
        for key in item.keys.targets {
            questions.append((key, "original-link", "that one links to this as its original"))
        }
        let answers = try index.items(withKeys: questions.map(\.key))
        for (question, known) in zip(questions, answers) {
            var stories: Set<StoryID> = []
            for other in known where other != id {
                guard let story = try index.story(of: other) else { continue }
                stories.insert(story)
            }
            // An address that carried several stories (a front page, a daily column) identifies none.
            guard stories.count == 1 else { continue }
            for other in known where other != id {
                guard let story = try index.story(of: other), try isAllowed(story),
                    let old = try comparand(other)
                else { continue }
                guard agrees(old, isLink: question.rule == "original-link") else { continue }
                note(question.rule, other: other, question.detail)
                return (story, 1)
            }
        }
        return nil
    }

    /// Whether the texts of two items with one key allow them to be one story.
    private func agrees(_ old: Comparand, isLink: Bool) -> Bool {
        if matches.contains(where: { $0.item == old.id }) { return true }
        if new.marks.contains(.bare) || old.marks.contains(.bare) {
            return isLink || old.source == new.source || new.marks.contains(.bare)
        }
        if isLink, new.marks.contains(.excerpt) || old.marks.contains(.excerpt) { return true }
        let pair = PairFeatures(new, old)
        if pair.isInstalment { return false }
        if pair.small.own < StoryThresholds.leastOwnShingles {
            return pair.title >= StoryThresholds.anchoringTitle
        }
        return pair.small.containment >= 0.3 || pair.small.coverage >= 0.5
    }

    /// A rare title of the same week, where one of the two has next to no text.
    private mutating func storyByTitle() throws -> (StoryID, Double)? {
        for known in try index.items(withKeys: item.keys.titles) {
            var stories: Set<StoryID> = []
            for other in known where other != id {
                if let story = try index.story(of: other) { stories.insert(story) }
            }
            guard stories.count <= StoryThresholds.titleStories else { continue }
            // Titles of series are frequent; an outline tells without reading the text that it has one.
            guard try new.marks.contains(.bare) || known.contains(where: { try $0 != id && isBare($0) })
            else { continue }
            for other in known where other != id {
                guard let story = try index.story(of: other), try isAllowed(story),
                    let old = try comparand(other)
                else { continue }
                let days = abs(old.date.timeIntervalSince(new.date)) / 86_400
                guard days < StoryThresholds.titleDays, new.marks.contains(.bare) || old.marks.contains(.bare)
                else { continue }
                note("title", other: other, "the same rare title, and one of them has no text to compare")
                return (story, 0.8)
            }
        }
        return nil
    }

    private func isBare(_ other: ItemID) throws -> Bool {
        try index.outline(of: other)?.marks.contains(.bare) == true
    }

    /// Stories of nothing but headlines, the same rare one as the item's, of the same week.
    ///
    /// The headline came first, then somebody's copy of the text under another title, then this one under the same.
    private mutating func headlines(besides story: StoryID) throws -> [StoryID] {
        guard !new.marks.contains(.bare), !new.marks.contains(.roundup) else { return [] }
        var found: [StoryID] = []
        for known in try index.items(withKeys: item.keys.titles) {
            var stories: Set<StoryID> = []
            for other in known where other != id {
                if let its = try index.story(of: other), its != story { stories.insert(its) }
            }
            guard stories.count == 1, let only = stories.first, !found.contains(only) else { continue }
            let members = try index.outlines(of: only, limit: StoryThresholds.membersConsidered)
            let days = members.map { abs($0.date.timeIntervalSince(new.date)) / 86_400 }.max() ?? 0
            guard members.allSatisfy({ $0.marks.contains(.bare) }), days < StoryThresholds.titleDays,
                let first = members.first, try comparand(first.item) != nil
            else { continue }
            note("title", other: first.item, "the same rare title, and that one has no text to compare")
            found.append(only)
        }
        return found
    }

    // MARK: The story

    private func storiesToUnite(with story: StoryID) -> [StoryID] {
        var found: [StoryID] = []
        for match in matches where match.story != story && match.score >= StoryThresholds.unite {
            if !found.contains(match.story) { found.append(match.story) }
        }
        // An item that matches three stories or more tells more about itself than about them.
        let all = Set(matches.map(\.story)).union([story])
        return all.count >= 3 ? [] : found
    }

    private mutating func settle(_ story: StoryID, unites: [StoryID], score: Double) throws -> Decision {
        let limit = StoryThresholds.membersConsidered
        var members = try index.outlines(of: story, limit: limit)
        let before = members.first { $0.isLead }?.item ?? members.first?.item
        var joined: Set<ItemID> = []
        for other in unites {
            for member in try index.outlines(of: other, limit: limit) {
                members.append(member)
                joined.insert(member.item)
            }
        }
        let replacedBefore = before.flatMap { LeadChoice.replaced(by: $0, among: members)?.words }
        members.removeAll { $0.item == id }
        for place in members.indices {
            // What was compared just now knows more boilerplate than when the item came.
            if let known = others[members[place].item] {
                members[place].ownWords = known.ownWords - known.imprintWords
            }
        }
        let mine = id ?? ItemID(Int64.max)
        members.append(
            item.outline(
                mine, ownWords: new.ownWords - new.imprintWords, marks: new.marks, seed: index.seed))
        let lead = LeadChoice.lead(of: members)?.item ?? mine
        let replaced = LeadChoice.replaced(by: lead, among: members)?.words
        var decision = Decision(
            story: story, relation: .new, lead: lead == mine ? nil : lead, unites: unites, score: score,
            reasons: reasons)
        if lead == mine {
            decision.relation = members.count == 1 ? .new : .fuller
        } else if let leader = try comparand(lead) {
            let (relation, overlap) = RelationRules.relation(of: new, to: leader, replaced: replaced)
            decision.relation = relation
            decision.overlap = overlap
        } else {
            decision.relation = .same
        }
        if before != lead || !joined.isEmpty || replaced != replacedBefore {
            let unchanged = before == lead && replaced == replacedBefore
            decision.revised = try revisions(
                members, lead: lead, replaced: replaced, mine: mine, joined: unchanged ? joined : nil)
        }
        return decision
    }

    /// The relations of older items to a lead that they weren't compared with.
    private mutating func revisions(
        _ members: [ItemOutline], lead: ItemID, replaced: Int?, mine: ItemID, joined: Set<ItemID>?
    ) throws -> [Decision.Revision] {
        let leader = lead == mine ? new : try comparand(lead)
        guard let leader else { return [] }
        var revisions: [Decision.Revision] = []
        for member in members where member.item != lead && member.item != mine {
            if let joined, !joined.contains(member.item) { continue }
            guard let old = try comparand(member.item) else { continue }
            let (relation, overlap) = RelationRules.relation(of: old, to: leader, replaced: replaced)
            revisions.append(.init(item: member.item, relation: relation, overlap: overlap))
        }
        return revisions
    }

    // MARK: Reasons

    private mutating func note(_ rule: String, other: ItemID?, _ detail: String) {
        reasons.append(Decision.Reason(rule: rule, other: other, detail: detail))
    }

    private mutating func note(_ match: Match) {
        let pair = match.pair
        let detail =
            "\(pair.small.sentencesFound) of \(pair.small.sentences) sentences of the shorter one are in the longer one"
        reasons.append(
            Decision.Reason(
                rule: match.rule, other: match.item, detail: detail, figures: Self.figures(pair)))
    }

    private static func figures(_ pair: PairFeatures) -> [String: Double] {
        [
            "containment": pair.small.containment, "coverage": pair.small.coverage,
            "of_longer": pair.big.containment, "figures": pair.figures, "title": pair.title,
            "boilerplate": pair.boilerplate,
        ]
    }
}

extension TextProfile {
    /// Words that stand in no boilerplate sentence.
    func ownWords(boilerplate: [Bool]) -> Int {
        var count = 0
        for sentence in shingleSentences where !boilerplate[Int(sentence)] { count += 1 }
        return count
    }
}
