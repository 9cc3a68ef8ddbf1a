import Foundation

/// One item as it enters a comparison.
final class Comparand {
    /// The item's number; nil for one that isn't stored yet.
    let id: ItemID?
    /// Its words and shingles.
    let profile: TextProfile
    /// Which sentences are boilerplate.
    let boilerplate: [Bool]
    /// What it says about itself, and whether it is a roundup.
    let marks: ItemOutline.Marks
    /// When it was published.
    let date: Date
    /// The source.
    let source: String
    /// The canonical URL without what makes no difference.
    let address: String?
    /// When it begins, if it is an event.
    let starts: EventStart?
    /// The shingles that stand in no boilerplate sentence, counted; what lead and relation are chosen by.
    let ownWords: Int
    /// Of ``ownWords``, those of sentences that nobody it was compared with has and in which its source names itself:
    /// "Sign up for the Daily Ledger's newsletter".
    ///
    /// A paper writes them around what it reprints. They make the reprint no fuller than its original.
    private(set) var imprintWords = 0
    /// Whether others are compared with it: the table of where its shingles stand is then kept.
    private let keepsPlaces: Bool
    private var places: ShinglePlaces?

    /// An item with what is known of its boilerplate now.
    ///
    /// - Parameter keepsPlaces: whether it is compared with several.
    init(
        id: ItemID?, item: RecalledItem, boilerplate: [Bool], marks: ItemOutline.Marks? = nil,
        keepsPlaces: Bool = false
    ) {
        self.id = id
        profile = item.profile
        self.boilerplate = boilerplate
        self.marks = marks ?? item.profile.marks
        date = item.date
        source = item.source
        address = item.address
        starts = item.starts
        ownWords = item.profile.ownWords(boilerplate: boilerplate)
        self.keepsPlaces = keepsPlaces
    }

    /// For each of its shingles, whether another item has it too; and the same for the other's.
    func compare(with other: Comparand) -> (own: [Bool], others: [Bool]) {
        if keepsPlaces || !other.keepsPlaces {
            let found = tableOfPlaces().compare(with: other.profile.shingles)
            return (found.own, found.others)
        }
        let found = other.tableOfPlaces().compare(with: profile.shingles)
        return (found.others, found.own)
    }

    /// Most new items are compared with none, so the table is made when it is asked for.
    private func tableOfPlaces() -> ShinglePlaces {
        if let places { return places }
        let made = ShinglePlaces(profile.shingles)
        if keepsPlaces { places = made }
        return made
    }

    /// Learns what a comparison with another item of its story told about its imprint.
    func learn(imprintWords words: Int, isFirst: Bool) {
        imprintWords = isFirst ? words : min(imprintWords, words)
    }

    /// Share of the sentences that are boilerplate.
    var boilerplateShare: Double {
        boilerplate.isEmpty ? 0 : Double(boilerplate.count { $0 }) / Double(boilerplate.count)
    }

    /// Figures of sentences that are no boilerplate, each once, ascending.
    var ownFigures: [UInt64] {
        var own: [UInt64] = []
        for figure in profile.figures where !boilerplate[Int(figure.sentence)] { own.append(figure.hash) }
        return own.sortedOnce()
    }
}

/// An item as a comparison needs it: all but its text.
public final class RecalledItem: Sendable, Equatable {
    let profile: TextProfile
    let date: Date
    let source: String
    let address: String?
    let starts: EventStart?

    /// Reads a document.
    ///
    /// - Parameter seed: the seed of the index.
    public convenience init(_ document: IndexedDocument, seed: UInt64) {
        self.init(document, profile: TextProfile(document, seed: seed))
    }

    init(_ document: IndexedDocument, profile: TextProfile) {
        self.profile = profile
        date = document.date
        source = document.source
        address = document.canonicalURL.map(StoryKeys.plain)
        starts = document.starts
    }

    /// True when both are events and can't be the same one.
    func isAnotherEvent(than other: RecalledItem) -> Bool {
        guard let starts, let its = other.starts else { return false }
        return starts.differs(from: its)
    }

    /// What it costs to keep, in bytes, roughly.
    var cost: Int { profile.shingles.count * 12 + profile.fingerprints.count * 12 + 600 }

    /// Whether two are readings of the same text.
    public static func == (left: RecalledItem, right: RecalledItem) -> Bool {
        left.date == right.date && left.source == right.source
            && left.starts == right.starts && left.profile.shingles == right.profile.shingles
    }
}
