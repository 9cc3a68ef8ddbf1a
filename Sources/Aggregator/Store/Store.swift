public import Foundation

/// Where items, stories, sources and digest issues are kept.
///
/// Readers never wait for the writer. One write is one transaction: all of it is kept or nothing.
/// Implementations pass the conformance suite in the tests.
public protocol Store: Sendable {
    /// Runs a read on one consistent snapshot.
    /// - Throws: ``StoreError``; an error thrown by `body` that is none is passed on.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any StoreReader) throws -> Value
    ) async throws -> Value

    /// Runs a transaction; when `body` throws, nothing of it is kept.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any StoreWriter) throws -> Value
    ) async throws -> Value

    /// Writes a consistent copy of everything to a new file, while others read and write.
    func backup(to path: String) async throws

    /// Looks for damage and broken invariants; one sentence per finding, empty when all is well.
    func check() async throws -> [String]

    /// Gives back memory that only makes the next transactions quicker.
    func rest() async

    /// Finishes what is under way and lets go of the files. Nothing may be called afterwards.
    func close() async throws
}

/// Why the store could not do something.
public struct StoreError: Error, Sendable, Equatable {
    /// What went wrong, for code to ask.
    public enum Code: String, Sendable {
        /// The file can't be opened or created.
        case cannotOpen
        /// Another daemon holds the store.
        case inUse
        /// No permission.
        case permission
        /// The disk is full.
        case full
        /// The file is damaged or not a store of ours.
        case damaged
        /// The store was written by a newer aggd.
        case newer
        /// Anything else; the detail says what.
        case failed
    }

    /// What went wrong.
    public let code: Code
    /// One sentence for a person, with the path and what to do.
    public let message: String

