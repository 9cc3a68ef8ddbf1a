/// Every number that the deduplicator decides by, with the reason for it.
///
/// Where an effect is stated it was measured on 29,000 labelled items, of which 20,000 have no double.
public enum StoryThresholds {
    // MARK: Reading a text

    /// Words of a shingle: three match by chance in stock phrases, five lose one more reworded copy in ten.
    static let shingleWords = 4
    /// Every run of shared shingles this long shares a fingerprint.
    static let winnowingWindow = 5
    /// Words that are looked at; a book is told from its copy by its first hundred pages.
    static let maximumWords = 40_000
    /// Fingerprints kept from the beginning of a text, where excerpts begin.
    static let headPrints = 16
    /// Fingerprints kept from the rest, the smallest by hash, so that two copies keep the same ones.
    static let restPrints = 32

    // MARK: Looking for candidates

    /// Postings of a fingerprint that are read, the newest; none when there are more, in three stories or more.
    public static let postingCap = 40
    /// Candidates that are compared in full.
    static let maximumCandidates = 8
    /// Candidates of one story that are compared in full; more tell nothing new.
    static let candidatesPerStory = 3
    /// Share of the shorter one's fingerprints that a candidate must have in common.
    static let leastSharedPrints = 0.1
    /// The same for a candidate that shares nothing but boilerplate: only a page of the same template.
    static let leastSharedBoilerplate = 0.5
    /// A passage in this many stories is boilerplate or template.
    static let boilerplateStories = 3
    /// Shingles of a sentence above which one stock phrase in it doesn't make it boilerplate, unless a sentence next to
    /// it is.
    ///
    /// Of a long text so few fingerprints are kept that a sentence of thirty words has one or two; when the store's
    /// seed chose "the minister of foreign affairs" for it, the whole sentence counted for nothing. Without the rule
    /// an excerpt's share comes out different in 3 of 100 stores; no other figure moves by a tenth of a point.
    static let longSentence = 16
    /// How long fingerprints are remembered, in seconds: three weeks.
    public static let window: Double = 21 * 86_400

    // MARK: The same story

    /// Own words (no boilerplate) below which text decides nothing.
    static let leastOwnShingles = 8
    /// Containment of the shorter one's own text in the longer one.
    static let containment = 0.65
    /// Share of the longer one's first 60 own shingles that the shorter one has: an excerpt begins where the
    /// full text begins, a follow-up has its own beginning and repeats the background.
    static let anchor = 0.1
    /// Own shingles of the longer text before the first common one, up to which the two begin alike.
    static let anchorStart = 30
    /// Share of the shorter one's beginning that the longer one of the same source has when it is its new version.
    static let sameSourceLead = 0.6
    /// Title words in common that anchor as well.
    static let anchoringTitle = 0.7
    /// Share of the shorter one's figures that the longer one has.
    static let figures = 0.6
    /// Containment from which figures need not agree.
    static let plainCopy = 0.87
    /// Share of all words, boilerplate too, that a copy has of what it copies.
    static let wholeCopy = 0.9
    /// Share of the first words that stand in boilerplate sentences when a text begins like a template.
    ///
    /// At 0.5 reprints under a line of the paper's own are lost; without the rule one announcement in a hundred
    /// joins another of its house.
    static let templateOpening = 0.8
    /// First words that are looked at for this: three usual sentences.
    static let openingShingles = 60
    /// Share of boilerplate sentences from which two texts of one source count as made in the house's form.
    ///
    /// Without the rule up to a tenth of one house's announcements joined each other, by which hashes the store's
    /// seed happened to choose.
    static let houseForm = 0.25
    /// Share of the figures that two texts of one source and one length have in common when they are one.
    static let sameSourceFigures = 0.8
    /// Share of the figures of altered sentences that a reprint keeps.
    ///
    /// Without the rules that use it up to 7 % of the announcements of houses with one form join another one, by
    /// which hashes the store's seed happens to choose; with them 0 to 1.3 %, and no other figure moves.
    static let alteredFigures = 0.6
    /// Share of boilerplate sentences from which two pages count as made from one template.
    static let template = 0.5
    /// Share of all figures that a true copy of a templated page has.
    static let templateFigures = 0.9
    /// Share of sentences that are at least partly found, for a text that was reworded or scanned.
    static let rewordedCoverage = 0.73
    /// Own shingles that a reworded text must have.
    static let rewordedShingles = 130
    /// Title words in common that make a title nearly equal.
    static let nearTitle = 0.85
    /// Score from which two items are one story.
    static let same = 0.5
    /// Score from which an item that matches two stories unites them.
    static let unite = 0.6

    /// Containment from which `aggd why` tells why an item is another story all the same.
    static let notable = 0.3

    // MARK: Titles

    /// Words of a text below which its title decides.
    static let bareWords = 12
    /// Words that a title needs to identify a story.
    static let titleWords = 5
    /// Days between two items that a title may bridge.
    static let titleDays = 7.0
    /// Stories with one title from which it is a heading ("Daily brief").
    static let titleStories = 2

    // MARK: The lead

    /// An item is as full as the fullest when it has this share of its own words.
    ///
    /// At 0.85 a copy with a footer that isn't known as boilerplate yet takes the lead from a short original.
    static let asFull = 0.78
    /// A later item of the same source replaces the earlier one when it is this much longer.
    static let grown = 1.12
    /// Items of a story that are looked at when a lead is chosen.
    static let membersConsidered = 24

    // MARK: The relation

    /// Share of the lead's words below which an item is an excerpt.
    static let excerptWords = 0.3
    /// Share of a replaced version's words from which an item is a copy of that version and no excerpt.
    static let versionWords = 0.72
    /// An item whose text ends before this share of the lead is an excerpt.
    static let excerptReach = 0.78
    /// Share of the lead's shingles that a text of the same source shares when nothing was changed.
    static let unchanged = 0.97
}
