/* The one function of bcryptprimitives.dll that Rust's standard library calls. Wine 8, which Debian has, lacks this library. */
#include <stddef.h>

unsigned char __stdcall SystemFunction036(void *bytes, unsigned long length);

__declspec(dllexport) int __stdcall ProcessPrng(unsigned char *bytes, size_t length) {
    return SystemFunction036(bytes, (unsigned long)length);
}