    /// Creates an error.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}

extension StoreError: CustomStringConvertible {
    /// The sentence for a person.
    public var description: String { message }
}

/// What can be asked of the store.
public protocol StoreReader {
    /// The items that a selection asks for, in its order.
    func items(_ selection: ItemSelection) throws -> [Item]
    /// How many items a selection asks for, without its limit.
    func count(_ selection: ItemSelection) throws -> Int
    /// The events that take place in a range of time, the soonest first: those that are shown and lead their
    /// story. One that has begun and not ended yet counts; an open end asks for all to come.
    func events(from: Date, to: Date?) throws -> [Item]
    /// The beginning of an item's text, or the passage where a query is found, as pieces of which some are hits.
    func snippet(of id: ItemID, for query: Query, words: Int) throws -> [SnippetPiece]
    /// One item.
    func item(_ id: ItemID) throws -> Item?
    /// The items whose short text begins with a prefix, at most `limit`.
    func items(withPrefix prefix: String, limit: Int) throws -> [ItemID]
    /// A story with its lead and copies.
    func story(_ id: StoryID) throws -> Story?
    /// The stories of several items, by item: one query, not one a story.
    /// - Parameter withoutText: leaves the texts of the items out, which a listing doesn't show.
    func stories(_ ids: [StoryID], withoutText: Bool) throws -> [StoryID: Story]
    /// The stored item that a new one is the same as, by its identity within its source: GUID, then canonical
    /// URL, then content. A pruned item is known for ever: ``item(_:)`` is nil for it, and it must not come back.
    func existing(_ identity: ItemIdentity, of source: String) throws -> KnownItem?
    /// The same for all items of an answer at once.
    func existing(_ identities: [ItemIdentity], of source: String) throws -> [KnownItem?]
    /// The earlier versions of an item, oldest first; the newest is the item itself.
    func versions(of id: ItemID) throws -> [ItemVersion]
    /// Everything that was decided about an item, oldest first.
    func log(of id: ItemID) throws -> [LogEntry]
    /// The poll state of one source.
    func pollState(of source: String) throws -> PollState?
    /// Of the same only when and where the source is asked next, and how it is: a fifth of the work.
    func briefPollState(of source: String) throws -> PollState?
    /// The poll states of all sources, archived ones left out.
    func pollStates() throws -> [String: PollState]
    /// Pages of a source's items that are due by a time and lie at none of some hosts: hosts in turn, of each the pages
    /// of items without a text of theirs first, of these the one that was tried least, then the newest item's.
    func duePages(of source: String, by time: Date, sparing hosts: Set<String>, limit: Int) throws
        -> [DuePage]
    /// What is remembered of an item's page, be it due, left or resting; nil when it was had when it was asked first.
    func duePage(of id: ItemID) throws -> DuePage?
    /// When the first of a source's pages is due, or is to be looked for; nil when none is. One that was put off while the
    /// clock was ahead is due now, and nobody looks further ahead than ``DuePage/longestWait``.
    func nextDuePage(of source: String, at time: Date) throws -> Date?
    /// Counts per source.
    func sourceCounts() throws -> [String: SourceCounts]
    /// The newest issue of a digest.
    func lastIssue(of digest: String) throws -> StoredIssue?
    /// One issue of a digest.
    func issue(_ number: Int, of digest: String) throws -> StoredIssue?
    /// The numbers and times of a digest's issues, newest first.
    func issues(of digest: String, limit: Int) throws -> [StoredIssue]
    /// The issues that carried an item's story.
    func issues(carrying story: StoryID) throws -> [StoredIssue]
    /// The stories among these that an issue of the digest has carried.
    func told(_ stories: [StoryID], by digest: String) throws -> Set<StoryID>
    /// The deliveries that wait to be sent.
    func pendingDeliveries() throws -> [Delivery]
    /// The highest item number; 0 when there is none.
    func highestItem() throws -> Int64
    /// Totals for `status` and `check --store`.
    func totals() throws -> StoreTotals
    /// A remembered value: when a person last looked, and the like.
    func value(of key: String) throws -> String?
    /// The last good answer of a source, kept for `try --replay`.
    func lastGoodAnswer(of source: String) throws -> StoredAnswer?
}

/// What can be changed in a transaction.
public protocol StoreWriter: StoreReader, FingerprintIndex {
    /// Makes the store's list of sources equal to the configuration's; sources that are gone are archived with
    /// their items, ones that come back are taken up again.
    func register(_ sources: [Source]) throws
    /// Stores a new item in the story that was decided, and makes the decided lead the lead. The decision is
    /// written to the item's log. Returns where the item stands now.
    func insert(
        _ item: NewItem, columns: PreparedColumns, identity: ItemIdentity, seen: Date, decision: Decision,
        hiddenBy: String?
    ) throws -> StoredPlace
    /// Replaces an item's content. A real change keeps the old text as a version. Nothing happens to a pruned item.
    func update(_ id: ItemID, with item: NewItem, at time: Date, isRealChange: Bool) throws
    /// Puts an item whose content has changed where a new decision says: its story, its relation, the lead.
    func apply(_ decision: Decision, to id: ItemID, at time: Date) throws
    /// Moves an item to another story or to a new one, by a person's word or a later decision.
    func move(_ id: ItemID, to story: StoryID?, reason: Decision.Reason, at time: Date) throws
    /// Takes an item out of its story by a person's word, for ever; nil when it was alone.
    func split(_ id: ItemID, at time: Date) throws -> StoryID?
    /// Makes the stories of two items one by a person's word, for ever; nil when they were one already.
    func join(_ id: ItemID, with other: ItemID, at time: Date) throws -> StoryID?
    /// The items that a person put into one story with an item.
    func companions(of id: ItemID) throws -> [ItemID]
    /// Forgets what the deduplicator knows of all items: each is to be decided upon anew.
    func beginRebuild() throws
    /// Puts an item where a decision says when all stories are computed anew; nil when it stays.
    func reseat(_ id: ItemID, by decision: Decision, at time: Date) throws -> StoryMove?
    /// Sets or lifts the rule that hides an item.
    func hide(_ id: ItemID, by rule: String?) throws
    /// Adds a sentence to what is known about an item.
    func append(_ entry: LogEntry, to id: ItemID) throws
    /// Keeps the poll state of a source.
    func save(_ state: PollState, of source: String) throws
    /// Keeps the last good answer of a source.
    func save(_ answer: StoredAnswer, of source: String) throws
    /// Leaves the page of an item to a later poll. Nothing happens to a pruned item.
    func save(_ page: DuePage) throws
    /// Forgets what is remembered of an item's page.
    func settlePage(of id: ItemID) throws
    /// Puts off all pages of a source that lie at some hosts.
    func postponePages(of source: String, until times: [String: Date]) throws
    /// Adds the next issue of a digest with its deliveries; the number must follow the last one.
    func append(_ issue: StoredIssue, deliveries: [Delivery]) throws
    /// Notes how a delivery went.
    func save(_ delivery: Delivery) throws
    /// Marks an item; nil leaves a mark as it is.
    func mark(_ id: ItemID, kept: Bool?, read: Bool?, addTags: [String], removeTags: [String]) throws
    /// Remembers a value; nil forgets it.
    func set(_ value: String?, of key: String) throws
    /// Forgets items first seen before a time, except kept ones; their identity stays for ever. Returns how many;
    /// `dryRun` only counts.
    func prune(before time: Date, dryRun: Bool) throws -> Int
    /// Forgets the answers of sources that were received before a time.
    func forgetAnswers(before time: Date) throws
}

/// What a poll needs of a stored item to see that nothing changed.
public struct KnownItem: Sendable, Equatable {
    /// The stored item.
    public var id: ItemID
    /// The hash of what the source sent when it was last stored; nil when the item was pruned.
    public var sentHash: Int64?

    /// Creates a known item.
    public init(id: ItemID, sentHash: Int64?) {
        self.id = id
        self.sentHash = sentHash
    }

