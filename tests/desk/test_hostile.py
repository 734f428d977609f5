"""Whatever a sender wrote, the desk shows it as text, and a moderator can decline it."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.test import Client

from alliances.text import validate_plain_text
from submissions.choices import State
from submissions.models import Mail, Moderator, Submission
from tests.desk.pages import QUEUE, messages, press, review, verb, words
from tests.factories import make_alliance, make_submission

SCRIPT = "<script>alert(1)</script>"
LISTS = [
    "submissions/submission", "submissions/event", "submissions/mail", "submissions/moderator", "alliances/alliance",
    "alliances/region",
]  # fmt: skip
STRINGS = [
    SCRIPT,
    '"><img src=x onerror=alert(1)>',
    "'-alert(1)-'",
    "</textarea></title><svg onload=alert(1)>",
    "{{ 7|add:7 }}{% include 'x' %}{7*7}${7*7}",
    "%s %d %(name)s {0} {name}",
    "\u202etxet desrever\u202c \u200b\ufeff",
    "ط" + "\u0300" * 40,
    "Robert'); DROP TABLE students;--",
    "=cmd|' /C calc'!A0",
    "\r\nBcc: all@example.org",
    "🏳️‍🌈" * 10,
    "W" * 120,
    "   ",
]


def hostile(text: str, **overrides: Any) -> Submission:
    """A record with this text in every field, as an import could have left it."""
    facts = {
        name: text[:length]
        for name, length in {
            "name": 120, "called": 40, "other_names": 300, "acronym": 20, "summary": 200, "coverage_note": 200,
            "community": 80, "legal_form": 80, "membership_rules": 300, "fee_note": 120, "admission_window": 120,
            "contact_name": 80, "contact_role": 80, "second_name": 80, "successor_name": 120, "life_since": 10,
            "text_language": 10,
        }.items()
    }  # fmt: skip
    lists = {
        "links": [text, "javascript:alert(1)"],
        "own_values": [text],
        "languages": [text],
        "who_can_join": [text],
        "benefits": [{"name": text, "note": text}, text],
        "example_spaces": [{"name": text, "town": text, "page": "javascript:alert(1)"}, text],
        "criteria_answers": {"A1": text},
    }
    return make_submission(
        **{**facts, **lists, "website": "javascript:alert(1)", "description": text * 50, **overrides}
    )


def may_be_said(text: str) -> bool:
    """What a moderator may write too."""
    try:
        validate_plain_text(text)
    except ValidationError:
        return False
    return bool(text.strip())


@pytest.mark.parametrize("text", STRINGS)
def test_a_hostile_record_is_read_and_declined(desk: Client, text: str) -> None:
    submission = hostile(text)
    pages = [desk.get(review(submission)), desk.get(QUEUE)]
    press(desk, submission, "decline", reason="A1", words=text if may_be_said(text) else "no")
    pages += [
        desk.get(review(submission)),
        desk.get(QUEUE),
        desk.get(QUEUE, {"q": text[:30]}),
        desk.get("/admin/submissions/event/"),
    ]
    assert [page.status_code for page in pages] == [200] * 6
    assert [page for page in pages if is_broken(page.content.decode())] == []
    assert Submission.objects.get().state == State.DECLINED


@pytest.mark.parametrize("text", STRINGS)
def test_a_hostile_record_is_asked(desk: Client, text: str) -> None:
    press(desk, hostile(text), "ask", question="Why?")
    mail = Mail.objects.get()
    assert "\n" not in mail.subject
    assert ("14" in mail.subject, "&lt;" in mail.body) == (False, False)


class Foreign(HTMLParser):
    """Collects what we did not write: scripts, pictures, handlers, and links that run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        is_ours = facts.get("src", "").startswith("/static/")
        runs = [value for name, value in facts.items() if name.startswith("on") or value.startswith("javascript:")]
        if runs or (tag in {"script", "img", "iframe"} and not is_ours):
            self.found.append(tag)


def is_broken(page: str) -> bool:
    parser = Foreign()
    parser.feed(page)
    return bool(parser.found)


def test_broken_pages_are_noticed() -> None:
    for text in (SCRIPT, "<img src=x onerror=alert(1)>", '<a href="javascript:alert(1)">', "<svg onload=alert(1)>"):
        assert is_broken(text)


