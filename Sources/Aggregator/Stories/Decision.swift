/// What the ``Deduplicator`` decided about one item, and why.
public struct Decision: Sendable, Equatable, Codable {
    /// The story that the item joins; nil when it begins one.
    public var story: StoryID?
    /// How the item relates to the story's lead.
    public var relation: Relation
    /// The item that leads the story from now on; nil when it is the new item itself.
    public var lead: ItemID?
    /// Other stories that turn out to be the same and are united with ``story``.
    public var unites: [StoryID]
    /// 0…1; 0.5 and above means the same story.
    public var score: Double
    /// Share of the lead's text that the item holds, 0…1, when it was measured.
    public var overlap: Double?
    /// The reasons as plain data, the decisive one first.
    public var reasons: [Reason]
    /// Items of the story whose relation is another one from now on, since the lead moved.
    public var revised: [Revision]

    /// Creates a decision.
    public init(
        story: StoryID?, relation: Relation, lead: ItemID?, unites: [StoryID] = [], score: Double,
        overlap: Double? = nil, reasons: [Reason], revised: [Revision] = []
    ) {
        self.story = story
        self.relation = relation
        self.lead = lead
        self.unites = unites
        self.score = score
        self.overlap = overlap
        self.reasons = reasons
        self.revised = revised
    }

    /// An older item of the story, seen from its new lead.
    public struct Revision: Sendable, Equatable, Codable {
        /// The item.
        public var item: ItemID
        /// How it relates to the new lead.
        public var relation: Relation
        /// Share of the new lead's text that it holds, 0…1, when it was measured.
        public var overlap: Double?

        /// Creates a revision.
        public init(item: ItemID, relation: Relation, overlap: Double? = nil) {
            self.item = item
            self.relation = relation
            self.overlap = overlap
        }
    }

    /// One reason of a decision.
    public struct Reason: Sendable, Equatable, Codable {
        /// The rule's name: `canonical-url`, `guid`, `title`, `containment`, `original-link`, ….
        public var rule: String
        /// The item that it was compared with.
        public var other: ItemID?
        /// One clause for a person: `5 of 5 paragraphs contained`.
        public var detail: String
        /// Figures behind it: containment, coverage, ….
        public var figures: [String: Double]

        /// Creates a reason.
        public init(rule: String, other: ItemID? = nil, detail: String, figures: [String: Double] = [:]) {
            self.rule = rule
            self.other = other
            self.detail = detail
            self.figures = figures
        }
    }
}
