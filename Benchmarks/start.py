"""`seedbed --version` against `psql --version`."""

from measuring import medians, run
from project import PSQL


def measure(options, results):
    ours, theirs = medians(options.runs * 3, [
        lambda: run([options.binary, "--version"]), lambda: run([PSQL, "--version"])])
    results.ratio("`seedbed --version`", "`psql --version`", ours, theirs)
