"""What a site keeps is for its owner alone: the folder, the database, the key, kept mails and backups."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ops.conftest import GIVEN_URL, Place

MIGRATE = "from django.core.management import call_command; call_command('migrate', verbosity=0)"
SEND = "from django.core.mail import EmailMessage; EmailMessage('Subject', 'Text', to=['someone@example.org']).send()"


@pytest.fixture(autouse=True)
def _lax_umask() -> Iterator[None]:
    """What most systems have."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def open_to_others(folder: Path) -> list[str]:
    """What of a folder, itself included, somebody else could read or enter."""
    found = [folder, *folder.rglob("*")]
    return [str(path.relative_to(folder)) for path in found if stat.S_IMODE(path.stat().st_mode) & 0o077]


@pytest.mark.skipif(bool(GIVEN_URL), reason="about the one file that SQLite keeps")
def test_new_folder_is_closed_with_all_that_is_put_in_it(tmp_path: Path) -> None:
    place = Place(tmp_path / "data", "")
    place.python(f"{MIGRATE}; {SEND}")
    assert {path.name for path in (tmp_path / "data").iterdir()} >= {"directory.sqlite3", "secret_key", "mail"}
    assert place.run("-m", "deploy.backup").returncode == 0
    assert open_to_others(tmp_path / "data") == []


@pytest.mark.skipif(bool(GIVEN_URL), reason="about the one file that SQLite keeps")
def test_folder_of_an_earlier_version_is_closed_at_the_next_start(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    (folder / "mail").mkdir(parents=True)
    (folder / "static").mkdir()
    for name in ("directory.sqlite3", "directory.sqlite3-wal", "mail/old.txt", "static/site.css"):
        (folder / name).touch()
    assert "." in open_to_others(folder)
    Place(folder, "").python("pass")
    assert open_to_others(folder) == ["static", "static/site.css"], "within a closed folder nobody reaches them"


@pytest.mark.skipif(bool(GIVEN_URL), reason="about the one file that SQLite keeps")
def test_sender_of_mails_closes_what_it_finds_open_and_keeps_mails_to_itself(tmp_path: Path) -> None:
    place = Place(tmp_path / "data", "")
    place.python(MIGRATE)
    for path in (place.data_dir, *place.data_dir.iterdir()):
        path.chmod(0o755 if path.is_dir() else 0o644)
    by_hand = {
        "SECRET_KEY": "k" * 50,
        "SITE_URL": "http://127.0.0.1:8000",
        "ALLOWED_HOSTS": "127.0.0.1",
        "EMAIL_URL": "filemail:",
        "MODERATORS_EMAIL": "moderators@localhost.example",
    }
    done = place.run("manage.py", "work", "--once", **by_hand)
    assert (done.returncode, open_to_others(place.data_dir)) == (0, [])


def test_folder_that_all_share_is_left_as_it_is(tmp_path: Path) -> None:
    tmp_path.chmod(0o1777)
    Place(tmp_path, GIVEN_URL).python("pass")
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o1777
