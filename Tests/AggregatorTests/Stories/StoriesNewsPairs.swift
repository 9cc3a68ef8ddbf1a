import Foundation

@testable import Aggregator

/// The pairs of ``StoriesNewsroomTests``, all written for them.
enum NewsPairs {
    private static func text(_ number: Int, _ range: Range<Int>) -> String {
        range.map { Prose.paragraph(number, $0) }.joined(separator: "\n\n")
    }

    private static let about = """
        About the Lindqvist Institute. The Lindqvist Institute is a research organisation that develops solutions to \
        public policy challenges to help make communities safer and more secure, healthier and more prosperous. The \
        institute is nonprofit, nonpartisan and committed to the public interest.
        """
    private static let strike = """
        Dock workers at the port of Halmund began an indefinite strike on Monday after talks over night shifts broke \
        down, the union said. About 1,400 crane operators and lashers walked out at six in the morning, leaving eleven \
        container ships at anchor in the outer roads. The port authority said that ferries were not affected and that \
        perishable goods would be landed at two smaller harbours along the coast as long as the weather allowed it.

        The union wants the night allowance raised by eight percent and a limit of five night shifts a month. The \
        employers offered four percent and called the second demand impossible to plan for. Both sides said late on \
        Sunday that they remained ready to talk, but no new date was named and the mediator returned to the capital.
        """
    private static let strikeUpdate = """
        A mediator will meet both sides of the Halmund port strike on Wednesday, the labour ministry said, raising hopes \
        for a short stoppage.

        """
    private static let obituary = """
        Ingrid Solvang, the economist who persuaded three governments to publish their debts, died on Friday in Bergvik \
        at the age of 91, her family said. Born to a ship's cook and a seamstress, she left school at fifteen, read \
        statistics at night and became in 1967 the first woman to lead the national accounts office, which she ran for \
        two decades with a sharp pencil and a kettle that colleagues remembered better than her temper.
        """
    private static let results = """
        Norrland Timber said on Tuesday that it had agreed to buy the paper mill in Ekvall for 310 million crowns. The \
        company will take over all 640 employees and invest in a new boiler within two years. The purchase needs the \
        consent of the competition authority, which is expected to decide before the summer.
        """
    private static let russian = """
        Министерство транспорта сообщило в понедельник, что строительство железнодорожного моста через реку Вельму \
        завершится на год раньше срока. По словам представителя ведомства, основные пролёты уже установлены, а движение \
        поездов начнётся после испытаний, которые продлятся три месяца. Местные жители просили сохранить паромную переправу, \
        которой пользуются прежде всего пожилые люди и школьники из деревень на левом берегу.
        """
    private static let arabic = """
        أعلنت وزارة النقل يوم الاثنين أن بناء جسر السكة الحديدية فوق النهر سينتهي قبل عام من الموعد المقرر. وقال المتحدث باسم \
        الوزارة إن الأجزاء الرئيسية من الجسر قد تم تركيبها بالفعل وإن حركة القطارات ستبدأ بعد اختبارات تستمر ثلاثة أشهر. وطلب \
        سكان القرى المجاورة الإبقاء على العبارة التي يستخدمها كبار السن وتلاميذ المدارس.
        """
    private static let chinese = """
        交通部星期一表示，横跨河流的铁路桥将提前一年完工。发言人说，主要桥段已经安装完毕，列车将在为期三个月的测试之后开始通行。\
        附近村庄的居民要求保留渡船，因为老年人和学生每天都要使用它。地方政府答应在明年春天之前作出决定，并承诺公布全部费用。
        """
    private static let japanese = """
        国土交通省は月曜日、川に架かる鉄道橋が予定より一年早く完成すると発表した。担当者によると主要な橋桁はすでに設置されており、\
        三か月間の試験の後に列車の運行が始まる。近くの村の住民は、高齢者や生徒が毎日利用する渡し船を残すよう求めている。
        """
    private static let german = """
        Das Verkehrsministerium teilte am Montag mit, dass die Eisenbahnbrücke über die Welma ein Jahr früher als geplant \
        fertig wird. Die größten Träger seien bereits eingesetzt, sagte eine Sprecherin; nach dreimonatigen Prüfungen könnten \
        die ersten Züge fahren. Anwohner baten darum, die Fähre zu behalten, die vor allem ältere Menschen und Schüler benutzen.
        """
    private static let french = """
        Le ministère des Transports a annoncé lundi que le pont ferroviaire sur la Velma serait achevé un an plus tôt que prévu. \
        Les travées principales sont déjà posées, a précisé une porte-parole, et les premiers trains circuleront après trois mois \
        d'essais. Les riverains demandent le maintien du bac, utilisé surtout par les personnes âgées et les élèves.
        """
    private static let event = """
        March 12, 2026
        2:00 PM—3:30 PM CET (UTC + 1)
        Hall B, Second Floor, Kronborg Conference Centre
        The Lindqvist Institute invites you to a discussion of harbour security in the northern seas. Three speakers will \
        present new findings on insurance, pilotage and the protection of cables, followed by questions from the audience.
        """
    private static let eventReport = """
        Insurance for ships that cross the northern seas has doubled within three years, speakers said at the Lindqvist \
        Institute on Thursday. Marta Ekholm showed that premiums rose fastest for small operators, who now sail without \
        cover for part of the winter. Her co-panellist Jonas Brandt called for a common fund, while the former pilot Aino \
        Rask warned that cables are damaged by anchors far more often than by saboteurs.
        """

