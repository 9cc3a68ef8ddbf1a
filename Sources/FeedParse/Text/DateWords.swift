/// The words of dates in the languages that feeds are written in.
enum DateWords {
    /// What a word means in a date.
    enum Meaning {
        case month(Int)
        case morning
        case afternoon
        /// A day of the week, an article or preposition: says nothing about the instant.
        case nothing
    }

    /// The meaning of a lowercased word without its final full stop.
    static func meaning(of word: String) -> Meaning? {
        if let month = months[word] { return .month(month) }
        return others[word]
    }

    /// True at the end of a Thai letter with a full stop and another letter behind it, as in `ม.ค.`: one word.
    static func joinsStop(_ b: Span<UInt8>, _ at: Int, _ end: Int) -> Bool {
        at >= 2 && at + 3 < end && b[at + 1] == UInt8(ascii: ".") && isThai(b[at - 2], b[at - 1])
            && isThai(b[at + 2], b[at + 3])
    }

    /// True for a word in Thai letters.
    static func isThai(_ word: String) -> Bool {
        var bytes = word.utf8.makeIterator()
        return isThai(bytes.next() ?? 0, bytes.next() ?? 0)
    }

    private static func isThai(_ first: UInt8, _ second: UInt8) -> Bool {
        first == 0xE0 && (second == 0xB8 || second == 0xB9)
    }

    /// Offsets that words of one language imply when no zone is stated: Korean feeds write Korean time.
    static func impliedOffset(of word: String) -> Int? {
        switch word {
        case "년", "월", "일", "오전", "오후": 9 * 3600
        default: nil
        }
    }

    private static let months: [String: Int] = {
        var months: [String: Int] = [:]
        for line in monthLines {
            for (index, names) in line.split(separator: "|", omittingEmptySubsequences: false)
                .enumerated()
            {
                for name in names.split(separator: " ") where months[String(name)] == nil {
                    months[String(name)] = index + 1
                }
            }
        }
        return months
    }()

