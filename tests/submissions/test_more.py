"""/submissions/<link>/more/: step 2, all of it optional."""

import pytest
from django.test import Client

from submissions.choices import State
from submissions.models import Submission
from tests.factories import make_submission
from tests.submissions.pages import (
    FORM,
    alert,
    at,
    feedback,
    heading,
    make_draft,
    page,
    read,
    submit,
    summary,
    title,
    typed,
    words,
)

pytestmark = pytest.mark.django_db

MORE = {
    "called": "Verband",
    "kind": "association",
    "website": "lakeside.example.org/group",
    "who_can_join": ["spaces", "runners"],
    "fee": "paid",
    "fee_note": "50 euros a year",
    "join_url": "https://lakeside.example.org/join",
}
URL_WORDS = "Enter the address in full, such as https://example.org"


def test_step_two_shares_no_name_with_step_one(client: Client) -> None:
    draft = make_draft(client)
    one, two = (set(page(client.get(path)).xpath("//main//form//@name")) for path in (FORM, at(draft, "more")))
    assert one & two == {"csrfmiddlewaretoken"}


def test_step_two_says_what_the_kinds_are(client: Client) -> None:
    labels = page(client.get(at(make_draft(client), "more"))).xpath("//label[starts-with(@for, 'id_kind_')]")
    assert [words(label) for label in labels] == [
        "Alliance: a union or association formed for mutual benefit",
        "Collective: a cooperative enterprise",
        "Association: a group of people organised for a joint purpose",
        "Not sure: let the volunteers pick",
    ]


def test_answers_are_saved_and_shown_on_the_check_page(client: Client) -> None:
    draft = make_draft(client)
    response = client.post(at(draft, "more"), {**typed(client.get(at(draft, "more"))), **MORE}, follow=True)
    assert heading(response) == "Check your answers"
    text = read(response)
    for said in (
        "What you call yourselves Verband",
        "Kind Association",
        "Public page https://lakeside.example.org/group",
        "Who can join Coworking spaces and people who run coworking spaces",
        "Fee There is a fee",
        "About the fee 50 euros a year",
        "How to join https://lakeside.example.org/join",
    ):
        assert said in text


def test_everything_may_stay_empty(client: Client) -> None:
    draft = make_draft(client)
    response = client.post(at(draft, "more"), typed(client.get(at(draft, "more"))), follow=True)
    assert heading(response) == "Check your answers"
    assert "Kind Not sure: the volunteers pick" in read(response)


def test_skip_is_a_link_to_the_check_page(client: Client) -> None:
    [skip] = page(client.get(at(make_draft(client), "more"))).xpath("//a[text()='Skip for now']/@href")
    assert heading(client.get(skip)) == "Check your answers"


@pytest.mark.parametrize(
    ("field", "value", "anchor", "message"),
    [
        ("called", "x" * 41, "id_called", "Use 40 characters or fewer; it has 41"),
        ("called", "\u202ex", "id_called", "Remove the characters that turn the writing direction round"),
        ("kind", "chain", "id_kind_0", "Choose one of the kinds"),
        ("website", "javascript:alert(1)", "id_website", URL_WORDS),
        ("website", "https://localhost/", "id_website", URL_WORDS),
        ("who_can_join", ["spaces", "robots"], "id_who_can_join_0", "Choose among the answers of the list"),
        ("fee", "much", "id_fee", "Choose one of the answers about the fee"),
        ("fee_note", "x" * 121, "id_fee_note", "Use 120 characters or fewer; it has 121"),
        ("join_url", "mailto:x@example.org", "id_join_url", URL_WORDS),
        ("join_url", "a\x00b", "id_join_url", "Remove the control characters"),
    ],
)
def test_wrong_answer_is_named_and_the_others_are_kept(
    client: Client, field: str, value: str | list[str], anchor: str, message: str
) -> None:
    draft = make_draft(client)
    response = client.post(at(draft, "more"), {**typed(client.get(at(draft, "more"))), **MORE, field: value})
    assert (summary(response), feedback(response)) == ([(anchor, message)], [message])
    assert page(response).get_element_by_id(anchor) is not None
    assert title(response).startswith("Error: ")
    other = "fee_note" if field != "fee_note" else "called"
    assert typed(response)[other] == [MORE[other]]


def test_later_it_is_saved_by_the_status_link_and_leads_back_to_the_status_page(client: Client) -> None:
    submission = make_submission(name="Sent group")
    path = at(submission, "more", link="status")
    response = client.post(path, {**typed(client.get(path)), **MORE}, follow=True)
    assert heading(response) == "We have it"
    assert "Verband" in read(response)


def test_double_click_saves_once_and_shows_no_conflict(client: Client) -> None:
    draft = make_draft(client)
    form = {**typed(client.get(at(draft, "more"))), **MORE}
    assert [heading(client.post(at(draft, "more"), form, follow=True)) for _ in range(2)] == ["Check your answers"] * 2


def test_state_and_ids_cannot_be_set(client: Client) -> None:
    draft = make_draft(client)
    forged = {"state": "approved", "alliance": "1", "contact_email": "x@evil.example", "name": "Other", "id": "9"}
    client.post(at(draft, "more"), {**typed(client.get(at(draft, "more"))), **MORE, **forged})
    now = Submission.objects.get()
    assert (now.state, now.alliance_id, now.contact_email, now.name) == (
        State.DRAFT,
        None,
        "sender@example.org",
        "Coworking Ontario",
    )


@pytest.mark.parametrize("revision", ["", "x", "0", "-1", "9" * 40, "\x00"])
def test_forged_revision_overwrites_nothing(client: Client, revision: str) -> None:
    submit(client)
    draft = Submission.objects.get()
    response = client.post(at(draft, "more"), {**MORE, "revision": revision})
    assert alert(response) in {"Your entry was changed since you opened this page", "There is a problem"}
    assert Submission.objects.get().called == ""
    kept = typed(response)
    assert kept["called"] == ["Verband"]
