import Foundation
import Testing

@testable import FeedParse

@Suite("The hours of an event, as they are written elsewhere") struct EventHoursTests {
    @Test(
        "have a beginning and an end",
        arguments: [
            ("18 bis 19.30 Uhr", 1080, 1170), ("12.05.2026, 18 bis 19.30 Uhr (MEZ)", 1080, 1170),
            ("18–19.30 Uhr", 1080, 1170), ("von 18 Uhr bis 20 Uhr", 1080, 1200),
            ("de 6 a 7:30 p.m.", 1080, 1170), ("de 6:00 a 7:30 p. m.", 1080, 1170),
            ("De 18.00 a 19.30 h (hora de Madrid)", 1080, 1170), ("下午2:00-3:30", 840, 930),
            ("时间：2026年5月12日 下午2:00-3:30（北京时间）", 840, 930), ("上午9:00-11:30", 540, 690),
            ("上午10:00至下午1:30", 600, 810), ("下午2点至4点", 840, 960), ("晚上7点半到9点", 1170, 1260),
            ("14：00–15：30", 840, 930), ("18.00 – 19.30 uur", 1080, 1170), ("18 tot 19.30 uur", 1080, 1170),
            ("kl. 18.00–19.30", 1080, 1170), ("kl. 18–20", 1080, 1200), ("kl.18.00 til kl.19.30", 1080, 1170),
            ("klockan 18.00–19.30", 1080, 1170), ("klo 18.00–19.30", 1080, 1170),
            ("klo 18–20", 1080, 1200), ("ore 18.00 - 19.30", 1080, 1170),
            ("dalle ore 18.00 alle ore 19.30", 1080, 1170), ("godz. 18.00–19.30", 1080, 1170),
            ("w godzinach 18.00–19.30", 1080, 1170), ("de 18 h à 20 h", 1080, 1200),
            ("18 h 30 – 20 h (heure de Paris)", 1110, 1200), ("from 6 to 7.30 p.m.", 1080, 1170),
            ("2:00 PM – 3:30 GMT", 840, 930), ("10:00 PM – 1:00 GMT", 1320, 60),
        ])
    func ranges(_ text: String, _ start: Int, _ end: Int) {
        let time = EventTime.read(text)
        #expect(time?.start == start, "\(text)")
        #expect(time?.end == end, "\(text)")
    }

    @Test(
        "have a beginning only",
        arguments: [
            ("ore 18.00", 1080), ("godz. 18.00", 1080), ("kl. 18", 1080), ("klo 18", 1080), ("ore 18", 1080),
            ("下午2点", 840), ("中午12点", 720), ("18 h", 1080), ("18 h 30", 1110), ("18 uur", 1080),
            ("4 bis 6 Mai 2026, 18 Uhr", 1080), ("4 to 6 May at 7:30 pm", 1170),
            ("Tuesday 14 – 18:00", 1080),
        ])
    func beginnings(_ text: String, _ start: Int) {
        let time = EventTime.read(text)
        #expect(time?.start == start, "\(text)")
        #expect(time?.end == nil, "\(text)")
    }

    @Test(
        "are not read out of numbers with other words",
        arguments: [
            "4 bis 6 Mai 2026", "de 4 a 6 de maio de 2026", "会议提出3点意见", "2小时", "Room 4.02", "Tickets 12.50",
            "Building 7 Harbour Hall", "alle 18 Häfen",
        ])
    func numbers(_ text: String) {
        #expect(EventTime.read(text) == nil, "\(text)")
    }
}

@Suite("Days of an event in two months or with the year in front") struct EventDaysFormTests {
    private func expect(_ text: String, _ start: String, _ end: String) {
        let days = EventDays.read(text)
        #expect(days?.start.date == DateParser.parse(start)?.date, "\(text)")
        #expect(days?.end?.date == DateParser.parse(end)?.date, "\(text)")
    }

    @Test(
        "begin in the first month",
        arguments: [
            "30 April – 2 May 2026", "April 30 – May 2, 2026", "30. April bis 2. Mai 2026",
            "Thursday, 30th April to Saturday, 2nd May 2026", "del 30 de abril al 2 de mayo de 2026",
            "30 avril – 2 mai 2026", "30 апреля – 2 мая 2026 г.", "2026年4月30日至5月2日",
            "2026年4月30日（木）〜5月2日（土）", "2026년 4월 30일~5월 2일",
        ])
    func twoMonths(_ text: String) {
        expect(text, "2026-04-30", "2026-05-02")
    }

    @Test(
        "end in the month in which they begin",
        arguments: [
            "2026年5月4日至6日", "2026年5月4-6日", "2026年5月4日—6日 港口大厅", "2026年5月4日(月)～6日(水)",
        ])
    func oneMonth(_ text: String) {
        expect(text, "2026-05-04", "2026-05-06")
    }

    @Test("may lie in two years")
    func twoYears() {
        expect("30 December – 2 January 2027", "2026-12-30", "2027-01-02")
        expect("2026年12月30日至1月2日", "2026-12-30", "2027-01-02")
    }

    @Test("are one where an hour follows", arguments: ["2026年5月4日 14:00-15:30", "2026年5月4日 下午2点至4点"])
    func oneDay(_ text: String) {
        let days = EventDays.read(text)
        #expect(days?.start.date == DateParser.parse("2026-05-04")?.date)
        #expect(days?.end == nil)
    }
}
