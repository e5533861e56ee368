#ifndef SEEDBED_CSPAWN_SHIM_H
#define SEEDBED_CSPAWN_SHIM_H

#include <spawn.h>

/* glibc declares these only under _GNU_SOURCE, with which Swift does not read its headers. */
#ifdef __GLIBC__
extern int posix_spawn_file_actions_addchdir_np(
    posix_spawn_file_actions_t *actions, const char *path);
extern int posix_spawn_file_actions_addclosefrom_np(
    posix_spawn_file_actions_t *actions, int from);
#define SEEDBED_SPAWN_SETSID 0x80
#else
#define SEEDBED_SPAWN_SETSID POSIX_SPAWN_SETSID
#endif

#endif