    /// Every pair.
    static let all: [NewsPair] = carried + imprints + versions + separate + languages

    private static let carried: [NewsPair] = [
        NewsPair(
            "an excerpt with source line and end mark",
            NewsItem(text(1, 0..<10), title: "Harbours under pressure", from: "lindqvist"),
            NewsItem(
                "(Source: Lindqvist Inst.; issued April 03, 2026)\nBy Luke Hartwig\n" + text(1, 0..<3)
                    + " (end of excerpt)\n\nClick here for the full story, on the Lindqvist Inst. website.",
                title: "Harbours under pressure", from: "trade"), is: .excerptOf),
        NewsPair(
            "the original after its excerpt", NewsItem(text(1, 0..<3) + " (end of excerpt)", from: "trade"),
            NewsItem(text(1, 0..<10), from: "lindqvist", hours: 40), is: .fuller),
        NewsPair(
            "an op-ed in two papers under different headlines",
            NewsItem(text(2, 0..<8), title: "Why small ports matter", from: "ledger"),
            NewsItem(text(2, 0..<8), title: "The coast deserves better", from: "courier"), is: .same),
        NewsPair(
            "a wire copy under the paper's own headline and byline",
            NewsItem(text(3, 0..<8), title: "Council delays bridge"),
            NewsItem(
                "By Anna Keller\n\n" + text(3, 0..<8) + "\n\n(Reporting by A. Keller; Editing by T. Brand)",
                title: "Bridge will have to wait", from: "courier"), is: .same),
        NewsPair(
            "a reprint that leaves out the second half", NewsItem(text(4, 0..<12)),
            NewsItem(text(4, 0..<5), from: "courier"), is: .excerptOf),
        NewsPair(
            "a feed's summary with dots", NewsItem(text(5, 0..<8), title: "Ferries return"),
            NewsItem(String(text(5, 0..<1).prefix(260)) + " […]", title: "Ferries return", from: "planet"),
            is: .excerptOf),
        NewsPair(
            "a paywalled lead against the full text", NewsItem(text(6, 0..<8), from: "courier"),
            NewsItem(text(6, 0..<1) + "\n\nSubscribe to read the full article.", from: "ledger"),
            is: .excerptOf),
        NewsPair(
            "the full text after its paywalled lead",
            NewsItem(text(6, 0..<1) + "\n\nSubscribe to read the full article.", from: "ledger"),
            NewsItem(text(6, 0..<8), from: "courier"), is: .fuller),
        NewsPair(
            "British and American spelling", NewsItem(strike.replacing("labour", with: "labor")),
            NewsItem(strike, from: "courier"), is: .same),
        NewsPair(
            "curly quotes, dashes and per cent", NewsItem(strike),
            NewsItem(
                strike.replacing("percent", with: "per cent").replacing("ship's", with: "ship’s"),
                from: "courier"),
            is: .same),
        NewsPair(
            "a headline alone, with the site's name after it",
            NewsItem(strike, title: "Dock workers at Halmund port begin strike"),
            NewsItem(
                "", title: "Dock workers at Halmund port begin strike - The Daily Ledger", from: "ledger"),
            is: .excerptOf),
        NewsPair(
            "a headline alone that is the beginning of the text",
            NewsItem(strike, title: "Port of Halmund stands still"),
            NewsItem(
                "", title: "Dock workers at the port of Halmund began an indefinite strike on Monday",
                from: "planet"),
            is: .excerptOf),
        NewsPair(
            "the same page under a tracker", NewsItem(text(7, 0..<6), url: "https://a.example/x"),
            NewsItem(text(7, 0..<6), url: "https://www.a.example/x?utm_source=rss#top"), is: .same),
        NewsPair(
            "a press release and the paper that prints it whole", NewsItem(results, from: "norrland"),
            NewsItem("EKVALL, Tuesday - " + results, from: "courier"), is: .same),
        NewsPair(
            "a summary of the same think tank with its About paragraph",
            NewsItem(text(8, 0..<9) + "\n\n" + about, from: "lindqvist"),
            NewsItem(text(8, 0..<2) + "\n\n" + about, from: "planet"), is: .excerptOf),
        NewsPair(
            "a teaser that only links to the original",
            NewsItem(text(9, 0..<6), url: "https://lindqvist.example/cables"),
            NewsItem(
                "Our colleagues have a new piece on cables; it is worth your time and a cup of tea. Read more",
                from: "blog", original: "https://lindqvist.example/cables"), is: .excerptOf),
    ]

