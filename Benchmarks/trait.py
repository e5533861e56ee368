"""What a database of its own costs a test of a Swift package, and what a killed run leaves behind.

A package of 200 tests is made in a temporary folder and built in this repository's folder of builds,
without optimisation, as tests are. What the same 200 calls of psql take with one database for all is
subtracted, and so is what an empty run of the package takes.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time

from measuring import medians
from project import Project

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
COUNT = 200

SCHEMA = """
CREATE TABLE customers (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email text UNIQUE);
CREATE TABLE orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  customer_id bigint NOT NULL REFERENCES customers, total numeric NOT NULL);
"""

PACKAGE = f"""// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "loop",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "seedbed", path: "{ROOT}")],
  targets: [
    .testTarget(
      name: "LoopTests", dependencies: [.product(name: "SeedbedTesting", package: "seedbed")])
  ]
)
"""

TESTS = """
import Foundation
import SeedbedTesting
import Testing

let variables = ProcessInfo.processInfo.environment
let root = variables["LOOP_ROOT"]
let url = variables["LOOP_URL"]

func order(_ url: String) throws {
  let psql = Process()
  psql.executableURL = URL(filePath: "/usr/bin/env")
  psql.arguments = [
    "psql", "-XqAt", url, "-c", "INSERT INTO orders (customer_id, total) SELECT id, 1 FROM customers",
  ]
  try psql.run()
  psql.waitUntilExit()
  #expect(psql.terminationStatus == 0)
}

@Suite struct Empty {
  @Test(arguments: 1...COUNT) func one(_ number: Int) {}
}
@Suite struct Shared {
  @Test(arguments: 1...COUNT) func one(_ number: Int) throws { try order(url ?? "") }
}
@Suite(.database(project: root, databaseURL: url)) struct Untouched {
  @Test(arguments: 1...COUNT) func one(_ number: Int) throws { _ = try TestDatabase.current }
}
@Suite(.database(project: root, databaseURL: url)) struct Pooled {
  @Test(arguments: 1...COUNT) func one(_ number: Int) throws { try order(TestDatabase.current.url) }
}
@Suite(.database(project: root, databaseURL: url, .fresh)) struct Fresh {
  @Test(arguments: 1...COUNT) func one(_ number: Int) throws { try order(TestDatabase.current.url) }
}
""".replace("COUNT", str(COUNT))


class Package:
    def __init__(self, project, folder):
        self.project, self.folder = project, folder
        os.makedirs(f"{folder}/Tests/LoopTests")
        for name, text in (("Package.swift", PACKAGE), ("Tests/LoopTests/LoopTests.swift", TESTS)):
            with open(f"{folder}/{name}", "w", encoding="utf-8") as file:
                file.write(text)
        self.environment = dict(
            project.environment, LOOP_ROOT=project.root, LOOP_URL=project.url)
        built = subprocess.run(
            ["swift", "build", "--build-tests", *self.place], capture_output=True, text=True,
            check=False)
        if built.returncode:
            sys.exit(built.stdout + built.stderr)

    @property
    def place(self):
        return ["--package-path", self.folder, "--scratch-path", f"{ROOT}/.build"]

    def start(self, suite):
        return subprocess.Popen(
            ["swift", "test", "--skip-build", "--disable-xctest", "--filter", f"LoopTests.{suite}/",
             *self.place],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=self.environment,
            start_new_session=True)

    def run(self, suite):
        begin = time.perf_counter()
        child = self.start(suite)
        said, _ = child.communicate()
        if child.returncode or "passed" not in said:
            sys.exit(f"{suite} failed:\n{said}")
        return time.perf_counter() - begin

    def lent(self):
        """How many databases there are that were made for a run of tests."""
        return int(self.project.ask(
            "SELECT count(*) FROM pg_database WHERE datname ~ '^seedbed_(run|new)_'")[0])

    def kill(self, suite):
        """Kills a run in its midst, as a crash would; returns what it leaves."""
        child = self.start(suite)
        while self.lent() < 1:
            if child.poll() is not None:
                sys.exit(f"{suite} ended before it could be killed")
            time.sleep(0.02)
        os.killpg(child.pid, signal.SIGKILL)
        child.communicate()
        return self.lent()


def measure(options, results):
    with Project(options.binary, SCHEMA) as project, tempfile.TemporaryDirectory() as folder:
        project.write("seeds/customers.json", '[{"email": "ada@example.com"}]')
        project.write("seedbed.json", '{"environments": {"test": {"disposable": true}}}')
        project.seedbed("up")
        package = Package(project, folder)
        suites = ["Empty", "Shared", "Untouched", "Pooled", "Fresh"]
        package.run("Untouched")
        times = dict(zip(suites, medians(
            options.runs, [lambda suite=suite: package.run(suite) for suite in suites])))

        def each(suite, beside):
            return f"{(times[suite] - times[beside]) / COUNT * 1000:.1f} ms"

        what = f"{COUNT} tests in parallel"
        results.fact(f"{what}: one call of psql", each("Shared", "Empty"))
        results.fact(f"{what}: a database from the pool, nothing written", each("Untouched", "Empty"))
        results.fact(f"{what}: a database from the pool, a row written", each("Pooled", "Shared"))
        results.fact(f"{what}: a fresh database", each("Fresh", "Shared"))
        results.fact(f"{what}: databases left by kill -9", package.kill("Pooled"))
        package.run("Pooled")
        results.fact(f"{what}: databases left after the next run", package.lent())
        results.fact("load of the machine meanwhile", f"{os.getloadavg()[1]:.1f}")
