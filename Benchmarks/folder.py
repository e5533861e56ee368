"""Five hundred small migrations: all of them on an empty database, and a run that finds them there.

And long ones: a hundred thousand INSERTs, and the data of a COPY; with the memory that they take.
"""

import os
import subprocess

import peers
from measuring import measured, medians, run
from project import PSQL, Project
from results import megabytes

COUNT = 500
DBMATE = f"{peers.FOLDER}/bin/dbmate"


def text(number):
    """One to three statements, as migrations have."""
    table = f"t{number - number % 5}"
    return {
        0: f"CREATE TABLE {table} (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,\n"
           "  name text NOT NULL, made timestamptz NOT NULL DEFAULT now());\n",
        1: f"ALTER TABLE {table} ADD COLUMN email text;\n"
           f"ALTER TABLE {table} ADD CONSTRAINT {table}_email UNIQUE (email);\n",
        2: f"CREATE INDEX {table}_name ON {table} (name);\n",
        3: f"INSERT INTO {table} (name) VALUES ('one'), ('two');\n"
           f"UPDATE {table} SET email = name || '@example.com';\n"
           f"ALTER TABLE {table} ALTER COLUMN email SET NOT NULL;\n",
        4: f"CREATE VIEW {table}_names AS SELECT id, name FROM {table};\n"
           f"COMMENT ON VIEW {table}_names IS 'Names alone; nothing else.';\n",
    }[number % 5]


def recorded():
    """What any tool has to send at least, for migrations that are each applied whole or not at all."""
    history = "CREATE TABLE history (name text PRIMARY KEY, made timestamptz DEFAULT now());\n"
    return history + "".join(
        f"BEGIN;\n{text(number)}INSERT INTO history (name) VALUES ('{number}');\nCOMMIT;\n"
        for number in range(COUNT))


ROWS = 100_000


def measure(options, results):
    measure_folder(options, results)
    measure_data(options, results)
    measure_memory(options, results)


def measure_folder(options, results):
    with Project(options.binary, "SELECT 1;\n") as project:
        files = [f"many/migrations/{20260101000000 + n}_step.sql" for n in range(COUNT)]
        for number, file in enumerate(files):
            project.write(file, "-- migrate:up\n" + text(number) + "-- migrate:down\n")
        project.write("all.sql", "".join(text(number) for number in range(COUNT)))
        project.write("recorded.sql", recorded())
        host, port, user, _ = peers.connection(project)

        def url(name):
            return f"postgres://{user}@/{name}?host={host}&port={port}&sslmode=disable"

        def empty():
            for name in ("ours", "theirs", "plain", "recorded"):
                project.psql("-c", f"DROP DATABASE IF EXISTS {name}")
                project.psql("-c", f"CREATE DATABASE {name}")

        def seedbed():
            return run(
                [options.binary, "migrate", "--root", f"{project.root}/many",
                 "--database-url", url("ours")], env=project.environment)

        def dbmate():
            return run(
                [DBMATE, "--url", url("theirs"), "--no-dump-schema", "--migrations-dir",
                 f"{project.root}/many/migrations", "up"], env=project.environment)

        def psql(file, database):
            return run(
                [PSQL, "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", f"{project.root}/{file}",
                 url(database)], env=project.environment)

        def plain():
            return psql("all.sql", "plain")

        def floor():
            return psql("recorded.sql", "recorded")

        contestants = [seedbed, plain, floor]
        if os.path.exists(DBMATE):
            contestants.append(dbmate)
        else:
            print("dbmate is not there (.ci/peers gets it): left out")
        # The databases are emptied outside the time that is taken.
        runs = min(options.runs, 5)
        first = medians(runs, [lambda run=run: (empty(), run())[1] for run in contestants])
        empty()
        for contestant in contestants:
            contestant()
        again = medians(options.runs * 2, [c for c in contestants if c not in (plain, floor)])
        what = f"{COUNT} small migrations, empty database"
        results.ratio(what, "psql, all in one file", first[0], first[1])
        results.ratio(what, "psql, a transaction and a record for each", first[0], first[2])
        if len(contestants) > 3:
            results.ratio(what, "dbmate", first[0], first[3])
            results.ratio(f"{what}: psql, a transaction and a record for each", "dbmate",
                          first[2], first[3])
            results.ratio(f"{COUNT} small migrations, nothing to do", "dbmate", again[0], again[1])
        check(project, url("ours"), url("plain"))


def measure_data(options, results):
    """A script of data, as `pg_dump --inserts` makes it, against psql in one transaction."""
    with Project(options.binary, "SELECT 1;\n") as project:
        file = "many/migrations/20260101000000_data.sql"
        project.write(file, "CREATE TABLE data (id int, name text, note text);\n")
        # Line by line: what this program holds would be counted to those that it measures.
        with open(f"{project.root}/{file}", "a", encoding="utf-8") as script:
            for n in range(ROWS):
                script.write(f"INSERT INTO data VALUES ({n}, 'name of number {n}', 'a note');\n")

        def empty():
            for name in ("ours", "plain"):
                project.psql("-c", f"DROP DATABASE IF EXISTS {name}")
                project.psql("-c", f"CREATE DATABASE {name}")

        def seedbed():
            return run(
                [options.binary, "migrate", "--root", f"{project.root}/many",
                 "--database-url", project.url_of("ours")], env=project.environment)

        def psql():
            return project.psql("-1", "-f", f"{project.root}/{file}", database="plain")

        ours, theirs = medians(min(options.runs, 3), [seedbed, psql], before=empty)
        results.ratio(f"one migration of {ROWS:,} INSERTs", "psql", ours, theirs)


def measure_memory(options, results):
    """The most that a run holds, by the length of its one file."""
    for rows in (1, 1_000_000):
        with Project(options.binary, "SELECT 1;\n") as project:
            file = "many/migrations/20260101000000_data.sql"
            project.write(file, "CREATE TABLE data (id int, name text, note text);\n")
            with open(f"{project.root}/{file}", "a", encoding="utf-8") as script:
                script.write("COPY data FROM stdin;\n")
                for n in range(rows):
                    script.write(f"{n}\tname of number {n}\ta note of some twenty letters\n")
                script.write("\\.\n")
            size = os.path.getsize(f"{project.root}/{file}")
            project.psql("-c", "CREATE DATABASE ours")
            peak = measured(
                [options.binary, "migrate", "--root", f"{project.root}/many",
                 "--database-url", project.url_of("ours")], env=project.environment)[1]
            what = "a short migration" if rows == 1 else f"a migration of {megabytes(size)}"
            results.fact(f"{what}, peak memory", megabytes(peak))


def check(project, ours, plain):
    """Both databases have the same tables, columns and views."""
    query = "SELECT md5(string_agg(table_name || column_name || data_type, ',' ORDER BY 1)) " \
        "FROM (SELECT * FROM information_schema.columns WHERE table_schema = 'public' " \
        "ORDER BY table_name, ordinal_position) c"
    found = {subprocess.run(
        ["psql", "-X", "-A", "-t", url, "-c", query], capture_output=True, text=True,
        env=project.environment, check=True).stdout for url in (ours, plain)}
    assert len(found) == 1, "the databases differ"
