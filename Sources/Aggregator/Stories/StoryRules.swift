/// One rule of the order in which two texts are judged.
struct StoryRule: Sendable {
    /// The name that `aggd why` shows.
    let name: String
    /// What the rule says about a pair; nil when it has nothing to say and the next is asked.
    let judge: @Sendable (PairFeatures) -> Verdict?

    /// What a rule says.
    enum Verdict: Sendable, Equatable {
        /// The same story, with a score of 0.5…1.
        case same(Double)
        /// Another story, however alike; with a score below 0.5.
        case different(Double)
    }
}

/// The rules that tell whether two texts are one story.
///
/// The first one that speaks decides.
enum StoryRules {
    private typealias Limit = StoryThresholds

    /// The rules in order.
    static let all: [StoryRule] = [
        headline, templateCopy, tooShort, roundup, template, templateOpening, sameForm, houseForm, otherForm,
        instalment, otherFigures,
        containment, reworded, sameTitle, noisySameTitle,
    ]

    /// Judges a pair; the name of the deciding rule, and the score.
    static func judge(_ pair: PairFeatures) -> (rule: String, score: Double) {
        for rule in all {
            switch rule.judge(pair) {
            case .same(let score): return (rule.name, min(1, score))
            case .different(let score): return (rule.name, min(score, 0.49))
            case nil: continue
            }
        }
        return ("no-rule", 0.45 * pair.small.containment)
    }

    /// Why two texts that are alike are two stories, as a clause, by the name of the rule that said so.
    static func difference(_ rule: String) -> String {
        switch rule {
        case headline.name: "a title alone says too little"
        case tooShort.name: "it has too few words of its own to tell"
        case roundup.name: "one of the two tells several stories"
        case template.name, templateOpening.name: "another page of the same template"
        case sameForm.name, houseForm.name: "another announcement of the source in the same form"
        case otherForm.name, instalment.name: "another announcement in the same form: its figures differ"
        case otherFigures.name: "its figures differ"
        default: "it has too much of its own, or another beginning"
        }
    }

    /// A copy begins where the fuller text begins; shared background does not.
    private static func isAnchored(_ pair: PairFeatures) -> Bool {
        if pair.title >= Limit.anchoringTitle { return true }
        guard pair.big.lead >= Limit.anchor else { return false }
        // A short piece found in the middle of a longer text is its background, unless the titles say otherwise.
        return pair.big.start <= Limit.anchorStart || pair.title >= 0.4
            || pair.small.own * 10 > pair.big.own * 8
    }

    /// Instalments of a series differ in their figures.
    private static func figuresAgree(_ pair: PairFeatures) -> Bool {
        pair.figures >= Limit.figures || pair.small.containment >= Limit.plainCopy
            || pair.small.containment >= 0.72 && pair.boilerplate < 0.2 && pair.figures >= 0.25
    }

    /// A headline without text that is the beginning of a story.
    ///
    /// A roundup begins with the headline of its first story and is not that story.
    static let headline = StoryRule(name: "headline") { pair in
        guard pair.isHeadline else { return nil }
        if pair.roundup { return .different(0) }
        let isBeginning =
            pair.small.own >= 4 && pair.small.containment > 0.99 && pair.big.start <= Limit.anchorStart
        return isBeginning && pair.days < Limit.titleDays ? .same(0.6) : .different(0)
    }

    /// A copy of a page made from a template: all of its text and all of its figures.
    static let templateCopy = StoryRule(name: "template-copy") { pair in
        guard pair.boilerplate >= Limit.template || pair.small.own < Limit.leastOwnShingles else {
            return nil
        }
        let isCopy =
            pair.whole >= Limit.wholeCopy && pair.figureCount >= 3
            && pair.everyFigure >= Limit.templateFigures
            && !pair.roundup
        return isCopy ? .same(0.5 + 0.4 * pair.whole) : nil
    }

    /// Too few own words to tell anything.
    static let tooShort = StoryRule(name: "too-short") { pair in
        pair.small.own < Limit.leastOwnShingles ? .different(0) : nil
    }

    /// A roundup holds the beginnings of several stories and is a copy of none.
    static let roundup = StoryRule(name: "roundup") { pair in
        pair.roundup && min(pair.small.coverage, pair.big.coverage) < 0.7 ? .different(0) : nil
    }

    /// Two pages of one template: only a true copy has all its figures.
    static let template = StoryRule(name: "template") { pair in
        guard pair.boilerplate >= Limit.template else { return nil }
        let isCopy =
            pair.small.containment >= Limit.plainCopy && pair.everyFigure >= Limit.templateFigures
        return isCopy ? nil : .different(0.1)
    }

