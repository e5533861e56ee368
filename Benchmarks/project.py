"""A project of Seedbed's in a temporary folder, on a server of its own."""

import os
import shutil
import subprocess
import tempfile

from measuring import measured, run

PSQL = os.path.join(
    subprocess.run(["pg_config", "--bindir"], capture_output=True, text=True).stdout.strip(), "psql")


class Project:
    def __init__(self, binary, schema=None, like=None):
        """With one migration, or with all that the project `like` has."""
        self.binary = binary
        self.root = tempfile.mkdtemp(prefix="seedbed-bench-")
        os.chmod(self.root, 0o755)
        self.environment = {
            key: value for key, value in os.environ.items()
            if not key.startswith("PG") and key not in ("DATABASE_URL", "SEEDBED_DATABASE_URL")}
        if like:
            for name in ("migrations", "seeds"):
                shutil.copytree(f"{like}/{name}", f"{self.root}/{name}")
            shutil.copy(f"{like}/seedbed.json", self.root)
        else:
            os.makedirs(f"{self.root}/seeds")
            self.write("migrations/20260101000000_schema.sql", schema)
        self.seedbed("up")
        done = subprocess.run(
            [binary, "db", "url", "--socket", "--root", self.root], capture_output=True,
            text=True, env=self.environment, check=True)
        self.url = done.stdout.strip()

    def write(self, name, text):
        os.makedirs(os.path.dirname(f"{self.root}/{name}"), exist_ok=True)
        with open(f"{self.root}/{name}", "w", encoding="utf-8") as file:
            file.write(text)

    def use(self, name, source):
        """Makes a file of the project the fixture of that name, instead of what was."""
        link = f"{self.root}/seeds/{name}"
        if os.path.lexists(link):
            os.remove(link)
        os.symlink(f"{self.root}/{source}", link)

    def seedbed(self, *arguments):
        return run([self.binary, *arguments, "--root", self.root], env=self.environment)

    def memory(self, *arguments):
        """The most that a run of Seedbed held, in bytes."""
        return measured([self.binary, *arguments, "--root", self.root], env=self.environment)[1]

    def psql(self, *arguments, database=None):
        url = self.url if database is None else self.url_of(database)
        return run([PSQL, "-X", "-q", "-v", "ON_ERROR_STOP=1", url, *arguments])

    def url_of(self, database):
        """Another database of the same server."""
        path, query = self.url.split("?", maxsplit=1)
        return f"{path.rsplit('/', maxsplit=1)[0]}/{database}?{query}"

    def ask(self, query):
        """A query's rows as lines, their columns joined by |."""
        done = subprocess.run(
            [PSQL, "-X", "-A", "-t", "-v", "ON_ERROR_STOP=1", self.url, "-c", query],
            capture_output=True, text=True, check=True)
        return done.stdout.splitlines()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        subprocess.run(
            [self.binary, "db", "stop", "--root", self.root], capture_output=True,
            env=self.environment)
        shutil.rmtree(self.root, ignore_errors=True)
