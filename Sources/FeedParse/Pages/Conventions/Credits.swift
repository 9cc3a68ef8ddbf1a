/// Credits at the end of wire copy: `(Reporting by A; Editing by B)`, `Our Standards: …`.
enum Credits {
    private static let starts = [
        "reporting by", "additional reporting", "editing by", "writing by", "compiled by", "our standards:",
        "mit material von", "mit informationen von", "mit agenturmaterial",
        "при цитировании", "责任编辑", "責任編輯", "编辑:", "编辑：", "with reporting by", "with files from", "avec afp",
        "avec reuters", "con información de", "con agencias",
        "reporteado por", "met informatie van", "this report was", "this story has been corrected",
        "graphic by", "production by", "translated by", "translation by",
        "reportage de", "edición de", "editado por", "reportagem de", "bearbeitet von", "redaktion:",
        "follow ap's", "follow ap’s", "copyright ©",
    ]

    /// True for a whole line of credits.
    static func isCredit(_ line: String) -> Bool {
        guard line.utf8.count < 400 else { return false }
        let lower = line.lowercased()
        let inner = String(lower.drop { "([—–- ".contains($0) })
        if starts.contains(where: { inner.hasPrefix($0) }) { return true }
        return lower.utf8.count < 200
            && (lower.hasSuffix("contributed to this report.") || lower.hasSuffix("contributed reporting.")
                || lower.hasSuffix("contributed to this story.")
                || lower.hasSuffix("contributed to this report")
                || lower.hasSuffix("contributed to this article."))
    }
}
