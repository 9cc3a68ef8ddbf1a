#ifndef CTOMLPLUSPLUS_H
#define CTOMLPLUSPLUS_H

// toml++ reads a document and tells it to a visitor, in C: kinds, values and places; nothing outlives the call.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A place in a document: line and column in characters, both from 1; 0 when it is nowhere in the text.
typedef struct {
    uint32_t line;
    uint32_t column;
} tomlpp_place;

/// The kinds of values.
typedef enum {
    TOMLPP_TABLE,
    /// A table in braces.
    TOMLPP_INLINE_TABLE,
    TOMLPP_ARRAY,
    /// What headers in double brackets make.
    TOMLPP_ARRAY_OF_TABLES,
    TOMLPP_STRING,
    TOMLPP_INTEGER,
    TOMLPP_FLOAT,
    TOMLPP_BOOLEAN,
    TOMLPP_TIME
} tomlpp_kind;

/// A value, with its key when it stands in a table.
typedef struct {
    tomlpp_kind kind;
    const char *name;
    size_t name_length;
    tomlpp_place key;
    tomlpp_place begin;
    /// The place behind the last character.
    tomlpp_place end;
    const char *text;
    size_t text_length;
    int64_t integer;
    double number;
    bool boolean;
} tomlpp_value;

/// Who is told of a document.
typedef struct {
    void *context;
    /// A value; what a table or an array holds follows, then `close`.
    void (*open)(void *context, const tomlpp_value *value);
    void (*close)(void *context);
    /// The document can't be read; nothing else is told.
    void (*fail)(void *context, tomlpp_place place, const char *message, size_t length);
} tomlpp_visitor;

/// Reads a document of UTF-8 and tells of each value in it, in the order of the keys' bytes.
void tomlpp_read(const char *text, size_t length, const tomlpp_visitor *visitor);

#ifdef __cplusplus
}
#endif
#endif
