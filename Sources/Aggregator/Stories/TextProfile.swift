import Foundation

/// An item prepared for comparison: its words, shingles and fingerprints, and what it says about itself.
///
/// It never changes, and is handed around more often than it is made: a class, so that a copy is one reference.
final class TextProfile: Sendable {
    /// Words of the text, marks and credits left out.
    let wordCount: Int
    /// One hash for every run of four words, in order.
    let shingles: [UInt64]
    /// The sentence that each shingle begins in.
    let shingleSentences: [Int32]
    /// The number of sentences.
    let sentenceCount: Int
    /// There is no text; the shingles are the title's.
    let isHeadline: Bool
    /// The chosen shingles, in the order of the text.
    let fingerprints: [UInt64]
    /// The sentence of each fingerprint.
    let fingerprintSentences: [Int32]
    /// The sentences in which the source names itself, ascending.
    let imprint: [Int32]
    /// Figures of the text.
    let figures: [NormalText.Figure]
    /// The figures, each once, ascending.
    let figureHashes: [UInt64]
    /// The same without years.
    let plainFigureHashes: [UInt64]
    /// The words of the title, each once, ascending.
    let titleWords: [UInt64]
    /// Hashes of the whole title: as it is, and without a site's name at its end.
    let titles: [UInt64]
    /// What it says about itself.
    let marks: ItemOutline.Marks

    /// Prepares a document.
    init(_ document: IndexedDocument, seed: UInt64) {
        let bytes = Array(document.text.utf8)
        let wire = WireMarks(bytes)
        let text = Normaliser.read(bytes, without: wire.cuts, seed: seed)
        wordCount = text.words.count
        let title = WireMarks.title(document.title)
        let short = Self.withoutSuffix(title.text)
        let words = Normaliser.read(Array(short.utf8), seed: seed, limit: 60).words
        titleWords = words.sortedOnce()

        // Without a text the headline stands for it: many are the first words of the story.
        isHeadline = text.words.count < StoryThresholds.shingleWords
        figures = isHeadline ? [] : text.figures
        figureHashes = figures.map(\.hash).sortedOnce()
        plainFigureHashes = figures.filter { !$0.isYear }.map(\.hash).sortedOnce()
        let read = isHeadline ? words : text.words
        shingles = Shingles.of(read, seed: seed)
        shingleSentences =
            isHeadline ? shingles.map { _ in 0 } : Array(text.sentences.prefix(shingles.count))
        let places = Winnowing.places(shingles)
        fingerprints = places.map { [shingles] in shingles[$0] }
        fingerprintSentences = places.map { [shingleSentences] in shingleSentences[$0] }
        sentenceCount = isHeadline ? 1 : text.sentenceCount
        imprint =
            isHeadline ? [] : Self.imprint(of: text, names: [document.source] + document.org, seed: seed)
        var titles = [Self.key(words)]
        if short.utf8.count != title.text.utf8.count {
            titles.append(Self.key(Normaliser.read(Array(title.text.utf8), seed: seed, limit: 60).words))
        }
        if let body = Self.withoutSection(short) {
            titles.append(Self.key(Normaliser.read(Array(body.utf8), seed: seed, limit: 60).words))
        }
        self.titles = titles

        var marks: ItemOutline.Marks = []
        if wire.isExcerpt || document.completeness == "excerpt" || document.completeness == "paywalled" {
            marks.insert(.excerpt)
        }
        if wire.isVersion || title.isVersion { marks.insert(.version) }
        if wire.isCarried || document.origin != nil || document.originalURL != nil { marks.insert(.carried) }
        if wordCount < StoryThresholds.bareWords { marks.insert(.bare) }
        if WireMarks.isRoundup(title: document.title) { marks.insert(.roundup) }
        self.marks = marks
    }

    /// The sentences that hold one of some names.
    ///
    /// A name of one word may be a word of the language ("Nature", "un"), and most sentences would be taken for its
    /// owner's own: such names don't count.
    private static func imprint(of text: NormalText, names: [String], seed: UInt64) -> [Int32] {
        var found: [Int32] = []
        let words = text.words.span
        for name in names {
            let name = Normaliser.read(Array(name.utf8), seed: seed, limit: 12).words
            guard name.count > 1, let first = name.first, name.count <= words.count else { continue }
            for place in 0...(words.count - name.count) where words[place] == first {
                guard name.indices.allSatisfy({ words[place + $0] == name[$0] }) else { continue }
                let sentence = text.sentences[place]
                if found.last != sentence { found.append(sentence) }
            }
        }
        return names.count > 1 ? Array(Set(found)).sorted() : found
    }

