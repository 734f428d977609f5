"""/submissions/<link>/check/: everything once more, then sent."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from submissions.models import Mail
from tests.submissions.pages import (
    GENT,
    at,
    heading,
    last_mail,
    make_draft,
    page,
    post_forms,
    read,
    send,
    words,
)

pytestmark = pytest.mark.django_db

TORONTO = "town:6167865"


def test_check_page_groups_the_answers(client: Client) -> None:
    document = page(client.get(at(make_draft(client), "check")))
    assert [words(one) for one in document.xpath("//main//h2")] == [
        "Your group",
        "Some of your spaces",
        "Joining",
        "Still missing",
        "You never public",
        "Send it",
    ]


def test_every_change_link_leads_to_its_field(client: Client) -> None:
    document = page(client.get(at(make_draft(client, covers=[GENT]), "check")))
    links = document.xpath("//main//dd/a/@href")
    assert len(links) == 13
    for link in links:
        path, _hash, anchor = link.partition("#")
        assert page(client.get(path)).get_element_by_id(anchor) is not None


def test_change_links_say_what_they_change(client: Client) -> None:
    links = page(client.get(at(make_draft(client), "check"))).xpath("//main//dd/a")
    assert len({words(link) for link in links}) == len(links)


ONE = "is part of Ontario, which you ticked too. Keep both, or take away the one that you do not mean."
NESTED: list[tuple[list[str], str]] = [
    (["ca-on", TORONTO], f"Toronto {ONE}"),
    (["ca", "ca-on", TORONTO], "Ontario and Toronto are part of other places that you ticked."),
    (["001", "gb"], "The United Kingdom is part of the whole world, which you ticked too."),
]


@pytest.mark.parametrize(("covers", "line"), NESTED)
def test_a_ticked_place_in_another_one_is_told_and_may_stay(client: Client, covers: list[str], line: str) -> None:
    draft = make_draft(client, covers=covers)
    assert line in read(client.get(at(draft, "check")))
    assert heading(send(client, draft)) == "Check your email"
    assert sorted(draft.covers.values_list("pk", flat=True)) == sorted({*covers} - {TORONTO})


@pytest.mark.parametrize("covers", [["ca-on"], ["ca-qc", TORONTO], ["ca-on", TORONTO.replace("town", "around")]])
def test_places_beside_each_other_are_not_remarked_on(client: Client, covers: list[str]) -> None:
    assert "part of" not in read(client.get(at(make_draft(client, covers=covers), "check")))


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("fr", "Vous avez coché «\u00a0Ontario\u00a0» et aussi «\u00a0Toronto\u00a0», qui en fait partie."),
        ("es", "Marcó «Ontario» y también «Toronto», que forma parte de ese lugar."),
    ],
)
def test_the_same_is_told_in_every_language(client: Client, language: str, line: str) -> None:
    draft = make_draft(client, covers=["ca-on", TORONTO])
    assert " ".join(line.split()) in read(client.get(f"/{language}{at(draft, 'check')}"))


def test_private_answers_are_marked_as_never_public(client: Client) -> None:
    [private] = page(client.get(at(make_draft(client), "check"))).xpath("//section[h2[contains(., 'never public')]]")
    assert "sender@example.org" in words(private)


def test_check_page_names_the_dates(client: Client) -> None:
    by = timezone.now() + timedelta(days=settings.RETENTION_DAYS["unconfirmed"])
    text = read(client.get(at(make_draft(client), "check")))
    assert f"Open it by {date_format(by, 'j F Y')}, or your answers are deleted on that day." in text
    assert "After that a volunteer reads them within seven days." in text


def test_sending_leads_to_check_your_email_and_mails_one_link(client: Client) -> None:
    draft = make_draft(client)
    response = send(client, draft)
    assert response.redirect_chain[0][1] == 303
    assert heading(response) == "Check your email"
    assert (last_mail().to, last_mail().subject) == (
        "sender@example.org",
        "Confirm your email address: Coworking Ontario",
    )


def test_check_your_email_says_what_happens_next_by_when_and_a_reference(client: Client) -> None:
    draft = make_draft(client)
    response = send(client, draft)
    by = timezone.now() + timedelta(days=settings.RETENTION_DAYS["unconfirmed"])
    text = read(response)
    assert f"Open the link in our mail by {date_format(by, 'j F Y')}" in text
    assert "Within seven days of the day you confirm." in text
    assert f"S{draft.pk:05d}" in text


def test_check_your_email_has_no_post_form_and_may_be_reopened(client: Client) -> None:
    draft = make_draft(client)
    send(client, draft)
    for _ in range(2):
        response = client.get(at(draft))
        assert (response.status_code, heading(response), post_forms(response)) == (200, "Check your email", 0)
    assert Mail.objects.count() == 1


def test_sending_twice_is_sending_once(client: Client) -> None:
    draft = make_draft(client)
    assert [heading(send(client, draft)) for _ in range(3)] == ["Check your email"] * 3
    assert Mail.objects.count() == 1


def test_reading_the_check_page_sends_nothing(client: Client) -> None:
    draft = make_draft(client)
    client.get(at(draft, "check"))
    client.head(at(draft, "check"))
    assert Mail.objects.count() == 0
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_draft_page_leads_to_the_check_page_until_it_is_sent(client: Client) -> None:
    draft = make_draft(client)
    assert heading(client.get(at(draft), follow=True)) == "Check your answers"
    send(client, draft)
    assert heading(client.get(at(draft, "check"), follow=True)) == "Check your email"


def test_browser_that_sends_no_referrer_may_press_the_button(client: Client) -> None:
    """Such a browser gives its origin as null; the token in the form still decides."""
    draft = make_draft(client)
    strict = Client(enforce_csrf_checks=True)
    path = at(draft, "check")
    token = page(strict.get(path)).xpath("//form//input[@name='csrfmiddlewaretoken']/@value")[0]
    origin = {"origin": "null"}
    assert strict.post(path, {"csrfmiddlewaretoken": "x" * 64}, headers=origin).status_code == 403
    assert strict.post(path, {}, headers=origin).status_code == 403
    assert (
        strict.post(path, {"csrfmiddlewaretoken": token}, headers={"origin": "https://evil.example"}).status_code == 403
    )
    assert Mail.objects.count() == 0
    assert strict.post(path, {"csrfmiddlewaretoken": token}, headers=origin).status_code == 303
    assert Mail.objects.count() == 1
