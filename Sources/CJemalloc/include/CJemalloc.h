#ifndef CJEMALLOC_H
#define CJEMALLOC_H

/// Returns to the system what is free in all arenas; 0, or the number of an error.
int cjemalloc_purge(void);

#endif
