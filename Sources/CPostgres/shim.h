#ifndef SEEDBED_CPOSTGRES_SHIM_H
#define SEEDBED_CPOSTGRES_SHIM_H

#include <libpq-fe.h>

#endif
