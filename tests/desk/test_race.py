"""Two people at one submission: exactly one decision stands, and the other hears why."""

import threading
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from alliances.models import Alliance, Listing, Region
from submissions.choices import State
from submissions.models import Event, Mail, Moderator, Submission, draw_region, take_down, undo_take_down
from submissions.models.record import LostRace
from tests.desk.pages import messages, press, review, typed, verb, words
from tests.factories import make_alliance, make_moderator, make_region, make_submission

DECISIONS: list[tuple[str, dict[str, Any]]] = [
    ("approve", {}),
    ("ask", {"question": "Why?"}),
    ("decline", {"reason": "A1", "words": "it is one space"}),
]
STATES = {"approve": "Listed", "ask": "Waiting for the sender", "decline": "Declined"}


@pytest.fixture
def late(db: None) -> Client:
    """Another moderator, who opened the same page."""
    client = Client()
    client.force_login(make_moderator(username="late"))
    return client


@pytest.mark.parametrize(("second", "also_sent"), DECISIONS)
@pytest.mark.parametrize(("first", "sent"), DECISIONS)
def test_a_second_decision_is_refused_in_words(
    desk: Client, late: Client, first: str, sent: dict[str, Any], second: str, also_sent: dict[str, Any]
) -> None:
    submission = make_submission()
    press(desk, submission, first, **sent)
    before = (Submission.objects.get().state, list(Event.objects.values_list("verb", "by")), Mail.objects.count())
    page = press(late, submission, second, **also_sent)
    assert page.redirect_chain == [(review(submission), 302)]
    (said,) = messages(page)
    assert said.startswith(f"Maria Silva was faster: {STATES[first]}, ")
    assert said.endswith(" UTC. Nothing was changed.")
    after = (Submission.objects.get().state, list(Event.objects.values_list("verb", "by")), Mail.objects.count())
    assert after == before


@pytest.mark.parametrize(("name", "sent"), DECISIONS)
def test_a_decision_on_what_the_sender_changed_meanwhile(desk: Client, name: str, sent: dict[str, Any]) -> None:
    submission = make_submission(name="Old name", covers=["fr"])
    opened = typed(submission, **sent)
    submission.edit(seen=1, facts={"name": "New name", "covers": ["de"]})
    page = desk.post(verb(submission, name), opened, follow=True)
    assert messages(page) == ["The sender has changed it since you opened it. Read it again; nothing was changed."]
    assert (Submission.objects.get().state, Alliance.objects.count(), Mail.objects.count()) == (State.PENDING, 0, 0)
    forms = page.context["forms"]
    # What would be published is read anew off the record; what the moderator typed for the sender stays.
    assert [forms.approve[field].value() for field in ("name", "covers", "seen")] == ["New name", ["de"], 2]
    assert forms.ask["question"].value() == sent.get("question", "")
    assert forms.decline["words"].value() == sent.get("words", "")


def test_a_decision_pressed_again_after_reading_the_change(desk: Client) -> None:
    submission = make_submission(name="Old name")
    submission.edit(seen=1, facts={"name": "New name"})
    page = press(desk, Submission(pk=submission.pk, name="Old name", revision=1), "ask", question="Why?")
    seen = page.context["forms"].approve["seen"].value()
    desk.post(verb(submission, "ask"), {"seen": seen, "question": "Why?"})
    assert Submission.objects.get().state == State.CHANGES_REQUESTED


@pytest.mark.parametrize(("name", "sent"), DECISIONS)
def test_a_decision_on_what_was_withdrawn(desk: Client, name: str, sent: dict[str, Any]) -> None:
    submission = make_submission()
    opened = typed(submission, **sent)
    submission.withdraw()
    page = desk.post(verb(submission, name), opened, follow=True)
    assert messages(page) == ["That is no longer possible: it is “Withdrawn” now. Nothing was changed."]
    assert (Submission.objects.get().state, Mail.objects.count()) == (State.WITHDRAWN, 0)


