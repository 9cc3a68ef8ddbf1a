import Foundation

/// Two items side by side: what share of each is in the other, boilerplate left out.
struct PairFeatures {
    /// One item's own text measured against the other's.
    struct Side {
        /// Own shingles: those of sentences that are no boilerplate.
        var own = 0
        /// Share of the own shingles that the other text has.
        var containment = 0.0
        /// Share of the text in sentences of which the other has a fifth or more.
        var coverage = 0.0
        /// Share of the first 60 own shingles that the other has.
        var lead = 0.0
        /// Own shingles before the first that the other has.
        var start = 0
        /// Shingles with boilerplate.
        var all = 0
        /// Share of all shingles, boilerplate too, that the other text has.
        var allContainment = 0.0
        /// Share of the first shingles that stand in boilerplate sentences.
        var opening = 0.0
        /// Sentences that are at least partly in the other text.
        var sentencesFound = 0
        /// Own sentences.
        var sentences = 0
        /// For each sentence, boilerplate too: whether the other text has some of its shingles, but not all.
        var isAltered: [Bool] = []
        /// Own shingles of sentences that the other text has nothing of and in which the source names itself.
        var imprint = 0
    }

    /// The one with less own text.
    var small = Side()
    /// The one with more own text.
    var big = Side()
    /// Whether the new item is the smaller one.
    var newIsSmall = true
    /// Share of the smaller one's own figures that the bigger one has; 1 when it has less than three.
    var figures = 1.0
    /// Share of all the shorter one's figures, years left out, that the longer one has.
    var everyFigure = 1.0
    /// How many figures ``everyFigure`` is made of.
    var figureCount = 0
    /// Share of the figures in the shorter one's altered sentences that the longer one has, and the other way round
    /// when they are of one length; 1 when those are less than three.
    ///
    /// Where sentences were reworded or cut, their figures stay; where another announcement was written in an old
    /// one's form, it is the figures that differ.
    var alteredFigures = 1.0
    /// Share of all shingles, boilerplate too, of the shorter text that the longer one has.
    var whole = 0.0
    /// Share of the shorter text's beginning that is boilerplate.
    var opening = 0.0
    /// One of them has no text but its title.
    var isHeadline = false
    /// Share of the shorter title's words that the other title has.
    var title = 0.0
    /// Words of the shorter title.
    var titleWords = 0
    /// The greater share of boilerplate sentences of the two.
    var boilerplate = 0.0
    /// Days between them.
    var days = 0.0
    /// The same source.
    var sameSource = false
    /// The same address.
    var sameAddress = false
    /// One of them retells several stories.
    var roundup = false
    /// One of them says that it is an update or a correction.
    var version = false
    /// One of them says that it is a part of another text.
    var excerpt = false

    /// Two texts that have nothing in common.
    init() {}

    /// Whether they are two instalments of one source's report: one form and one length, other figures.
    var isInstalment: Bool {
        sameSource && !version && !excerpt && min(small.all, big.all) * 10 >= max(small.all, big.all) * 9
            && alteredFigures < StoryThresholds.alteredFigures
    }

