internal import Mustache

/// The templates of the outputs.
///
/// They are given texts that are escaped already and print them with `{{{ }}}`: the library escapes by
/// characters and knows no Markdown.
enum DigestTemplate {
    /// Parses a template that is written in this module.
    static func template(_ text: String) -> MustacheTemplate {
        do {
            return try MustacheTemplate(string: text)
        } catch {
            // Cannot happen: the templates are constants, and the tests print every output.
            fatalError("a built-in template is not well-formed: \(error)")
        }
    }
}
