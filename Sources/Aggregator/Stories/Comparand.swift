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
    /// The shingles that stand in no boilerplate sentence, counted; what lead and relation are chosen by.
    let ownWords: Int
    /// Where its shingles stand, when others are compared with it.
    let places: ShinglePlaces?

    /// An item with what is known of its boilerplate now.
    ///
    /// - Parameter places: the table of its shingles, when it was made already.
    init(
        id: ItemID?, item: RecalledItem, boilerplate: [Bool], marks: ItemOutline.Marks? = nil,
        places: ShinglePlaces? = nil
    ) {
        self.id = id
        profile = item.profile
        self.boilerplate = boilerplate
        self.marks = marks ?? item.profile.marks
        date = item.date
        source = item.source
        address = item.address
        ownWords = item.profile.ownWords(boilerplate: boilerplate)
        self.places = places
    }

    /// For each of its shingles, whether another item has it too; and the same for the other's.
    func compare(with other: Comparand) -> (own: [Bool], others: [Bool]) {
        if let places {
            let found = places.compare(with: other.profile.shingles)
            return (found.own, found.others)
        }
        let found = (other.places ?? ShinglePlaces(other.profile.shingles)).compare(with: profile.shingles)
        return (found.others, found.own)
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
    }

    /// What it costs to keep, in bytes, roughly.
    var cost: Int { profile.shingles.count * 12 + profile.fingerprints.count * 12 + 600 }

    /// Whether two are readings of the same text.
    public static func == (left: RecalledItem, right: RecalledItem) -> Bool {
        left.date == right.date && left.source == right.source
            && left.profile.shingles == right.profile.shingles
    }
}
