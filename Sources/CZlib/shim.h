#ifndef SEEDBED_CZLIB_SHIM_H
#define SEEDBED_CZLIB_SHIM_H

#include <zlib.h>

#endif