    /// What a text begins with is of a template, so that only its house's own words are left to compare.
    ///
    /// Two announcements of one house share those; a copy shares the beginning too.
    static let templateOpening = StoryRule(name: "template-opening") { pair in
        guard pair.opening >= Limit.templateOpening, pair.whole < Limit.wholeCopy else { return nil }
        return .different(0.2)
    }

    /// Two announcements of one source in one form: the same about the house, another beginning.
    ///
    /// The first two pages of a template can't be told by counting stories. A new version of a text still has most
    /// of the beginning that the old one had; a new announcement has not.
    static let sameForm = StoryRule(name: "same-form") { pair in
        guard pair.sameSource, !pair.version, !pair.excerpt, pair.small.own * 10 > pair.big.own * 6,
            pair.small.lead < Limit.sameSourceLead
        else { return nil }
        return .different(0.3)
    }

    /// Two texts of one source that share the house's own passages: only a true copy has the rest and all figures.
    ///
    /// What is boilerplate shows itself by three stories; until every sentence of the form has done so, two
    /// announcements have half of it in common as if it were their own.
    static let houseForm = StoryRule(name: "house-form") { pair in
        guard pair.sameSource, !pair.version, !pair.excerpt, !pair.sameAddress,
            pair.boilerplate >= Limit.houseForm
        else { return nil }
        let isCopy = pair.whole >= Limit.wholeCopy && pair.everyFigure >= Limit.templateFigures
        return isCopy ? nil : .different(0.3)
    }

    /// Two texts in one form, from whichever source, whose altered sentences have other figures: another
    /// announcement, or somebody's reprint of another one.
    ///
    /// While the form is too new to be known by its boilerplate, their length tells that they have one: the first
    /// two houses that announce a dividend in one lawyer's words.
    static let otherForm = StoryRule(name: "other-form") { pair in
        guard !pair.version, !pair.sameAddress, pair.alteredFigures < Limit.alteredFigures else { return nil }
        let isForm = pair.small.own * 10 > pair.big.own * 8 && pair.whole < Limit.plainCopy
        return isForm || pair.boilerplate >= Limit.houseForm ? .different(0.3) : nil
    }

    /// Two texts of one source and one length that are alike but for their figures, under one address too: a
    /// publisher that gives out two items under one address means two instalments.
    ///
    /// A page that is written on grows, and keeps most of the figures of the sentences that it changes.
    static let instalment = StoryRule(name: "instalment") { pair in
        guard pair.isInstalment else { return nil }
        return .different(0.3)
    }

    /// Two texts of one length from one source whose figures differ: another month, another contract.
    ///
    /// A copy has all figures, a correction changes one and says so, and a version of the same page is known by its
    /// address.
    static let otherFigures = StoryRule(name: "other-figures") { pair in
        guard pair.sameSource, !pair.version, !pair.excerpt, !pair.sameAddress,
            pair.small.own * 10 > pair.big.own * 7, pair.figures < Limit.sameSourceFigures,
            pair.small.containment < Limit.wholeCopy
        else { return nil }
        return .different(0.3)
    }

    /// The shorter text is in the longer one.
    static let containment = StoryRule(name: "containment") { pair in
        guard pair.small.containment > Limit.containment, isAnchored(pair), figuresAgree(pair),
            pair.small.containment > 0.72 || pair.boilerplate < Limit.template
        else { return nil }
        return .same(0.5 + (pair.small.containment - Limit.containment) * 1.4)
    }

    /// Reworded or scanned all over: little of each sentence, but of nearly every sentence.
    static let reworded = StoryRule(name: "reworded") { pair in
        guard pair.small.coverage > Limit.rewordedCoverage, pair.small.own > Limit.rewordedShingles,
            isAnchored(pair), figuresAgree(pair), pair.small.containment > 0.2
        else { return nil }
        return .same(0.5 + 0.3 * pair.small.containment)
    }

    /// Nearly the same title over nearly the same text, in the same week: a title that comes back is a heading.
    static let sameTitle = StoryRule(name: "title-and-text") { pair in
        guard pair.title > Limit.nearTitle, pair.days < Limit.titleDays, pair.figures > 0.73,
            pair.small.containment > 0.4,
            pair.small.coverage > 0.6, pair.boilerplate < Limit.template, pair.small.own >= 20
        else { return nil }
        return .same(0.5)
    }

    /// A noisy copy under the same title, of about the same length: noise is all over a text.
    ///
    /// A short text that shares little but an introduction with a long one is another day's list under one heading.
    static let noisySameTitle = StoryRule(name: "title-and-noisy-text") { pair in
        guard pair.title > Limit.nearTitle, pair.days < Limit.titleDays, pair.figures > 0.7,
            pair.small.coverage > 0.45,
            pair.small.containment > 0.18, pair.big.lead > 0.12, pair.boilerplate < 0.3, pair.small.own >= 25,
            pair.small.own * 2 > pair.big.own
        else { return nil }
        return .same(0.5)
    }
}
