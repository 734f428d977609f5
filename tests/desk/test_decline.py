import pytest
from django.test import Client

from submissions.choices import DeclineReason, State
from submissions.models import Event, Mail, Moderator, Submission
from submissions.reasons import words_for
from tests.desk.pages import messages, press, review, summary, typed, words
from tests.factories import make_submission


def test_decline_says_why(desk: Client, moderator: Moderator) -> None:
    submission = make_submission(name="One Space")
    page = press(desk, submission, "decline", reason="A1", words="it is one space.")
    assert messages(page) == ["Declined: One Space. Nobody else waits for us."]
    again, event, mail = Submission.objects.get(), Event.objects.get(), Mail.objects.get()
    assert (again.state, again.decline_reason, again.decided_by) == (State.DECLINED, "A1", moderator)
    assert (event.verb, event.text, event.data["reason"]) == ("declined", "it is one space.", "A1")
    assert (mail.to, mail.subject) == (submission.contact_email, "Our answer about One Space")
    assert "We are not listing it now, because it is one space." in mail.body


def test_decline_as_spam_tells_nobody(desk: Client) -> None:
    page = press(desk, make_submission(name="Pills"), "decline", reason="spam")
    assert messages(page) == ["Declined as spam: Pills. No mail is sent. Nobody else waits for us."]
    assert (Submission.objects.get().state, Mail.objects.count()) == (State.DECLINED, 0)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Choose a reason"),
        ({"reason": "A9", "words": "so"}, "Select a valid choice. A9 is not one of the available choices."),
        ({"reason": "A1"}, "Write why, or press “Propose words”"),
        ({"reason": "A1", "words": "x" * 2001}, "Use 2000 characters or fewer; it has 2001"),
    ],
)
def test_decline_without_saying_why(desk: Client, sent: dict[str, str], said: str) -> None:
    page = press(desk, make_submission(), "decline", **sent)
    assert [line.endswith(said[1:]) for line in summary(page)] == [True]
    assert page.context["forms"].decline["words"].value() == sent.get("words", "")
    assert (Submission.objects.get().state, Event.objects.count()) == (State.PENDING, 0)


@pytest.mark.parametrize("reason", [reason for reason in DeclineReason if reason != DeclineReason.SPAM])
def test_proposed_words_of_each_reason(desk: Client, reason: DeclineReason) -> None:
    submission = make_submission()
    page = desk.post(review(submission), typed(submission, propose="words", reason=reason.value))
    proposed = page.context["forms"].decline["words"].value()
    assert (proposed, bool(proposed)) == (str(words_for(reason)), True)
    press(desk, submission, "decline", reason=reason.value, words=proposed)
    assert f"because {proposed}." in " ".join(Mail.objects.get().body.split())


def test_proposed_words_follow_the_first_criterion_that_is_not_met(desk: Client) -> None:
    submission = make_submission()
    page = desk.post(review(submission), typed(submission, propose="words", A1="yes", A3="no", A4="no"))
    form = page.context["forms"].decline
    assert (form["reason"].value(), form["words"].value()) == ("A3", str(words_for(DeclineReason.A3)))


def test_proposed_words_keep_what_was_typed(desk: Client) -> None:
    submission = make_submission()
    sent = typed(submission, propose="words", reason="A2", words="our own words")
    page = desk.post(review(submission), sent)
    assert page.context["forms"].decline["words"].value() == f"our own words; {words_for(DeclineReason.A2)}"


def test_proposed_words_replace_those_of_another_reason(desk: Client) -> None:
    submission = make_submission()
    sent = typed(submission, propose="words", reason="A2", words=str(words_for(DeclineReason.A1)))
    page = desk.post(review(submission), sent)
    assert page.context["forms"].decline["words"].value() == str(words_for(DeclineReason.A2))


def test_the_words_of_a_decline_are_read_in_the_history(desk: Client) -> None:
    submission = make_submission()
    press(desk, submission, "decline", reason="A1", words="it is <b>one</b> space")
    history = words(desk.get(review(submission))).partition("declined, by Maria Silva . ")[2]
    assert history.startswith("A1 Several spaces: it is one space or one owner it is <b>one</b> space")
