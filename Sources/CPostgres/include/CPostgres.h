#ifndef SEEDBED_CPOSTGRES_H
#define SEEDBED_CPOSTGRES_H

// Debian and what comes from it keep libpq's header in a folder of its own.
#if __has_include(<libpq-fe.h>)
#include <libpq-fe.h>
#else
#include <postgresql/libpq-fe.h>
#endif

/// Loads libpq. No other function of it may be called before this has returned NULL; one thread calls
/// it, once.
///
/// - Returns: what is wrong with the library on this machine, or NULL.
const char *_Nullable CPostgres_load(void);

#endif
