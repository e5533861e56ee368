"""A change of a table under live traffic: expand, backfill, contract.

Readers and writers are at the table all the while, and before each migration a session sits idle in
a transaction that has read it. The backfill is killed again and again. What counts is what the
application notices: its slowest statement, rows that were left out, batches that were done twice.
"""

import glob
import os
import random
import shutil
import signal
import subprocess
import tempfile
import threading
import time

from project import PSQL, Project

SCHEMA = """
CREATE TABLE posts (tenant int, id bigint GENERATED ALWAYS AS IDENTITY, title text NOT NULL,
  views int NOT NULL DEFAULT 0, legacy text, pad text NOT NULL DEFAULT repeat('x', 100),
  PRIMARY KEY (tenant, id));
CREATE TABLE batches (number bigint GENERATED ALWAYS AS IDENTITY, first_tenant int, first_id bigint,
  last_tenant int, last_id bigint, rows bigint);
CREATE FUNCTION note_batch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF current_setting('application_name') = 'seedbed backfill' THEN
    INSERT INTO batches (first_tenant, first_id, last_tenant, last_id, rows)
      SELECT one.tenant, one.id, last.tenant, last.id, (SELECT count(*) FROM changed)
      FROM (SELECT 1) AS always
      LEFT JOIN (SELECT tenant, id FROM changed ORDER BY tenant, id LIMIT 1) one ON true
      LEFT JOIN (SELECT tenant, id FROM changed ORDER BY tenant DESC, id DESC LIMIT 1) last ON true;
  END IF;
  RETURN NULL;
END $$;
"""

EXPAND = """
ALTER TABLE posts ADD COLUMN slug text;
CREATE FUNCTION fill_slug() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN NEW.slug := lower(NEW.title); RETURN NEW; END $$;
CREATE TRIGGER fill_slug BEFORE INSERT OR UPDATE OF title ON posts
  FOR EACH ROW EXECUTE FUNCTION fill_slug();
"""

BACKFILL = """-- seedbed: backfill batch=1000
UPDATE posts SET slug = lower(title) WHERE slug IS NULL;
"""

CONTRACT = [
    "ALTER TABLE posts ADD CONSTRAINT posts_slug CHECK (slug IS NOT NULL) NOT VALID;",
    "ALTER TABLE posts VALIDATE CONSTRAINT posts_slug;",
    "ALTER TABLE posts ALTER slug SET NOT NULL; ALTER TABLE posts DROP CONSTRAINT posts_slug;",
    "ALTER TABLE posts DROP COLUMN legacy;",
]

READ = r"""\set id random(1, :rows)
SELECT title, views FROM posts WHERE tenant = :id % 100 AND id = :id;
"""
WRITE = r"""\set id random(1, :rows)
UPDATE posts SET views = views + 1 WHERE tenant = :id % 100 AND id = :id;
"""
INSERT = r"""\set tenant random(0, 99)
INSERT INTO posts (tenant, title) VALUES (:tenant, 'New');
"""


class Traffic:
    """Single statements of an application, a few hundred a second, each of them timed."""

    def __init__(self, url, rows):
        self.folder = tempfile.mkdtemp(prefix="seedbed-traffic-")
        self.url, self.rows = url, rows
        self.is_over = False
        for name, text in [("read", READ), ("write", WRITE), ("insert", INSERT)]:
            with open(f"{self.folder}/{name}.sql", "w", encoding="utf-8") as file:
                file.write(text)
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def run(self):
        pgbench = os.path.join(os.path.dirname(PSQL), "pgbench")
        if not os.path.exists(pgbench):
            pgbench = shutil.which("pgbench")
        while not self.is_over:
            subprocess.run(
                [pgbench, "-n", "-c", "4", "-R", "300", "-T", "5", "-l", "-D", f"rows={self.rows}",
                 "-f", "read.sql@6", "-f", "write.sql@3", "-f", "insert.sql@1", self.url],
                cwd=self.folder, capture_output=True, check=True)

    def end(self):
        self.is_over = True
        self.thread.join()

    def statements(self, since, until):
        """Milliseconds of the statements that ended between two moments."""
        found = []
        for name in glob.glob(f"{self.folder}/pgbench_log.*"):
            with open(name, encoding="utf-8") as file:
                for line in file:
                    parts = line.split()
                    moment = int(parts[4]) + int(parts[5]) / 1e6
                    if since <= moment <= until:
                        # What it waited for its turn is pgbench's.
                        found.append((int(parts[2]) - int(parts[6])) / 1000)
        return found


