"""A backup is one file, whole while the site writes; after its restore everything promised holds."""

import json
import os
import shutil
import stat
import tarfile
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.ops.conftest import GIVEN_URL, Place

NewPlace = Callable[[], Place]
SIGN = "from django.core import signing; print(signing.dumps(['status', 7, 1]))"
VERIFY = "from django.core import signing; print(signing.loads('{token}', max_age=3600))"
on_sqlite = pytest.mark.skipif(bool(GIVEN_URL), reason="about the one file that SQLite keeps")


@pytest.fixture(scope="module")
def site(new_place: NewPlace) -> Place:
    """A place with tables, a key and one moderator."""
    place = new_place()
    place.python(
        "from django.core.management import call_command\n"
        "call_command('migrate', verbosity=0)\n"
        "call_command('createsuperuser', username='ana', email='ana@example.org', interactive=False)"
    )
    return place


@pytest.fixture(scope="module")
def backup(site: Place) -> Path:
    return back_up(site)


def back_up(place: Place) -> Path:
    """Make a backup and take it away, as an operator would."""
    done = place.run("-m", "deploy.backup")
    assert done.returncode == 0, done.stderr
    (file,) = (place.data_dir / "backups").iterdir()
    return Path(shutil.move(file, place.data_dir.with_suffix(".tar.gz")))


def restore(place: Place, file: Path, **extra: str) -> None:
    done = place.run("-m", "deploy.restore", str(file), **extra)
    assert done.returncode == 0, done.stderr


def refusal(place: Place, file: Path, **extra: str) -> str:
    """The one line that a restore ends with."""
    done = place.run("-m", "deploy.restore", str(file), **extra)
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    return line


def moderators(place: Place) -> list[str]:
    return [name for (name,) in place.fetch("SELECT username FROM submissions_moderator ORDER BY username")]


def repacked(file: Path, target: Path, **facts: object) -> Path:
    """The same backup with other facts in its manifest."""
    folder = target.with_suffix(".d")
    with tarfile.open(file) as archive:
        archive.extractall(folder, filter="data")
    manifest = folder / "manifest.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), **facts}))
    with tarfile.open(target, "w:gz") as archive:
        for member in folder.iterdir():
            archive.add(member, arcname=member.name)
    return target


def test_backup_is_one_file_that_only_its_owner_may_read(backup: Path) -> None:
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    with tarfile.open(backup) as archive:
        assert sorted(archive.getnames()) == ["database", "manifest.json", "secret_key"]


def test_backup_leaves_nothing_else_behind(site: Place, backup: Path) -> None:
    assert list((site.data_dir / "backups").iterdir()) == []
    assert stat.S_IMODE((site.data_dir / "backups").stat().st_mode) == 0o700


def test_backup_deletes_those_that_have_outlived_their_time(backup: Path, new_place: NewPlace) -> None:
    place = new_place()
    restore(place, backup)
    folder = place.data_dir / "backups"
    folder.mkdir()
    for days in (89, 91):
        file = folder / f"alliance-directory-{days}.tar.gz"
        file.touch()
        os.utime(file, (time.time() - days * 24 * 3600,) * 2)
    (folder / "notes.txt").touch()
    assert place.run("-m", "deploy.backup").returncode == 0
    kept = sorted(file.name for file in folder.iterdir())
    assert (len(kept), "alliance-directory-91.tar.gz" in kept) == (3, False)


def test_restore_brings_back_the_records_and_keeps_mailed_links_valid(
    site: Place, backup: Path, new_place: NewPlace
) -> None:
    token = site.python(SIGN)
    elsewhere = new_place()
    restore(elsewhere, backup)
    assert moderators(elsewhere) == ["ana"]
    assert elsewhere.python(VERIFY.format(token=token)) == "['status', 7, 1]"
    assert stat.S_IMODE((elsewhere.data_dir / "secret_key").stat().st_mode) == 0o600


def test_restore_says_so_when_the_environment_has_another_key(backup: Path, new_place: NewPlace) -> None:
    done = new_place().run("-m", "deploy.restore", str(backup), SECRET_KEY="another key than that one, " * 3)
    assert done.returncode == 0
    assert "SECRET_KEY of this environment is not the one of the backup" in done.stdout


def test_backup_while_the_site_writes_holds_whole_transactions_only(
    site: Place, new_place: NewPlace, backup: Path
) -> None:
    place = new_place()
    restore(place, backup)
    with closing(place.connect()) as connection:
        connection.cursor().execute("CREATE TABLE pair (number integer)")
        connection.commit()
    ended = threading.Event()

    def write_pairs() -> None:
        with closing(place.connect()) as connection:
            while not ended.is_set():
                connection.cursor().execute("INSERT INTO pair VALUES (1)")
                connection.cursor().execute("INSERT INTO pair VALUES (2)")
                connection.commit()

    writer = threading.Thread(target=write_pairs)
    writer.start()
    try:
        file = back_up(place)
    finally:
        ended.set()
        writer.join()
    elsewhere = new_place()
    restore(elsewhere, file)
    (written,) = place.fetch("SELECT count(*) FROM pair")[0]
    (kept,) = elsewhere.fetch("SELECT count(*) FROM pair")[0]
    assert kept % 2 == 0
    assert 0 < kept < written