    private static let imprints: [NewsPair] = [
        NewsPair(
            "a short text between the lines that a paper writes around everything",
            NewsItem(text(60, 0..<2), title: "Ferry fares rise"),
            NewsItem(
                "Support the Harrow Gazette: every contribution counts.\n" + text(60, 0..<2) + "\n" + gazette,
                title: "Ferry fares rise", from: "Harrow Gazette", url: "https://gazette.example/fares"),
            is: .same),
        NewsPair(
            "a text after the paper that wrote its own lines around it",
            NewsItem(
                text(60, 0..<2) + "\n" + gazette, title: "Ferry fares rise", from: "Harrow Gazette",
                url: "https://gazette.example/fares"),
            NewsItem(text(60, 0..<2), title: "Ferry fares rise"), is: .same),
        NewsPair(
            "a paper that has the other half of a text",
            NewsItem(text(61, 0..<2), title: "Harbour dues"),
            NewsItem(
                text(61, 0..<4) + "\n" + gazette, title: "Harbour dues", from: "Harrow Gazette",
                url: "https://gazette.example/dues"), is: .fuller),
    ]

    private static let gazette = """
        Copyright 2026 Harrow Gazette, all rights are reserved and nothing of this may be printed without our word.
        Related: more from the Harrow Gazette.
        The Harrow Gazette is a member of the press council of the county and keeps to its code of practice.
        Follow the Harrow Gazette on every network and load its app for the news of the county around the clock.
        """

    private static let versions: [NewsPair] = [
        NewsPair(
            "an update with a new first paragraph", NewsItem(strike, title: "Dock workers strike in Halmund"),
            NewsItem(
                strikeUpdate + strike, title: "UPDATE 1-Mediator to meet both sides of Halmund strike",
                hours: 5),
            is: .fuller),
        NewsPair(
            "a correction notice on top", NewsItem(strike, title: "Dock workers strike in Halmund"),
            NewsItem(
                "(Corrects figure in paragraph 1)\n" + strike.replacing("1,400", with: "1,300"),
                title: "CORRECTED-Dock workers strike in Halmund", hours: 9), is: .fuller),
        NewsPair(
            "an obituary that grows", NewsItem(obituary, title: "Ingrid Solvang, economist, dies at 91"),
            NewsItem(
                obituary + "\n\n" + text(11, 0..<2), title: "Ingrid Solvang, economist, dies at 91", hours: 6),
            is: .fuller),
        NewsPair(
            "a live page that was added to",
            NewsItem(strike, title: "Live: Halmund strike", url: "https://wire.example/live"),
            NewsItem(
                strikeUpdate + strike, title: "Live: Halmund strike", hours: 2,
                url: "https://wire.example/live"),
            is: .fuller),
        NewsPair(
            "the older version carried after the update",
            NewsItem(strikeUpdate + strike, title: "UPDATE 1-Mediator to meet both sides"),
            NewsItem(strike, title: "Port strike", from: "courier", hours: 3), is: .versionOf),
    ]

