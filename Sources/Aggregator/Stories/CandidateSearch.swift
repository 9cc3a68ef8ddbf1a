/// Finds the older items that share rare passages with a new one, in bounded work.
struct CandidateSearch {
    /// Items worth a full comparison, the most promising first.
    let items: [ItemID]
    /// For each fingerprint, the number of stories it occurs in.
    let storyCounts: [Int]
    /// For each fingerprint, whether it is boilerplate or of a template.
    var isBoilerplate: [Bool] { storyCounts.map { $0 >= StoryThresholds.boilerplateStories } }

    /// The fingerprints that will be boilerplate once this item is remembered.
    ///
    /// An item that begins a story adds one to those that were counted.
    func boilerplate(of profile: TextProfile, beginsStory: Bool) -> [UInt64] {
        let least = StoryThresholds.boilerplateStories - (beginsStory ? 1 : 0)
        return zip(profile.fingerprints, storyCounts).compactMap { $1 >= least ? $0 : nil }
    }

    /// The item retells several stories and belongs to none.
    let isRoundup: Bool

    /// Reads the postings of a profile's fingerprints.
    init(_ profile: TextProfile, except own: ItemID?, in index: some FingerprintIndex) throws {
        let postings = try index.postings(of: profile.fingerprints, cap: StoryThresholds.postingCap)
        storyCounts = postings.map(\.storyCount)
        var votes: [ItemID: (count: Int, rare: Int, weight: Double)] = [:]
        var parts: [StoryID: Int] = [:]
        var union = 0
        for posting in postings where !posting.items.isEmpty {
            guard posting.items.count <= StoryThresholds.postingCap else { continue }
            let weight = 1 / Double(1 + posting.storyCount)
            let isRare = posting.storyCount < StoryThresholds.boilerplateStories
            var touched: [StoryID] = []
            for item in posting.items where item != own {
                let before = votes[item] ?? (0, 0, 0)
                votes[item] = (before.count + 1, before.rare + (isRare ? 1 : 0), before.weight + weight)
                if isRare, let story = try index.story(of: item), !touched.contains(story) {
                    touched.append(story)
                }
            }
            if !touched.isEmpty {
                union += 1
                for story in touched { parts[story, default: 0] += 1 }
            }
        }
        isRoundup = Self.isRoundup(parts: parts.values.sorted(by: >), union: union, of: postings.count)
        let ranked = votes.sorted {
            $0.value.weight == $1.value.weight ? $0.key > $1.key : $0.value.weight > $1.value.weight
        }
        var chosen: [ItemID] = []
        var perStory: [StoryID: Int] = [:]
        for (item, vote) in ranked.prefix(StoryThresholds.maximumCandidates * 8) {
            guard chosen.count < StoryThresholds.maximumCandidates else { break }
            let prints = try min(index.printCount(of: item) ?? 0, profile.fingerprints.count)
            let share =
                vote.rare > 0 ? StoryThresholds.leastSharedPrints : StoryThresholds.leastSharedBoilerplate
            guard Double(vote.count) >= max(1, share * Double(prints)), let story = try index.story(of: item)
            else { continue }
            perStory[story, default: 0] += 1
            if perStory[story, default: 0] <= StoryThresholds.candidatesPerStory { chosen.append(item) }
        }
        items = chosen
    }

    /// Own passages come from three stories or more, none gives half of them, together they are most of the text.
    private static func isRoundup(parts: [Int], union: Int, of all: Int) -> Bool {
        guard parts.count >= 3 else { return false }
        return parts[2] >= 4 && Double(parts[0]) < 0.5 * Double(all) && Double(union) > 0.55 * Double(all)
            && Double(union) > 1.6 * Double(parts[0])
    }
}
