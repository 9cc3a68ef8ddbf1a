import Testing

@testable import Aggregator

@Suite("A rule about two texts") struct StoriesRuleTests {
    /// Two texts of 300 shingles that are alike, unless a test says otherwise.
    private func pair(_ change: (inout PairFeatures) -> Void) -> PairFeatures {
        var pair = PairFeatures()
        for path in [\PairFeatures.small, \PairFeatures.big] {
            pair[keyPath: path].own = 300
            pair[keyPath: path].all = 300
            pair[keyPath: path].containment = 0.95
            pair[keyPath: path].coverage = 1
            pair[keyPath: path].lead = 0.95
            pair[keyPath: path].sentences = 20
            pair[keyPath: path].sentencesFound = 20
        }
        pair.whole = 0.95
        pair.titleWords = 6
        change(&pair)
        return pair
    }

    private func judge(_ change: (inout PairFeatures) -> Void) -> (rule: String, isSame: Bool) {
        let verdict = StoryRules.judge(pair(change))
        return (verdict.rule, verdict.score >= StoryThresholds.same)
    }

    @Test("calls a copy a copy, with a score near one")
    func copy() {
        let verdict = StoryRules.judge(pair { $0.small.containment = 1 })
        #expect(verdict.rule == "containment")
        #expect(verdict.score > 0.95)
    }

    @Test("wants an excerpt to begin where the full text begins")
    func anchor() {
        let excerpt = judge {
            $0.small.own = 60
            $0.big.lead = 0.9
            $0.big.containment = 0.2
        }
        #expect(excerpt.isSame)
        let background = judge {
            $0.small.own = 60
            $0.big.lead = 0
            $0.big.start = 200
            $0.big.containment = 0.2
        }
        #expect(!background.isSame)
    }

    @Test("takes a title in common for an anchor")
    func titleAnchor() {
        let same = judge {
            $0.small.own = 60
            $0.big.lead = 0
            $0.title = 0.8
        }
        #expect(same.isSame)
    }

    @Test("tells instalments of a source by their figures, unless they say that they are versions")
    func figures() {
        func instalment(_ change: (inout PairFeatures) -> Void) -> (rule: String, isSame: Bool) {
            judge {
                $0.sameSource = true
                $0.figures = 0.6
                $0.small.containment = 0.82
                change(&$0)
            }
        }
        #expect(instalment { _ in } == ("other-figures", false))
        #expect(instalment { $0.version = true }.isSame)
        #expect(instalment { $0.sameAddress = true }.isSame)
        #expect(instalment { $0.figures = 1 }.isSame)
        #expect(instalment { $0.sameSource = false }.isSame)
        #expect(instalment { $0.small.containment = 0.93 }.isSame)
    }

    @Test("tells two announcements of a source by their beginnings")
    func sameForm() {
        let other = judge {
            $0.sameSource = true
            $0.small.lead = 0.3
            $0.small.containment = 0.75
        }
        #expect(other == ("same-form", false))
    }

    @Test("wants all figures of a page that is made from a template")
    func template() {
        let copy = judge {
            $0.boilerplate = 0.7
            $0.figureCount = 5
            $0.everyFigure = 1
        }
        #expect(copy == ("template-copy", true))
        let another = judge {
            $0.boilerplate = 0.7
            $0.figureCount = 5
            $0.everyFigure = 0.6
            $0.small.containment = 0.8
            $0.whole = 0.8
        }
        #expect(another == ("template", false))
    }

    @Test("is not misled by what is left when the beginning is a template")
    func templateOpening() {
        let left = judge {
            $0.opening = 1
            $0.boilerplate = 0.4
            $0.whole = 0.7
        }
        #expect(left == ("template-opening", false))
        #expect(
            judge {
                $0.opening = 1; $0.boilerplate = 0.4
            }.isSame)
        #expect(
            judge {
                $0.opening = 0.5; $0.whole = 0.7
            }.isSame)
    }

    @Test("keeps roundups apart from what they tell, but not from their own copies")
    func roundup() {
        let part = judge {
            $0.roundup = true
            $0.small.coverage = 0.4
        }
        #expect(part == ("roundup", false))
        #expect(judge { $0.roundup = true }.isSame)
        let headline = judge {
            $0.roundup = true
            $0.isHeadline = true
            $0.small.containment = 1
        }
        #expect(headline == ("headline", false))
    }

    @Test("knows a reworded text by the number of sentences that are partly found")
    func reworded() {
        let reworded = judge {
            $0.small.containment = 0.35
            $0.small.coverage = 0.9
        }
        #expect(reworded == ("reworded", true))
        let short = judge {
            $0.small.own = 80
            $0.small.containment = 0.35
            $0.small.coverage = 0.9
        }
        #expect(!short.isSame)
    }

    @Test("lets a title decide about damaged copies of the same week and the same length only")
    func noisy() {
        func noisy(_ change: (inout PairFeatures) -> Void) -> (rule: String, isSame: Bool) {
            judge {
                $0.title = 1
                $0.small.own = 100
                $0.small.containment = 0.25
                $0.small.coverage = 0.5
                $0.big.own = 110
                $0.big.lead = 0.3
                change(&$0)
            }
        }
        #expect(noisy { _ in } == ("title-and-noisy-text", true))
        #expect(!noisy { $0.days = 8 }.isSame)
        #expect(!noisy { $0.big.own = 400 }.isSame)
        #expect(!noisy { $0.figures = 0.5 }.isSame)
        #expect(!noisy { $0.title = 0.6 }.isSame)
    }

    @Test("says nothing about a handful of words")
    func tooShort() {
        #expect(judge { $0.small.own = 7 } == ("too-short", false))
    }

    @Test("that speaks for another story never gives half a point, one for the same never less")
    func scores() {
        for share in stride(from: 0.0, through: 1.0, by: 0.05) {
            let verdict = StoryRules.judge(
                pair {
                    $0.small.containment = share; $0.small.coverage = share
                })
            let rule = StoryRules.all.first { $0.name == verdict.rule }
            switch rule?.judge(
                pair {
                    $0.small.containment = share; $0.small.coverage = share
                })
            {
            case .same: #expect(verdict.score >= StoryThresholds.same)
            case .different, nil: #expect(verdict.score < StoryThresholds.same)
            }
        }
    }

    @Test("has a name of its own")
    func names() {
        #expect(Set(StoryRules.all.map(\.name)).count == StoryRules.all.count)
    }
}
