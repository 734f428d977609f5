"""/submissions/<link>/answer/: the sender answers a question."""

import pytest
from django.test import Client

from submissions.choices import State
from submissions.models import Submission
from tests.factories import make_moderator, make_submission
from tests.submissions.pages import at, feedback, heading, page, read, summary, typed, words
from tests.submissions.test_status import pass_undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked() -> Submission:
    submission = make_submission()
    submission.ask(by=make_moderator(), seen=1, text="Which three?")
    pass_undo(submission)
    return submission


def said(client: Client, submission: Submission) -> list[str]:
    """The conversation as the page shows it, without dates."""
    rows = page(client.get(at(submission, link="status"))).xpath("//section[h2[@id='said']]//dl/div")
    return [f"{words(row.find('dt')).split(',')[0]}: {words(row.find('dd'))}" for row in rows]


def test_answer_goes_back_to_the_volunteers_and_is_shown(client: Client, asked: Submission) -> None:
    response = client.post(at(asked, "answer", link="status"), {"text": "Lakeside,\r\nHarbour & Mill"}, follow=True)
    assert response.redirect_chain[0][1] == 303
    assert heading(response) == "We have it"
    assert said(client, asked) == ["The volunteers: Which three?", "You: Lakeside, Harbour & Mill"]
    asked.refresh_from_db()
    assert (asked.state, asked.revision) == (State.PENDING, 2)


def test_answer_opens_an_entry_that_was_put_aside(client: Client, asked: Submission) -> None:
    asked.park()
    assert heading(client.post(at(asked, "answer", link="status"), {"text": "These"}, follow=True)) == "We have it"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Write an answer"),
        ("  \r\n ", "Write an answer"),
        ("x" * 3001, "Use 3000 characters or fewer; it has 3001"),
        ("a\x00b", "Remove the control characters"),
        ("\u202etxt", "Remove the characters that turn the writing direction round"),
    ],
)
def test_wrong_answer_is_named_and_kept(client: Client, asked: Submission, text: str, message: str) -> None:
    response = client.post(at(asked, "answer", link="status"), {"text": text})
    [(anchor, said)] = summary(response)
    assert (anchor, feedback(response)) == ("id_text", [message])
    assert said in {message, f"Your answer: {message[0].lower()}{message[1:]}"}
    assert heading(response) == "A volunteer has a question"
    if "\x00" not in text:
        assert typed(response)["text"][0].strip() == text.strip()


def test_answer_pressed_twice_is_one_answer(client: Client, asked: Submission) -> None:
    for _ in range(2):
        response = client.post(at(asked, "answer", link="status"), {"text": "These"}, follow=True)
        assert heading(response) == "We have it"
    assert said(client, asked) == ["The volunteers: Which three?", "You: These"]


def test_answer_to_an_entry_that_waits_for_none_is_given_back(client: Client) -> None:
    submission = make_submission(state=State.WITHDRAWN)
    response = client.post(at(submission, "answer", link="status"), {"text": "A long text"})
    assert "Your answer was not sent" in read(response)
    assert "A long text" in read(response)


def test_question_that_may_still_be_undone_cannot_be_answered_yet(client: Client) -> None:
    submission = make_submission()
    submission.ask(by=make_moderator(), seen=1, text="Which three?")
    response = client.post(at(submission, "answer", link="status"), {"text": "Guessed"})
    assert "Which three?" not in read(response)
    submission.refresh_from_db()
    assert submission.state == State.CHANGES_REQUESTED


def test_reading_the_address_of_the_answer_changes_nothing(client: Client, asked: Submission) -> None:
    assert heading(client.get(at(asked, "answer", link="status"), follow=True)) == "A volunteer has a question"


def test_answering_needs_the_status_link_and_the_token(client: Client, asked: Submission) -> None:
    assert client.post(at(asked, "answer"), {"text": "x"}).status_code == 404
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(at(asked, "answer", link="status"), {"text": "x"}).status_code == 403
    asked.refresh_from_db()
    assert asked.state == State.CHANGES_REQUESTED


def test_markup_in_an_answer_is_text(client: Client, asked: Submission) -> None:
    client.post(at(asked, "answer", link="status"), {"text": "<img src=x onerror=alert(1)>{{7*7*1910000017}}"})
    response = client.get(at(asked, link="status"))
    assert page(response).xpath("//img | //script[not(@src)]") == []
    assert "<img src=x onerror=alert(1)>{{7*7*1910000017}}" in read(response)
