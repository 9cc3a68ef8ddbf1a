import Testing

@testable import FeedParse

@Suite("The names in a byline") struct PersonNamesTests {
    @Test(
        "are told from the words around them",
        arguments: [
            ("By Ada Quill", ["Ada Quill"]), ("by Ada Quill and Ben Stroud", ["Ada Quill", "Ben Stroud"]),
            ("By Ada Quill, Ben Stroud and Cleo Marsh", ["Ada Quill", "Ben Stroud", "Cleo Marsh"]),
            ("Written by: Ada Quill", ["Ada Quill"]), ("Posted by Ada Quill", ["Ada Quill"]),
            ("Von Jonas Feddersen und Lena Griff", ["Jonas Feddersen", "Lena Griff"]),
            ("Ein Kommentar von Lena Griff", ["Lena Griff"]), ("Autorin: Lena Griff", ["Lena Griff"]),
            ("Par Claire Aubrac et Luc Morel", ["Claire Aubrac", "Luc Morel"]),
            ("Écrit par Luc Morel", ["Luc Morel"]),
            ("Por Lucía Ferrán y Juan Muelle", ["Lucía Ferrán", "Juan Muelle"]),
            ("Escrito por Juan Muelle", ["Juan Muelle"]),
            ("Di Paolo Molo e Carla Riva", ["Paolo Molo", "Carla Riva"]),
            ("Door Jan Kade en Piet Wal", ["Jan Kade", "Piet Wal"]),
            ("Av Nils Kaj och Eva Strand", ["Nils Kaj", "Eva Strand"]),
            ("Автор: Анна Пристань", ["Анна Пристань"]),
            ("Ada Quill & Ben Stroud", ["Ada Quill", "Ben Stroud"]),
            ("Ada Quill; Ben Stroud", ["Ada Quill", "Ben Stroud"]),
            ("Ada Quill, Senior Reporter", ["Ada Quill"]), ("Ada Quill | 3 May 2026", ["Ada Quill"]),
            ("By Ada Quill Associated Press", ["Ada Quill"]), ("By Ada Quill • Westport", ["Ada Quill"]),
            ("记者：林远", ["林远"]), ("ByAda Quill", ["Ada Quill"]),
        ])
    func split(_ text: String, _ names: [String]) {
        #expect(PersonNames.split(text) == names, "\(text)")
    }

    @Test("keep their own prepositions")
    func prepositions() {
        #expect(PersonNames.split("De Luca") == ["De Luca"])
        #expect(PersonNames.split("By Ursula von der Kaje") == ["Ursula von der Kaje"])
        #expect(PersonNames.split("Por María de la Ría") == ["María de la Ría"])
        #expect(PersonNames.split("Jean-Luc d'Estuaire") == ["Jean-Luc d'Estuaire"])
    }

    @Test(
        "are none of the words that stand where names stand",
        arguments: [
            "admin", "Staff Writer", "Editorial", "Redaktion", "Read more", "5 min read", "Updated", "Share",
            "News Desk",
            "https://post.example/ada", "@adaquill", "All rights reserved", "Click here", "© 2026",
            "Comments", "By",
        ])
    func junk(_ text: String) {
        #expect(PersonNames.split(text).isEmpty, "\(text)")
    }

    @Test(
        "may belong to an organisation",
        arguments: [
            "AFP", "dpa", "Reuters", "Associated Press", "Agence France-Presse", "Sport Redaktion",
            "Post Newsroom",
        ])
    func organisations(_ text: String) {
        #expect(PersonNames.isOrganisation(text))
    }

    @Test(
        "belong to people otherwise", arguments: ["Ada Quill", "Apa Dpasson", "Rita Reuter", "Anna Presse"])
    func people(_ text: String) {
        #expect(!PersonNames.isOrganisation(text))
        #expect(PersonNames.isFullName(text))
    }

    @Test(
        "are told from what their owners do",
        arguments: [
            ("Senior Reporter", true), ("Leitender Wirtschaftsredakteur", true),
            ("Chief Political Correspondent", true),
            ("Professor", true), ("Ada Quill", false), ("Ben Editson", false), ("Корреспондент", true),
        ])
    func roles(_ text: String, _ isRole: Bool) {
        #expect(PersonNames.isRole(text) == isRole)
    }

    @Test(
        "lose what isn't theirs",
        arguments: [
            ("By Ada Quill,", "Ada Quill"), ("Ada Quill (Westport)", "Ada Quill"),
            ("Ada Quill ada@post.example", "Ada Quill"),
            ("• Ada Quill •", "Ada Quill"), ("Ada B.", "Ada B."), ("@ada", ""), ("www.post.example", ""),
        ])
    func clean(_ text: String, _ name: String) {
        #expect(PersonNames.clean(text) == name)
    }
}
