"""Reads corpus.sql: a base schema, its rows, and the cases, one statement a line."""

import os
import re

FOLDER = os.path.dirname(os.path.abspath(__file__))


class Case:
    """A script whose statements are measured, and what has to be there before."""

    def __init__(self, name, oldest):
        self.name = name
        self.oldest = oldest
        self.given = []
        self.when = []


def read():
    """The base, the rows and the cases."""
    base, rows, cases = [], [], []
    lines = base
    with open(f"{FOLDER}/corpus.sql", encoding="utf-8") as file:
        for line in file.read().splitlines():
            if line == "--- base":
                lines = base
            elif line == "--- rows":
                lines = rows
            elif line == "--- when":
                cases[-1].given, cases[-1].when = cases[-1].when, []
                lines = cases[-1].when
            elif found := re.fullmatch(r"--- case (\w+)(?: from (\d+))?", line):
                cases.append(Case(found[1], int(found[2] or 0)))
                lines = cases[-1].when
            elif line:
                lines.append(line)
    return base, rows, cases
