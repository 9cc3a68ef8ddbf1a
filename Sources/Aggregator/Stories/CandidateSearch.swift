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
        var common: [UInt64] = []
        for index in storyCounts.indices where storyCounts[index] >= least {
            common.append(profile.fingerprints[index])
        }
        return common
    }

    /// The item retells several stories and belongs to none.
    let isRoundup: Bool

    /// Reads the postings of a profile's fingerprints.
    init(_ profile: TextProfile, except own: ItemID?, in index: some FingerprintIndex) throws {
        let postings = try index.postings(of: profile.fingerprints, cap: StoryThresholds.postingCap)
        storyCounts = postings.map(\.storyCount)
        var poll = Poll(capacity: postings.reduce(0) { $0 + $1.items.count })
        for posting in postings where !posting.items.isEmpty {
            let isRare = posting.storyCount < StoryThresholds.boilerplateStories
            let weight = 1 / Double(1 + posting.storyCount)
            for item in posting.items where item != own { poll.enter(item, weight, isRare: isRare) }
        }
        isRoundup = try Self.isRoundup(postings, except: own, in: index)
        items = try poll.chosen(for: profile, in: index)
    }

    /// Own passages come from three stories or more, none gives half of them, together they are most of the text.
    private static func isRoundup(
        _ postings: [Postings], except own: ItemID?, in index: some FingerprintIndex
    ) throws -> Bool {
        var parts: [(story: StoryID, count: Int)] = []
        var union = 0
        for posting in postings where posting.storyCount < StoryThresholds.boilerplateStories {
            guard !posting.items.isEmpty else { continue }
            var touched: [StoryID] = []
            for item in posting.items where item != own {
                guard let story = try index.story(of: item), !touched.contains(story) else { continue }
                touched.append(story)
            }
            if !touched.isEmpty { union += 1 }
            for story in touched {
                if let place = parts.firstIndex(where: { $0.story == story }) {
                    parts[place].count += 1
                } else {
                    parts.append((story, 1))
                }
            }
        }
        guard parts.count >= 3 else { return false }
        let counts = parts.map(\.count).sorted(by: >)
        return counts[2] >= 4 && Double(counts[0]) < 0.5 * Double(postings.count)
            && Double(union) > 0.55 * Double(postings.count) && Double(union) > 1.6 * Double(counts[0])
    }
}

/// The votes that items get from the fingerprints they share with a new one.
private struct Poll {
    private struct Vote {
        var item: ItemID
        var count = 0
        var rare = 0
        var weight = 0.0

        /// Whether it comes before another: by weight, then the newer.
        func precedes(_ other: Vote) -> Bool {
            weight == other.weight ? item > other.item : weight > other.weight
        }
    }

    private var votes: [Vote] = []
    private var places: HashTable

    init(capacity: Int) { places = HashTable(capacity: min(capacity, 1024)) }

    mutating func enter(_ item: ItemID, _ weight: Double, isRare: Bool) {
        let key = UInt64(bitPattern: item.number)
        let place = Int(places.value(of: key, orNew: Int32(votes.count)))
        if place == votes.count { votes.append(Vote(item: item)) }
        votes[place].count += 1
        votes[place].weight += weight
        if isRare { votes[place].rare += 1 }
    }

    /// The items to compare in full.
    mutating func chosen(for profile: TextProfile, in index: some FingerprintIndex) throws -> [ItemID] {
        var chosen: [ItemID] = []
        var perStory: [StoryID: Int] = [:]
        var looks = StoryThresholds.maximumCandidates * 8
        // A heap instead of a sort: eight are wanted of what may be two thousand.
        for place in stride(from: votes.count / 2 - 1, through: 0, by: -1) { sink(place) }
        while let vote = popFirst(), looks > 0, chosen.count < StoryThresholds.maximumCandidates {
            looks -= 1
            let prints = try min(index.printCount(of: vote.item) ?? 0, profile.fingerprints.count)
            let share =
                vote.rare > 0 ? StoryThresholds.leastSharedPrints : StoryThresholds.leastSharedBoilerplate
            guard Double(vote.count) >= max(1, share * Double(prints)),
                let story = try index.story(of: vote.item)
            else { continue }
            perStory[story, default: 0] += 1
            if perStory[story, default: 0] <= StoryThresholds.candidatesPerStory { chosen.append(vote.item) }
        }
        return chosen
    }

    private mutating func popFirst() -> Vote? {
        guard let first = votes.first else { return nil }
        votes.swapAt(0, votes.count - 1)
        votes.removeLast()
        sink(0)
        return first
    }

    private mutating func sink(_ start: Int) {
        var place = start
        while true {
            let left = 2 * place + 1
            let right = left + 1
            guard left < votes.count else { return }
            let child = right < votes.count && votes[right].precedes(votes[left]) ? right : left
            guard votes[child].precedes(votes[place]) else { return }
            votes.swapAt(place, child)
            place = child
        }
    }
}
