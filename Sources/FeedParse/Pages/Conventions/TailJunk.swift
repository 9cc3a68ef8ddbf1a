/// Lines that end pages and belong to no text: sign-ups, share bars, pagers, cookie notes.
enum TailJunk {
    private static let whole: Set<String> = [
        "prev next", "previous next", "prev", "next", "previous", "share this selection", "share",
        "share this", "share this article", "share this story", "tweet", "facebook", "twitter", "email",
        "print", "connect with us",
        "subscribe today", "subscribe now", "subscribe", "sign up", "sign up now", "follow us", "see all",
        "read more", "load more", "show more", "show comments", "comments", "leave a comment",
        "advertisement", "anzeige", "werbung", "publicité", "publicidad", "реклама",
        "back to top", "top", "related", "related stories", "related articles", "related posts",
        "related content", "more stories", "most read", "popular", "tags", "tags:", "topics",
        "privacy statement", "contact & feedback", "support the global think tank",
        "missed the event?", "sign up for future event invitations", "stay informed", "newsletter",
        "get our newsletter", "teilen", "drucken", "kommentare", "mehr zum thema", "weitere artikel",
        "partager", "imprimer", "compartir", "imprimir", "condividi", "stampa", "поделиться", "udostępnij",
        "分享", "打印", "delen", "dela", "del",
        "continue reading", "article continues below", "story continues below", "story continues",
        "loading...", "loading", "copied", "copy link", "link copied", "listen", "listen to article",
        "listen to this article", "save", "like", "get email alerts",
        "ähnliche beiträge", "ähnliche artikel", "das könnte dir auch gefallen",
        "kommentare sind geschlossen",
        "kommentare geschlossen", "comments are closed", "bild anzeigen", "externer inhalt", "beitragsbild",
        "rezept drucken", "artikel drucken", "weiterführender link", "weiterführende links",
        "weitere informationen",
        "weitere themen", "zum weiterlesen", "schon gelesen?", "lust auf mehr?", "quellen ausblenden",
        "quellen einblenden", "alle angaben ohne gewähr", "noch keine bewertungen", "erschienen in",
        "über den autor", "über die autorin", "about the author", "à propos de l'auteur", "sobre el autor",
        "artículos relacionados", "articles similaires", "notizie correlate", "artigos relacionados",
        "похожие статьи", "powiązane artykuły", "gerelateerde artikelen",
    ]

    private static let starts = PhraseSet([
        "sign up to receive", "sign up for", "subscribe to our", "subscribe to the", "join our mailing list",
        "by using this website", "by signing up", "by subscribing", "this site uses cookies",
        "we use cookies", "breaking news from", "follow us on", "follow us",
        "like us on", "share this:", "share on", "copyright ©", "copyright 20", "copyright 19", "(c) 20",
        "© copyright", "view a map", "© 20", "© 19", "all rights reserved",
        "missed the event", "get the latest", "have a tip", "please enable javascript",
        "you must be logged in", "your email address will not",
        "melden sie sich", "abonnieren sie", "jetzt abonnieren", "inscrivez-vous", "abonnez-vous",
        "suscríbete", "suscríbase", "iscriviti", "inscreva-se", "подпишитесь", "подписывайтесь", "zapisz się",
        "zapraszamy do", "schrijf je in", "meld je aan",
        "订阅我们", "欢迎订阅", "点击订阅", "訂閱我們", "歡迎訂閱", "點擊訂閱", "prenumerera på vår",
        "prenumerera på nyhetsbrev", "anmäl dig till vårt nyhetsbrev", "tilmeld dig vores",
        "tilmeld dig nyhedsbrev", "abonner på vores", "abonnér på vores", "meld deg på vårt",
        "meld deg på nyhetsbrev", "abonner på vårt",
        "tilaa uutiskirje", "tilaa ilmainen uutiskirje", "liity postituslistallemme", "filed under",
        "posted in", "tagged with", "tags:", "categories:", "category:", "schlagworte:",
        "keywords:", "mots-clés", "etiquetas:", "теги:", "tagged:", "read this article in",
        "to comment on this", "for more information, visit", "download our app", "click here to subscribe",
        "first published:", "would you like to", "this article was last", "if you enjoyed this",
        "did you find this", "was this article helpful", "thank you for reading", "support our journalism",
        "photo credit:", "image credit:", "featured image:", "titelbild:", "beitragsbild:", "crédits photo",
        "möchten sie den artikel teilen", "möchtest du den artikel teilen", "gefällt dir",
        "bloggern gefällt das",
        "wenn ihnen der artikel gefallen hat", "if you enjoyed reading", "if you liked this",
        "do you want to be informed",
        "last modified:", "zuletzt geändert", "zuletzt aktualisiert:", "dieser beitrag enthält werbung",
        "anzeige, enthält", "*werbung", "*anzeige", "hazte miembro", "hágase miembro", "subscribe now to",
        "written permission must be", "permission must be obtained", "this article is the copyrighted",
        "this material may not be", "das script als pdf", "dieses skript als pdf", "als pdf herunterladen",
        "korzystamy z cookies", "ta strona używa", "questo sito utilizza", "este sitio usa",
        "ce site utilise",
        "diese website verwendet", "diese seite verwendet",
    ])

    /// True for a line of such junk.
    static func isJunk(_ line: CopyLine) -> Bool {
        guard line.text.utf8.count < 320 else { return false }
        let start = PhraseSet.start(of: line.lower, skipping: "[(>.")
        if starts.prefix(of: line.lower, from: start) != nil { return true }
        guard line.lower.count < 60 else { return false }
        return whole.contains(String(decoding: line.lower, as: UTF8.self).trimmedEnds.trimmedBlanks)
    }
}
