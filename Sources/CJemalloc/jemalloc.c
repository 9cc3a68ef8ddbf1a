// jemalloc's options, and the calls of it that aggd makes. A program that is linked with jemalloc has it in place of
// the C library's malloc, in Swift's own objects and in those of every C library.
#include "CJemalloc.h"
#include <jemalloc/jemalloc.h>

#define TEXT(value) #value
#define NUMBER(value) TEXT(value)

// Read when the program starts; MALLOC_CONF in the environment goes before it.
// Two arenas: what one thread frees is used by the others again, and two seldom wait for each other.
// Freed pages return to the system after half a second, and threads keep small things only.
const char *malloc_conf = "narenas:2,dirty_decay_ms:500,muzzy_decay_ms:0,lg_tcache_max:12";

int cjemalloc_purge(void)
{
    return mallctl("arena." NUMBER(MALLCTL_ARENAS_ALL) ".purge", 0, 0, 0, 0);
}
