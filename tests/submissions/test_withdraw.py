"""/submissions/<link>/withdraw/: the sender takes it back."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from submissions.choices import State
from submissions.models import Event, Mail, Submission
from submissions.models.record import LostRace
from tests.factories import make_moderator, make_submission
from tests.submissions.pages import alert, at, heading, make_draft, post_forms, read, send

pytestmark = pytest.mark.django_db


def test_page_has_a_button_and_changes_nothing(client: Client) -> None:
    submission = make_submission()
    response = client.get(at(submission, "withdraw", link="status"))
    assert (heading(response), post_forms(response)) == ("Withdraw your entry", 1)
    assert "180 days later" in read(response)
    client.head(at(submission, "withdraw", link="status"))
    submission.refresh_from_db()
    assert submission.state == State.PENDING


def test_withdrawn_entry_says_so_and_until_when_it_is_kept(client: Client) -> None:
    submission = make_submission()
    response = client.post(at(submission, "withdraw", link="status"), follow=True)
    assert heading(response) == "Withdrawn"
    until = date_format(timezone.now() + timedelta(days=180), "j F Y")
    assert f"You took it back. Your answers stay until {until}" in read(response)


@pytest.mark.parametrize("is_sent", [False, True])
def test_entry_that_nobody_confirmed_is_deleted(client: Client, is_sent: bool) -> None:
    draft = make_draft(client)
    if is_sent:
        send(client, draft)
    assert heading(client.get(at(draft, "withdraw"))) == "Delete your answers"
    response = client.post(at(draft, "withdraw"))
    assert (response.status_code, heading(response)) == (200, "Deleted")
    assert (Submission.objects.count(), Event.objects.count(), Mail.objects.count()) == (0, 0, 0)
    assert client.get(at(draft)).status_code == 404


def test_withdrawing_twice_is_withdrawing_once(client: Client) -> None:
    submission = make_submission()
    for _ in range(2):
        assert heading(client.post(at(submission, "withdraw", link="status"), follow=True)) == "Withdrawn"
    assert Event.objects.filter(verb="withdrawn").count() == 1


def test_answers_confirmed_meanwhile_are_neither_deleted_nor_withdrawn(client: Client) -> None:
    draft = make_draft(client)
    send(client, draft)
    asked = Submission.objects.get()  # as the page "Delete your answers" read it
    Submission.objects.get().confirm_address()
    with pytest.raises(LostRace):
        asked.withdraw()
    assert Submission.objects.get().state == State.PENDING
    response = client.post(at(draft, "withdraw"), follow=True)
    assert heading(response) == "Your email address is confirmed"


def test_entry_just_decided_cannot_be_withdrawn_and_the_page_does_not_say_how(client: Client) -> None:
    submission = make_submission()
    submission.decline(by=make_moderator(first_name="Maria"), seen=1, reason="A1", text="one space")
    response = client.post(at(submission, "withdraw", link="status"))
    assert alert(response) == "Your entry cannot be withdrawn at this moment"
    assert [said for said in ("Maria", "one space", "eclined") if said in read(response)] == []
    submission.refresh_from_db()
    assert submission.state == State.DECLINED


def test_withdrawing_needs_the_token_of_the_page() -> None:
    submission = make_submission()
    assert Client(enforce_csrf_checks=True).post(at(submission, "withdraw", link="status")).status_code == 403
    submission.refresh_from_db()
    assert submission.state == State.PENDING