def test_five_kilobytes_in_every_field_of_the_forms(desk: Client) -> None:
    submission, text = make_submission(), "x" * 5000
    for name in ("approve", "ask", "decline"):
        sent = {
            "name": text,
            "kind": text,
            "life": text,
            "question": text,
            "reason": text,
            "words": text,
            "area_search": text,
        }
        assert press(desk, submission, name, **sent).status_code == 200
    assert Submission.objects.get().state == State.PENDING


@pytest.mark.parametrize("text", ["\x00", "a\x00b", "\u202e", "\ue000"])
def test_what_cannot_be_stored_is_refused_in_words(desk: Client, text: str) -> None:
    submission = make_submission()
    for name in ("ask", "decline"):
        sent = {"question": f"Why{text}?", "reason": "A1", "words": f"so{text}"}
        answer = desk.post(
            verb(submission, name),
            encoded(seen=submission.revision, **sent),
            content_type="application/x-www-form-urlencoded",
        )
        assert (answer.status_code, Submission.objects.get().state) == (200, State.PENDING)


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a" * 60_000, ["Use at most 200 characters to search"]),
        ("ab " * 1_300, ["Use at most 200 characters to search"]),
        ("a\x00b", ["Remove the control characters"]),
        ("%_\\\"'", []),
    ],
    ids=["long", "many words", "NUL", "signs"],
)
def test_anything_may_be_looked_for_in_a_list(
    moderator: Moderator, desk: Client, path: str, text: str, said: list[str]
) -> None:
    moderator.groups.add(Group.objects.get(name="Administrators"))
    answer = desk.get(f"/admin/{path}/", {"q": text})
    assert (answer.status_code, messages(answer)) == (200, said)


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize(
    "query",
    [
        {"id__in": "9" * 400},
        {"groups__id__in": "9" * 400},
        {"contact_email__startswith": "a"},
        {"groups__user__password__startswith": "pbkdf2"},
        {"kind__regex": "("},
        {"verb__regex": "("},
        {"_to_field": "x"},
    ],
)
def test_nothing_else_is_asked_of_a_list(moderator: Moderator, desk: Client, path: str, query: dict[str, str]) -> None:
    moderator.groups.add(Group.objects.get(name="Administrators"))
    answer = desk.get(f"/admin/{path}/", query)
    assert (answer.status_code, "We cannot read this request" in words(answer)) == (400, True)


@pytest.mark.parametrize("value", ["9" * 400, "-1", "", "\x00", "1e400"])
def test_filters_and_pages_of_the_lists_take_anything(moderator: Moderator, desk: Client, value: str) -> None:
    moderator.groups.add(Group.objects.get(name="Administrators"))
    names = {"p", "o", "state", "kind", "kind__exact", "life__exact", "freshness__exact", "verb__exact"}
    for path in LISTS:
        for name in {*names, "is_active__exact", "groups__id__exact", "all"}:
            assert desk.get(f"/admin/{path}/", {name: value}).status_code in {200, 302, 400}, (path, name)


def encoded(**sent: Any) -> bytes:
    """A form as a client could send it that does not mind what is text."""
    pairs = (f"{name}={value}".encode("utf-8", "surrogatepass") for name, value in sent.items())
    return b"&".join(re.sub(rb"[^\w=]", lambda found: b"%%%02X" % found[0][0], pair) for pair in pairs)


def test_a_hostile_group_is_shown_as_text(desk: Client) -> None:
    alliance = make_alliance(name=SCRIPT, summary=SCRIPT, own_values=[SCRIPT])
    page = desk.get(f"/admin/alliances/alliance/{alliance.pk}/change/").content.decode()
    assert (is_broken(page), "&lt;script&gt;" in page) == (False, True)


@pytest.mark.parametrize(
    ("website", "shown"),
    [
        ("https://münchen.de/", "münchen.de = xn--mnchen-3ya.de"),
        ("https://xn--mnchen-3ya.de/", "münchen.de = xn--mnchen-3ya.de"),
        ("https://xn--pple-43d.com/", "\u0430pple.com = xn--pple-43d.com"),  # Cyrillic а
    ],
)
def test_a_host_in_other_letters_is_shown_in_both_spellings(desk: Client, website: str, shown: str) -> None:
    assert shown in desk.get(review(make_submission(website=website))).content.decode()