def idle_reader(project, seconds):
    """A session that reads the table and then keeps its transaction open."""
    child = subprocess.Popen(
        [PSQL, "-X", "-q", project.url], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
        text=True)
    child.stdin.write("SET application_name = 'report'; BEGIN; SELECT title FROM posts LIMIT 1;\n")
    child.stdin.flush()
    while project.ask(
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'report' "
            "AND state = 'idle in transaction'") == ["0"]:
        time.sleep(0.01)

    def leave():
        time.sleep(seconds)
        child.communicate("COMMIT;\n")

    thread = threading.Thread(target=leave)
    thread.start()
    return thread


def backfill_killed(project, kills):
    """Runs the backfill, killing it at random moments; returns how often it was killed."""
    command = [project.binary, "backfill", "--root", project.root]
    killed = 0
    for _ in range(kills):
        before = int(project.ask("SELECT count(*) FROM batches")[0])
        child = subprocess.Popen(
            command, env=project.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while child.poll() is None and int(project.ask("SELECT count(*) FROM batches")[0]) < before + 2:
            time.sleep(0.02)
        time.sleep(random.random())
        if child.poll() is None:
            child.send_signal(signal.SIGKILL)
            killed += 1
        child.wait()
    project.seedbed("backfill")
    return killed


def measure(options, results):
    rows = options.traffic_rows
    what = f"{rows:,} rows: "
    with Project(options.binary, SCHEMA) as project:
        project.psql(
            "-c", f"INSERT INTO posts (tenant, title) SELECT i % 100, 'Title ' || i "
            f"FROM generate_series(1, {rows}) i",
            "-c", "CREATE TRIGGER note_batch AFTER UPDATE ON posts REFERENCING NEW TABLE AS changed "
            "FOR EACH STATEMENT EXECUTE FUNCTION note_batch()",
            "-c", "VACUUM ANALYZE posts",
            # A database with traffic is one to keep.
            "-c", "UPDATE seedbed.settings SET disposable = false")
        traffic = Traffic(project.url, rows)
        try:
            time.sleep(10)
            begin = time.time()
            project.write("migrations/20260201000000_slug/migration.sql", EXPAND)
            project.write("migrations/20260201000000_slug/backfill.sql", BACKFILL)
            for number, statement in enumerate(CONTRACT):
                project.write(
                    f"migrations/2026030100000{number}_contract.sql",
                    f"-- seedbed: phase contract\n{statement}\n")
            reader = idle_reader(project, 4)
            project.seedbed("migrate", "--phase", "expand")
            reader.join()
            expanded = time.time()
            killed = backfill_killed(project, 12)
            filled = time.time()
            reader = idle_reader(project, 4)
            project.seedbed("migrate", "--phase", "contract")
            reader.join()
            contracted = time.time()
            time.sleep(1)
        finally:
            traffic.end()
        phases = [
            ("before anything", begin - 9, begin), ("expand", begin, expanded),
            ("backfill", expanded, filled), ("contract", filled, contracted),
        ]
        for name, since, until in phases:
            times = sorted(traffic.statements(since, until))
            results.fact(
                f"{what}{name}, {until - since:.1f} s: slowest of {len(times):,} statements",
                f"{times[-1]:.0f} ms; 99 % within {times[int(len(times) * 0.99)]:.1f} ms")
        missed = project.ask("SELECT count(*) FROM posts WHERE slug IS DISTINCT FROM lower(title)")[0]
        # A batch that is done again changes no row, or rows of a range that was done.
        repeated = project.ask(
            "SELECT (SELECT count(*) FROM batches WHERE rows = 0) + count(*) FROM batches a JOIN batches b ON a.number < b.number "
            "AND (a.last_tenant, a.last_id) >= (b.first_tenant, b.first_id) "
            "AND (a.first_tenant, a.first_id) <= (b.last_tenant, b.last_id)")[0]
        count, done = project.ask("SELECT count(*), sum(rows) FROM batches")[0].split("|")
        results.fact(
            f"{what}rows filled in {int(count):,} batches, killed {killed} times", f"{int(done):,}")
        results.fact(f"{what}rows left out", missed)
        results.fact(f"{what}finished batches done again", repeated)
        shutil.rmtree(traffic.folder, ignore_errors=True)
