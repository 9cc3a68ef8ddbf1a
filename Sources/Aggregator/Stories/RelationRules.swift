/// Tells how an item relates to its story's lead.
enum RelationRules {
    /// The relation of an item to the lead, and the share of the lead's own text that it holds.
    ///
    /// - Parameter replaced: the words of the version that the lead took the place of, when there was one.
    static func relation(
        of item: Comparand, to lead: Comparand, replaced: Int? = nil
    ) -> (relation: Relation, overlap: Double) {
        var places: [Int] = []
        var own = 0
        let isHeld = lead.compare(with: item).own
        let isLeftOut = leftOut(of: lead, for: item, held: isHeld)
        for index in isHeld.indices where !isLeftOut[Int(lead.profile.shingleSentences[index])] {
            if isHeld[index] { places.append(own) }
            own += 1
        }
        let overlap = own == 0 ? 0 : Double(places.count) / Double(own)
        let words = Double(item.profile.wordCount)
        let leadWords = Double(lead.profile.wordCount)
        let ownWords = Double(item.ownWords)
        let isExcerpt = item.marks.contains(.excerpt)
        if item.profile.isHeadline || item.profile.shingles.isEmpty { return (.excerptOf, overlap) }
        if words < StoryThresholds.excerptWords * leadWords,
            ownWords < StoryThresholds.excerptWords * Double(own)
        {
            return (.excerptOf, overlap)
        }
        let isVersion = lead.marks.contains(.version) || item.marks.contains(.version) || replaced != nil
        if item.source == lead.source, words >= 0.5 * leadWords, !isExcerpt {
            return (isVersion || overlap < StoryThresholds.unchanged ? .versionOf : .same, overlap)
        }
        // Somebody's copy of the new version has all of it; what was changed may be nothing but a figure.
        if isVersion, item.source != lead.source, overlap >= StoryThresholds.unchanged,
            lead.profile.plainFigureHashes.isSubset(of: item.profile.figureHashes)
        {
            return (.same, overlap)
        }
        // A copy of what the lead replaced: as long as that, however much the lead has grown.
        let base = min(Double(replaced ?? lead.profile.wordCount), leadWords)
        if lead.marks.contains(.version) || replaced != nil, !isExcerpt,
            words >= StoryThresholds.versionWords * base
        {
            return (.versionOf, overlap)
        }
        if isExcerpt, words < 0.9 * leadWords { return (.excerptOf, overlap) }
        // How far into the lead does it go? Its last twentieth may be a stray match.
        let reach = places.isEmpty ? 0 : Double(places[Int(0.95 * Double(places.count - 1))]) / Double(own)
        return (reach < StoryThresholds.excerptReach ? .excerptOf : .same, overlap)
    }

    /// The lead's sentences that no copy need have: boilerplate, and those that only it has and in which its source
    /// names itself; not so for another version of the same source.
    private static func leftOut(
        of lead: Comparand, for item: Comparand, held isHeld: [Bool]
    ) -> [Bool] {
        guard !lead.profile.imprint.isEmpty, item.source != lead.source else { return lead.boilerplate }
        var isShared = [Bool](repeating: false, count: lead.profile.sentenceCount)
        for index in isHeld.indices where isHeld[index] {
            isShared[Int(lead.profile.shingleSentences[index])] = true
        }
        var isLeftOut = lead.boilerplate
        for sentence in lead.profile.imprint where !isShared[Int(sentence)] {
            isLeftOut[Int(sentence)] = true
        }
        return isLeftOut
    }
}
