"""make test: every check and test, each as a line that says what it does and how long it took.

`python -m tests.ops.suite lint` runs the checks alone. Where Chromium or PostgreSQL is missing, what needs it
is left out with one line; REQUIRE_ALL=1 makes that a failure. POSTGRES_PYTHON names another Python for the tests on
PostgreSQL, with packages of its own: so two runs try two databases and two versions of Python and Django.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.ops.postgres_cluster import programs

PY = sys.executable
BIN = Path(PY).parent
MANAGE = [PY, "manage.py"]
PYTEST = [PY, "-m", "pytest", "--quiet"]
# One process for each core, each with a database of its own. Tests that commit come last, for they leave the tables
# empty: "load" deals the tests out in their order, so that they come last in every process.
EACH_CORE = ["--numprocesses=auto", "--dist=load"]
# Served sites are shared by the tests of a file, so a file stays with one process; one of three waits for its site.
EACH_FILE = ["--numprocesses=3", "--dist=loadfile"]
INSIDE = "not browser and not served"
ONCE_MORE = f"{INSIDE} and not whole_world"  # where the same tests have passed before
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
# What a site in the open has, so that the settings take their strict side.
PRODUCTION = {
    "SITE_URL": "https://directory.example.org",
    "ALLOWED_HOSTS": "directory.example.org",
    "SECRET_KEY": "r7Yw0c3VtJ5nQx8mZk2LpD4sBf6HgA1uEo9iTq-NvXyKjMhWbRzS",
    "EMAIL_URL": "smtp+tls://mail.example.org:587",
    "MODERATORS_EMAIL": "moderators@example.org",
    "DATABASE_URL": "",
    "DEBUG": "",
}


class Step(NamedTuple):
    says: str
    command: Sequence[str]
    environment: Mapping[str, str] = {}


def checks(folder: str) -> list[Step]:
    """Everything but the tests. `folder`: where the settings may put a database."""
    production = {**PRODUCTION, "DATA_DIR": folder}
    return [
        Step("Python: rules (ruff check)", [str(BIN / "ruff"), "check", "--quiet", "."]),
        Step("Python: layout (ruff format)", [str(BIN / "ruff"), "format", "--check", "--quiet", "."]),
        Step("Templates (djlint)", [str(BIN / "djlint"), "templates", "--lint", "--quiet"]),
        Step("Types (mypy)", [PY, "-m", "mypy"], production),
        Step("Migrations are complete", [*MANAGE, "makemigrations", "--check", "--dry-run"], production),
        Step("Fit for production", [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"], production),
    ]


def tests() -> list[Step]:
    """All tests on SQLite, and those that a database can make a difference to once more on PostgreSQL."""
    chromium = any(shutil.which(name) for name in CHROMIUM) or missing("Chromium", "the tests in a browser")
    served = "browser or served" if chromium else "served and not browser"
    steps = [
        Step("Tests on SQLite", [*PYTEST, *EACH_CORE, "-m", INSIDE], {"DATABASE_URL": ""}),
        Step("Tests against a served site", [*PYTEST, *EACH_FILE, "-m", served], {"DATABASE_URL": ""}),
    ]
    if programs() or missing("PostgreSQL", "the tests on PostgreSQL"):
        cluster = [PY, "tests/ops/postgres_cluster.py", "--"]
        pytest = [os.environ.get("POSTGRES_PYTHON") or PY, *PYTEST[1:]]
        steps.append(Step("Tests on PostgreSQL", [*cluster, *pytest, *EACH_CORE, "-m", ONCE_MORE]))
    return steps


def missing(what: str, left_out: str) -> bool:
    """Say that a program is not installed. False, or the end of it all with REQUIRE_ALL=1."""
    if os.environ.get("REQUIRE_ALL") == "1":
        sys.exit(f"{what} is not installed, and REQUIRE_ALL=1 wants {left_out}")
    print(f"{what} is not installed: {left_out} are left out", flush=True)
    return False


def run(step: Step) -> bool:
    print(f"== {step.says}", flush=True)
    began = time.monotonic()
    done = subprocess.run(step.command, env={**os.environ, **step.environment}, check=False)
    print(f"   {'good' if done.returncode == 0 else 'FAILED'} ({time.monotonic() - began:.0f} s)", flush=True)
    return done.returncode == 0


def main(part: str = "all") -> int:
    with tempfile.TemporaryDirectory(prefix="alliance-directory-checks-") as folder:
        steps = checks(folder) + (tests() if part == "all" else [])
        failed = [step.says for step in steps if not run(step)]
    print("\n".join(f"FAILED: {says}" for says in failed) or "All good.", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
