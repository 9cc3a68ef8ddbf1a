#ifndef CLIBXML2_SHIM_H
#define CLIBXML2_SHIM_H
// libxml2 as Debian builds it includes ICU's headers, which clash with those that Foundation brings.
// Nothing of libxml2's interface that is used here depends on them.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/HTMLparser.h>
#include <libxml/HTMLtree.h>
#include <libxml/tree.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <libxml/xmlerror.h>
#include <libxml/encoding.h>

/* xmlFree is a mutable global, which Swift refuses to read. */
static inline void aggd_free_xml_text(xmlChar *text) { xmlFree(text); }
#endif
