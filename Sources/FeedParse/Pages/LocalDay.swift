internal import FoundationEssentials

/// Finds the clock of a stamp that is stated in UTC.
///
/// Many publishing systems write UTC into their data; the day that readers know is the one in the address or below
/// the headline. The instant stays; the offset is taken from a stamp of the same instant, from the local time that
/// the page shows, from the least shift that brings the days together, or from other stamps of the same clock.
struct LocalDay {
    let page: Page
    let shown: ShownDateReader
    /// Other stamps that the page states.
    let stamps: [StatedDate]

    /// The same instant with the publisher's offset, where the page tells it.
    func corrected(_ answer: PageDateReader.Answer) -> PageDateReader.Answer {
        let stamp = answer.date
        guard stamp.hasTime, stamp.offset == 0, seconds(stamp) % 86400 != 0 else { return answer }
        var answer = answer
        for other in stamps + times where other.hasTime && other.offset ?? 0 != 0 {
            if abs(seconds(other) - seconds(stamp)) <= 300 {
                answer.date.offset = other.offset
                return answer
            }
        }
        if let inAddress = AddressDate.read(page.url) {
            return shifted(answer, to: Self.day(inAddress))
        }
        guard let local = shown.date(isStrict: true)?.date, local.offset == nil else {
            answer.date.offset = clock(near: stamp) ?? 0
            return answer
        }
        if local.hasTime {
            let difference = seconds(local) - seconds(stamp)
            let quarters = (Double(difference) / 900).rounded() * 900
            guard difference != 0, abs(Double(difference) - quarters) <= 90, quarters >= -12 * 3600,
                quarters <= 14 * 3600, quarters != 0
            else { return answer }
            answer.date.offset = Int(quarters)
            return answer
        }
        return shifted(answer, to: Self.day(local))
    }

    /// The offset of another stamp of these days, in the page or in the data of its scripts.
    private func clock(near stamp: StatedDate) -> Int? {
        let other = (stamps + times).first {
            $0.offset ?? 0 != 0 && abs(seconds($0) - seconds(stamp)) < 14 * 86400
        }
        if let other { return other.offset }
        // Scripts are long. In these hours it is still the day before in all of the Americas.
        guard (seconds(stamp) % 86400 + 86400) % 86400 < 4 * 3600 else { return nil }
        return ScriptDate(page: page).offset(near: stamp)
    }

    /// The offset of least whole hours that puts the instant on a day; unchanged when none does.
    private func shifted(_ answer: PageDateReader.Answer, to day: Int) -> PageDateReader.Answer {
        let own = Self.day(answer.date)
        let second = seconds(answer.date) - own * 86400
        var answer = answer
        if day == own + 1 {
            let hours = (86400 - second + 3599) / 3600
            if hours <= 12 { answer.date.offset = hours * 3600 }
        } else if day == own - 1 {
            let hours = second / 3600 + 1
            if hours <= 12 { answer.date.offset = -hours * 3600 }
        }
        return answer
    }

    /// The `time` elements near the headline.
    private var times: [StatedDate] {
        let tree = page.tree
        var times: [StatedDate] = []
        for index in tree.indices where tree.nodes[index].tag == .time && times.count < 12 {
            if let date = tree.nonEmpty(.datetime, index).flatMap({ DateParser.parse($0) }) {
                times.append(date)
            }
        }
        return times
    }

    private func seconds(_ date: StatedDate) -> Int { Int(date.date.timeIntervalSince1970.rounded(.down)) }

    /// The day of a date by its own clock, counted from 1970.
    static func day(_ date: StatedDate) -> Int {
        let seconds = Int(date.date.timeIntervalSince1970.rounded(.down)) + (date.offset ?? 0)
        return seconds >= 0 ? seconds / 86400 : (seconds - 86399) / 86400
    }
}
