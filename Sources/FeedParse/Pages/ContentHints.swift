/// What the class, id, role and other names of an element say about its content.
///
/// Names are the only semantics that most pages have. Their words, in the few languages that style sheets are
/// written in, are searched in one pass by the automaton of Aho and Corasick.
struct ContentHints: OptionSet, Sendable {
    let rawValue: UInt32

    /// The text of an article, by a name that is used for nothing else.
    static let body = ContentHints(rawValue: 1 << 0)
    /// Likely content.
    static let content = ContentHints(rawValue: 1 << 1)
    /// Menus, breadcrumbs, pagers.
    static let navigation = ContentHints(rawValue: 1 << 2)
    /// Sharing and following.
    static let share = ContentHints(rawValue: 1 << 3)
    /// Other articles.
    static let related = ContentHints(rawValue: 1 << 4)
    /// Readers' comments.
    static let comments = ContentHints(rawValue: 1 << 5)
    /// Newsletters, subscriptions, donations, advertising.
    static let promotion = ContentHints(rawValue: 1 << 6)
    /// Footers, cookies, terms.
    static let legal = ContentHints(rawValue: 1 << 7)
    /// Bylines, dates, tags, ratings.
    static let meta = ContentHints(rawValue: 1 << 8)
    /// Captions and credits of pictures.
    static let caption = ContentHints(rawValue: 1 << 9)
    /// Side columns and widgets.
    static let sidebar = ContentHints(rawValue: 1 << 10)
    /// Not shown.
    static let hidden = ContentHints(rawValue: 1 << 11)
    /// Names an author.
    static let author = ContentHints(rawValue: 1 << 12)
    /// States a date.
    static let date = ContentHints(rawValue: 1 << 13)
    /// A title.
    static let title = ContentHints(rawValue: 1 << 14)
    /// A box inside of an article: fact box, pull quote, embed.
    static let box = ContentHints(rawValue: 1 << 15)
    /// A player, gallery or slide show.
    static let media = ContentHints(rawValue: 1 << 16)
    /// The first paragraph, set apart.
    static let lead = ContentHints(rawValue: 1 << 17)
    /// About the author.
    static let biography = ContentHints(rawValue: 1 << 18)
    /// A pay wall.
    static let paywall = ContentHints(rawValue: 1 << 19)
    /// When something was changed.
    static let modified = ContentHints(rawValue: 1 << 20)
    /// Published.
    static let published = ContentHints(rawValue: 1 << 21)
    /// The head of a page or article.
    static let header = ContentHints(rawValue: 1 << 22)
    /// A teaser or card.
    static let teaser = ContentHints(rawValue: 1 << 23)

    /// The line above a title.
    static let kicker = ContentHints(rawValue: 1 << 24)

    /// A question about cookies, whatever its length.
    static let consent = ContentHints(rawValue: 1 << 25)

    /// Everything that is not the article's own text.
    static let junk: ContentHints = [
        .navigation, .share, .related, .comments, .promotion, .legal, .sidebar, .hidden,
    ]

    /// Reads names: words are found across letter case, hyphens and underscores.
    static func read(_ names: some Collection<UInt8>) -> ContentHints { automaton.read(names) }

    private static let automaton = WordAutomaton(words)

    /// Words with what they mean; `-` stands for the edge of a word.
    private static let words: [(String, ContentHints)] = {
        var words: [(String, ContentHints)] = []
        for (hint, list) in lists {
            for word in list.split(whereSeparator: \.isWhitespace) { words.append((String(word), hint)) }
        }
        return words
    }()