    private static let separate: [NewsPair] = [
        NewsPair(
            "parts one and two of a series that share an introduction",
            NewsItem(
                about + "\n\n" + text(20, 0..<6), title: "Northern ports, part one of three",
                from: "lindqvist"),
            NewsItem(
                about + "\n\n" + text(21, 0..<6), title: "Northern ports, part two of three",
                from: "lindqvist"),
            is: nil),
        NewsPair(
            "an event's announcement and the report of it",
            NewsItem(event, title: "Harbour security in the northern seas", from: "lindqvist"),
            NewsItem(
                eventReport, title: "Harbour security in the northern seas: what was said", from: "lindqvist",
                hours: 200), is: nil),
        NewsPair(
            "two papers of one think tank with one About paragraph",
            NewsItem(text(22, 0..<6) + "\n\n" + about, from: "lindqvist"),
            NewsItem(text(23, 0..<6) + "\n\n" + about, from: "lindqvist"), is: nil),
        NewsPair(
            "two notes that are little more than the About paragraph",
            NewsItem(text(24, 0..<1) + "\n\n" + about, title: "New trustee", from: "lindqvist"),
            NewsItem(text(25, 0..<1) + "\n\n" + about, title: "Office moves", from: "lindqvist"), is: nil),
        NewsPair(
            "a follow-up that repeats the background", NewsItem(text(26, 0..<8)),
            NewsItem(text(27, 0..<6) + "\n\n" + text(26, 4..<7), hours: 30), is: nil),
        NewsPair(
            "the press release and an independent story",
            NewsItem(results, title: "Norrland Timber buys mill", from: "norrland"),
            NewsItem(
                "Workers in Ekvall learnt from the radio who their next owner would be. " + text(28, 0..<4),
                title: "Ekvall mill sold", from: "courier"), is: nil),
        NewsPair(
            "a transcript and its summary in other words",
            NewsItem(eventReport, title: "Transcript: northern seas", from: "lindqvist"),
            NewsItem(text(29, 0..<3), title: "Summary: northern seas", from: "lindqvist"), is: nil),
        NewsPair(
            "a week in review that begins with the story",
            NewsItem(strike, title: "Dock workers strike in Halmund"),
            NewsItem(
                String(strike.prefix(300)) + "\n\n" + text(30, 0..<1) + "\n\n" + text(31, 0..<1) + "\n\n"
                    + text(32, 0..<1),
                title: "Week in review: strikes, bridges and ferries", from: "blog", hours: 60), is: nil),
        NewsPair(
            "two daily briefs with one title",
            NewsItem(text(33, 0..<3), title: "What the papers say this Monday morning"),
            NewsItem(text(34, 0..<3), title: "What the papers say this Monday morning", hours: 160), is: nil),
        NewsPair(
            "a column whose address never changes",
            NewsItem(text(35, 0..<5), title: "The column", url: "https://wire.example/column"),
            NewsItem(text(36, 0..<5), title: "The column", hours: 24, url: "https://wire.example/column"),
            is: nil),
        NewsPair(
            "quarterly dividends of two years",
            NewsItem(dividend("4.43", "March 15, 2026", "February 28, 2026", "38"), from: "norrland"),
            NewsItem(dividend("5.10", "June 17, 2027", "May 30, 2027", "43"), from: "norrland", hours: 3000),
            is: nil),
        NewsPair(
            "two appointments announced by one house in one form",
            NewsItem(
                appointment("Ada Vik", "head of research", "Paris", 2), title: "Appointment", from: "norrland"
            ),
            NewsItem(
                appointment("Bo Lund", "treasurer", "Tallinn", 3), title: "New treasurer", from: "norrland"),
            is: nil),
        NewsPair(
            "two readers' letters of a line",
            NewsItem("I could not agree more with your reader.", title: "Letters"),
            NewsItem("I could not agree less with your reader.", title: "Letters", hours: 24), is: nil),
        NewsPair(
            "two texts that quote one long statement",
            NewsItem(text(37, 0..<5) + "\n\n\"" + text(38, 0..<1) + "\" the minister said."),
            NewsItem(text(39, 0..<5) + "\n\n\"" + text(38, 0..<1) + "\" the minister said.", from: "courier"),
            is: nil),
        NewsPair(
            "two headlines without text that share a few words",
            NewsItem("", title: "Council of Halmund votes on the new bridge"),
            NewsItem("", title: "Council of Halmund votes on the school budget", from: "courier"), is: nil),
    ]

