"""Back to migrated and seeded, after nothing, a little or everything was changed.

On the graph's data and on this repository's own example, against the ways that people go by hand.
What a reset leaves for the background is waited for, untimed.
"""

import os

import graph
import small
from measuring import medians
from project import Project

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class Case:
    """A project, what is changed in it, and how others load it again, by their names."""

    def __init__(self, what, project, few, many, reloads=None):
        self.what = what
        self.project = project
        self.few = few
        self.many = many
        self.reloads = reloads or {}
        project.seedbed("up")
        project.seedbed("reset", "--no-spare")
        self.settle()
        name = project.ask(
            "SELECT datname FROM pg_database WHERE datname LIKE 'seedbed_tpl%' ORDER BY oid")[-1]
        self.copy = f'CREATE DATABASE by_hand TEMPLATE "{name}"'

    def settle(self, *options):
        self.project.seedbed("db", "tidy", *options or ("--no-spare",))
        self.project.psql("-c", "DROP DATABASE IF EXISTS by_hand", database="postgres")
        self.project.psql("-c", "CHECKPOINT", database="postgres")

    def changed(self, statements, *options):
        def before():
            for statement in statements:
                self.project.psql("-c", statement)
            self.settle(*options)
        return before

    def by_hand(self):
        return self.project.psql("-c", self.copy, database="postgres")

    def reset(self):
        return self.project.seedbed("reset", "--no-spare")

    def anew(self):
        return self.project.seedbed("db", "drop") + self.project.seedbed("up")

    def measure(self, runs, results):
        template = "`CREATE DATABASE … TEMPLATE` by psql"
        for change, statements in (
                ("nothing changed", []), ("ten rows changed", self.few),
                ("everything changed", self.many)):
            ours, copy = medians(
                runs, [self.reset, self.by_hand], before=self.changed(statements))
            results.ratio(f"{self.what}: reset, {change}", template, ours, copy)
        spare, copy = medians(
            runs, [self.reset, self.by_hand], before=self.changed(self.many, "--spare"))
        results.ratio(f"{self.what}: reset, everything changed, a spare there", template, spare, copy)
        self.settle("--no-spare")
        ours, = medians(min(runs, 3), [self.reset], before=self.changed(self.many))
        for name, reload in self.reloads.items():
            theirs, = medians(min(runs, 3), [reload], before=self.changed(self.many))
            results.ratio(f"{self.what}: reset, everything changed", name, ours, theirs)
            self.reset()
            self.settle()
        anew, = medians(min(runs, 2), [self.anew], before=self.settle)
        results.ratio(
            f"{self.what}: reset, everything changed", "drop, migrate, seed", ours, anew)


def measure(options, results):
    with Project(options.binary, like=ROOT) as project:
        Case(
            "worked example", project,
            few=["UPDATE countries SET name = name || '!' WHERE ctid IN "
                 "(SELECT ctid FROM countries LIMIT 10)"],
            many=["UPDATE subdivisions SET name = name || '!'", "CREATE TABLE IF NOT EXISTS more (n int)"],
        ).measure(options.runs, results)
    with Project(options.binary, small.SCHEMA) as project:
        small.write(project)
        django = None if options.alone else small.django(project)
        Case(
            "10 tables of 20 rows", project,
            few=["UPDATE t3 SET name = name || '!' WHERE id <= 10"],
            many=[f"UPDATE t{n} SET name = name || '!'" for n in small.TABLES],
            reloads={"Django's flush and loaddata": django.reload} if django else None,
        ).measure(options.runs, results)
    counts = {table: max(int(count * options.scale), 1) for table, count in graph.COUNTS.items()}
    with Project(options.binary, graph.SCHEMA) as project:
        graph.write(project, counts)
        names = ", ".join(counts)

        def reload():
            return project.psql(
                "-c", f"TRUNCATE {names} RESTART IDENTITY", "-f", f"{project.root}/limit.sql")

        Case(
            f"graph of {sum(counts.values()):,} rows", project,
            few=["UPDATE users SET name = name || '!' WHERE id % 997 = 0 AND id < 9971"],
            many=["UPDATE comments SET body = body || '!'", "DELETE FROM tags",
                  "UPDATE users SET name = name || '!'"],
            reloads={"TRUNCATE and COPY by psql": reload},
        ).measure(options.runs, results)
