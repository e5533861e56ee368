"""Tools that others use for the same work, where they are installed.

Django and psycopg are installed by pip into .build/peers/django when they are first needed; seed-fu
comes from the system (Debian: ruby-seed-fu, ruby-pg).
"""

import json
import os
import subprocess
import sys
from urllib.parse import parse_qs, urlsplit

from measuring import run

FOLDER = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), ".build/peers")


def connection(project):
    """Host, port, user and database of the project's server, by its socket."""
    url = urlsplit(project.url)
    query = {name: values[0] for name, values in parse_qs(url.query).items()}
    return (query.get("host") or url.hostname, str(query.get("port") or url.port or 5432),
            query.get("user") or url.username or "postgres", url.path.lstrip("/"))


class Django:
    """`loaddata` of a fixture with primary keys, the fastest kind that it has."""

    name = "Django's loaddata"

    @staticmethod
    def found(project, models, objects):
        """None where Django cannot be had."""
        python = f"{FOLDER}/django/bin/python"
        if subprocess.run([python, "-c", "import django, psycopg"], capture_output=True,
                          check=False).returncode if os.path.exists(python) else True:
            made = subprocess.run(
                [sys.executable, "-m", "venv", f"{FOLDER}/django"], check=False).returncode == 0
            if not made or subprocess.run(
                    [f"{FOLDER}/django/bin/pip", "install", "-q", "django", "psycopg[binary]"],
                    check=False).returncode:
                print("Django could not be installed: left out")
                return None
        return Django(project, python, models, objects)

    def __init__(self, project, python, models, objects):
        self.python, self.folder = python, f"{project.root}/django"
        host, port, user, name = connection(project)
        project.write("django/bench/__init__.py", "")
        project.write("django/bench/models.py", "from django.db import models\n" + models)
        project.write("django/site_settings.py", f"""
INSTALLED_APPS = ['django.contrib.postgres', 'bench']
DEFAULT_AUTO_FIELD = 'django.db.models.BigAutoField'
USE_TZ = True
DATABASES = {{'default': {{'ENGINE': 'django.db.backends.postgresql', 'HOST': {host!r},
  'PORT': {port!r}, 'USER': {user!r}, 'NAME': {name!r}}}}}
""")
        project.write("django/rows.json", json.dumps(objects))

    def load(self):
        return self.manage("loaddata", "rows.json", "-v0")

    def reload(self):
        """What its tests do without transactions: all tables are emptied, and the fixture loaded."""
        return self.manage("flush", "--no-input", "-v0") + self.load()

    def manage(self, *command):
        return run(
            [self.python, "-m", "django", *command], cwd=self.folder,
            env=dict(os.environ, DJANGO_SETTINGS_MODULE="site_settings", PYTHONPATH=self.folder))


class SeedFu:
    """`seed` of ActiveRecord models, in one transaction a file."""

    name = "seed-fu"

    @staticmethod
    def found(project, table, key, records):
        """None where Ruby has no seed-fu."""
        try:
            subprocess.run(
                ["ruby", "-e", "require 'active_record'; require 'seed-fu'; require 'pg'"],
                check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            print("seed-fu is not installed (Debian: ruby-seed-fu, ruby-pg): left out")
            return None
        return SeedFu(project, table, key, records)

    def __init__(self, project, table, key, records):
        self.script = f"{project.root}/seed_fu.rb"
        host, port, user, name = connection(project)
        project.write("fixtures/rows.json", json.dumps(records))
        project.write(
            "fixtures/rows.rb",
            f"Row.seed(:{key}, *JSON.parse(File.read('{project.root}/fixtures/rows.json')))\n")
        project.write("seed_fu.rb", f"""
require 'json'
require 'active_record'
require 'seed-fu'
ActiveRecord::Base.establish_connection(
  adapter: 'postgresql', host: '{host}', port: {port}, username: '{user}', database: '{name}')
class Row < ActiveRecord::Base
  self.table_name = '{table}'
end
SeedFu.quiet = true
SeedFu.seed('{project.root}/fixtures')
""")

    def load(self):
        return run(["ruby", self.script])
