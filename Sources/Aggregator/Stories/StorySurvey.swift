/// A story's lead and the relations of its other items, looked at anew.
public struct StorySurvey: Sendable, Equatable {
    /// The item that leads.
    public var lead: ItemID
    /// How the others relate to it.
    public var others: [Decision.Revision]
}

extension Deduplicator {
    /// Looks at a story anew after items came or went by a person's word; nil when the index knows none of them.
    ///
    /// The first two dozen items are compared with the lead; a story with more is a wire's, whose copies are alike.
    public func survey(of story: StoryID, index: some FingerprintIndex) throws -> StorySurvey? {
        let members = try index.outlines(of: story, limit: StoryThresholds.membersConsidered)
        guard let lead = LeadChoice.lead(of: members)?.item, let leader = try comparand(lead, index)
        else { return nil }
        let replaced = LeadChoice.replaced(by: lead, among: members)?.words
        var survey = StorySurvey(lead: lead, others: [])
        for member in members where member.item != lead {
            guard let other = try comparand(member.item, index) else { continue }
            let (relation, overlap) = RelationRules.relation(of: other, to: leader, replaced: replaced)
            survey.others.append(.init(item: member.item, relation: relation, overlap: overlap))
        }
        return survey
    }

    private func comparand(_ item: ItemID, _ index: some FingerprintIndex) throws -> Comparand? {
        guard let recalled = try index.recall(item) else { return nil }
        let common = try index.isBoilerplate(recalled.profile.fingerprints)
        return Comparand(id: item, item: recalled, boilerplate: recalled.profile.boilerplate(common))
    }
}
