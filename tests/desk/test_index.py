from datetime import UTC, datetime

import pytest
from django.test import Client

from submissions.models import Moderator
from tests.desk.pages import words
from tests.factories import make_submission


def test_front_page_leads_with_the_queue(desk: Client) -> None:
    for day in (3, 5, 4, 6, 7):
        make_submission(waiting_since=datetime(2026, 11, day, tzinfo=UTC))
    page = desk.get("/admin/")
    assert "What waits for us Five wait for us, the oldest since 3 November 2026" in words(page)
    assert '<a href="/admin/submissions/submission/">Five' in page.content.decode()


def test_front_page_with_one(desk: Client) -> None:
    make_submission(waiting_since=datetime(2026, 11, 3, tzinfo=UTC))
    assert "One waits for us, since 3 November 2026" in words(desk.get("/admin/"))


def test_front_page_with_nobody(desk: Client) -> None:
    make_submission(state="draft")
    assert "Nobody waits for us" in words(desk.get("/admin/"))


def test_front_page_without_rights_tells_nothing(db: None) -> None:
    make_submission()
    client = Client()
    client.force_login(Moderator.objects.create_user("nobody", "nobody@example.org", is_staff=True))
    page = client.get("/admin/")
    assert (page.status_code, "/admin/submissions/" in page.content.decode()) == (200, False)


@pytest.mark.parametrize(
    "path", ["/admin/", "/admin/submissions/submission/", "/admin/alliances/alliance/", "/admin/login/"]
)
def test_pages_are_strict_and_private(desk: Client, path: str) -> None:
    page = desk.get(path)
    text = page.content.decode()
    assert [word for word in ("<style", " style=", "onclick=", "theme.js", "//cdn", "https://") if word in text] == []
    assert "no-store" in page["Cache-Control"]
    assert "default-src 'none'" in page["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]


def test_title_of_the_desk(desk: Client) -> None:
    assert "<title>What waits for us | Alliance Directory: the desk</title>" in " ".join(
        desk.get("/admin/").content.decode().split()
    )
