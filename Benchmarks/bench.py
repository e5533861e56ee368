#!/usr/bin/env python3
"""What Seedbed costs against its floor, as ratios within one run.

Machines are noisy, so nothing here is an absolute claim: the commands of a comparison run in turn,
A B A B …, as whole processes, and the medians of their times are divided.

    Benchmarks/bench.py [--runs N] [--binary FILE] [start] [small] [flat]

start   `seedbed --version` against `psql --version`
small   `seedbed up` with nothing to do, 10 files and 200 rows, against `psql -c 'select 1'`
flat    10,000 and 100,000 flat rows against psql, COPY into a temporary table and one INSERT …
        ON CONFLICT: first load, unchanged, 1 % changed

It starts a server of its own in a temporary folder and stops it at the end.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

PSQL = os.path.join(
    subprocess.run(["pg_config", "--bindir"], capture_output=True, text=True).stdout.strip(), "psql")


def run(command, **options):
    """Runs a command that has to succeed and returns the seconds it took."""
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, **options)
    seconds = time.perf_counter() - start
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return seconds


def compare(name, runs, ours, theirs, before=lambda: None):
    """Prints the ratio of two commands' medians; each is a function that returns seconds."""
    a, b = [], []
    for index in range(runs + 1):
        before()
        first = ours()
        before()
        second = theirs()
        if index > 0:  # the first of each only warms up
            a.append(first)
            b.append(second)
    ours_median, theirs_median = statistics.median(a), statistics.median(b)
    print(
        f"{name:42} {ours_median * 1000:9.1f} ms {theirs_median * 1000:9.1f} ms"
        f"   ratio {ours_median / theirs_median:6.2f}", flush=True)


class Project:
    """A project in a temporary folder, on a server of its own."""

    def __init__(self, binary):
        self.binary = binary
        self.root = tempfile.mkdtemp(prefix="seedbed-bench-")
        os.chmod(self.root, 0o755)
        self.environment = {
            key: value for key, value in os.environ.items()
            if not key.startswith("PG") and key not in ("DATABASE_URL", "SEEDBED_DATABASE_URL")}
        os.makedirs(f"{self.root}/seeds")
        os.makedirs(f"{self.root}/migrations")

    def write(self, name, text):
        os.makedirs(os.path.dirname(f"{self.root}/{name}"), exist_ok=True)
        with open(f"{self.root}/{name}", "w", encoding="utf-8") as file:
            file.write(text)

    def seedbed(self, *arguments):
        return run([self.binary, *arguments, "--root", self.root], env=self.environment)

    def url(self):
        done = subprocess.run(
            [self.binary, "db", "url", "--socket", "--root", self.root], capture_output=True,
            text=True, env=self.environment)
        return done.stdout.strip()

    def psql(self, *arguments):
        return run([PSQL, "-X", "-q", "-v", "ON_ERROR_STOP=1", self.url_once, *arguments])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        subprocess.run(
            [self.binary, "db", "stop", "--root", self.root], capture_output=True,
            env=self.environment)
        shutil.rmtree(self.root, ignore_errors=True)


def start(runs, binary):
    compare(
        "seedbed --version : psql --version", runs * 3,
        lambda: run([binary, "--version"]), lambda: run([PSQL, "--version"]))


def small(runs, binary):
    with Project(binary) as project:
        tables = "".join(
            f"CREATE TABLE t{n} (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "
            f"code text NOT NULL UNIQUE, name text, parent_id int REFERENCES t{max(n - 1, 0)}, "
            "made timestamptz NOT NULL DEFAULT now());\n" for n in range(10))
        project.write("migrations/20260101000000_tables.sql", tables)
        for n in range(10):
            rows = ",\n".join(
                f'{{"code": "c{row}", "name": "Name {row}"'
                + (f', "parent_id": {{"code": "c{row}"}}' if n else "") + "}" for row in range(20))
            project.write(f"seeds/t{n}.json", f"[{rows}]\n")
        project.seedbed("up")
        project.url_once = project.url()
        compare(
            "up, nothing to do : psql -c 'select 1'", runs * 3,
            lambda: project.seedbed("up"), lambda: project.psql("-c", "select 1"))


FLAT = """
CREATE TABLE people (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email text NOT NULL UNIQUE,
  name text NOT NULL, age int, score numeric(8,2), active boolean NOT NULL, joined timestamptz,
  city text, note text, tags text[], settings jsonb);
"""


