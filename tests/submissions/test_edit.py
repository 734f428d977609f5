"""/submissions/<link>/edit/: the sender corrects answers."""

from typing import Any

import pytest
from django.test import Client

from submissions.choices import State
from submissions.models import Mail, Submission
from tests.factories import make_moderator, make_submission
from tests.submissions.pages import (
    GENT,
    alert,
    at,
    heading,
    last_mail,
    make_draft,
    page,
    read,
    send,
    summary,
    title,
    typed,
)

pytestmark = pytest.mark.django_db


def edit(client: Client, submission: Submission, *, link: str = "status", **overrides: Any) -> Any:
    path = at(submission, "edit", link=link)
    return client.post(path, {**typed(client.get(path)), **overrides}, follow=True)


def test_form_holds_what_was_sent(client: Client) -> None:
    draft = make_draft(client, covers=["ca-on", GENT], coverage_note="the lake", spaces_public="on")
    kept = typed(client.get(at(draft, "edit")))
    assert {name: kept[name] for name in ("contact_email", "name", "covers", "coverage_note", "space_1_page")} == {
        "contact_email": ["sender@example.org"],
        "name": ["Coworking Ontario"],
        "covers": ["ca-on", GENT],
        "coverage_note": ["the lake"],
        "space_1_page": ["https://lakeside.example.org/"],
    }
    assert {"fax_number", "opened", "form_key", "licence"} & set(kept) == set()


def test_correction_of_a_draft_leads_back_to_the_check_page(client: Client) -> None:
    response = edit(client, make_draft(client), link="draft", name="Corrected name")
    assert heading(response) == "Check your answers"
    assert "Corrected name" in read(response)


def test_correction_later_leads_back_to_the_status_page_and_keeps_the_state(client: Client) -> None:
    submission = make_submission()
    submission.ask(by=make_moderator(), seen=1, text="Which?")
    Submission.objects.filter(pk=submission.pk).update(decided_at=None)
    response = edit(client, submission, name="Corrected name", covers=[GENT])
    assert heading(response) == "A volunteer has a question"
    assert ("Corrected name" in read(response), "Ghent, Flanders, Belgium" in read(response)) == (True, True)
    submission.refresh_from_db()
    assert (submission.state, submission.revision) == (State.CHANGES_REQUESTED, 2)


def test_wrong_correction_is_named_and_saves_nothing(client: Client) -> None:
    submission = make_submission(name="As sent")
    response = edit(client, submission, name="", summary="Kept text")
    assert summary(response) == [("id_name", "Enter the name of the group")]
    assert title(response).startswith("Error: ")
    assert typed(response)["summary"] == ["Kept text"]
    submission.refresh_from_db()
    assert submission.name == "As sent"


def test_places_can_be_looked_up_while_correcting(client: Client) -> None:
    response = edit(client, make_submission(), area_search="gent", find="1")
    values = page(response).xpath("//input[@name='covers']/@value")
    assert (heading(response), values) == ("Correct your answers", ["ca-on", GENT, GENT.replace("town", "around")])


def test_confirmed_address_cannot_be_changed_here(client: Client) -> None:
    submission = make_submission(contact_email="mine@example.org")
    assert "contact_email" not in typed(client.get(at(submission, "edit", link="status")))
    edit(client, submission, contact_email="other@example.org")
    submission.refresh_from_db()
    assert submission.contact_email == "mine@example.org"


def test_address_of_a_draft_is_changed_without_a_mail(client: Client) -> None:
    draft = make_draft(client)
    edit(client, draft, link="draft", contact_email="right@example.org")
    assert Mail.objects.count() == 0
    send(client, draft)
    assert last_mail().to == "right@example.org"


def test_correction_of_an_unconfirmed_entry_with_the_same_address_mails_nothing_more(client: Client) -> None:
    draft = make_draft(client)
    send(client, draft)
    assert heading(edit(client, draft, link="draft", name="Corrected name")) == "Check your email"
    assert Mail.objects.count() == 1


def test_change_made_meanwhile_is_told_and_nothing_typed_is_lost(client: Client) -> None:
    submission = make_submission(name="First")
    path = at(submission, "edit", link="status")
    mine = {**typed(client.get(path)), "name": "Mine", "summary": "My text"}
    edit(client, submission, name="Theirs")
    response = client.post(path, mine)
    assert alert(response) == "Your entry was changed since you opened this page"
    kept = typed(response)
    assert (kept["name"], kept["summary"]) == (["Mine"], ["My text"])
    assert Submission.objects.get().name == "Theirs"
    assert heading(client.post(path, kept, follow=True)) == "We have it"
    assert Submission.objects.get().name == "Mine"


def test_double_click_is_no_conflict(client: Client) -> None:
    submission = make_submission()
    path = at(submission, "edit", link="status")
    form = {**typed(client.get(path)), "name": "Mine", "covers": ["ca-on", GENT]}
    assert [heading(client.post(path, form, follow=True)) for _ in range(2)] == ["We have it"] * 2


def test_entry_just_decided_keeps_the_decision_and_the_words(client: Client) -> None:
    submission = make_submission(name="As sent")
    path = at(submission, "edit", link="status")
    form = {**typed(client.get(path)), "name": "Too late"}
    submission.approve(by=make_moderator(first_name="Maria"), seen=1)
    response = client.post(path, form)
    assert alert(response) == "Your entry cannot be changed at this moment"
    assert typed(response)["name"] == ["Too late"]
    assert [said for said in ("Maria", "Listed") if said in read(response)] == []
    assert Submission.objects.get().name == "As sent"


@pytest.mark.parametrize(("spaces", "life"), [(["One", "Two", ""], "forming"), (["One", "Two", "Three"], "active")])
def test_number_of_spaces_says_whether_it_is_being_started(client: Client, spaces: list[str], life: str) -> None:
    submission = make_submission()
    edit(client, submission, **{f"space_{number}_name": name for number, name in enumerate(spaces, 1)})
    assert Submission.objects.get().life == life


def test_correcting_needs_the_token_of_the_page() -> None:
    submission = make_submission(name="As sent")
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(at(submission, "edit", link="status"), {"name": "Forged", "revision": "1"}).status_code == 403
    assert Submission.objects.get().name == "As sent"
