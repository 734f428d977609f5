import pytest
from django.test import Client

from submissions.models import Moderator
from tests.desk.pages import words
from tests.factories import PASSWORD, make_moderator


def sign_in(name: str, password: str = PASSWORD, **more: str) -> tuple[int, str]:
    answer = Client().post("/admin/login/?next=/admin/", {"username": name, "password": password, **more})
    return answer.status_code, answer.headers.get("Location", "")


@pytest.mark.parametrize("name", ["maria", "maria@example.org", "MARIA@Example.org"])
def test_by_user_name_or_address(moderator: Moderator, name: str) -> None:
    assert sign_in(name) == (302, "/admin/")


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("maria", "wrong"),
        ("maria@example.org", "wrong"),
        ("MARIA", PASSWORD),
        ("nobody", PASSWORD),
        ("nobody@example.org", PASSWORD),
        ("@", PASSWORD),
        ("", PASSWORD),
        ("maria", ""),
        ("maria\x00", PASSWORD),
    ],
)
def test_with_what_is_wrong(moderator: Moderator, name: str, password: str) -> None:
    assert sign_in(name, password) == (200, "")


def test_the_same_words_for_unknown_and_known(moderator: Moderator) -> None:
    pages = [
        words(Client().post("/admin/login/", {"username": name, "password": "wrong"}))
        for name in ("maria", "nobody", "maria@example.org", "nobody@example.org")
    ]
    assert len(set(pages)) == 1


def test_an_account_without_address_is_not_found_by_none(db: None) -> None:
    make_moderator(username="plain", email="")
    assert sign_in("") == (200, "")
    assert sign_in("plain") == (302, "/admin/")


def test_an_account_that_is_switched_off(db: None) -> None:
    make_moderator(username="gone", is_active=False)
    assert sign_in("gone") == (200, "")


def test_an_account_that_is_not_for_the_desk(db: None) -> None:
    make_moderator(username="visitor", is_staff=False)
    assert sign_in("visitor") == (200, "")


def test_a_session_ends_when_the_account_is_switched_off(desk: Client, moderator: Moderator) -> None:
    assert desk.get("/admin/").status_code == 200
    Moderator.objects.filter(pk=moderator.pk).update(is_active=False)
    assert desk.get("/admin/").status_code == 302


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_sent_elsewhere(moderator: Moderator, target: str) -> None:
    answer = Client().post("/admin/login/", {"username": "maria", "password": PASSWORD, "next": target})
    assert answer["Location"] == "/admin/"


def test_page_says_what_to_sign_in_with(db: None) -> None:
    page = words(Client().get("/admin/login/"))
    assert page.startswith("Log in | Alliance Directory: the desk")
    assert "User name or email address" in page
