"""What robots and strangers throw at the form."""

import time
from typing import Any

import pytest
from django.core import signing
from django.http import HttpResponse
from django.test import Client

from submissions.forms.stamps import KEY
from submissions.models import Mail, Submission
from tests.submissions.pages import (
    FORM,
    alert,
    answers,
    at,
    heading,
    last_mail,
    make_draft,
    open_form,
    opened,
    page,
    post_forms,
    send,
    submit,
    typed,
)

pytestmark = pytest.mark.django_db


def test_filled_honeypot_is_answered_kindly_and_stores_nothing(client: Client) -> None:
    response = submit(client, fax_number="555")
    assert (response.status_code, heading(response)) == (200, "Thank you")
    assert (Submission.objects.count(), Mail.objects.count()) == (0, 0)


def test_honeypot_is_out_of_reach_for_people(client: Client) -> None:
    [trap] = page(client.get(FORM)).xpath("//input[@name='fax_number']")
    assert (trap.get("tabindex"), trap.get("autocomplete")) == ("-1", "off")
    assert (trap.getparent().get("aria-hidden"), trap.getparent().get("class")) == ("true", "sr")


def test_form_sent_too_fast_is_asked_to_press_again_and_then_taken(client: Client) -> None:
    moment = opened(0.5)
    form = {**open_form(client), **answers(), "opened": moment}
    held = client.post(FORM, form)
    assert (held.status_code, alert(held), Submission.objects.count()) == (200, "Press the button again", 0)
    kept = typed(held)
    assert (kept["opened"], kept["name"], kept["covers"]) == ([moment], ["Coworking Ontario"], ["ca-on"])
    time.sleep(1.6)
    assert heading(client.post(FORM, kept, follow=True)) == "A little more about your group"


@pytest.mark.parametrize("stamp", ["", "x" * 5000, "\x00", "1", "1795501999.6:forged"])
def test_forged_time_counts_from_now(client: Client, stamp: str) -> None:
    held = submit(client, opened=stamp)
    assert (held.status_code, alert(held)) == (200, "Press the button again")
    assert typed(held)["opened"] != [stamp]


def test_altered_time_counts_from_now(client: Client) -> None:
    stamp = opened(60)
    assert alert(submit(client, opened=f"1{stamp[1:-1]}{'a' if stamp[-1] != 'a' else 'b'}")) == "Press the button again"


@pytest.mark.parametrize("seconds", [90 * 24 * 3600, -3600])
def test_form_open_for_months_or_a_clock_set_back_holds_nobody_up(client: Client, seconds: int) -> None:
    assert submit(client, opened=opened(seconds)).status_code == 303


@pytest.mark.parametrize("key", ["", "mine", "mine:forged", "\x00", signing.Signer(salt="other").sign("mine")])
def test_forged_form_key_gets_a_fresh_one(client: Client, key: str) -> None:
    assert submit(client, form_key=key).status_code == 303
    assert len(Submission.objects.get().form_key or "") == 32


def test_form_key_of_ours_is_not_one_of_another_kind(client: Client) -> None:
    key = signing.Signer(salt=KEY).sign("k" * 32)
    submit(client, form_key=key)
    assert Submission.objects.get().form_key == "k" * 32


def test_state_ids_and_private_columns_cannot_be_set(client: Client) -> None:
    forged = {
        "state": "approved",
        "id": "77",
        "pk": "77",
        "purpose": "import",
        "alliance": "1",
        "kind": "association",
        "revision": "9",
        "confirmed_at": "2020-01-01",
        "licence_accepted_at": "2020-01-01",
        "life": "closed",
        "client": "x",
        "decided_by": "1",
        "public_email": "x@example.org",
        "criteria_version": "99",
    }
    draft = make_draft(client, **forged)
    assert heading(client.get(at(draft), follow=True)) == "Check your answers"
    assert draft.pk != 77
    assert [getattr(draft, name) for name in ("state", "purpose", "kind", "life", "revision", "public_email")] == [
        "draft",
        "new",
        "",
        "active",
        1,
        "",
    ]
    assert (draft.alliance_id, draft.confirmed_at, draft.decided_by, draft.criteria_version) == (None, None, None, 1)


def test_last_of_two_values_counts(client: Client) -> None:
    draft = make_draft(client, name=["First", "Second"])
    assert draft.name == "Second"


