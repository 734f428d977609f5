"""make restore FILE=…: put a backup back, into an empty place or, with FORCE=1, instead of what is there.

Everything is looked at before anything is changed, and with FORCE what was there is set aside, not deleted.
"""

import os
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from alliance_directory.environment import stop
from deploy.archive import Backup, Manifest, belong_to_owner_of, private_file, read
from deploy.databases import Database, current
from deploy.development import KEY_FILE, data_dir, default, read_environment_file, set_values
from deploy.preparation import migrate, say


def refuse_other_engine(manifest: Manifest, database: Database) -> None:
    if manifest.engine != database.engine:
        stop(f"this is a backup of {manifest.engine}, but DATABASE_URL names {database.place}")


def refuse_newer_code(manifest: Manifest) -> None:
    """Tables of later code cannot be brought back to what this code expects."""
    known = MigrationLoader(None).disk_migrations
    unknown = [f"{app}.{name}" for app, name in manifest.migrations if (app, name) not in known]
    if unknown:
        made_by = f" (commit {manifest.commit[:12]})" if manifest.commit else ""
        stop(f"the backup was made by other code{made_by}: this one does not know {', '.join(unknown)}")


def make_room(database: Database, *, force: bool) -> None:
    """See that the place is empty. What was there is set aside with FORCE, and a reason to stop without."""
    full = database.exists()
    if full and not force:
        stop(f"{database.place} is not empty; FORCE=1 sets aside what is there and restores the backup")
    if database.in_use():
        stop(f"somebody is connected to {database.place}: stop the web server and the worker first")
    if full:
        connection.close()
        say(f"What was there is kept in {database.set_aside(mark())}.")


def mark() -> str:
    return datetime.now(UTC).strftime("%Y%m%d_%H%M%S")


def put_key(secret_key: str) -> Path:
    """Write the key to DATA_DIR; another one that is there is kept beside it. Returns the file."""
    file: Path = settings.DATA_DIR / KEY_FILE
    if file.exists() and file.read_text().strip() != secret_key:
        file.rename(file.with_name(f"{KEY_FILE}.before_{mark()}"))
    private_file(file, secret_key + "\n")
    return file


def restore(backup: Backup, database: Database) -> None:
    """Put database and key into the empty place and bring the tables to what the code expects."""
    say(f"Restoring the backup of {backup.manifest.made_at} into {database.place} …")
    database.load(backup.database)
    files = [put_key(backup.secret_key)]
    migrate()
    connection.close()
    if database.engine == "sqlite":
        files.append(Path(settings.DATABASES["default"]["NAME"]))
    belong_to_owner_of(settings.DATA_DIR, *files)


def report(backup: Backup) -> None:
    """What an operator wants to know before the site is started again."""
    groups = apps.get_model("alliances", "Alliance").objects.count()
    forms = apps.get_model("submissions", "Submission").objects.count()
    waiting = apps.get_model("submissions", "Mail").objects.filter(sent_at=None).count()
    say(f"Restored: {groups} groups, {forms} submissions.")
    if waiting:
        say(f"{waiting} mails wait in it; any that were sent after the backup go out once more.")
    if backup.secret_key != settings.SECRET_KEY:
        say(
            "SECRET_KEY of this environment is not the one of the backup: mailed links will not open.\n"
            f"Set it to what stands in {settings.DATA_DIR / KEY_FILE} before you start the site."
        )
    say("Start the web server and the worker.")


def main(file: str = "") -> None:
    os.umask(0o077)
    if not file:
        stop("name the backup: make restore FILE=var/backups/alliance-directory-….tar.gz")
    read_environment_file()
    with tempfile.TemporaryDirectory(dir=data_dir(), prefix="unpacked-") as folder:
        backup = read(Path(file), Path(folder))
        default("SECRET_KEY", backup.secret_key)
        set_values(make_key=False)
        django.setup()
        database = current()
        refuse_other_engine(backup.manifest, database)
        refuse_newer_code(backup.manifest)
        database.check(backup.database)
        try:
            make_room(database, force=os.environ.get("FORCE") == "1")
            restore(backup, database)
        except DatabaseError as error:
            stop(f"the database cannot be used: {str(error).strip()}")
    report(backup)


if __name__ == "__main__":
    main(*sys.argv[1:2])
