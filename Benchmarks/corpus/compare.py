#!/usr/bin/env python3
"""What `seedbed migrate lint` and squawk say of the corpus, beside what was measured.

    compare.py [VERSION…]    by the truth of these major versions; all that truth.json has without

A case blocks where the server worked through rows while it held readers or writers off. Both tools
look at its statements as a file of their own, which is one transaction, and run none of them. Seedbed
is given the schema as the migrations before it, and no database; squawk looks at one file by itself.

squawk comes into .build/peers by .ci/peers; without it its line is left out.
"""

import json
import os
import subprocess
import sys
import tempfile

import corpus

ROOT = os.path.dirname(os.path.dirname(corpus.FOLDER))
SEEDBED = os.environ.get("SEEDBED", f"{ROOT}/.build/release/seedbed")
SQUAWK = f"{ROOT}/.build/peers/bin/squawk"

# The rules of squawk that say that rows are worked through while others wait. Not counted either way
# are those of style, of locks for a moment (a dropped index, a detached partition), of old
# applications that fail (what is dropped or renamed), and of timeouts, which it wants before nearly
# every statement.
SQUAWK_BLOCKS = {
    "adding-field-with-default", "adding-foreign-key-constraint", "adding-not-nullable-field",
    "adding-serial-primary-key-field", "ban-alter-domain-with-add-constraint",
    "changing-column-type", "constraint-missing-not-valid", "disallowed-unique-constraint",
    "require-concurrent-index-creation", "require-concurrent-reindex",
}

# Rows that stay locked to the end of a transaction are no table's lock, which is what was measured.
SEEDBED_OTHER = {"unbounded-change"}


STRONG = ("SHARE ", "SHARE ROW EXCLUSIVE ", "ACCESS EXCLUSIVE ")


def blocks(answers):
    """Whether rows are worked through while a table is locked against readers or writers."""
    locked = False
    for answer in answers:
        # An index is used by nobody alone.
        locked = locked or any(
            lock.startswith(STRONG) and not lock.startswith("SHARE UPDATE")
            and not lock.endswith(" users_email") for lock in answer["locks"])
        if locked and answer["work"]:
            return True
    return False


def measured(version, cases):
    """For each case, whether it blocks."""
    with open(f"{corpus.FOLDER}/truth.json", encoding="utf-8") as file:
        truth = json.load(file)
    return {case.name: blocks(truth[case.name].get("all") or truth[case.name][version])
            for case in cases}


def versions():
    with open(f"{corpus.FOLDER}/truth.json", encoding="utf-8") as file:
        truth = json.load(file)
    return sorted({version for answers in truth.values() for version in answers} - {"all"}, key=int)


def by_seedbed(base, cases):
    """The cases that it says block, and its version."""
    found = set()
    environment = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent"}
    with tempfile.TemporaryDirectory() as root:
        os.mkdir(f"{root}/migrations")

        def write(name, statements):
            with open(f"{root}/migrations/{name}.sql", "w", encoding="utf-8") as file:
                file.write("\n".join(statements) + "\n")

        # As the session of the measurement had it.
        write("1_base", ["SET TimeZone = 'UTC';", *base])
        for case in cases:
            write("2_given", case.given)
            write("3_case", case.when)
            answer = subprocess.run(
                [SEEDBED, "migrate", "lint", "--offline", "--json", "--root", root, "3_case"],
                env=environment, capture_output=True, text=True, check=False)
            report = json.loads(answer.stdout)
            if "hazards" not in report:
                sys.exit(f"{case.name}: {report['error']['message']}")
            if any(hazard["consequence"] == "blocks" and hazard["rule"] not in SEEDBED_OTHER
                   for hazard in report["hazards"]):
                found.add(case.name)
    version = subprocess.run([SEEDBED, "--version"], env=environment, capture_output=True,
                             text=True, check=True).stdout.split()[-1]
    return found, version


def by_squawk(cases, version):
    """The cases that it says block, and its version."""
    with tempfile.TemporaryDirectory() as root:
        paths = {}
        for case in cases:
            paths[f"{root}/{case.name}.sql"] = case.name
            with open(f"{root}/{case.name}.sql", "w", encoding="utf-8") as file:
                file.write("\n".join(case.when) + "\n")
        answer = subprocess.run(
            [SQUAWK, "--reporter", "json", "--assume-in-transaction", "--pg-version",
             f"{version}.0", *paths],
            capture_output=True, text=True, check=False)
        found = {paths[violation["file"]] for violation in json.loads(answer.stdout)
                 if violation["rule_name"] in SQUAWK_BLOCKS}
    version = subprocess.run([SQUAWK, "--version"], capture_output=True, text=True,
                             check=True).stdout.split()[-1]
    return found, version


def main():
    base, _, cases = corpus.read()
    print("| PostgreSQL | | blocking | found | missed | false alarms |")
    print("|---|---|---|---|---|---|")
    details = []
    # Without a server its answers are the same for all versions.
    seedbed = by_seedbed(base, cases)
    for version in sys.argv[1:] or versions():
        known = [case for case in cases if case.oldest <= int(version)]
        truth = measured(version, known)
        tools = {"seedbed": seedbed}
        if os.access(SQUAWK, os.X_OK):
            tools["squawk"] = by_squawk(known, version)
        blocking = {name for name in truth if truth[name]}
        for tool, (said, release) in tools.items():
            said = said & set(truth)
            missed, alarms = sorted(blocking - said), sorted(said - blocking)
            print(f"| {version} | {tool} {release} | {len(blocking)} of {len(known)} "
                  f"| {len(blocking & said)} | {len(missed)} | {len(alarms)} |")
            details.append(f"{version}, {tool}\n  missed: {', '.join(missed) or 'none'}\n"
                           f"  false alarms: {', '.join(alarms) or 'none'}")
    print("\n" + "\n".join(details))


if __name__ == "__main__":
    main()