    private static let languages: [NewsPair] = [
        NewsPair(
            "a copy in Russian", NewsItem(russian), NewsItem(russian.uppercased(), from: "b"), is: .same),
        NewsPair(
            "a Russian excerpt", NewsItem(russian + "\n\n" + text(40, 0..<4)),
            NewsItem(String(russian.prefix(220)) + "…\n\nЧитать далее", from: "b"), is: .excerptOf),
        NewsPair(
            "a copy in Arabic with vowel points and other letter forms", NewsItem(arabic),
            NewsItem(arabic.replacing("أ", with: "ا").replacing("الجسر", with: "الجِسْر"), from: "b"), is: .same
        ),
        NewsPair("a copy in Chinese", NewsItem(chinese), NewsItem(chinese, from: "b"), is: .same),
        NewsPair(
            "a Chinese excerpt", NewsItem(chinese + chinese2),
            NewsItem(String(chinese.prefix(60)) + "…", from: "b"),
            is: .excerptOf),
        NewsPair("a copy in Japanese", NewsItem(japanese), NewsItem(japanese, from: "b"), is: .same),
        NewsPair(
            "a copy in German without its umlauts' dots", NewsItem(german),
            NewsItem(german.folding(options: .diacriticInsensitive, locale: nil), from: "b"), is: .same),
        NewsPair(
            "a copy in French with ligatures and decomposed accents", NewsItem(french),
            NewsItem(french.decomposedStringWithCanonicalMapping, from: "b"), is: .same),
        NewsPair(
            "the same news in two languages is not recognised", NewsItem(german), NewsItem(french, from: "b"),
            is: nil),
        NewsPair(
            "a translated title over the untranslated body", NewsItem(german, title: "Brücke früher fertig"),
            NewsItem(german, title: "Bridge to be finished early", from: "b"), is: .same),
    ]

    private static let chinese2 = """
        工程师们介绍，桥墩的基础深达四十米，足以承受春季的洪水。今年夏天还将修建一条通往车站的自行车道，费用由三个城市共同承担。\
        反对者认为票价会上涨，并要求议会重新讨论预算。议会将在九月举行公开听证会，所有居民都可以参加并提出意见。
        """

    private static func appointment(_ name: String, _ role: String, _ city: String, _ number: Int) -> String {
        """
        The board has chosen \(name) as \(role) from the first of next month, after a search of \(number) months \
        in which \(number * 17) people applied. \(name) comes from \(city) and spent \(number * 4) years there in \
        a similar office, most of it abroad.

        """ + about + "\n\n" + text(50, 0..<1)
    }

    private static func dividend(_ amount: String, _ paid: String, _ record: String, _ count: String)
        -> String
    {
        """
        Norrland Timber today announced that its board declared a quarterly cash dividend of \(amount) crowns a share on \
        its common stock. The dividend is payable on \(paid) to shareholders of record at the close of business on \
        \(record). Norrland Timber has paid a dividend for \(count) consecutive quarters.
        """
    }
}