    private static func key(_ words: [UInt64]) -> UInt64 {
        words.reduce(0x5851_F42D_4C95_7F2D) { ($0 ^ $1) &* 0x9E37_79B9_7F4A_7C15 ^ ($0 >> 31) }
    }

    /// `Title - The Daily Ledger`, `Title | Site`, `Title (Site)`: the title alone.
    static func withoutSuffix(_ title: String) -> String {
        let bytes = Array(title.utf8)
        var place = bytes.count - 1
        var letters = 0
        while place > 0 {
            let byte = bytes[place]
            if byte == 0x3A, bytes[place - 1] != 0x3A { break }
            if byte & 0xC0 != 0x80 { letters += 1 }
            guard letters <= 43 else { break }
            if byte == 0x20, let width = separator(bytes, before: place), (4...42).contains(letters) {
                return cut(bytes, at: place - width, else: title)
            }
            if byte == 0x28, bytes.last == 0x29, bytes[place - 1] == 0x20, (5...42).contains(letters),
                bytes[place + 1] < 0x61
            {
                return cut(bytes, at: place - 1, else: title)
            }
            place -= 1
        }
        return title
    }

    /// `Analysis: Title`, `World | Title`: the title without the section, when enough of it is left.
    private static func withoutSection(_ title: String) -> String? {
        let bytes = Array(title.utf8)
        guard let mark = bytes.prefix(24).firstIndex(where: { $0 == 0x3A || $0 == 0x7C }), mark > 2 else {
            return nil
        }
        let head = bytes[..<mark].split(separator: 0x20)
        let rest = bytes[(mark + 1)...]
        guard head.count <= 2, rest.first == 0x20,
            rest.split(separator: 0x20).count >= StoryThresholds.titleWords
        else { return nil }
        return String(decoding: rest.dropFirst(), as: UTF8.self)
    }

    /// The bytes of a separator with its leading space that ends before a place; nil when there is none.
    private static func separator(_ bytes: [UInt8], before place: Int) -> Int? {
        for mark in separators where place > mark.count {
            if bytes[(place - mark.count)..<place].elementsEqual(mark) { return mark.count }
        }
        return nil
    }

    private static let separators = [" -", " |", " \u{2013}", " \u{2014}", " ::"].map { Array($0.utf8) }

    /// The title up to a place, when three words are left.
    private static func cut(_ bytes: [UInt8], at place: Int, else title: String) -> String {
        let head = bytes[..<place]
        return head.split(separator: 0x20).count >= 3 ? String(decoding: head, as: UTF8.self) : title
    }

    /// The figures of some sentences, each once, ascending; years left out.
    func figures(in isMeant: [Bool]) -> [UInt64] {
        var found: [UInt64] = []
        for figure in figures where !figure.isYear && isMeant[Int(figure.sentence)] {
            found.append(figure.hash)
        }
        return found.sortedOnce()
    }

    /// Which sentences are boilerplate: most of their fingerprints occur in several other stories, and it isn't a long
    /// sentence on its own of which a single one does.
    func boilerplate(_ isBoilerplate: [Bool]) -> [Bool] {
        var common = [Int](repeating: 0, count: sentenceCount)
        var all = [Int](repeating: 0, count: sentenceCount)
        for index in fingerprintSentences.indices {
            let sentence = fingerprintSentences[index]
            all[Int(sentence)] += 1
            if isBoilerplate[index] { common[Int(sentence)] += 1 }
        }
        var found = zip(common, all).map { $0 * 2 > max($1, 1) }
        guard found.contains(true) else { return found }

        var length = [Int](repeating: 0, count: sentenceCount)
        for sentence in shingleSentences { length[Int(sentence)] += 1 }
        // Sentences that no fingerprint was kept of say nothing about their neighbours.
        let told = all.indices.filter { all[$0] > 0 }
        let mostly = told.map { found[$0] }
        for (place, sentence) in told.enumerated()
        where mostly[place] && common[sentence] == 1 && length[sentence] > StoryThresholds.longSentence {
            let before = place > 0 && mostly[place - 1]
            let after = place + 1 < told.count && mostly[place + 1]
            found[sentence] = before || after
        }
        return found
    }
}

extension [UInt64] {
    /// Whether all numbers of an ascending list are in another one.
    func isSubset(of others: [UInt64]) -> Bool {
        var place = 0
        for number in self {
            while place < others.count, others[place] < number { place += 1 }
            if place == others.count || others[place] != number { return false }
        }
        return true
    }

    /// The numbers in ascending order, each once.
    func sortedOnce() -> [UInt64] {
        guard count > 1 else { return self }
        var result = self
        result.sort()
        var end = 1
        for index in 1..<result.count where result[index] != result[end - 1] {
            result[end] = result[index]
            end += 1
        }
        result.removeLast(result.count - end)
        return result
    }
}
