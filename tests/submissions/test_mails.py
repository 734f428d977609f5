"""What the mails say: the rules for all of them, and each one's words."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format

from submissions.choices import MailKind, State
from submissions.models import Mail, Submission
from submissions.views.links import mail_links
from tests.factories import make_moderator, make_submission
from tests.submissions.pages import last_mail
from tests.submissions.test_status import pass_undo

pytestmark = pytest.mark.django_db

FOOT = (
    "\nThe volunteers of the Alliance Directory\n\n-- \nAlliance Directory is kept by volunteers of Open Coworking. "
    "What we hold about this address, and how to erase it:\nhttp://127.0.0.1:8000/privacy/\n"
)
LONGEST = 90


def write(kind: str, **overrides: Any) -> Mail:
    """The mail of a kind, by the act that sends it."""
    unsent = {"state": State.UNCONFIRMED, "confirmed_at": None, "waiting_since": None}
    submission = make_submission(**{**(unsent if kind in {"confirm", "received"} else {}), **overrides})
    moderator = make_moderator(first_name="Maria")
    acts = {
        "confirm": lambda: submission.resend_confirmation(),
        "received": lambda: submission.confirm_address(),
        "question": lambda: submission.ask(by=moderator, seen=1, text="Which three?\n\nAnd who runs them?"),
        "reminder": lambda: (submission.ask(by=moderator, seen=1, text="Which three?"), submission.remind()),
        "listed": lambda: submission.approve(by=moderator, seen=1),
        "declined": lambda: submission.decline(by=moderator, seen=1, reason="A1", text="yours is one space."),
        "links": lambda: mail_links(submission.contact_email),
    }
    acts[kind]()
    mail = last_mail()
    assert mail.kind == kind
    return mail


def written(days: int) -> str:
    return date_format(timezone.now() + timedelta(days=days), "j F Y")


def without_signature(text: str) -> str:
    """A link is signed with the second in which it was made."""
    return re.sub(r"(/submissions/\w+):[\w-]+:[\w-]+/", r"\1/", text)


@pytest.mark.parametrize("kind", MailKind.values)
def test_every_mail_keeps_the_rules(kind: str) -> None:
    mail = write(kind, name="Net & <b>Werk {{7*7*1910000017}}")
    assert mail.body.startswith("Hello,\n\n")
    assert mail.body.endswith(FOOT)
    text = mail.body.removesuffix(FOOT)
    body = [word for word in text.split() if not word.startswith("http")]
    assert len(body) <= LONGEST
    assert [
        found
        for found in ("!", "nfortunately", "lease note", "orry", "Maria", "&amp;", "&lt;", "93590000833")
        if found in text
    ] == []
    assert kind == "links" or "Net & <b>Werk {{7*7*1910000017}}" in mail.subject
    links = re.findall(r"^http://127\.0\.0\.1:8000/\S+$", text, re.M)
    assert len(links) == (2 if kind in {"listed", "declined"} else 1)
    assert "contact" not in text


@pytest.mark.parametrize("kind", MailKind.values)
def test_every_subject_is_one_line_whatever_the_name(kind: str) -> None:
    mail = write(kind, name="A\u2028B\x0bC " + "x" * 100)
    assert len(mail.subject.splitlines()) == 1
    assert len(mail.subject) <= 150


def test_confirm_says_why_until_when_and_what_to_do_when_it_was_somebody_else() -> None:
    mail = write("confirm", name="Netzwerk")
    assert mail.subject == "Confirm your email address: Netzwerk"
    assert without_signature(mail.body) == without_signature(
        "Hello,\n\nyou, or somebody with this address, filled in our form to list Netzwerk. Open this page and press "
        "the button, and a volunteer will read it:\n\n"
        f"{Submission.objects.get().confirm_url}\n\n"
        f"The link works until {written(14)}. If nobody presses the button, we delete the form and this address on "
        "that day.\n\nIt wasn't you? Do nothing. We will not write again.\n" + FOOT
    )


@pytest.mark.parametrize("kind", ["confirm", "received"])
def test_first_two_mails_carry_nothing_of_the_sender_but_a_softened_name(kind: str) -> None:
    bait = "https://evil.example/pills"
    mail = write(
        kind,
        name=f"Buy at {bait} or write to x@evil.example",
        summary=bait,
        called="evil.example",
        coverage_note=bait,
        website=bait,
        example_spaces=[{"name": bait, "town": bait, "page": bait}],
    )
    assert "evil.example" not in mail.subject + mail.body
    assert "Buy at https evil example" in mail.body


def test_received_says_by_when_it_is_read_and_where_to_get_the_link_again() -> None:
    mail = write("received", name="Netzwerk")
    assert f"Netzwerk is with us, and a volunteer reads it by {written(7)}. We then write to you" in mail.body
    assert "Ask for a new one at http://127.0.0.1:8000/submissions/\n" in mail.body


@pytest.mark.parametrize(("decisions", "sentence"), [(9, False), (10, True)])
def test_received_names_the_usual_time_from_ten_decisions_on(decisions: int, sentence: bool) -> None:
    now = timezone.now()
    for number in range(decisions):
        make_submission(
            state=State.DECLINED if number % 2 else State.APPROVED,
            confirmed_at=now - timedelta(days=5),
            decided_at=now - timedelta(days=2, hours=1),
        )
    assert ("Half of the recent ones were answered within three days." in write("received").body) is sentence


def test_question_quotes_the_question_and_names_both_dates() -> None:
    mail = write("question", name="Netzwerk")
    assert mail.subject == "A question about Netzwerk"
    assert "\n\n    Which three?\n\n    And who runs them?\n\n" in mail.body
    assert (
        f"We remind you once, on {written(14)}. If we hear nothing by {written(30)}, we put the entry aside."
        in mail.body
    )


def test_reminder_repeats_the_question() -> None:
    mail = write("reminder")
    assert f"on {written(0)} a volunteer asked you" in mail.body
    assert "\n    Which three?\n" in mail.body
    assert f"If we hear nothing by {written(30)}" in mail.body


def test_listed_names_the_regions_and_both_pages_and_promises_nothing_yearly() -> None:
    mail = write("listed", name="Netzwerk", covers=["ca-on"], towns=[2797656])
    assert (
        "It is in the directory now, under Ontario and Ghent:\n\nhttp://127.0.0.1:8000/alliances/netzwerk/\n"
        in mail.body
    )
    assert without_signature(Submission.objects.get().status_url) in without_signature(mail.body)
    assert "year" not in mail.body


def test_declined_gives_the_reason_as_a_sentence_and_the_day_of_deletion() -> None:
    mail = write("declined", name="Netzwerk")
    assert "We are not listing it now, because yours is one space.\n" in mail.body
    assert f"Your answers stay until {written(settings.RETENTION_DAYS['declined'])}" in mail.body


@pytest.mark.parametrize(
    ("covers", "towns", "language", "said"),
    [
        (["ca", "ca-on"], [], "en", "(Ontario), and how others begin where there is nobody:\n\n{}/regions/ca-on/\n"),
        (["be"], [2797656], "en", "(Ghent), and how others begin where there is nobody:\n\n{}/places/2797656/\n"),
        (["be"], [2797656], "fr", "là où il n’y a personne\u00a0:\n\n{}/fr/places/2797656/\n"),
        (["001"], [], "en", ""),
        ([], [], "en", ""),
    ],
)
def test_declined_leads_to_who_else_is_there(covers: list[str], towns: list[int], language: str, said: str) -> None:
    mail = write("declined", covers=covers, towns=towns, language=language)
    assert said.format("http://127.0.0.1:8000") in mail.body
    assert ("/regions/" in mail.body or "/places/" in mail.body) == bool(said)


def test_spam_gets_no_mail() -> None:
    make_submission().decline(by=make_moderator(), seen=1, reason="spam", text="")
    assert Mail.objects.count() == 0


def test_links_soften_the_names() -> None:
    mail = write("links", name="evil.example/pills")
    assert mail.subject == "The link to your entry"
    assert ("evil example" in mail.body, "evil.example" in mail.body) == (True, False)


def test_decisions_wait_ten_minutes_and_the_first_mails_do_not() -> None:
    soon = timezone.now() + timedelta(minutes=1)
    assert [kind for kind in MailKind.values if write(kind).send_after > soon] == ["question", "listed", "declined"]


def test_mail_of_a_changed_entry_goes_to_the_address_on_record() -> None:
    submission = make_submission(contact_email="me@example.org")
    submission.ask(by=make_moderator(), seen=1, text="Which?")
    pass_undo(submission)
    submission.answer(text="These")
    assert [mail.to for mail in Mail.objects.all()] == ["me@example.org"]
