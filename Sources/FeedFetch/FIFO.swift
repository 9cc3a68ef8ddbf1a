/// A queue: in at the end, out at the front, both in constant time.
struct FIFO<Element> {
    private var elements: [Element?] = []
    private var head = 0

    /// True when nothing is in it.
    var isEmpty: Bool { head == elements.count }

    /// How many are in it.
    var count: Int { elements.count - head }

    mutating func append(_ element: Element) {
        elements.append(element)
    }

    mutating func popFirst() -> Element? {
        guard head < elements.count else { return nil }
        let element = elements[head]
        elements[head] = nil
        head += 1
        if head == elements.count {
            elements.removeAll(keepingCapacity: elements.capacity <= 64)
            head = 0
        } else if head >= 64, head * 2 >= elements.count {
            elements.removeFirst(head)
            head = 0
        }
        return element
    }

    /// Removes the first element that matches; false when none does.
    mutating func remove(where matches: (Element) -> Bool) -> Bool {
        let waiting = elements[head...]
        guard let index = waiting.firstIndex(where: { $0.map(matches) ?? false }) else { return false }
        elements.remove(at: index)
        return true
    }
}
