"""Who asks to be forgotten is forgotten: rows, mails, links, the very bytes of the file (trust case 71)."""

import re
import sqlite3
from contextlib import closing

import pytest

from tests.conftest import GEOGRAPHY
from tests.served.site import Site
from tests.served.visitor import QUEUE, Sender, Visitor, Volunteer, ask, heading, rows, words

pytestmark = [pytest.mark.served, pytest.mark.sqlite]


def holds(site: Site, word: str) -> list[str]:
    """Where the database still says it: tables, and the file itself once all is written into it.

    The geography has only its place in the file: nobody's words come to its tables, and it is all but all of the rows.
    """
    with closing(sqlite3.connect(site.data_dir / "directory.sqlite3", timeout=20)) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = [
            table
            for table in sorted({*tables} - {model._meta.db_table for model in GEOGRAPHY})
            if word.lower() in str(database.execute(f"SELECT * FROM {table}").fetchall()).lower()
        ]
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = b"".join(file.read_bytes() for file in site.data_dir.glob("directory.sqlite3*"))
    return found + ["the file"] * (word.lower().encode() in content.lower())


def link(site: Site, kind: str, name: str) -> str:
    """The path of the private link in the newest mail of a record."""
    body = ask(site, f"say(Mail.objects.filter(submission__name={name!r}, kind={kind!r}).latest('pk').body)")
    found = re.search(r"http://[^/]+(/submissions/[^/\s]{40,}/\S*)", body)
    assert found is not None
    return found[1]


def test_withdrawn_form_leaves_nothing_of_its_sender(sender: Sender) -> None:
    site = sender.site
    sent = sender.send(name="Vergissmich eins", contact_email="vergissmich1@private.example")
    assert set(holds(site, "vergissmich1")) != set()
    path = sent.url.removeprefix(site.url)
    sender.get(f"{path}withdraw/")
    answer = sender.post(f"{path}withdraw/")
    assert "Your answers and your address are gone from here" in words(answer)
    assert (holds(site, "vergissmich1"), holds(site, "Vergissmich eins")) == ([], [])


def test_erased_on_request_leaves_a_line_without_a_name(sender: Sender) -> None:
    site, name = sender.site, "Vergissmich zwei"
    sender.send(name=name, contact_email="vergissmich2@private.example", summary="Vergissmich summary")
    reader, volunteer, chief = Visitor(site), Volunteer(site), Volunteer(site)
    confirm = link(site, "confirm", name)
    reader.get(confirm)
    assert heading(reader.post(confirm)) == "We have it"
    status = link(site, "received", name)
    [(key,)] = rows(site, "SELECT id FROM submissions_submission WHERE name = ?", name)
    volunteer.sign_in()
    volunteer.decide(key, "ask", question="Vergissmich question?")
    chief.sign_in("chief")
    page = chief.get(f"{QUEUE}{key}/erase/")
    seen = re.search(r'name="seen" value="(\d+)"', page.text)
    assert seen is not None
    sent = {"seen": seen[1], "state": "changes_requested"}
    assert volunteer.post(f"{QUEUE}{key}/erase/", sent).status_code == 403
    assert Visitor(site).get(f"{QUEUE}{key}/erase/").url.startswith(f"{site.url}/admin/login/")
    chief.get(f"{QUEUE}{key}/erase/")
    assert f"Erased: S{key:05d}" in words(chief.post(f"{QUEUE}{key}/erase/", sent))
    assert [reader.get(path).status_code for path in (confirm, status)] == [404, 404]
    assert holds(site, "vergissmich2") == holds(site, name) == holds(site, "Vergissmich question") == []
    assert f"erased on request chief S{key:05d}" in words(chief.get("/admin/submissions/event/"))
    assert rows(site, "SELECT count(*) FROM submissions_mail WHERE submission_id = ?", key) == [(0,)]
