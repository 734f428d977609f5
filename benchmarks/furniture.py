"""What stands on the site of a benchmark: groups with everything, records in every state and in every language.

Runs at the site itself, where Django is set up (site.py).
"""

from datetime import timedelta
from typing import Any

from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from alliances import languages
from alliances.models import Alliance, Town
from submissions.choices import DeclineReason, LinkPurpose, State
from submissions.limits import client_key
from submissions.links import make
from submissions.models import Moderator, Submission
from tests.factories import make_alliance, make_submission
from tests.served.furniture import EVERYTHING
from tests.served.furniture import furnish as furnish_journeys

TORONTO = 6167865
STATES = ("pending", "approved", "asked", "parked", "declined", "withdrawn")
UNDOABLE = {"approved", "asked"}  # at the desk, where the queue and the page of the record offer it
MANY = 120  # forms of one client within an hour
PRIVATE = {
    "contact_name": "Ada “the chair” O'Neil",
    "contact_role": "chair & treasurer",
    "second_name": "Bo",
    "second_email": "bo@example.org",
    "criteria_answers": {"A1": "Three <spaces>,\nand more."},
    "town_id": TORONTO,
}


def furnish() -> dict[str, dict[str, Any]]:
    """The addresses of pages that have no name of their own: under "" the desk's, and a sender's by language."""
    by = Moderator.objects.get(username="moderator")
    unusual_groups()
    shared, at_desk = furnish_journeys(), records("en", by)
    reviews = {state: review(one if state in UNDOABLE else settled(one)) for state, one in at_desk.items()}
    return {"": {**shared, **reviews}, **{code: addresses(code, by) for code in languages.codes()}}


def unusual_groups() -> None:
    """Groups whose pages differ from the rest: other scripts, other lives, other grounds."""
    successor = make_alliance(name="コワーキング協同組合", text_language="ja", covers=["jp"], life="forming")
    make_alliance(name="اتحاد مساحات العمل", called="اتحاد", text_language="ar", covers=["eg"], life="dormant")
    make_alliance(name="Closed & “gone”", life="closed", successor_id=successor.pk, life_since="2024")
    make_alliance(name="Except", covers=["asia-pacific"], excludes=["cn"], coverage_note="all <but> one")
    make_alliance(name="Women", covers=[], community="women who run spaces", town_id=TORONTO)
    renamed = make_alliance(name="Former name", summary="“Quotes” & <angles>.")
    Alliance.publish({"name": "Present name"}, alliance_id=renamed.pk)


def record(language: str, **facts: Any) -> Submission:
    """A submission with an answer to every question, drafts without the times of what has not happened yet."""
    submission = make_submission(**{**EVERYTHING, **PRIVATE, "language": language, **facts})
    submission.towns.set(Town.objects.filter(pk=TORONTO))
    return submission


def records(language: str, by: Moderator) -> dict[str, Submission]:
    """One in every state that a volunteer may see, moved by the verbs that people move it by."""
    found = {state: record(language, name=f"Is {state}") for state in STATES}
    found["approved"].approve(by=by, seen=1)
    for state in ("asked", "parked"):
        found[state].ask(by=by, seen=1, text="Which spaces?\n\nSay https://example.org/ or more.")
    found["parked"].park()
    found["declined"].decline(by=by, seen=1, reason=DeclineReason.A1, text="Only one space.\n\nWrite again.")
    found["withdrawn"].withdraw()
    return found


def settled(submission: Submission) -> Submission:
    """Decided yesterday, so that its sender may know."""
    Submission.objects.filter(pk=submission.pk, decided_at__isnull=False).update(
        decided_at=timezone.now() - timedelta(days=1)
    )
    return submission


def review(submission: Submission) -> str:
    return reverse("admin:submissions_submission_change", args=[submission.pk])


def addresses(language: str, by: Moderator) -> dict[str, Any]:
    """The pages of senders who speak this language; `client`: of this machine, as the limits know it."""
    unsent = {"sent_at": None, "confirmed_at": None, "waiting_since": None}
    draft = record(language, state=State.DRAFT, **unsent)
    first, second = (record(language, state=State.UNCONFIRMED, confirmed_at=None) for _twice in range(2))
    found = {state: settled(one) for state, one in records(language, by).items()}
    with languages.speaking(language):
        pages = {f"draft {page}": at(page, draft.draft_link) for page in ("more", "edit", "check", "withdraw")}
        pages |= {f"unsent {page}": at(page, first.draft_link) for page in ("status", "edit", "resend", "withdraw")}
        pages |= {f"{state} status": at("status", one.status_link) for state, one in found.items()}
        pages |= {f"pending {page}": at(page, found["pending"].status_link) for page in ("more", "edit", "withdraw")}
        return pages | {
            "confirm": at("confirm", make(LinkPurpose.CONFIRM, first.pk, first.confirm_generation)),
            "superseded": at("confirm", make(LinkPurpose.CONFIRM, first.pk, first.confirm_generation + 1)),
            "confirmed": at("confirm", make(LinkPurpose.CONFIRM, found["pending"].pk, 1)),
            "over": at("status", found["pending"].draft_link),
            "answer": at("answer", found["asked"].status_link),
            "deleting": at("withdraw", second.draft_link),
        }


def at(page: str, token: str) -> str:
    return reverse(f"submissions:{page}", args=[token])


def fill_limit() -> None:
    """As many forms from this machine as one client may send."""
    client = client_key(RequestFactory().get("/", REMOTE_ADDR="127.0.0.1"))
    licence = timezone.now()
    Submission.objects.bulk_create(
        Submission(name="Many", contact_email="many@example.org", licence_accepted_at=licence, client=client)
        for _number in range(MANY)
    )