def test_too_many_fields_are_a_human_400(client: Client) -> None:
    response = submit(client, **{f"x{number}": "1" for number in range(5000)})
    assert (response.status_code, Submission.objects.count()) == (400, 0)
    assert heading(response) != ""


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"--x\r\nbroken", "multipart/form-data"),
        (b"name=%ff%fe&contact_email=%00", "application/x-www-form-urlencoded"),
        (b'{"name": 1}', "application/json"),
        (b"", "application/x-www-form-urlencoded; charset=utf-99"),
    ],
)
def test_broken_body_is_answered_in_words(body: bytes, content_type: str) -> None:
    response = Client(raise_request_exception=False).generic("POST", FORM, body, content_type)
    assert response.status_code in {200, 400}
    assert heading(response) != ""
    assert Submission.objects.count() == 0


NAUGHTY = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "{{7*7*1910000017}}",
    "{% debug %}",
    "${7*7}",
    "a\r\nBcc: evil@example.org",
    "../../etc/passwd",
    "' OR 1=1--",
    "%s%n%x",
    "=HYPERLINK(\"http://evil.example\")",
    "]]>",
    "</textarea><script>x</script>",
    "\ufeffx",
    "Z\u0351\u036b\u0343" * 40,
    "👩\u200d👩\u200d👧\u200d👦" * 20,
    "\U0010ffff",
    "ﷺ" * 30,
    "\u3000",
    "A" * 10_000,
    "\x00",
    "1" * 400,
    "[]",
]  # fmt: skip
EVERY_FIELD = [
    "contact_email", "name", "covers", "area_search", "coverage_note", "spaces_public", "summary", "licence",
    "opened", "form_key", *(f"space_{n}_{part}" for n in (1, 2, 3) for part in ("name", "town", "page")),
]  # fmt: skip


@pytest.mark.parametrize("text", NAUGHTY, ids=range(len(NAUGHTY)))
def test_any_text_anywhere_gets_a_page_that_shows_it_as_text(client: Client, text: str) -> None:
    texts = dict.fromkeys(("name", "summary", "coverage_note", "space_1_town"), text)
    forms: list[dict[str, Any]] = [
        dict.fromkeys(EVERY_FIELD, text),
        dict.fromkeys([*EVERY_FIELD, "find"], text),
        {**answers(), **texts, "opened": opened(60)},
    ]
    for form in forms:
        response = client.post(FORM, form, follow=True)
        assert response.status_code == 200
        _shows_no_live_markup(response)
    for draft in Submission.objects.all():
        for name in ("check", "edit", "more"):
            _shows_no_live_markup(client.get(at(draft, name)))
        send(client, draft)
        assert "93590000833" not in last_mail().subject + last_mail().body
        assert "\n" not in last_mail().subject


def _shows_no_live_markup(response: HttpResponse) -> None:
    document = page(response)
    assert document.xpath("//script[not(@src)] | //img | //main//*[@onerror]") == []
    assert "93590000833" not in response.content.decode()


def test_form_without_the_token_is_refused_and_offers_what_was_typed() -> None:
    response = Client(enforce_csrf_checks=True).post(FORM, answers(name="Kept name", opened=opened(60)))
    assert (response.status_code, Submission.objects.count()) == (403, 0)
    assert typed(response)["name"] == ["Kept name"]


def test_form_from_a_foreign_site_is_refused() -> None:
    strict = Client(enforce_csrf_checks=True)
    token = page(strict.get(FORM)).xpath("//form//input[@name='csrfmiddlewaretoken']/@value")[0]
    form = {**answers(opened=opened(60)), "csrfmiddlewaretoken": token}
    assert strict.post(FORM, form, headers={"origin": "https://evil.example"}).status_code == 403
    assert strict.post(FORM, form, headers={"origin": "null"}).status_code == 403
    assert strict.post(FORM, form).status_code == 303


def test_reading_the_form_stores_nothing_and_is_not_kept_by_caches(client: Client) -> None:
    response = client.get(FORM)
    assert response["Cache-Control"] == "no-store, private"
    assert list(response.cookies) == ["csrf"]
    assert (client.head(FORM).status_code, Submission.objects.count(), post_forms(response)) == (200, 0, 1)


def test_form_without_javascript_or_inline_code(client: Client) -> None:
    assert page(client.get(FORM)).xpath("//script[not(@src)] | //style | //@style | //@onclick") == []
