"""/submissions/<link>/: where it stands, what was said, and what the sender can do."""

from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from alliances.choices import TakeDownReason
from alliances.models import Alliance
from submissions.choices import State
from submissions.models import Submission, take_down
from tests.factories import make_moderator, make_submission
from tests.submissions.pages import GENT, at, heading, page, post_forms, read, title, words

pytestmark = pytest.mark.django_db


def status(client: Client, submission: Submission) -> str:
    return read(client.get(at(submission, link="status")))


def steps(client: Client, submission: Submission) -> list[tuple[str, str]]:
    """The timeline: (class, words of the title)."""
    rows = page(client.get(at(submission, link="status"))).xpath("//ol[@class='timeline']/li")
    return [(row.get("class", ""), words(row.find("b"))) for row in rows]


def pass_undo(submission: Submission) -> None:
    """Ten minutes later: the decision stands, and shows."""
    earlier = timezone.now() - timedelta(minutes=settings.UNDO_MINUTES + 1)
    Submission.objects.filter(pk=submission.pk).update(decided_at=earlier)
    submission.events.update(at=earlier)
    submission.refresh_from_db()


def written(days: int, after: datetime | None = None) -> str:
    """The day so many days after a moment (now)."""
    return date_format((after or timezone.now()) + timedelta(days=days), "j F Y")


def test_pending_says_by_when_it_is_read(client: Client) -> None:
    submission = make_submission()
    text = status(client, submission)
    assert f"A volunteer reads it by {written(7)}." in text
    assert steps(client, submission) == [
        ("", "Sent"),
        ("", "Email address confirmed"),
        ("now", "With the volunteers"),
        ("next", "Decision"),
        ("next", "Listed"),
    ]


def test_record_is_shown_as_it_would_look(client: Client) -> None:
    submission = make_submission(
        name="Netzwerk", called="Verband", towns=[2797656], website="https://example.org/x", coverage_note="beide Ufer"
    )
    document = page(client.get(at(submission, link="status")))
    text = words(document.xpath("//section[h2[text()='As it would look']]")[0])
    for said in (
        "Netzwerk",
        "Verband",
        "They buy coffee together.",
        "Ontario, Canada",
        "Ghent, Flanders, Belgium",
        "beide Ufer",
    ):
        assert said in text
    [link] = document.xpath("//main//a[@href='https://example.org/x' and contains(., 'example.org')]/@rel")[:1]
    assert link == "nofollow ugc noopener"


def test_record_stands_in_one_piece_and_names_every_fact_once(client: Client) -> None:
    submission = make_submission(
        website="https://example.org/x", description="We began with a breakfast.", founded_year=2014,
        benefits=[{"name": "events", "note": "each May"}], public_email="all@example.org",
    )  # fmt: skip
    document = page(client.get(at(submission, link="status")))
    assert [words(heading) for heading in document.xpath("//main//h2")] == [
        "How far it is",
        "As it would look",
        "This page is yours",
    ]
    terms = [words(term) for term in document.xpath("//section[h2='As it would look']//dt")]
    assert (len(terms), {"Public page", "What members get", "Founded", "Email address"} - set(terms)) == (
        len(set(terms)),
        set(),
    )
    assert "We began with a breakfast." in words(document.get_element_by_id("main"))


def test_record_that_cannot_be_changed_any_more_is_what_was_sent(client: Client) -> None:
    submission = make_submission(state=State.WITHDRAWN, withdrawn_at=timezone.now())
    headings = page(client.get(at(submission, link="status"))).xpath("//main//h2/text()")
    assert headings == ["How far it is", "What you sent", "This page is yours"]


def test_address_that_is_no_web_address_is_never_a_link(client: Client) -> None:
    submission = make_submission(website="javascript:alert(1)", join_url="javascript:alert(2)")
    links = page(client.get(at(submission, link="status"))).xpath("//a/@href")
    assert [link for link in links if "alert" in link] == []


def test_page_never_shows_the_address_of_its_sender(client: Client) -> None:
    submission = make_submission(contact_email="secret@example.org")
    assert "secret@example.org" not in client.get(at(submission, link="status")).content.decode()


def test_question_asks_for_an_answer_and_names_both_dates(client: Client) -> None:
    submission = make_submission()
    submission.ask(by=make_moderator(), seen=1, text="Which three?\nAnd who runs them?")
    pass_undo(submission)
    response = client.get(at(submission, link="status"))
    assert (title(response), heading(response), post_forms(response)) == (
        "A volunteer has a question · Alliance Directory",
        "A volunteer has a question",
        1,
    )
    text = read(response)
    assert "Which three? And who runs them?" in text
    assert f"We remind you once, on {written(14)}. On {written(30)} it is put aside" in text


def test_parked_entry_can_still_be_answered(client: Client) -> None:
    submission = make_submission()
    submission.ask(by=make_moderator(), seen=1, text="Which three?")
    pass_undo(submission)
    submission.park()
    response = client.get(at(submission, link="status"))
    assert (heading(response), post_forms(response)) == ("Put aside until you answer", 1)


@pytest.mark.parametrize("verb", ["approve", "ask", "decline"])
def test_decision_does_not_show_while_it_may_be_undone(client: Client, verb: str) -> None:
    submission = make_submission()
    before = status(client, submission)
    words_ = {"approve": {}, "ask": {"text": "Hidden words"}, "decline": {"reason": "A1", "text": "Hidden words"}}[verb]
    getattr(submission, verb)(by=make_moderator(), seen=1, **words_)
    assert status(client, submission) == before
    pass_undo(submission)
    assert status(client, submission) != before


