#include "CTOMLPlusPlus.h"

#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

#include <string_view>

namespace {

tomlpp_place place(const toml::source_position &position)
{
    return {position.line, position.column};
}

tomlpp_value describe(const toml::node &node, const toml::key *key)
{
    tomlpp_value value{};
    if (key) {
        value.name = key->data();
        value.name_length = key->length();
        value.key = place(key->source().begin);
    }
    value.begin = place(node.source().begin);
    value.end = place(node.source().end);
    switch (node.type()) {
    case toml::node_type::table:
        value.kind = node.as_table()->is_inline() ? TOMLPP_INLINE_TABLE : TOMLPP_TABLE;
        break;
    case toml::node_type::array: {
        const toml::array &array = *node.as_array();
        const toml::table *first = array.empty() ? nullptr : array.front().as_table();
        value.kind = first && !first->is_inline() ? TOMLPP_ARRAY_OF_TABLES : TOMLPP_ARRAY;
        break;
    }
    case toml::node_type::string: {
        const std::string &text = node.as_string()->get();
        value.kind = TOMLPP_STRING;
        value.text = text.data();
        value.text_length = text.size();
        break;
    }
    case toml::node_type::integer:
        value.kind = TOMLPP_INTEGER;
        value.integer = node.as_integer()->get();
        break;
    case toml::node_type::floating_point:
        value.kind = TOMLPP_FLOAT;
        value.number = node.as_floating_point()->get();
        break;
    case toml::node_type::boolean:
        value.kind = TOMLPP_BOOLEAN;
        value.boolean = node.as_boolean()->get();
        break;
    default:
        value.kind = TOMLPP_TIME;
    }
    return value;
}

void visit(const toml::node &node, const toml::key *key, const tomlpp_visitor &visitor)
{
    const tomlpp_value value = describe(node, key);
    visitor.open(visitor.context, &value);
    if (const toml::table *table = node.as_table()) {
        for (auto &&[name, child] : *table) visit(child, &name, visitor);
        visitor.close(visitor.context);
    } else if (const toml::array *array = node.as_array()) {
        for (auto &&child : *array) visit(child, nullptr, visitor);
        visitor.close(visitor.context);
    }
}

}

void tomlpp_read(const char *text, size_t length, const tomlpp_visitor *visitor)
{
    const toml::parse_result result = toml::parse(std::string_view(text, length));
    if (result) {
        visit(result.table(), nullptr, *visitor);
        return;
    }
    const toml::parse_error &error = result.error();
    const std::string_view message = error.description();
    visitor->fail(visitor->context, place(error.source().begin), message.data(), message.size());
}
