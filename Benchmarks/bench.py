#!/usr/bin/env python3
"""What Seedbed costs against its floor and its peers, as ratios within one run.

Machines are noisy, so nothing here is an absolute claim: the commands of a comparison run in turn,
A B A B …, as whole processes, and the medians of their times are divided. Every workload has a server
of its own in a temporary folder, which is stopped at its end.
"""

import argparse
import os
import sys

sys.dont_write_bytecode = True

import fakes
import flat
import folder
import graph
import reset
import small
import start
import traffic
import trait
from results import Results

WORKLOADS = {
    "start": start,  # the program alone
    "small": small,  # nothing to do
    "flat": flat,    # one large table
    "fakes": fakes,  # rows made by $repeat and $fake
    "graph": graph,  # tables that refer to one another
    "folder": folder,  # many small migrations
    "reset": reset,    # back to migrated and seeded
}
# No comparisons, and they take minutes: only when they are asked for.
ON_REQUEST = {
    "traffic": traffic,  # a table changed beside its readers and writers
    "trait": trait,      # a database for each of 200 tests
}


def main():
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument(
        "workloads", nargs="*", metavar="workload", help=f"{', '.join(WORKLOADS)}; default: all of these; and {', '.join(ON_REQUEST)}")
    parser.add_argument("--runs", type=int, default=5, help="of each command; default: 5")
    parser.add_argument(
        "--rows", type=int, action="append", dest="sizes", metavar="N",
        help="only this size of the flat table; default: 10000 and 100000")
    parser.add_argument(
        "--million", action="store_true", help="1,000,000 flat rows as well; takes long")
    parser.add_argument("--million-runs", type=int, default=1, help="of each command; default: 1")
    parser.add_argument(
        "--scale", type=float, default=0.1, help="of the graph; 1 is 521,000 rows; default: 0.1")
    parser.add_argument(
        "--alone", action="store_true", help="leave Django and seed-fu out; they take minutes")
    parser.add_argument(
        "--peer-rows", type=int, default=10_000, metavar="N",
        help="flat rows for Django and seed-fu; default: 10000")
    parser.add_argument(
        "--traffic-rows", type=int, default=1_000_000, metavar="N",
        help="of the table that is changed beside its traffic; default: 1000000")
    parser.add_argument("--markdown", action="store_true", help="a table of all at the end")
    parser.add_argument("--binary", default=f"{root}/.build/release/seedbed")
    options = parser.parse_args()
    options.binary = os.path.abspath(options.binary)
    options.sizes = options.sizes or [10_000, 100_000] + [1_000_000] * options.million
    known = WORKLOADS | ON_REQUEST
    unknown = [name for name in options.workloads if name not in known]
    if unknown:
        parser.error(f"there is no workload {unknown[0]}: choose from {', '.join(known)}")
    results = Results()
    for name in options.workloads or WORKLOADS:
        known[name].measure(options, results)
    if options.markdown:
        print("\n" + results.markdown())


if __name__ == "__main__":
    main()