    private static let lists: [(ContentHints, String)] = [
        (
            .body,
            """
            -articlebody -article-body- -article-content- -article-text -entry-content -entrycontent
            -post-content- -post-body- -postbody- -postcontent -story-body- -storybody- -story-content-
            -story-text -articletext -articlecontent -article-main- -body-text- -body-copy- -bodytext-
            -bodycopy- -content-body- -contentbody- -news-body- -news-content- -news-text- -newstext-
            -text-body- -blog-content- -blog-post-content- -single-content- -article-inner- -rich-text-
            -richtext- -wysiwyg- -field-name-body- -field-body- -node-body- -td-post-content-
            -detail-text- -artikel-text -artikeltext -artikelbody -article-paragraphs -article-copy-
            -articlecopy- -c-article-content -main-text- -texte-article- -cuerpo- -noticia-texto-
            -corpo- -e-content- -prose- -mw-parser-output- -markdown-body- -post-text- -entry-body-
            """
        ),
        (
            .content,
            """
            -page-content- -pagecontent- -main-content- -maincontent- -content-main- -content- -article-
            -post- -entry- -hentry- -story- -main- -text- -blogpost- -transcript- -article-section-
            -article-detail-
            """
        ),
        (
            .navigation,
            """
            -nav- -navi- -navbar -navigation -subnav -topnav -sitenav -menu- -menus- -submenu -megamenu
            -mainmenu breadcrumb -crumbs- -pagination -pager- -paginator- -prev-next- -post-navigation
            -toolbar -tool-bar- -skip-link -skiplink -sitemap- -masthead- -topbar- -jump-links-
            -page-links- -language-switch -lang-switch -site-header- -toc- -table-of-contents- -ez-toc
            -search- -searchform- -tagcloud -navbox- -tabs- -catlinks-
            """
        ),
        (
            .share,
            """
            -article-tools- -story-tools- -share- -shares- -sharing- -sharebar -sharebuttons
            -sharedaddy- -sharethis -addthis -addtoany -social- -socials- -socialmedia -socialshare
            -social-share -shariff -follow- -follow-us- -print- -print-button -email-link- -bookmark-
            -likes- -essb -heateor -ssba -a2a- -tweet-button -noprint-
            """
        ),
        (
            .related,
            """
            -jp-relatedposts -related -relateds- -recommend -recirc -readmore- -read-more- -read-also
            -readalso -see-also- -seealso- -also-read- -more-from- -more-on- -more-stories -morestories
            -more-news- -more-articles -more-posts -read-next -up-next- -next-post -next-article
            -most-read -mostread -most-popular -mostpopular -popular- -trending -latest- -latest-news-
            -outbrain -taboola -similar- -weiterlesen -mehr-zum-thema- -lire-aussi- -you-may-like-
            -youmaylike- -further-reading- -recent-posts- -recent- -relacionad -verwandte -also-on-
            -plista -linkbox- -yarpp -inline-story- -inline-link -story-link- -top-stories- -crosslink
            -teaserlist- -other-news- -othernews-
            """
        ),
        (
            .meta,
            """
            -rating -ratings- -cmp- -postmeta -post-meta -entry-meta -article-meta -articlemeta -meta-
            -metadata- -postinfo -post-info -post-details- -article-info -articleinfo -info- -tags-
            -tag-list -taglist -tag- -categories- -category- -keywords- -topics- -topic-list
            -post-footer -entry-footer -reading-time- -readtime- -read-time- -filed-under-
            -ressort- -rubrik- -views- -post-views -postmetadata
            """
        ),
        (
            [.meta, .kicker],
            """
            -kicker- -eyebrow-
            """
        ),
        (
            .kicker,
            """
            -overline- -dachzeile -roofline- -topline- -toptitle- -supertitle- -pretitle- -preheadline-
            -surtitle- -surtitre- -spitzmarke- -topic-label- -titleheader- -antetitulo- -occhiello- -catchline-
            -superheadline- -headline-intro- -headline-prefix- -vignette- -aural- -tagline-
            """
        ),
        (
            .teaser,
            """
            -teaser- -teasers- -card- -cards- -tile- -thumbnail-
            """
        ),
        (
            .promotion,
            """
            -promo- -promos- -newsletter -nl-signup- -subscribe -subscription -signup -sign-up -ad-
            -ads- -adv- -advert -anzeige- -werbung- -sponsor -banner- -banners- -dfp- -adsbygoogle-
            -googlead -adslot -adbox- -ad-container -donate -donation -cta- -call-to-action -optin
            -mailchimp -mc4wp -affiliate -app-download- -publicidad -publicite -reklam -membership-
            -shop- -product-list -giveaway -mailinglist -mailing-list
            """
        ),
        (
            .media,
            """
            -carousel- -gallery -slideshow -slider- -swiper- -video- -player- -jwplayer
            """
        ),
        (
            .comments,
            """
            -comment- -comments- -commentlist- -comments-area- -commentarea- -disqus -respond- -reply-
            -replies- -kommentar -commentaire -comentario -livefyre -fb-comments -discussion-list
            -trackback -pingback -webmention -guestbook- -coral-talk-
            """
        ),
        (
            .paywall,
            """
            -paywall- -piano- -regwall -meter-
            """
        ),
        (
            .legal,
            """
            -footer -foot- -site-foot- -gdpr- -privacy -copyright -disclaimer-
            -imprint- -impressum- -popup -modal- -overlay- -lightbox- -colophon- -licence-
            -license- -corrections-link -dialog- -alertdialog- -contentinfo- -login -register-
            -banner-message- -feedback- -printfooter-
            """
        ),
        (
            [.legal, .consent],
            """
            -cookie -consent -onetrust -cmplz -cookiebot -cookieconsent -didomi -usercentrics -borlabs-
            """
        ),
        (
            .sidebar,
            """
            -complementary- -sidebar -side-bar- -widget -rail- -right-rail- -aside- -marginalia-
            -side-column- -secondary-content- -content-secondary- -secondary-column- -column-secondary-
            -secondary-sidebar- -region-secondary
            """
        ),
        (
            [.meta, .author],
            """
            -byline -author -authors- -autor -auteur -writer- -reporter- -contributor -vcard-
            -writtenby- -posted-by- -postedby- -journalist -verfasser- -redakteur -firma- -post-author-
            """
        ),
        (
            [.meta, .date],
            """
            -dateline- -date- -datum- -fecha- -dates- -time- -timestamp -datetime-
            """
        ),
        (
            .date,
            """
            -data- -dtstart-
            """
        ),
        (
            [.meta, .date, .published],
            """
            -pubdate -pub-date- -publishdate -published -posted-on- -postdate -post-date -entry-date-
            -blogpost-date- -blog-date- -article-date- -story-date- -news-date-
            """
        ),
        (
            [.date, .published],
            """
            -publish- -publication-
            """
        ),
        (
            [.meta, .date, .modified],
            """
            -updated- -modified- -lastmod -last-updated-
            """
        ),
        (
            [.meta, .author, .date],
            """
            -submitted-
            """
        ),
        (
            .biography,
            """
            -author-bio -authorbio -author-box -authorbox -about-author- -about-the-author -author-info-
            -author-card -author-profile -author-description -bio- -biography-
            """
        ),
        (
            .title,
            """
            -headline -title- -entry-title -post-title -article-title -heading- -pagetitle-
            """
        ),
        (
            .header,
            """
            -header- -page-header -article-header -entry-header
            """
        ),
        (
            .caption,
            """
            -caption -wp-caption-text -credit -image-credit -imgcaption -photo-credit -bildunterschrift
            -legende- -image-source -figcaption -copyright-image- -didascalia-
            """
        ),
        (
            .box,
            """
            -embed- -factbox -infobox -pullquote -pull-quote -reference-list -metabox-
            """
        ),
        (
            .hidden,
            """
            -mw-editsection -sr-only- -visually-hidden- -visuallyhidden- -screen-reader
            -screenreader -offscreen- -invisible- -print-only- -printonly- -noscript-
            """
        ),
        (
            .lead,
            """
            -lead- -lede- -standfirst- -intro- -subtitle- -subheadline- -dek- -chapo- -abstract-
            -excerpt- -summary- -vorspann- -teaser-text- -entradilla-
            """
        ),
    ]
}