    /// True when the source sends something else than what is stored; of a pruned item nothing can change.
    func differs(from item: NewItem) -> Bool {
        sentHash.map { $0 != item.sentHash } ?? false
    }
}

/// Where a stored item stands.
public struct StoredPlace: Sendable, Equatable {
    /// The item's number.
    public var item: ItemID
    /// Its story.
    public var story: StoryID

    /// Creates a place.
    public init(item: ItemID, story: StoryID) {
        self.item = item
        self.story = story
    }
}

/// Which items are wanted, and in which order.
public struct ItemSelection: Sendable, Equatable {
    /// What they match.
    public var query: Query = .all
    /// False: of a story only its lead, or the best copy that matches when the lead doesn't.
    public var copies = false
    /// True: items hidden by a rule too.
    public var hidden = false
    /// Only items with a greater number.
    public var after: ItemID?
    /// Only items up to this number.
    public var upTo: ItemID?
    /// Only items first seen at or after this time.
    public var seenSince: Date?
    /// Only items whose content has changed at or after this time.
    public var changedSince: Date?
    /// The order.
    public var sort: Sort = .date
    /// At most this many; nil for all.
    public var limit: Int?
    /// Leave out what listings don't show: text, HTML.
    public var withoutText = false

    /// Creates a selection of everything that is shown.
    public init() {}

    /// The order of a selection.
    public enum Sort: String, Sendable, CaseIterable {
        /// Newest first by published or seen.
        case date
        /// Highest source rank first, then newest.
        case rank
        /// Best match first.
        case relevance
        /// In the order of arrival.
        case arrival
    }
}

/// An earlier version of an item.
public struct ItemVersion: Sendable, Equatable {
    /// From 1.
    public var number: Int
    /// Until when it was the newest.
    public var replaced: Date
    /// The title then.
    public var title: String
    /// The text then.
    public var text: String
    /// The event then, for an event.
    public var event: Event?

    /// Creates a version.
    public init(number: Int, replaced: Date, title: String, text: String, event: Event? = nil) {
        self.number = number
        self.replaced = replaced
        self.title = title
        self.text = text
        self.event = event
    }
}

/// One thing that was decided about an item.
public struct LogEntry: Sendable, Equatable, Codable {
    /// When.
    public var at: Date
    /// About what: `fetched`, `date`, `text`, `story`, `rule`, `mark`.
    public var topic: String
    /// One sentence for a person.
    public var message: String
    /// The decision behind it, for a story.
    public var decision: Decision?

    /// Creates an entry.
    public init(at: Date, topic: String, message: String, decision: Decision? = nil) {
        self.at = at
        self.topic = topic
        self.message = message
        self.decision = decision
    }
}

/// Counts of one source.
public struct SourceCounts: Sendable, Equatable {
    /// Items in the store.
    public var items = 0
    /// Items that aren't the lead of their story.
    public var copies = 0

    /// Creates zero counts.
    public init() {}
}

/// A digest issue as kept: the value that every output is made of, so that it can be printed again.
public struct StoredIssue: Sendable, Equatable {
    /// The digest's name.
    public var digest: String
    /// From 1, without gaps.
    public var number: Int
    /// When it was made.
    public var made: Date
    /// Items with numbers above this one were looked at.
    public var after: ItemID
    /// Items with numbers up to this one were looked at.
    public var upTo: ItemID
    /// The stories that it carries.
    public var stories: [StoryID]
    /// The issue as JSON (``DigestIssue``).
    public var body: String

    /// Creates a stored issue.
    public init(
        digest: String, number: Int, made: Date, after: ItemID, upTo: ItemID, stories: [StoryID], body: String
    ) {
        self.digest = digest
        self.number = number
        self.made = made
        self.after = after
        self.upTo = upTo
        self.stories = stories
        self.body = body
    }
}

/// An issue on its way to one recipient.
public struct Delivery: Sendable, Equatable {
    /// The digest's name.
    public var digest: String
    /// The issue's number.
    public var issue: Int
    /// The address or target: `Mara <mara@example.org>`, `maildir:/path`, `file:/path`.
    public var recipient: String
    /// The Message-ID, the same at every attempt.
    public var messageID: String
    /// When it was handed over, nil while it waits.
    public var sent: Date?
    /// Not tried before this time.
    public var notBefore: Date?
    /// Attempts so far.
    public var attempts: Int = 0
    /// What the last attempt said.
    public var error: String?
    /// True when it was given up (5xx).
    public var failed = false

    /// Creates a delivery that waits.
    public init(digest: String, issue: Int, recipient: String, messageID: String) {
        self.digest = digest
        self.issue = issue
        self.recipient = recipient
        self.messageID = messageID
    }
}

/// Totals of the store.
public struct StoreTotals: Sendable, Equatable {
    /// Items.
    public var items = 0
    /// Stories.
    public var stories = 0
    /// Sources that are not archived.
    public var sources = 0
    /// Bytes on disk.
    public var bytes: Int64 = 0
    /// The schema's version: the name of the last migration.
    public var schema = ""

    /// Creates zero totals.
    public init() {}
}
