#!/usr/bin/env python3
"""Measures what each statement of corpus.sql does to tables of 100,000 rows, and writes truth.json.

    measure.py VERSION=FOLDER…    a major version and the folder of its programs
    measure.py --only CASE VERSION=FOLDER…    that case again, beside what truth.json has

Nothing here asks what Seedbed asks. For each statement, committed by itself:

- locks: a second session reads pg_locks of the first one, while its transaction is open; where a
  statement refuses a transaction, all the while it runs. Further sessions make it stand still: one
  with SHARE UPDATE EXCLUSIVE on every table, then one with an old snapshot and a reader's lock,
  then one that reads partitions alone.
- rewrite: another file for a table that has rows afterwards, by pg_relation_filenode.
- index_build: a file that no index of the table had before.
- scan: the blocks of the table that were asked for (pg_statio_user_tables) are as many as it has,
  once more than the builds account for. 100,000 rows are between 500 and 5,000 blocks; what reads
  single rows, or a sample, stays far below.

What is said of a table is not said again of its partitions, indexes and sequences.
Needs psycopg, and the built program, which starts the servers.
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time

import psycopg

import corpus

ROOT = os.path.dirname(os.path.dirname(corpus.FOLDER))
SEEDBED = os.environ.get("SEEDBED", f"{ROOT}/.build/release/seedbed")
MODES = ["AccessShareLock", "RowShareLock", "RowExclusiveLock", "ShareUpdateExclusiveLock",
         "ShareLock", "ShareRowExclusiveLock", "ExclusiveLock", "AccessExclusiveLock"]
NAMES = ["ACCESS SHARE", "ROW SHARE", "ROW EXCLUSIVE", "SHARE UPDATE EXCLUSIVE", "SHARE",
         "SHARE ROW EXCLUSIVE", "EXCLUSIVE", "ACCESS EXCLUSIVE"]


class Relations:
    """The relations that are there, from the catalog and their files."""

    def __init__(self, session):
        rows = session.execute("""
            SELECT c.oid::int8, CASE n.nspname WHEN 'public' THEN c.relname
                ELSE n.nspname || '.' || c.relname END, c.relkind::text,
              pg_relation_filenode(c.oid)::int8,
              coalesce(i.indrelid, (SELECT refobjid FROM pg_depend d WHERE c.relkind = 'S'
                AND d.classid = 'pg_class'::regclass AND d.objid = c.oid
                AND d.refclassid = d.classid AND d.deptype IN ('a', 'i')))::int8,
              CASE WHEN c.relispartition AND c.relkind IN ('r', 'p') THEN
                (SELECT inhparent FROM pg_inherits WHERE inhrelid = c.oid) END::int8,
              c.relpages
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN pg_index i ON i.indexrelid = c.oid
            WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'""").fetchall()
        self.name = {row[0]: row[1] for row in rows}
        self.kind = {row[0]: row[2] for row in rows}
        self.file = {row[0]: row[3] for row in rows}
        self.owner = {row[0]: row[4] for row in rows if row[4]}
        self.parent = {row[0]: row[5] for row in rows if row[5]}
        self.pages = {row[0]: row[6] for row in rows}

    def above(self, oid):
        """The owner, and the partitioned tables."""
        found = []
        oid = self.owner.get(oid, oid)
        found.append(oid)
        while oid in self.parent:
            oid = self.parent[oid]
            found.append(oid)
        return found

    def leaves(self, oid):
        return {leaf for leaf in self.name
                if self.kind[leaf] == "r" and oid in self.above(leaf)[1:]}


def locks_shown(modes, before):
    """`MODE relation`, without what a stronger lock above it says already."""
    shown = []
    for oid, mode in modes.items():
        if oid not in before.name:
            continue
        if any(above != oid and modes.get(above, -1) >= mode for above in before.above(oid)):
            continue
        shown.append((-mode, f"{NAMES[mode]} {before.name[oid]}"))
    return [text for _, text in sorted(shown, key=lambda lock: (lock[0], lock[1]))]


def work_shown(kind, oids, modes, before):
    """`kind relation`; what was done to all partitions under their table's lock, of the table."""
    left, whole = set(oids), set()
    for oid in oids:
        for above in reversed(before.above(oid)[1:]):
            leaves = before.leaves(above)
            if modes.get(above, -1) >= modes.get(oid, -1) and leaves <= set(oids):
                whole.add(above)
                left -= leaves
                break
    return sorted(f"{kind} {before.name[oid]}" for oid in left | whole)