/// Finds many words in one pass (Aho and Corasick, 1975).
struct WordAutomaton: Sendable {
    /// Per state 27 followers: the edge of a word and 26 letters.
    private var next: [UInt16]
    private var meaning: [UInt32]

    /// Builds the automaton.
    init(_ words: [(String, ContentHints)]) {
        var children = [[Int]](repeating: [Int](repeating: -1, count: 27), count: 1)
        meaning = [0]
        for (word, hint) in words {
            var state = 0
            for byte in word.utf8 {
                let letter = byte == UInt8(ascii: "-") ? 0 : Int(byte) - 96
                // A digit in a word counts as an edge, as it does in what is read.
                let column = (0...26).contains(letter) ? letter : 0
                if children[state][column] < 0 {
                    children.append([Int](repeating: -1, count: 27))
                    meaning.append(0)
                    children[state][column] = children.count - 1
                }
                state = children[state][column]
            }
            meaning[state] |= hint.rawValue
        }
        var failure = [Int](repeating: 0, count: children.count)
        var queue: [Int] = []
        for column in 0..<27 {
            let child = children[0][column]
            if child < 0 { children[0][column] = 0 } else { queue.append(child) }
        }
        var head = 0
        while head < queue.count {
            let state = queue[head]
            head += 1
            meaning[state] |= meaning[failure[state]]
            for column in 0..<27 {
                let child = children[state][column]
                if child < 0 {
                    children[state][column] = children[failure[state]][column]
                } else {
                    failure[child] = children[failure[state]][column]
                    queue.append(child)
                }
            }
        }
        next = children.flatMap { $0.map { UInt16($0) } }
    }

    /// Reads names; an upper-case letter behind a lower-case one begins a word.
    func read(_ names: some Collection<UInt8>) -> ContentHints {
        var found: UInt32 = 0
        var state = Int(next[0])
        var wasLower = false
        var wasEdge = true
        for byte in names {
            let lower = byte | 0x20
            let isLetter = lower >= 0x61 && lower <= 0x7A
            if !isLetter {
                if !wasEdge {
                    state = Int(next[state * 27])
                    found |= meaning[state]
                }
                wasEdge = true
                wasLower = false
                continue
            }
            let isUpper = byte < 0x61
            if isUpper && wasLower {
                state = Int(next[state * 27])
                found |= meaning[state]
            }
            state = Int(next[state * 27 + Int(lower - 96)])
            found |= meaning[state]
            wasLower = !isUpper
            wasEdge = false
        }
        if !wasEdge {
            state = Int(next[state * 27])
            found |= meaning[state]
        }
        return ContentHints(rawValue: found)
    }
}
