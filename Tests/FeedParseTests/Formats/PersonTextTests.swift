import Testing

@testable import FeedParse

@Suite("A person written into one text") struct PersonTextTests {
    @Test(
        "is taken apart into name and address",
        arguments: [
            ("ann@harbour.example (Ann Lee)", "Ann Lee", "ann@harbour.example"),
            ("Ann Lee <ann@harbour.example>", "Ann Lee", "ann@harbour.example"),
            ("\"Lee, Ann\" <ann@harbour.example>", "Lee, Ann", "ann@harbour.example"),
            ("Ann Lee (ann@harbour.example)", "Ann Lee", "ann@harbour.example"),
            ("Ann Lee (mailto:ann@harbour.example)", "Ann Lee", "ann@harbour.example"),
            ("Ann Lee, ann@harbour.example", "Ann Lee", "ann@harbour.example"),
            ("Ann Lee ann@harbour.example", "Ann Lee", "ann@harbour.example"),
            ("<ann@harbour.example> Ann Lee", "Ann Lee", "ann@harbour.example"),
            ("  Ann Lee\t<mailto:ann@harbour.example> ", "Ann Lee", "ann@harbour.example"),
            ("ann@harbour.example ('Ann Lee')", "Ann Lee", "ann@harbour.example"),
        ])
    func isTakenApart(_ text: String, _ name: String, _ email: String) {
        #expect(PersonText.person(text) == Person(name: name, email: email))
    }

    @Test(
        "may be an address only",
        arguments: [
            "ann@harbour.example", "<ann@harbour.example>", "mailto:ann@harbour.example",
            "(ann@harbour.example)",
        ])
    func addressOnly(_ text: String) {
        #expect(PersonText.person(text) == Person(email: "ann@harbour.example"))
    }

    @Test(
        "may be a name only, whatever signs it has",
        arguments: [
            "Ann Lee", "Lee, Ann", "Ann (Harbour Watch)", "@harbourwatch", "Ann @ Harbour", "Lee < Web",
            "Ann Lee & Bo Web", "O'Neill", "ann@", "a@b@c",
        ])
    func nameOnly(_ text: String) {
        #expect(PersonText.person(text) == Person(name: text))
    }

    @Test(
        "loses the tags of a program that wrote HTML",
        arguments: [
            ("<a href=\"https://harbour.example/lee\">Ann Lee</a>", "Ann Lee"),
            ("by <b>Ann</b> Lee", "by Ann Lee"),
            ("<p>Ann Lee</p><p>Bo Web</p>", "Ann Lee Bo Web"),
            ("<span class='by'>Ann</span>\n <span>Lee</span>", "Ann Lee"),
        ])
    func losesTags(_ text: String, _ name: String) {
        #expect(PersonText.person(text) == Person(name: name))
    }

    @Test("is nobody when there is nothing to read", arguments: ["", " \n\t", "\u{A0}", "<br>", "<i></i>"])
    func nobody(_ text: String) {
        #expect(PersonText.person(text) == nil)
    }
}
