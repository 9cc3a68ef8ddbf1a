import Foundation
import Testing

@testable import FeedParse

/// The first date of a text as `2026-04-03`, with the hours when it states them.
private func first(_ text: String, monthFirst: Bool = false) -> String? {
    guard let found = DateScanner.first(in: text, prefersMonthFirst: monthFirst) else { return nil }
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let day = "\(found.year)-\(two(found.month))-\(two(found.day))"
    guard found.date.hasTime else { return day }
    let seconds = Int(found.date.date.timeIntervalSince1970) % 86400
    return day + " " + two(seconds / 3600) + ":" + two(seconds / 60 % 60)
}

@Suite("A date in a text") struct DateScannerTests {
    @Test(
        "is found in the languages of the press",
        arguments: [
            "Published on April 3, 2026", "Posted 3 April 2026 by Ada", "Apr. 3rd, 2026",
            "3rd of April, 2026",
            "Veröffentlicht am 3. April 2026", "Stand: 03.04.2026", "am Freitag, den 3.4.2026",
            "Publié le 3 avril 2026", "le vendredi 3 avril 2026", "Publicado el 3 de abril de 2026",
            "3 de abril del 2026", "Pubblicato il 3 aprile 2026", "3 de abril de 2026, Lisboa",
            "Gepubliceerd op 3 april 2026", "Publicerad 3 april 2026", "Udgivet den 3. april 2026",
            "Publisert 3. april 2026", "3. huhtikuuta 2026", "Opublikowano 3 kwietnia 2026",
            "3. dubna 2026", "3. apríla 2026", "3 aprilie 2026", "3 Nisan 2026", "3 Απριλίου 2026",
            "Опубликовано 3 апреля 2026", "3 апреля 2026 г.", "3 квітня 2026", "3 април 2026",
            "2026年4月3日", "2026年4月3日星期五", "2026년 4월 3일", "2026. 4. 3.", "3 April 2026 Jakarta",
            "٣ أبريل ٢٠٢٦", "3 نيسان / أبريل 2026", "3 באפריל 2026", "3 अप्रैल 2026", "३ अप्रैल २०२६",
            "3 เมษายน 2569", "๓ เมษายน ๒๕๖๙", "3 เม.ย. 2569", "วันที่ ๓ เม.ย. ๖๙", "৩ এপ্রিল ২০২৬",
            "3 अप्रै 2026", "ngày 3 tháng 4 năm 2026", "3 tháng 4, 2026", "令和8年4月3日",
            "民國115年4月3日", "２０２６年４月３日", "۱۴ فروردین ۱۴۰۵", "14 فروردين 1405", "2026-04-03", "2026/4/3",
            "2026.04.03", "3-Apr-2026", "03 | 04 | 2026",
        ])
    func isFound(_ text: String) {
        #expect(first(text) == "2026-04-03", "\(text)")
    }

    @Test(
        "brings its hour along",
        arguments: [
            ("Nov. 19, 2025, 7:10 p.m.", "2025-11-19 19:10"),
            ("Stand: 07.11.2025, 07:30 Uhr", "2025-11-07 07:30"),
            ("Publié le 11/06/2026 à 10h32", "2026-06-11 10:32"), ("2025年1月14日 01時28分", "2025-01-14 01:28"),
            ("3 апреля 2026 в 18:05", "2026-04-03 18:05"),
            ("3 de abril de 2026 a las 9:15", "2026-04-03 09:15"),
            ("3 aprile 2026, ore 8:30", "2026-04-03 08:30"), ("12.05.2026 | 10.32 Uhr", "2026-05-12 10:32"),
            ("May 4, 2026 at 12:00 am", "2026-05-04 00:00"), ("May 4, 2026 at 12:05 pm", "2026-05-04 12:05"),
            ("2026-05-04T06:07", "2026-05-04 06:07"), ("4 maja 2026 o 20:15", "2026-05-04 20:15"),
        ])
    func hour(_ text: String, _ expected: String) {
        #expect(first(text) == expected)
    }

    @Test(
        "is no number, version, price or part of a name",
        arguments: [
            "v1.2.2020", "Room 12, floor 4", "$3.04.2026", "call 030 2026 4", "2026", "April 2026", "41/2026",
            "the 3 of us", "13/13/2026", "30 February 2026", "31.04.2026", "chapter 4.3.2",
            "v1.2.2020.4", "12,000 in 2020", "call 555 010 2030", "32.13.2020",
            "1399 words", "令和", "民國",
        ])
    func traps(_ text: String) {
        #expect(first(text) == nil, "\(text)")
    }