def blocks(session):
    session.execute("SELECT pg_stat_clear_snapshot()")
    return dict(session.execute("""
        SELECT relid::int8, coalesce(heap_blks_read + heap_blks_hit, 0)
        FROM pg_statio_user_tables""").fetchall())


class Watch(threading.Thread):
    """Reads a session's locks as often as it can."""

    def __init__(self, url, pid, gates):
        super().__init__()
        self.url, self.pid, self.gates = url, pid, gates
        self.modes = {}
        self.ended = False

    def run(self):
        with psycopg.connect(self.url, autocommit=True) as session:
            while not self.ended:
                look(session, self.pid, self.modes)
                waits = session.execute(
                    "SELECT wait_event_type = 'Lock' FROM pg_stat_activity WHERE pid = %s",
                    [self.pid]).fetchone()
                if waits and waits[0] and self.gates:
                    look(session, self.pid, self.modes)
                    self.gates.pop(0).rollback()


def look(session, pid, modes):
    for oid, mode in session.execute("""
            SELECT relation::int8, mode FROM pg_locks WHERE pid = %s AND locktype = 'relation'
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())""",
                                     [pid]).fetchall():
        modes[oid] = max(modes.get(oid, 0), MODES.index(mode))


def measure(url, session, watcher, statement, old):
    """What one statement does to the relations that were there before its script; it is committed."""
    before = Relations(watcher)
    start = blocks(watcher)
    pid = session.info.backend_pid
    modes = {}
    try:
        session.execute("BEGIN")
        session.execute(statement)
        look(watcher, pid, modes)
        session.execute("COMMIT")
    except psycopg.errors.ActiveSqlTransaction:
        session.execute("ROLLBACK")
        tables = [row[0] for row in watcher.execute(
            "SELECT oid::regclass::text FROM pg_class WHERE relkind IN ('r', 'p')"
            " AND relnamespace = 'public'::regnamespace").fetchall()]
        gates = []
        for mode in ["SHARE UPDATE EXCLUSIVE", "ACCESS SHARE"]:
            gate = psycopg.connect(url)
            gate.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            gate.execute(f"LOCK TABLE {', '.join(tables)} IN {mode} MODE")
            gates.append(gate)
        parts = [row[0] for row in watcher.execute(
            "SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r' AND relispartition"
            ).fetchall()]
        gate = psycopg.connect(url)
        gate.execute(f"LOCK TABLE {', '.join(parts)} IN ACCESS SHARE MODE")
        gates.append(gate)
        watch = Watch(url, pid, list(gates))
        watch.start()
        time.sleep(0.2)
        session.execute(statement)
        watch.ended = True
        watch.join()
        for gate in gates:
            gate.close()
        modes = watch.modes
    # The session's statistics are written when it goes.
    session.execute("SELECT pg_stat_force_next_flush()")
    session.execute("SELECT 1")
    after = Relations(watcher)
    end = blocks(watcher)
    # What a concurrent statement drops at its end was dead before, and nobody used it.
    modes = {oid: mode for oid, mode in modes.items() if oid in old
             and not ("CONCURRENTLY" in statement and oid not in after.name)}

    def rows(oid):
        return watcher.execute(
            "SELECT EXISTS (SELECT FROM pg_class WHERE oid = %s)", [oid]).fetchone()[0] and \
            watcher.execute(f"SELECT EXISTS (SELECT FROM {quoted(watcher, oid)})").fetchone()[0]

    rewritten = {oid for oid, kind in before.kind.items() if kind in "rm" and oid in old
                 and oid in after.file and after.file[oid] != before.file[oid] and rows(oid)}
    builds = {}
    for oid, kind in after.kind.items():
        owner = after.owner.get(oid)
        if kind == "i" and owner in old and owner in before.name and owner not in rewritten \
                and after.file[oid] not in {before.file[other] for other in before.owner} \
                and rows(owner):
            builds[owner] = builds.get(owner, 0) + 1
    read = set()
    for oid, kind in before.kind.items():
        if kind not in "rm" or oid not in old or oid in rewritten or before.pages[oid] < 100:
            continue
        passes = (end.get(oid, 0) - start.get(oid, 0)) / before.pages[oid]
        # A concurrent build reads the table twice.
        if passes + 0.1 >= builds.get(oid, 0) * (2 if "CONCURRENTLY" in statement else 1) + 1:
            read.add(oid)
    return {"locks": locks_shown(modes, before),
            "work": work_shown("rewrite", rewritten, modes, before)
            + work_shown("scan", read, modes, before)
            + work_shown("index_build", builds, modes, before)}


