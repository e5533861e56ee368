#ifndef SEEDBED_CPGQUERY_SHIM_H
#define SEEDBED_CPGQUERY_SHIM_H

#include <pg_query.h>

#endif