    @Test("reads day and month in the order of the country")
    func order() {
        #expect(first("05/04/2026") == "2026-04-05")
        #expect(first("05/04/2026", monthFirst: true) == "2026-05-04")
        // Only one order makes a date of these.
        #expect(first("05/24/2026") == "2026-05-24")
        #expect(first("24/05/2026", monthFirst: true) == "2026-05-24")
        // Full stops are never American.
        #expect(first("05.04.2026", monthFirst: true) == "2026-04-05")
    }

    @Test("says when the order is a guess")
    func certainty() {
        #expect(DateScanner.first(in: "05/04/2026")?.isCertain == false)
        #expect(DateScanner.first(in: "05/05/2026")?.isCertain == true)
        #expect(DateScanner.first(in: "25/04/2026")?.isCertain == true)
        #expect(DateScanner.first(in: "5 April 2026")?.isCertain == true)
    }

    @Test("is one of several, each with its place")
    func several() {
        let text = "From May 4, 2026 to 6 May 2026, then again on 2026-06-01."
        let found = DateScanner.scan(text)
        #expect(found.map(\.day) == [4, 6, 1])
        let bytes = Array(text.utf8)
        #expect(
            found.map { String(decoding: bytes[$0.range], as: UTF8.self) } == [
                "May 4, 2026", "6 May 2026", "2026-06-01",
            ])
    }

    @Test("costs nothing where no digit is")
    func noDigits() {
        #expect(!DateScanner.mayHoldDate(Array("April the third".utf8)[...]))
        #expect(DateScanner.mayHoldDate(Array("April 3".utf8)[...]))
        #expect(DateScanner.mayHoldDate(Array("٣ أبريل".utf8)[...]))
    }
}

@Suite("A date of another calendar") struct OtherCalendarTests {
    @Test(
        "is counted in ours",
        arguments: [
            (1399, 1, 1, "2020-3-20"), (1399, 4, 2, "2020-6-22"), (1398, 12, 29, "2020-3-19"),
            (1403, 1, 1, "2024-3-20"), (1403, 12, 30, "2025-3-20"), (1404, 1, 1, "2025-3-21"),
            (1357, 11, 22, "1979-2-11"), (1405, 7, 1, "2026-9-23"),
        ])
    func persian(_ year: Int, _ month: Int, _ day: Int, _ expected: String) {
        let date = OtherCalendar.gregorian(persianYear: year, month: month, day: day)
        #expect(date.map { "\($0.year)-\($0.month)-\($0.day)" } == expected)
    }

    @Test("is none when its numbers are out of range")
    func outOfRange() {
        #expect(OtherCalendar.gregorian(persianYear: 1399, month: 13, day: 1) == nil)
        #expect(OtherCalendar.gregorian(persianYear: 1399, month: 7, day: 31) == nil)
        #expect(OtherCalendar.gregorian(persianYear: 999, month: 7, day: 1) == nil)
        #expect(first("32 تیر 1399") == nil)
    }

    @Test(
        "may count from an era's beginning",
        arguments: [
            ("令和元年5月1日", "2019-05-01"), ("令和2年4月3日", "2020-04-03"), ("平成31年4月30日", "2019-04-30"),
            ("平成7年1月17日", "1995-01-17"), ("民國109年8月17日", "2020-08-17"), ("中華民國109年8月17日", "2020-08-17"),
        ])
    func eras(_ text: String, _ expected: String) {
        #expect(first(text) == expected)
    }
}

@Suite("A date in an address") struct AddressDateTests {
    @Test(
        "is read",
        arguments: [
            "https://post.example/2026/04/03/dams", "https://post.example/news/2026-04-03-dams",
            "https://post.example/a/20260403/dams.html", "https://post.example/2026/4/3/dams",
            "https://post.example/2026_04_03_dams", "https://post.example/blog/2026/april/03/dams/",
            "https://post.example/blog/2026/Apr/3/dams", "https://post.example/world/2026/avril/03/barrages",
        ])
    func isRead(_ url: String) {
        #expect(AddressDate.read(url)?.date == DateParser.parse("2026-04-03")?.date, "\(url)")
    }

    @Test(
        "is not made of other numbers",
        arguments: [
            "https://post.example/2026/04/", "https://post.example/story/120260403",
            "https://post.example/2026/13/45/x",
            "https://20260403.example/story", "https://post.example/id/2026040", "post.example/2026/04/03",
            "https://post.example/2026/marble/03/x", "https://post.example/2026/april/", "",
        ])
    func traps(_ url: String) {
        #expect(AddressDate.read(url) == nil, "\(url)")
    }

    @Test("is nothing without an address")
    func none() {
        #expect(AddressDate.read(nil) == nil)
    }
}
