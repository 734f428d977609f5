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
# Processes with a database each: one more than cores, for one of them waits for its site. The tests are dealt out in
# their order, so those that commit come last in every process: they leave the tables empty. Tests that share a served
# site are dealt out together (tests/served/site.py).
TOGETHER = [f"--numprocesses={(os.cpu_count() or 1) + 1}", "--dist=loadscope", "--no-loadscope-reorder"]
NO_DATABASE = ["--ignore=tests/tools", "--ignore=tests/test_architecture.py"]
# The first is Chromium without windows, menus and extensions, which starts and draws in half the time.
CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
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
    wanted = [] if chromium else ["-m", "not browser"]
    steps = [Step("Tests on SQLite", [*PYTEST, *TOGETHER, *wanted], {"DATABASE_URL": ""})]
    if programs() or missing("PostgreSQL", "the tests on PostgreSQL"):
        cluster = [PY, "tests/ops/postgres_cluster.py", "--"]
        pytest = [os.environ.get("POSTGRES_PYTHON") or PY, *PYTEST[1:]]
        wanted = ["-m", "not browser and not once", *NO_DATABASE]
        steps.append(Step("Tests on PostgreSQL", [*cluster, *pytest, *TOGETHER, *wanted]))
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
