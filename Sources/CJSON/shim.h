#ifndef SEEDBED_CJSON_SHIM_H
#define SEEDBED_CJSON_SHIM_H

#include <json-c/json.h>

#endif
