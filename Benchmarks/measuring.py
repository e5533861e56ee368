"""Runs commands as whole processes and compares the medians of their times."""

import os
import statistics
import subprocess
import sys
import time


def run(command, **options):
    """Runs a command that has to succeed and returns the seconds it took."""
    return measured(command, **options)[0]


def measured(command, **options):
    """Seconds, and the most memory that the process held, in bytes.

    What this interpreter itself holds is the least that the system tells: some 15 MB.
    """
    start = time.perf_counter()
    child = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options)
    said = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"{' '.join(command)} failed:\n{said}")
    return seconds, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def medians(runs, contestants, before=lambda: None):
    """The median of each contestant's seconds: they run in turn, A B A B …

    Contestants are functions that return seconds; `before` runs, untimed, before each of them. The
    first time only warms up, unless there is but one run.
    """
    times = [[] for _ in contestants]
    for index in range(runs + 1 if runs > 1 else 1):
        for contestant, found in zip(contestants, times):
            before()
            seconds = contestant()
            if index > 0 or runs == 1:
                found.append(seconds)
    return [statistics.median(found) for found in times]
