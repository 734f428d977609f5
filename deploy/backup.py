"""make backup: the database and the key in one file, DATA_DIR/backups/alliance-directory-<UTC>.tar.gz.

It may run at any time; the site goes on. Keep the file as you keep the key: who has it reads all addresses.
"""

import os
import subprocess
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import django
from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from alliance_directory.environment import BASE_DIR, stop
from deploy.archive import DATABASE, Backup, Manifest, belong_to_owner_of, sha256, write
from deploy.databases import Database, current
from deploy.development import read_environment_file, set_values
from deploy.preparation import say


def commit() -> str:
    """The revision of the code, "" outside a checkout."""
    asked = ["git", "-C", str(BASE_DIR), "rev-parse", "--verify", "--quiet", "HEAD"]
    try:
        return subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
    except FileNotFoundError:
        return ""


def manifest_of(database: Database, copy: Path, now: datetime) -> Manifest:
    applied = sorted(MigrationRecorder(connection).applied_migrations())
    return Manifest(
        engine=database.engine,
        made_at=now.isoformat(timespec="seconds"),
        migrations=[list(migration) for migration in applied],
        digest=sha256(copy),
        commit=commit(),
    )


def back_up() -> Path:
    """Write one backup of what the settings name. Returns the file."""
    database, now = current(), datetime.now(UTC)
    if not database.exists():
        stop(f"there is nothing to back up: {database.place} is empty")
    folder = settings.DATA_DIR / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    target: Path = folder / f"alliance-directory-{now:%Y-%m-%d-%H%M%S}.tar.gz"
    with tempfile.TemporaryDirectory(dir=folder, prefix="unfinished-") as name:
        copy = Path(name) / DATABASE
        database.dump(copy)
        manifest = manifest_of(database, copy, now)
        write(target, Backup(manifest, copy, settings.SECRET_KEY), Path(name))
    belong_to_owner_of(settings.DATA_DIR, folder, target)
    forget_old(folder, now)
    say(f"{database.place}\nis backed up, with its key, in\n{target} ({target.stat().st_size / 1e6:.1f} MB)")
    return target


def forget_old(folder: Path, now: datetime) -> None:
    """Delete the backups that have outlived the table of retention: in them is what has been erased since."""
    days = settings.RETENTION_DAYS["backups"]
    for file in sorted(folder.glob("alliance-directory-*.tar.gz")):
        if file.stat().st_mtime < (now - timedelta(days=days)).timestamp():
            file.unlink()
            say(f"{file.name} is deleted, for it is older than {days} days")


def main() -> None:
    os.umask(0o077)
    read_environment_file()
    set_values(make_key=False)
    django.setup()
    back_up()


if __name__ == "__main__":
    main()