    private static let others: [String: Meaning] = {
        var others: [String: Meaning] = [:]
        for word in "am a.m vorm 오전 上午 午前 πμ π.μ de. öö ص".split(separator: " ") {
            others[String(word)] = .morning
        }
        for word in "pm p.m nachm 오후 下午 午後 μμ μ.μ du. ös م".split(separator: " ") {
            others[String(word)] = .afternoon
        }
        for word in dayWords.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
            others[String(word)] = .nothing
        }
        return others
    }()

    /// Twelve groups of names a language, the earlier line winning where two languages disagree.
    private static let monthLines = [
        // English
        "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sep sept"
            + "|october oct|november nov|december dec",
        // German
        "januar jänner jän|februar feber|märz mär mrz maerz|april|mai|juni|juli|august|september"
            + "|oktober okt|november|dezember dez",
        // French
        "janvier janv|février févr fév fevrier fevr|mars|avril avr|mai|juin|juillet juil|août aout aoû"
            + "|septembre|octobre|novembre|décembre déc decembre",
        // Spanish
        "enero ene|febrero|marzo|abril abr|mayo|junio|julio|agosto ago|septiembre setiembre set"
            + "|octubre|noviembre|diciembre dic",
        // Italian
        "gennaio gen genn|febbraio febbr|marzo|aprile|maggio mag magg|giugno giu|luglio lug|agosto"
            + "|settembre sett|ottobre ott|novembre|dicembre",
        // Portuguese
        "janeiro|fevereiro fev|março marco|abril|maio|junho|julho|agosto|setembro|outubro out|novembro"
            + "|dezembro",
        // Dutch
        "januari|februari|maart mrt|april|mei|juni|juli|augustus|september|oktober|november|december",
        // Swedish, Danish, Norwegian
        "januari januar|februari februar|mars marts|april|maj mai|juni|juli|augusti august|september"
            + "|oktober|november|december desember des",
        // Finnish
        "tammikuuta tammikuu tammi|helmikuuta helmikuu helmi|maaliskuuta maaliskuu maalis"
            + "|huhtikuuta huhtikuu huhti|toukokuuta toukokuu touko|kesäkuuta kesäkuu kesä"
            + "|heinäkuuta heinäkuu heinä|elokuuta elokuu elo|syyskuuta syyskuu syys|lokakuuta lokakuu loka"
            + "|marraskuuta marraskuu marras|joulukuuta joulukuu joulu",
        // Polish
        "stycznia styczeń sty|lutego luty lut|marca marzec|kwietnia kwiecień kwi|maja maj"
            + "|czerwca czerwiec cze|lipca lipiec lip|sierpnia sierpień sie|września wrzesień wrz"
            + "|października październik paź|listopada listopad lis|grudnia grudzień gru",
        // Czech and Slovak
        "ledna leden led január januára|února únor úno február februára|března březen bře marec marca"
            + "|dubna duben dub apríl apríla|května květen kvě máj mája|června červen čvn jún júna"
            + "|července červenec čvc júl júla|srpna srpen srp augusta|září zář septembra|října říjen říj"
            + " októbra október|listopadu novembra|prosince prosinec pro decembra",
        // Hungarian
        "január|február|március márc|április ápr|május máj|június jún|július júl|augusztus"
            + "|szeptember szept|október|november|december",
        // Romanian
        "ianuarie ian|februarie|martie|aprilie|mai|iunie iun|iulie iul|august|septembrie|octombrie"
            + "|noiembrie noi|decembrie",
        // Turkish
        "ocak oca|şubat şub|mart|nisan nis|mayıs may|haziran haz|temmuz tem|ağustos ağu|eylül eyl"
            + "|ekim eki|kasım kas|aralık ara",
        // Greek
        "ιανουαρίου ιανουάριος ιαν|φεβρουαρίου φεβρουάριος φεβ φεβρ|μαρτίου μάρτιος μάρ μαρ μάρτ"
            + "|απριλίου απρίλιος απρ|μαΐου μάιος μάι μαΐ μαϊ μαϊου|ιουνίου ιούνιος ιουν ιούν"
            + "|ιουλίου ιούλιος ιουλ ιούλ|αυγούστου αύγουστος αυγ αύγ|σεπτεμβρίου σεπτέμβριος σεπ σεπτ"
            + "|οκτωβρίου οκτώβριος οκτ|νοεμβρίου νοέμβριος νοε νοέ|δεκεμβρίου δεκέμβριος δεκ",
        // Russian
        "января январь янв|февраля февраль фев февр|марта март мар|апреля апрель апр|мая май"
            + "|июня июнь июн|июля июль июл|августа август авг|сентября сентябрь сен сент"
            + "|октября октябрь окт|ноября ноябрь ноя нояб|декабря декабрь дек",
        // Ukrainian
        "січня січень січ|лютого лютий лют|березня березень бер|квітня квітень кві|травня травень тра"
            + "|червня червень чер|липня липень лип|серпня серпень сер|вересня вересень вер"
            + "|жовтня жовтень жов|листопада листопад лис|грудня грудень гру",
        // Bulgarian, Serbian
        "януари јануар|февруари фебруар|март|април|май мај|юни јун јуни|юли јул јули|август|септември септембар"
            + "|октомври октобар|ноември новембар|декември децембар",
        // Catalan
        "gener|febrer|març|abril|maig|juny|juliol|agost|setembre|octubre|novembre|desembre",
        // Croatian, but for October, whose name is November's in Polish
        "siječnja|veljače|ožujka|travnja|svibnja|lipnja|srpnja|kolovoza|rujna||studenoga studenog|prosinca",
        // Slovenian, Serbian in Latin letters, Lithuanian, Latvian, Estonian
        "januar janvāris jaanuar sausio|februar februāris veebruar vasario|marec marts märts kovo"
            + "|april aprīlis aprill balandžio|maj maijs gegužės|junij jūnijs juuni birželio"
            + "|julij jūlijs juuli liepos|avgust augusts rugpjūčio|septembar septembris rugsėjo"
            + "|oktobar oktobris oktoober spalio|novembar novembris lapkričio|decembar decembris detsember gruodžio",
        // Indonesian and Malay
        "januari|februari pebruari|maret mac|april|mei|juni|juli julai|agustus ogos|september"
            + "|oktober|november nopember|desember disember",
        // Arabic
        "يناير|فبراير|مارس|أبريل ابريل|مايو|يونيو يونيه|يوليو يوليه|أغسطس اغسطس|سبتمبر|أكتوبر اكتوبر"
            + "|نوفمبر|ديسمبر",
        // Arabic of the Levant
        "|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول|||",
        // Thai
        "มกราคม ม.ค|กุมภาพันธ์ ก.พ|มีนาคม มี.ค|เมษายน เม.ย|พฤษภาคม พ.ค|มิถุนายน มิ.ย|กรกฎาคม ก.ค|สิงหาคม ส.ค"
            + "|กันยายน ก.ย|ตุลาคม ต.ค|พฤศจิกายน พ.ย|ธันวาคม ธ.ค",
        // Hebrew
        "ינואר בינואר|פברואר בפברואר|מרץ במרץ|אפריל באפריל|מאי במאי|יוני ביוני|יולי ביולי|אוגוסט באוגוסט"
            + "|ספטמבר בספטמבר|אוקטובר באוקטובר|נובמבר בנובמבר|דצמבר בדצמבר",
        // Persian
        "ژانویه|فوریه|مارس|آوریل|مه|ژوئن|ژوئیه|اوت|سپتامبر|اکتبر|نوامبر|دسامبر",
        // Hindi
        "जनवरी जन|फ़रवरी फरवरी फ़र फर|मार्च|अप्रैल अप्रै|मई|जून|जुलाई जुल|अगस्त अग|सितंबर सितम्बर सित"
            + "|अक्टूबर अक्टू|नवंबर नवम्बर नव|दिसंबर दिसम्बर दिस",
        // Bengali
        "জানুয়ারি জানুয়ারী জানু|ফেব্রুয়ারি ফেব্রুয়ারী ফেব্রু ফেব|মার্চ|এপ্রিল এপ্রি|মে|জুন|জুলাই জুল|আগস্ট আগ"
            + "|সেপ্টেম্বর সেপ্টে সেপ্ট|অক্টোবর অক্টো|নভেম্বর নভে|ডিসেম্বর ডিসে",
    ]

    private static let dayWords = """
        monday tuesday wednesday thursday friday saturday sunday mon tue tues wed weds thu thur thurs fri sat sun
        montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so
        lundi mardi mercredi jeudi vendredi samedi dimanche lun mer jeu ven sam dim
        lunes martes miércoles jueves viernes sábado domingo mié jue vie sáb dom
        lunedì martedì mercoledì giovedì venerdì sabato domenica gio sab
        segunda-feira terça-feira quarta-feira quinta-feira sexta-feira segunda terça quarta quinta sexta feira
        seg ter qua qui sex maandag dinsdag woensdag donderdag vrijdag zaterdag zondag ma wo vr za zo
        måndag tisdag onsdag torsdag fredag lördag söndag mandag tirsdag lørdag søndag tor ons lør søn mån tis lör sön
        maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai ke to pe la su ti
        poniedziałek wtorek środa czwartek piątek sobota niedziela pon wt śr czw pt sob ndz niedz
        pondělí úterý středa čtvrtek pátek neděle po út st čt pá ne
        hétfő kedd szerda csütörtök péntek szombat vasárnap
        luni marți miercuri joi vineri sâmbătă duminică pazartesi salı çarşamba perşembe cuma cumartesi pazar
        δευτέρα τρίτη τετάρτη πέμπτη παρασκευή σάββατο κυριακή δευ δεύ τρι τρί τετ τετά πεμ πέμ παρ σαβ σάβ κυρ
        понедельник вторник среда четверг пятница суббота воскресенье пн вт ср чт пт сб вс г року р в о
        понеділок вівторок середа четвер п'ятниця субота неділя нд
        月曜日 火曜日 水曜日 木曜日 金曜日 土曜日 日曜日 星期一 星期二 星期三 星期四 星期五 星期六 星期日 星期天
        周一 周二 周三 周四 周五 周六 周日 월요일 화요일 수요일 목요일 금요일 토요일 일요일
        st nd rd th of the at on um uhr den der le de del di à às às a las et y i kl ob ore ora o'clock updated
        published posted date and h hs hrs
        """
}
