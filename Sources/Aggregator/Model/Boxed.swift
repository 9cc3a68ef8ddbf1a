/// A value behind one pointer: copies share its memory until one of them is changed.
///
/// For what is large and mostly has its default, so that ten thousand sources don't have ten thousand copies of it.
struct Boxed<Value: Sendable & Equatable>: Sendable {
    private final class Box: Sendable {
        let value: Value

        init(_ value: Value) { self.value = value }
    }

    private var box: Box

    init(_ value: Value) { box = Box(value) }

    /// The value; setting it to what it is already keeps the memory shared.
    var value: Value {
        get { box.value }
        set { if newValue != box.value { box = Box(newValue) } }
    }
}

extension Boxed: Equatable {
    static func == (one: Boxed, other: Boxed) -> Bool {
        one.box === other.box || one.box.value == other.box.value
    }
}
