from datetime import timedelta

from django.test import Client
from django.utils import timezone

from alliances.criteria import BY_CODE
from submissions.choices import State
from submissions.models import Event, Mail, Moderator, Submission
from tests.desk.pages import messages, press, review, summary, typed, words
from tests.factories import make_submission


def test_ask_sends_the_question(desk: Client, moderator: Moderator) -> None:
    submission = make_submission(name="Coworking Ontario")
    page = press(desk, submission, "ask", question="Which spaces take part?\nWho runs them?")
    assert messages(page) == ["Asked. Coworking Ontario waits for the sender. Nobody else waits for us."]
    event, mail = Event.objects.get(), Mail.objects.get()
    assert (event.verb, event.by, event.text) == (
        "asked",
        moderator,
        "Which spaces take part?\nWho runs them?",
    )
    assert (mail.to, mail.subject) == (submission.contact_email, "A question about Coworking Ontario")
    assert "    Which spaces take part?\n    Who runs them?" in mail.body
    assert mail.send_after >= timezone.now() + timedelta(minutes=9)
    assert Submission.objects.get().state == State.CHANGES_REQUESTED


def test_ask_without_a_question(desk: Client) -> None:
    page = press(desk, make_submission(), "ask", question=" \n ", name="Typed", words="Also typed")
    assert summary(page) == ["Write the question"]
    kept = page.context["forms"]
    assert (kept.approve["name"].value(), kept.decline["words"].value()) == ("Typed", "Also typed")
    assert (Event.objects.count(), Mail.objects.count()) == (0, 0)


def test_ask_shows_no_errors_of_the_other_forms(desk: Client) -> None:
    page = press(desk, make_submission(kind="", covers=[]), "ask")
    assert summary(page) == ["Write the question"]
    assert page.content.decode().count('class="errorlist"') == 1


def test_ask_too_long(desk: Client) -> None:
    page = press(desk, make_submission(), "ask", question="x" * 2001)
    assert (len(summary(page)), Mail.objects.count()) == (1, 0)


def test_proposed_words_are_the_questions_of_what_cannot_be_told(desk: Client) -> None:
    submission = make_submission()
    sent = typed(submission, propose="question", A1="unsure", A2="yes", A5="unsure", question="Dear friends,")
    page = desk.post(review(submission), sent)
    expected = "\n\n".join(["Dear friends,", str(BY_CODE["A1"].follow_up), str(BY_CODE["A5"].follow_up)])
    assert page.context["forms"].ask["question"].value() == expected
    assert Event.objects.count() == 0


def test_proposing_twice_adds_nothing(desk: Client) -> None:
    submission, question = make_submission(), str(BY_CODE["A1"].follow_up)
    page = desk.post(review(submission), typed(submission, propose="question", A1="unsure", question=question))
    assert page.context["forms"].ask["question"].value() == question


def test_the_mail_is_shown_without_the_link_of_the_sender(desk: Client) -> None:
    submission = make_submission(name="Coworking Ontario")
    page = words(desk.get(review(submission)))
    assert "A question about Coworking Ontario Hello, a volunteer has read your entry" in page
    assert page.count("[their own link]") == 3
    assert "/submissions/" not in page
    assert submission.status_link.split(":")[0] not in page


def test_the_shown_mail_is_the_sent_mail(desk: Client) -> None:
    submission = make_submission()
    shown = desk.get(review(submission)).context["question_letter"]
    press(desk, submission, "ask", question="QUESTION")
    mail = Mail.objects.get()
    assert mail.subject == shown.subject
    assert mail.body.replace(link_in(mail.body), "[their own link]") == f"{shown.before}QUESTION{shown.after}"


def link_in(body: str) -> str:
    return next(line for line in body.splitlines() if line.startswith("http://127.0.0.1:8000/submissions/"))
