"""The environment of the tests, set before Django is loaded: a pytest plug-in, named in pyproject.toml.

What a developer has in the shell must not change what the tests say, so all is set outright. Only
DATABASE_URL is taken over: it names the database to test on, SQLite when unset.
"""

import gc
import os
import tempfile
import time

import pytest

from deploy.catalogues import compile_all

compile_all()
DAY = 24 * 60 * 60
SITE_URL = "http://127.0.0.1:8000"

# One folder for each pytest process, so that two runs, or two workers of one, never share a database file.
_folder = tempfile.TemporaryDirectory(prefix="alliance-directory-tests-")

os.environ.update(
    DATA_DIR=_folder.name,
    SITE_URL=SITE_URL,
    ALLOWED_HOSTS="127.0.0.1,localhost,testserver",
    SECRET_KEY="only for tests, never where somebody's links depend on it",
    EMAIL_URL="filemail:",
    MODERATORS_EMAIL="moderators@localhost.example",
)
for name in ("DEBUG", "TRUSTED_PROXIES", "DEFAULT_FROM_EMAIL", "DEMO_PASSWORD"):
    os.environ.pop(name, None)


def pytest_collection_finish() -> None:
    """What is there now stays to the end: looking through it for what may go took a sixth of the time of all tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def pytest_runtest_setup() -> None:
    """No test begins in the last seconds of a day: many reckon with today twice, and would meet two days."""
    time.sleep(seconds_before_midnight(time.time()))


def seconds_before_midnight(now: float, last: float = 5) -> float:
    """How long to wait until the day (UTC) is over, in its last seconds; else nothing. `now`: since 1970, as time()."""
    left = DAY - now % DAY
    return left if left <= last else 0


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what only the other database can show."""
    other = "sqlite" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "postgres"
    left_out = [item for item in items if item.get_closest_marker(other)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]