def test_undone_question_never_shows(client: Client) -> None:
    submission, moderator = make_submission(), make_moderator()
    submission.ask(by=moderator, seen=1, text="Taken back")
    submission.undo(by=moderator)
    submission.ask(by=moderator, seen=submission.revision, text="Asked in the end")
    pass_undo(submission)
    text = status(client, submission)
    assert ("Taken back" in text, "Asked in the end" in text) == (False, True)


def test_listed_entry_leads_to_its_public_page(client: Client) -> None:
    submission = make_submission(name="Netzwerk", towns=[2797656])
    submission.approve(by=make_moderator(), seen=1)
    pass_undo(submission)
    response = client.get(at(submission, link="status"))
    assert heading(response) == "It is listed"
    [path] = page(response).xpath("//p[@class='lede']/a/@href")
    assert path == Alliance.objects.get(name="Netzwerk").get_absolute_url()
    assert heading(client.get(path)) == "Netzwerk"
    assert steps(client, submission)[-1] == ("now", "Listed")
    assert f"Something to correct? Write to moderators@localhost.example and name {submission.reference}." in read(
        response
    )


def test_entry_taken_down_says_so(client: Client) -> None:
    submission, moderator = make_submission(), make_moderator()
    alliance = submission.approve(by=moderator, seen=1)
    pass_undo(submission)
    take_down(alliance, by=moderator, reason=TakeDownReason.ASKED)
    assert "It was listed and has been taken down since." in status(client, submission)


def test_declined_entry_gives_the_reason_and_the_day_of_deletion(client: Client) -> None:
    submission = make_submission()
    submission.decline(by=make_moderator(), seen=1, reason="A1", text="yours is one space")
    pass_undo(submission)
    response = client.get(at(submission, link="status"))
    assert heading(response) == "We are not listing it now"
    text = read(response)
    assert "The reason stands below. Your answers stay" in text
    assert "The reason Yours is one space" in text
    assert f"Your answers stay until {written(180, after=submission.decided_at)}" in text
    assert page(response).xpath("//main//a[starts-with(@href, 'mailto:')]/@href") == [
        "mailto:moderators@localhost.example"
    ]


def test_spam_is_kept_for_a_shorter_time(client: Client) -> None:
    submission = make_submission()
    submission.decline(by=make_moderator(), seen=1, reason="spam", text="")
    pass_undo(submission)
    text = status(client, submission)
    assert f"Your answers stay until {written(30, after=submission.decided_at)}" in text
    assert "reason" not in text, "none was given"


def test_name_of_the_moderator_is_not_shown(client: Client) -> None:
    submission = make_submission()
    submission.ask(by=make_moderator(first_name="Maria", last_name="Silva"), seen=1, text="Which three?")
    pass_undo(submission)
    assert "Maria" not in client.get(at(submission, link="status")).content.decode()


@pytest.mark.parametrize("state", [State.APPROVED, State.DECLINED, State.WITHDRAWN])
def test_ended_entry_offers_nothing_to_change(client: Client, state: State) -> None:
    submission = make_submission(
        state=state, decided_at=timezone.now() - timedelta(days=1), withdrawn_at=timezone.now()
    )
    links = page(client.get(at(submission, link="status"))).xpath("//main//a/@href")
    assert [link for link in links if link.endswith(("/edit/", "/more/", "/withdraw/"))] == []
    for name in ("edit", "more", "withdraw"):
        address = at(submission, name, link="status")
        response = client.get(address)
        assert (response.status_code, response["Location"]) == (303, address.removesuffix(f"{name}/"))


@pytest.mark.parametrize("name", ["status", "edit", "more", "withdraw"])
def test_pages_of_a_link_are_private(client: Client, name: str) -> None:
    response = client.get(at(make_submission(covers=["ca-on"], towns=[2797656]), name, link="status"))
    assert (response.status_code, response["Cache-Control"]) == (200, "no-store, private")
    assert (response["Referrer-Policy"], response["X-Robots-Tag"]) == ("no-referrer", "noindex, nofollow")
    assert "session" not in response.cookies


def test_dead_link_is_private_too(client: Client) -> None:
    response = client.get("/submissions/nonsense/")
    assert (response.status_code, response["Referrer-Policy"]) == (404, "no-referrer")


def test_status_link_opens_nothing_of_the_sending(client: Client) -> None:
    submission = make_submission()
    assert [client.get(at(submission, name, link="status")).status_code for name in ("check", "confirm", "resend")] == [
        404
    ] * 3


def test_revoked_link_opens_nothing(client: Client) -> None:
    submission = make_submission()
    path = at(submission, link="status")
    Submission.objects.filter(pk=submission.pk).update(link_generation=2)
    assert client.get(path).status_code == 404


def test_address_of_the_page_is_built_from_our_own_host(client: Client) -> None:
    """Whatever host a request claims, no link of a mail or page leads to it."""
    assert client.get("/submissions/", headers={"host": "evil.example"}).status_code == 400
    response = client.get(at(make_submission(), link="status"), headers={"x-forwarded-host": "evil.example"})
    assert "evil.example" not in response.content.decode()


def test_town_chosen_is_among_the_area(client: Client) -> None:
    assert GENT == "town:2797656"
    assert "Ghent, Flanders, Belgium" in status(client, make_submission(covers=[], towns=[2797656]))