def test_restore_refuses_a_place_that_is_not_empty(site: Place, backup: Path) -> None:
    assert "is not empty; FORCE=1 sets aside what is there" in refusal(site, backup)
    assert moderators(site) == ["ana"]


def test_restore_with_force_sets_aside_what_was_there(backup: Path, new_place: NewPlace) -> None:
    place = new_place()
    restore(place, backup)
    place.python("from django.contrib.auth import get_user_model as m; m().objects.update(username='eve')")
    former_key = "the key that was here before, of forty characters"
    (place.data_dir / "secret_key").write_text(former_key)
    restore(place, backup, FORCE="1")
    assert moderators(place) == ["ana"]
    (key,) = place.data_dir.glob("secret_key.before_*")
    assert key.read_text() == former_key
    if GIVEN_URL:
        (schema,) = place.fetch("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'before_%'")
        assert place.fetch(f"SELECT username FROM {schema[0]}.submissions_moderator") == [("eve",)]
    else:
        (file,) = place.data_dir.glob("directory.sqlite3.before_*")
        with closing(place.connect()) as connection:
            connection.execute("ATTACH ? AS former", [str(file)])
            assert connection.execute("SELECT username FROM former.submissions_moderator").fetchall() == [("eve",)]


def test_what_was_set_aside_is_not_backed_up_again(backup: Path, new_place: NewPlace) -> None:
    place = new_place()
    restore(place, backup)
    restore(place, backup, FORCE="1")
    elsewhere = new_place()
    restore(elsewhere, back_up(place))
    assert moderators(elsewhere) == ["ana"]
    if GIVEN_URL:
        assert elsewhere.fetch("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'before_%'") == []


def test_restore_refuses_while_the_site_is_connected(site: Place, backup: Path) -> None:
    with closing(site.connect()) as connection:
        connection.cursor().execute("SELECT count(*) FROM submissions_moderator")
        assert "somebody is connected" in refusal(site, backup, FORCE="1")
    assert moderators(site) == ["ana"]


@on_sqlite
def test_restore_takes_the_place_of_a_damaged_file(backup: Path, new_place: NewPlace) -> None:
    place = new_place()
    (place.data_dir / "directory.sqlite3").write_bytes(b"no database" * 1000)
    restore(place, backup, FORCE="1")
    assert moderators(place) == ["ana"]


def test_restore_refuses_a_backup_of_the_other_engine(backup: Path, new_place: NewPlace, tmp_path: Path) -> None:
    other = "sqlite" if GIVEN_URL else "postgresql"
    line = refusal(new_place(), repacked(backup, tmp_path / "other.tar.gz", engine=other))
    assert f"this is a backup of {other}, but DATABASE_URL names" in line


def test_restore_refuses_a_backup_of_later_code(backup: Path, new_place: NewPlace, tmp_path: Path) -> None:
    later = repacked(backup, tmp_path / "later.tar.gz", migrations=[["alliances", "9999_later"]])
    assert "does not know alliances.9999_later" in refusal(new_place(), later)


def test_restore_refuses_a_later_format(backup: Path, new_place: NewPlace, tmp_path: Path) -> None:
    assert "has format 2" in refusal(new_place(), repacked(backup, tmp_path / "later.tar.gz", format=2))


def test_restore_refuses_a_database_that_is_not_the_packed_one(
    backup: Path, new_place: NewPlace, tmp_path: Path
) -> None:
    assert "is damaged" in refusal(new_place(), repacked(backup, tmp_path / "changed.tar.gz", digest="0" * 64))


@pytest.mark.parametrize("share", [0.0, 0.1, 0.9])
def test_restore_refuses_half_a_file(backup: Path, new_place: NewPlace, tmp_path: Path, share: float) -> None:
    half = tmp_path / "half.tar.gz"
    half.write_bytes(backup.read_bytes()[: int(backup.stat().st_size * share)])
    assert "is damaged, or no backup of this site" in refusal(new_place(), half)


def test_restore_without_a_file_says_what_to_name(new_place: NewPlace, tmp_path: Path) -> None:
    place = new_place()
    assert "no such file" in refusal(place, tmp_path / "nowhere.tar.gz")
    assert "make restore FILE=" in place.run("-m", "deploy.restore", "").stderr


def test_backup_of_nothing_is_refused(new_place: NewPlace) -> None:
    place = new_place()
    assert "SECRET_KEY is not set" in place.run("-m", "deploy.backup").stderr
    assert "nothing to back up" in place.run("-m", "deploy.backup", SECRET_KEY="k" * 40).stderr
    assert not (place.data_dir / "secret_key").exists()


def test_backup_reads_the_environment_file_of_the_service(site: Place, tmp_path: Path) -> None:
    file = tmp_path / "service.env"
    file.write_text("PORT=not-a-number\n")
    assert "PORT must be a number" in site.run("-m", "deploy.backup", ENV_FILE=str(file)).stderr
    assert "cannot be read" in site.run("-m", "deploy.backup", ENV_FILE=str(tmp_path / "none")).stderr
