#ifndef SEEDBED_CTHREAD_H
#define SEEDBED_CTHREAD_H

#include <stdbool.h>

/// Begins a thread on another processor than the caller's, where the process may use several: a
/// scheduler may leave it behind the caller on the same one for some milliseconds. From then on it
/// runs wherever the system likes.
///
/// - Returns: false where the system makes no thread.
bool CThread_beginElsewhere(
    void (*_Nonnull work)(void *_Nonnull context), void *_Nonnull context);

#endif
