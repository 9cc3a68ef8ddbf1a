/* Parses HTML files with libxml2 and does nothing else: the measure that extraction is held against. */
#include <libxml/HTMLparser.h>
#include <stdio.h>
#include <stdlib.h>

int main(int count, char **names) {
    for (int n = 1; n < count; n++) {
        FILE *file = fopen(names[n], "rb");
        if (!file) return 1;
        fseek(file, 0, SEEK_END);
        long size = ftell(file);
        rewind(file);
        char *bytes = malloc(size + 1);
        if (fread(bytes, 1, size, file) != (size_t)size) return 1;
        fclose(file);
        htmlDocPtr page = htmlReadMemory(bytes, size, NULL, "utf-8",
            HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
        xmlFreeDoc(page);
        free(bytes);
    }
    return 0;
}
