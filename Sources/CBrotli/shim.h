#ifndef CBROTLI_SHIM_H
#define CBROTLI_SHIM_H
#include <brotli/decode.h>
// malloc_usable_size, for the allocators that count.
#include <malloc.h>
#endif