def quoted(session, oid):
    return session.execute("SELECT %s::regclass::text", [oid]).fetchone()[0]


def measured(address, version, only):
    """The cases on one server."""
    base, rows, cases = corpus.read()
    admin = psycopg.connect(address("postgres"), autocommit=True)
    # Nothing here has to outlive a crash.
    for setting in ["fsync = off", "full_page_writes = off", "max_wal_size = '4GB'"]:
        admin.execute(f"ALTER SYSTEM SET {setting}")
    admin.execute("SELECT pg_reload_conf()")
    admin.execute("CREATE DATABASE corpus_base")
    with psycopg.connect(address("corpus_base"), autocommit=True) as session:
        for statement in base + rows:
            session.execute(statement)
        session.execute("VACUUM ANALYZE")
    found = {}
    for case in cases:
        if case.oldest > version or only not in (None, case.name):
            continue
        admin.execute("CREATE DATABASE corpus_case TEMPLATE corpus_base STRATEGY file_copy")
        url = address("corpus_case")
        with psycopg.connect(url, autocommit=True) as session, \
                psycopg.connect(url, autocommit=True) as watcher:
            # A sample is to be small beside the table, as it is beside a large one.
            session.execute("SET default_statistics_target = 1; SET TimeZone = 'UTC'")
            try:
                for statement in case.given:
                    session.execute(statement)
                session.execute("SELECT pg_stat_force_next_flush()")
                session.execute("ANALYZE" if case.given else "SELECT 1")
                old = set(Relations(watcher).name)
                found[case.name] = [measure(url, session, watcher, statement, old)
                                    for statement in case.when]
            except psycopg.Error as error:
                sys.exit(f"{case.name}: {error}")
        admin.execute("DROP DATABASE corpus_case WITH (FORCE)")
        print(version, case.name, json.dumps(found[case.name]), flush=True)
    admin.close()
    return found


def main():
    truth, only, arguments = {}, None, sys.argv[1:]
    if arguments[:1] == ["--only"]:
        only, arguments = arguments[1], arguments[2:]
    for argument in arguments:
        version, folder = argument.split("=", 1)
        with tempfile.TemporaryDirectory() as root:
            os.chmod(root, 0o755)
            with open(f"{root}/seedbed.json", "w", encoding="utf-8") as file:
                file.write("{}")
            environment = {"PATH": f"{folder}:/usr/bin:/bin", "HOME": root}

            def seedbed(*words):
                return subprocess.run([SEEDBED, "db", *words, "--root", root], env=environment,
                                      capture_output=True, text=True, check=True).stdout.strip()

            seedbed("start")
            shown = seedbed("url")
            name = shown.rsplit("/", 1)[1].split("?")[0]
            try:
                truth[version] = measured(
                    lambda database, shown=shown, name=name: shown.replace(f"/{name}", f"/{database}"),
                    int(version), only)
            finally:
                seedbed("stop")
        write(truth, only)


def write(truth, only):
    """What all versions have in common once, what differs by version."""
    cases = {}
    if only:
        with open(f"{corpus.FOLDER}/truth.json", encoding="utf-8") as file:
            cases = json.load(file)
    for found in truth.values():
        for name in found:
            answers = {version: truth[version][name] for version in truth if name in truth[version]}
            same = all(answer == next(iter(answers.values())) for answer in answers.values())
            cases[name] = {"all": next(iter(answers.values()))} if same else answers
    with open(f"{corpus.FOLDER}/truth.json", "w", encoding="utf-8") as file:
        file.write("{\n")
        file.write(",\n".join(f" {json.dumps(name)}: {json.dumps(cases[name])}" for name in cases))
        file.write("\n}\n")


if __name__ == "__main__":
    main()
