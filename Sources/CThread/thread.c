#ifdef __linux__
#define _GNU_SOURCE
#endif

#include "CThread.h"

#include <pthread.h>
#include <stdlib.h>

#ifdef __linux__
#include <sched.h>
#endif

struct beginning {
  void (*work)(void *);
  void *context;
#ifdef __linux__
  bool is_placed;
  cpu_set_t allowed;
#endif
};

static void *begin(void *argument) {
  struct beginning beginning = *(struct beginning *)argument;
  free(argument);
#ifdef __linux__
  if (beginning.is_placed) sched_setaffinity(0, sizeof beginning.allowed, &beginning.allowed);
#endif
  beginning.work(beginning.context);
  return NULL;
}

#ifdef __linux__

// Leaves the caller's processor out, unless it is the only one. On a machine with more processors
// than a set holds, nothing is asked for.
static bool place(pthread_attr_t *attributes, cpu_set_t *allowed) {
  int here = sched_getcpu();
  if (here < 0 || here >= CPU_SETSIZE || sched_getaffinity(0, sizeof *allowed, allowed) != 0)
    return false;
  cpu_set_t others = *allowed;
  CPU_CLR(here, &others);
  return CPU_COUNT(&others) > 0
         && pthread_attr_setaffinity_np(attributes, sizeof others, &others) == 0;
}

#endif

bool CThread_beginElsewhere(void (*work)(void *), void *context) {
  struct beginning *beginning = malloc(sizeof *beginning);
  if (beginning == NULL) return false;
  *beginning = (struct beginning){.work = work, .context = context};
  pthread_attr_t attributes;
  if (pthread_attr_init(&attributes) != 0) {
    free(beginning);
    return false;
  }
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
#ifdef __linux__
  beginning->is_placed = place(&attributes, &beginning->allowed);
#endif
  pthread_t thread;
  bool is_begun = pthread_create(&thread, &attributes, begin, beginning) == 0;
  pthread_attr_destroy(&attributes);
  if (!is_begun) free(beginning);
  return is_begun;
}
