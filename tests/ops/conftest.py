"""Places where a site can live, for tests that back it up and restore it with real processes."""

import os
import secrets
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2
import pytest

ROOT = Path(__file__).resolve().parents[2]
GIVEN_URL = os.environ.get("DATABASE_URL", "")
# What deploy/ makes or reads itself must not come from the environment of the tests.
MADE_BY_DEPLOY = {
    "SECRET_KEY",
    "SITE_URL",
    "ALLOWED_HOSTS",
    "EMAIL_URL",
    "MODERATORS_EMAIL",
    "PORT",
    "ENV_FILE",
}

SET_UP = """
import django
from deploy.development import set_values
set_values(make_key=True)
django.setup()
"""


@dataclass
class Place:
    """A DATA_DIR, and a database: in it with SQLite, beside it with PostgreSQL."""

    data_dir: Path
    database_url: str

    def run(self, *command: str, **extra: str) -> subprocess.CompletedProcess[str]:
        """Run Python with these arguments, as an operator at this place would."""
        inherited = {name: value for name, value in os.environ.items() if name not in MADE_BY_DEPLOY}
        own = {"DATA_DIR": str(self.data_dir), "DATABASE_URL": self.database_url, **extra}
        return subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env={**inherited, **own},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def python(self, code: str, **extra: str) -> str:
        """What a piece of code prints with Django set up as `make run` does."""
        done = self.run("-c", f"{SET_UP}\n{code}", **extra)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def connect(self) -> Any:
        """A connection of our own to the database, past Django."""
        if not self.database_url:
            connection = sqlite3.connect(self.data_dir / "directory.sqlite3", timeout=20)
            connection.execute("PRAGMA journal_mode=WAL")  # as the settings do
            return connection
        return connect_to(self.database_url)

    def fetch(self, query: str) -> list[tuple[Any, ...]]:
        with closing(self.connect()) as connection:
            cursor = connection.cursor()
            cursor.execute(query)
            return list(cursor.fetchall())


def connect_to(url: str) -> Any:
    """A connection to postgres://USER@//FOLDER-OF-THE-SOCKET/DATABASE, as the throw-away cluster names it."""
    user, _, path = url.removeprefix("postgres://").partition("@/")
    folder, _, database = path.rpartition("/")
    return psycopg2.connect(host=folder, user=user, dbname=database)


def administer(statement: str) -> None:
    with closing(connect_to(GIVEN_URL)) as connection:
        connection.autocommit = True
        connection.cursor().execute(statement)


@pytest.fixture(scope="module")
def new_place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Place]]:
    """Makes empty places on the kind of database that the tests run on."""
    made: list[str] = []

    def make() -> Place:
        folder = tmp_path_factory.mktemp("place")
        if not GIVEN_URL.startswith("postgres"):
            return Place(folder, "")
        name = f"place_{secrets.token_hex(4)}"
        administer(f"CREATE DATABASE {name}")
        made.append(name)
        return Place(folder, f"{GIVEN_URL.rpartition('/')[0]}/{name}")

    yield make
    for name in made:
        administer(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(autouse=True)
def _geography() -> None:
    """These tests start processes of their own: they need nothing in the tests' database."""