    /// Measures a new item against an older one.
    init(
        _ new: Comparand, _ old: Comparand
    ) {
        let found = new.compare(with: old)
        let first = Self.side(new, found: found.own)
        let second = Self.side(old, found: found.others)
        newIsSmall = first.own < second.own
        (small, big) = newIsSmall ? (first, second) : (second, first)
        let (shorter, longer) = newIsSmall ? (new, old) : (old, new)

        let own = shorter.ownFigures
        if own.count >= 3 { figures = Self.share(own, of: longer.profile.figureHashes) }
        let (brief, full) = first.all <= second.all ? (new, old) : (old, new)
        let every = brief.profile.plainFigureHashes
        if !every.isEmpty { everyFigure = Self.share(every, of: full.profile.figureHashes) }
        figureCount = every.count
        whole = first.all <= second.all ? first.allContainment : second.allContainment
        opening = first.all <= second.all ? first.opening : second.opening
        // Of a text that was cut only what is left can be asked for; two of one length answer for each other, since a
        // day of one may by chance be the price in the other.
        let isOneLength = min(first.all, second.all) * 10 >= max(first.all, second.all) * 9
        if first.all <= second.all || isOneLength { take(Self.kept(new, first.isAltered, in: old)) }
        if first.all > second.all || isOneLength { take(Self.kept(old, second.isAltered, in: new)) }
        isHeadline = new.profile.isHeadline || old.profile.isHeadline

        let titles = (new.profile.titleWords, old.profile.titleWords)
        titleWords = min(titles.0.count, titles.1.count)
        title = Double(Self.common(titles.0, titles.1)) / Double(max(1, titleWords))
        boilerplate = max(new.boilerplateShare, old.boilerplateShare)
        days = abs(new.date.timeIntervalSince(old.date)) / 86_400
        sameSource = new.source == old.source
        sameAddress = new.address != nil && new.address == old.address
        roundup = new.marks.contains(.roundup) || old.marks.contains(.roundup)
        version = new.marks.contains(.version) || old.marks.contains(.version)
        excerpt = new.marks.contains(.excerpt) || old.marks.contains(.excerpt)
    }

    /// How many numbers two ascending lists have in common.
    private static func common(_ some: [UInt64], _ others: [UInt64]) -> Int {
        var count = 0
        var place = 0
        for one in some {
            while place < others.count, others[place] < one { place += 1 }
            if place < others.count, others[place] == one { count += 1 }
        }
        return count
    }

    private mutating func take(_ kept: Double) { alteredFigures = min(alteredFigures, kept) }

    /// Share of the figures in one's altered sentences that the other has; 1 when those are less than three.
    private static func kept(_ one: Comparand, _ isAltered: [Bool], in other: Comparand) -> Double {
        let altered = one.profile.figures(in: isAltered)
        return altered.count < 3 ? 1 : share(altered, of: other.profile.figureHashes)
    }

    private static func share(_ some: [UInt64], of all: [UInt64]) -> Double {
        Double(common(some, all)) / Double(some.count)
    }

    private static func side(_ one: Comparand, found hit: [Bool]) -> Side {
        let profile = one.profile
        var side = Side()
        var total = [Int32](repeating: 0, count: profile.sentenceCount)
        var hits = total
        var found = 0
        var leadFound = 0
        var allFound = 0
        var openingBoilerplate = 0
        for index in hit.indices {
            let sentence = Int(profile.shingleSentences[index])
            let isFound = hit[index]
            total[sentence] += 1
            if isFound {
                allFound += 1
                hits[sentence] += 1
            }
            if one.boilerplate[sentence] {
                if index < StoryThresholds.openingShingles { openingBoilerplate += 1 }
                continue
            }
            side.own += 1
            if isFound {
                if found == 0 { side.start = side.own - 1 }
                found += 1
                if side.own <= 60 { leadFound += 1 }
            }
        }
        side.all = profile.shingles.count
        side.allContainment = side.all == 0 ? 0 : Double(allFound) / Double(side.all)
        side.opening =
            Double(openingBoilerplate) / Double(max(1, min(side.all, StoryThresholds.openingShingles)))
        if found == 0 { side.start = side.own }
        side.isAltered = zip(total, hits).map { $1 > 0 && $1 < $0 }
        for sentence in profile.imprint.map(Int.init) where hits[sentence] == 0 && !one.boilerplate[sentence]
        {
            side.imprint += Int(total[sentence])
        }
        guard side.own > 0 else { return side }
        var covered = 0
        for sentence in total.indices where total[sentence] > 0 && !one.boilerplate[sentence] {
            side.sentences += 1
            let hit = hits[sentence]
            if hit > 0, hit * 5 >= total[sentence] {
                covered += Int(total[sentence])
                side.sentencesFound += 1
            }
        }
        side.containment = Double(found) / Double(side.own)
        side.coverage = Double(covered) / Double(side.own)
        side.lead = Double(leadFound) / Double(min(60, side.own))
        return side
    }
}