def test_who_comes_late_reads_who_and_when(desk: Client, late: Client) -> None:
    submission = make_submission()
    press(desk, submission, "decline", reason="A1", words="it is one space")
    page = words(late.get(review(submission)))
    assert "Declined, by Maria Silva . No mail has gone out" in page
    assert "Approve and list" not in page


def in_parallel(count: int, act: Any) -> list[Any]:
    """What `act` returns or raises in threads that start together, each on its own connection."""
    results: list[Any] = []
    start = threading.Barrier(count)

    def run(number: int) -> None:
        try:
            start.wait()
            results.append(act(number))
        except Exception as error:
            results.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True)
def test_four_approvals_at_once() -> None:
    submission = make_submission(name="Only once")
    clients = [Client() for _ in range(4)]
    for number, client in enumerate(clients):
        client.force_login(Moderator.objects.create_superuser(f"m{number}", f"m{number}@example.org"))
    sent = typed(submission)
    answers = in_parallel(4, lambda number: clients[number].post(verb(submission, "approve"), sent).headers["Location"])
    assert sorted(answers) == ["/admin/submissions/submission/", *[review(submission)] * 3]
    assert list(Alliance.objects.values_list("slug", flat=True)) == ["only-once"]
    assert (Mail.objects.count(), list(Event.objects.values_list("verb", flat=True))) == (1, ["approved"])


@pytest.mark.django_db(transaction=True)
def test_an_approval_and_a_withdrawal_at_once() -> None:
    submission = make_submission()
    by = Moderator.objects.create_superuser("m", "m@example.org")

    def act(number: int) -> Any:
        mine = Submission.objects.get(pk=submission.pk)
        return mine.approve(by=by, seen=1) if number else mine.withdraw()

    results = in_parallel(2, act)
    assert sum(isinstance(result, LostRace) for result in results) == 1
    is_listed = Alliance.objects.exists()
    assert Submission.objects.get().state == (State.APPROVED if is_listed else State.WITHDRAWN)
    assert Mail.objects.count() == is_listed


@pytest.mark.django_db(transaction=True)
def test_four_take_downs_and_four_undos_at_once() -> None:
    by = Moderator.objects.create_superuser("m", "m@example.org")
    alliance = make_alliance(covers=["ca-on"])
    listings = sorted(Listing.objects.values_list("region", "relation"))
    counted = counts()
    gone = in_parallel(4, lambda number: take_down(Alliance(pk=alliance.pk), by=by, reason="mistake"))
    assert sorted(type(one).__name__ for one in gone) == ["Event", "LostRace", "LostRace", "LostRace"]
    assert set(counts().values()) == {0}
    event = Event.objects.get()
    back = in_parallel(4, lambda number: undo_take_down(Event(pk=event.pk), by=by))
    assert sorted(type(one).__name__ for one in back) == ["Alliance", "LostRace", "LostRace", "LostRace"]
    assert (sorted(Listing.objects.values_list("region", "relation")), counts()) == (listings, counted)


def counts() -> dict[str, int]:
    """The stored counts of the regions in which the test's only group lies."""
    return dict(Region.objects.filter(pk__in=["ca-on", "ca", "021"]).values_list("pk", "listed_count"))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_there", [True, False])
def test_of_two_drawings_at_once_one_stands(is_there: bool) -> None:
    ontario = Region.objects.get(pk="ca-on")
    people = [Moderator.objects.create_superuser(name, f"{name}@example.org") for name in ("first", "second")]
    if is_there:
        make_region("metro-raced")

    def draw(number: int) -> Region:
        facts = {"kind": "metro", "name": "Raced", "parent": ontario, "latitude": 43.7, "longitude": -79.4}
        facts["radius_km"] = 50 + number
        return draw_region("metro-raced", by=people[number], seen=int(is_there), facts=facts)

    drawn = in_parallel(2, draw)
    assert sorted(type(one).__name__ for one in drawn) == ["LostRace", "Region"]
    [lost] = [str(one) for one in drawn if isinstance(one, LostRace)]
    assert "has changed it since you opened it" in lost
    event = Event.objects.get()
    assert Region.objects.get(pk="metro-raced").radius_km == 50 + people.index(event.by)