def person(number, changed):
    """The columns of a row: name, JSON text, COPY text."""
    name = f"Person {number}" + (" the second" if changed and number % 100 == 0 else "")
    return [
        ("email", f'"p{number}@example.com"', f"p{number}@example.com"),
        ("name", f'"{name}"', name),
        ("age", str(number % 90), str(number % 90)),
        ("score", f"{number % 1000}.25", f"{number % 1000}.25"),
        ("active", "true" if number % 3 else "false", "t" if number % 3 else "f"),
        ("joined", '"2026-01-02T03:04:05Z"', "2026-01-02 03:04:05+00"),
        ("city", f'"City {number % 500}"', f"City {number % 500}"),
        ("note", '"Some words that stand for a note"', "Some words that stand for a note"),
        ("tags", '["a", "b"]', "{a,b}"),
        ("settings", '{"theme": "dark", "size": 3}', '{"theme": "dark", "size": 3}'),
    ]


def write_people(project, count, changed):
    label = "changed" if changed else "plain"
    with open(f"{project.root}/{label}.json", "w", encoding="utf-8") as fixture, open(
            f"{project.root}/{label}.tsv", "w", encoding="utf-8") as lines:
        fixture.write("[\n")
        for number in range(count):
            columns = person(number, changed)
            fixture.write(
                ("" if number == 0 else ",\n")
                + "{" + ", ".join(f'"{name}": {value}' for name, value, _ in columns) + "}")
            lines.write("\t".join(text for _, _, text in columns) + "\n")
        fixture.write("\n]\n")
    names = [name for name, _, _ in person(0, False)]
    sets = ", ".join(f"{name} = EXCLUDED.{name}" for name in names[1:])
    ours = ", ".join(f"p.{name}" for name in names[1:])
    theirs = ", ".join(f"EXCLUDED.{name}" for name in names[1:])
    project.write(
        f"{label}.sql", f"""
BEGIN;
CREATE TEMP TABLE stage (LIKE people) ON COMMIT DROP;
ALTER TABLE stage DROP COLUMN id;
\\copy stage ({', '.join(names)}) FROM '{project.root}/{label}.tsv'
INSERT INTO people AS p ({', '.join(names)}) SELECT {', '.join(names)} FROM stage
ON CONFLICT (email) DO UPDATE SET {sets} WHERE ({ours}) IS DISTINCT FROM ({theirs});
COMMIT;
""")


def flat(runs, binary):
    for count in (10_000, 100_000):
        with Project(binary) as project:
            project.write("migrations/20260101000000_people.sql", FLAT)
            write_people(project, count, changed=False)
            write_people(project, count, changed=True)
            os.symlink(f"{project.root}/plain.json", f"{project.root}/seeds/people.json")
            project.seedbed("up")
            project.url_once = project.url()

            def use(label):
                os.remove(f"{project.root}/seeds/people.json")
                os.symlink(f"{project.root}/{label}.json", f"{project.root}/seeds/people.json")

            def empty():
                project.psql("-c", "TRUNCATE people RESTART IDENTITY", "-c", "CHECKPOINT")

            def settled():
                empty()
                project.psql("-f", f"{project.root}/plain.sql")
                project.psql("-c", "VACUUM ANALYZE people", "-c", "CHECKPOINT")

            few = max(runs if count <= 10_000 else 3, 1)
            floor = lambda label: project.psql("-f", f"{project.root}/{label}.sql")
            compare(
                f"{count:,} rows, first load : psql", few, lambda: project.seedbed("seed"),
                lambda: floor("plain"), before=empty)
            settled()
            compare(
                f"{count:,} rows, unchanged : psql", few, lambda: project.seedbed("seed"),
                lambda: floor("plain"))
            use("changed")
            compare(
                f"{count:,} rows, 1 % changed : psql", few, lambda: project.seedbed("seed"),
                lambda: floor("changed"), before=settled)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("workloads", nargs="*", help="start, small, flat; default: all")
    parser.add_argument("--runs", type=int, default=5)
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    parser.add_argument("--binary", default=f"{root}/.build/release/seedbed")
    options = parser.parse_args()
    known = {"start": start, "small": small, "flat": flat}
    for name in options.workloads or known:
        if name not in known:
            parser.error(f"there is no workload {name}: choose from {', '.join(known)}")
        known[name](options.runs, os.path.abspath(options.binary))


if __name__ == "__main__":
    main()
