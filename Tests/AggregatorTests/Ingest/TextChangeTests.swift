import Testing

@testable import Aggregator

@Suite("An item that comes again") struct TextChangeTests {
    private let text = """
        The ministry said on Monday that it would buy twelve frigates. Deliveries begin in the spring, and the
        last ship is due four years later. The opposition called the price a scandal.
        """

    private func isReal(_ new: String, title: String = "Twelve frigates") -> Bool {
        TextChange.isReal(oldTitle: "Twelve frigates", oldText: text, newTitle: title, newText: new)
    }

    @Test("with the same words has not changed")
    func same() {
        #expect(!isReal(text))
        #expect(!isReal(text.replacing("\n", with: " ")))
    }

    @Test("with another counter, date or banner has not changed")
    func counters() {
        #expect(!isReal("Updated 5 minutes ago. " + text))
        #expect(!isReal(text + " 1,234 views"))
    }

    @Test("with another headline has changed")
    func headline() {
        #expect(isReal(text, title: "Ten frigates only"))
    }

    @Test("with a new sentence has changed")
    func sentence() {
        #expect(isReal(text + " A spokesman later withdrew the figure and apologised to the yards."))
    }

    @Test("with a sentence less has changed")
    func shortened() {
        #expect(isReal("The ministry said on Monday that it would buy twelve frigates."))
    }
}
