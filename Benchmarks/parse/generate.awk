# Writes feeds of several kinds and sizes: -v dir=FOLDER -v files=N, or one large one: -v big=FILE -v mb=MEGABYTES.
function word() { return words[1 + int(rand() * count)] }
function text(n,    i, line) {
    line = word()
    for (i = 1; i < n; i++) line = line " " word()
    return line
}
function html(n,    i, body) {
    body = ""
    for (i = 0; i < n; i++)
        body = body "<p>" text(40) " <a href=\"/a/" int(rand() * 9999) "\">" text(3) "</a> &amp; " text(20) "</p>"
    return body
}
function escaped(body) { gsub(/&/, "\\&amp;", body); gsub(/</, "\\&lt;", body); return body }
function rss(path, i,    when) {
    when = sprintf("Sat, 21 Nov 2026 10:%02d:00 +0000", i % 60)
    printf "<item><title>%s &amp; %s</title><link>https://bench.example/%d?a=1&amp;b=2</link><guid isPermaLink=\"false\">tag:bench.example,2026:%d</guid><dc:creator>%s</dc:creator><pubDate>%s</pubDate><category>%s</category><description>%s</description><content:encoded><![CDATA[%s]]></content:encoded></item>\n", \
        text(8), text(2), i, i, text(2), when, word(), text(30), html(path == "" ? 8 : 3) > out
}
function begin_rss() {
    print "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel><title>Bench</title><link>https://bench.example/</link><description>d</description>" > out
}
function atom(i) {
    printf "<entry><title type=\"html\">%s</title><link rel=\"alternate\" type=\"text/html\" href=\"/%d\"/><id>tag:bench.example,2026:%d</id><published>2026-11-21T10:%02d:00Z</published><updated>2026-11-21T11:%02d:00+01:00</updated><author><name>%s</name></author><category term=\"%s\"/><summary>%s</summary><content type=\"html\">%s</content></entry>\n", \
        text(8), i, i, i % 60, i % 60, text(2), word(), text(20), escaped(html(3)) > out
}
function sitemap(i) {
    printf "<url><loc>https://bench.example/%d.html</loc><lastmod>2026-11-%02d</lastmod></url>\n", i, 1 + i % 28 > out
}
BEGIN {
    srand(7)
    count = split("missile treaty council budget navy élection review policy forum senate export report minister " \
        "strategy pact summit drone fleet sanction launch reactor audit border exercise patrol défense analysis", words, " ")
    if (big != "") {
        out = big
        begin_rss()
        # an item of this kind has about 4.3 KB
        for (i = 0; i < mb * 1000000 / 4300; i++) rss("", i)
        print "</channel></rss>" > out
        exit
    }
    for (n = 0; n < files; n++) {
        out = dir "/" n ".xml"
        length_ = 5 + int(rand() * rand() * 60)
        if (n % 8 == 7) {
            print "<?xml version=\"1.0\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">" > out
            for (i = 0; i < length_ * 6; i++) sitemap(i)
            print "</urlset>" > out
        } else if (n % 3 == 2) {
            print "<?xml version=\"1.0\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\" xml:base=\"https://bench.example/\"><title>Bench</title><id>urn:bench</id><updated>2026-11-21T10:00:00Z</updated>" > out
            for (i = 0; i < length_; i++) atom(i)
            print "</feed>" > out
        } else {
            begin_rss()
            for (i = 0; i < length_; i++) rss("x", i)
            print "</channel></rss>" > out
        }
        close(out)
    }
}
