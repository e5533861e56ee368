#ifndef SEEDBED_CYAML_SHIM_H
#define SEEDBED_CYAML_SHIM_H

#include <yaml.h>

#endif
