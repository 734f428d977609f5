"""How a whole database is copied and put back, for the two kinds that the site runs on."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.db import connection, transaction

from alliance_directory.environment import stop

AS_ANYBODY = ("--no-owner", "--no-privileges")  # the role may have another name on the next machine
ASIDE = "before_"
LIBPQ = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
TLS = {"sslmode", "sslrootcert", "sslcert", "sslkey"}


class Database(Protocol):
    engine: str  # as the manifest of a backup names it
    place: str  # as the operator knows it

    def exists(self) -> bool:
        """Whether there is a database with tables in it."""

    def in_use(self) -> bool:
        """Whether the site, or anybody else, is connected."""

    def dump(self, target: Path) -> None:
        """Write a consistent copy while the site goes on writing."""

    def set_aside(self, mark: str) -> str:
        """Make room for another content. Returns where the old one is."""

    def check(self, source: Path) -> None:
        """Stop unless `load` can read the copy."""

    def load(self, source: Path) -> None:
        """Fill the empty place from what `dump` wrote."""


class Sqlite:
    engine = "sqlite"

    def __init__(self, file: Path) -> None:
        self.file = file
        self.place = f"SQLite in {file}"

    def exists(self) -> bool:
        return self.file.is_file() and self.file.stat().st_size > 0

    def in_use(self) -> bool:
        if not self.exists():
            return False
        with closing(sqlite3.connect(self.file, timeout=1)) as database:
            try:
                # Leaving WAL needs everybody else to be gone; it also folds the log into the one file.
                database.execute("PRAGMA journal_mode=DELETE")
            except sqlite3.OperationalError:
                return True
            except sqlite3.DatabaseError:
                return False  # damaged: a reason to restore, not to refuse
        return False

    def dump(self, target: Path) -> None:
        with closing(sqlite3.connect(self.file)) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
        self.check(target)

    def set_aside(self, mark: str) -> str:
        aside = self.file.with_name(f"{self.file.name}.{ASIDE}{mark}")
        for suffix in ("", "-wal", "-shm"):
            if (part := self.file.with_name(self.file.name + suffix)).exists():
                part.rename(aside.with_name(aside.name + suffix))
        return str(aside)

    def check(self, source: Path) -> None:
        try:
            with closing(sqlite3.connect(source)) as database:
                verdict = database.execute("PRAGMA quick_check").fetchone()[0]
        except sqlite3.DatabaseError as error:
            verdict = str(error)
        if verdict != "ok":
            stop(f"the copy of the database is damaged: {verdict}")

    def load(self, source: Path) -> None:
        # Beside the target first: a move between file systems is not one step.
        arriving = self.file.with_name(f"{self.file.name}.arriving")
        shutil.copyfile(source, arriving)
        arriving.replace(self.file)


class Postgres:
    engine = "postgresql"

    def __init__(self, config: dict[str, Any]) -> None:
        self.place = f"PostgreSQL database {config['NAME']} on {config['HOST'] or 'the local socket'}"
        given = {name: str(config[key]) for name, key in LIBPQ.items() if config.get(key)}
        options = {f"PG{key.upper()}": str(value) for key, value in config["OPTIONS"].items() if key in TLS}
        self.environment = {**os.environ, **given, **options}

    def exists(self) -> bool:
        return bool(connection.introspection.table_names())

    def in_use(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
            return bool(cursor.fetchone()[0])

    def dump(self, target: Path) -> None:
        # Without what earlier restores have set aside.
        self._run("pg_dump", *AS_ANYBODY, "--format=custom", f"--exclude-schema={ASIDE}*", f"--file={target}")

    def set_aside(self, mark: str) -> str:
        """Move the tables to a schema of their own: as quick as renaming a file, and as easy to take back."""
        schema = connection.ops.quote_name(ASIDE + mark)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"CREATE SCHEMA {schema}")
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f"ALTER TABLE {connection.ops.quote_name(table)} SET SCHEMA {schema}")
        return f"the schema {schema}"

    def check(self, source: Path) -> None:
        self._run("pg_restore", "--list", str(source))

    def load(self, source: Path) -> None:
        connection.close()
        into = f"--dbname={self.environment['PGDATABASE']}"
        self._run("pg_restore", *AS_ANYBODY, "--exit-on-error", "--single-transaction", into, str(source))

    def _run(self, program: str, *arguments: str) -> None:
        try:
            done = subprocess.run(
                [program, *arguments], env=self.environment, capture_output=True, text=True, check=False
            )
        except FileNotFoundError:
            stop(f"{program} is not installed (Debian: apt install postgresql-client)")
        if done.returncode:
            stop(f"{program} failed: {' '.join(done.stderr.split())}")


def current() -> Database:
    """The database of the settings."""
    if connection.vendor == "sqlite":
        return Sqlite(Path(settings.DATABASES["default"]["NAME"]))
    return Postgres(settings.DATABASES["default"])
