"""One form is one record, however often, how many at once, and whatever the database is doing."""

import threading
from typing import Any

import pytest
from django.db import connection, connections
from django.http import HttpResponse
from django.test import Client

from submissions.models import Mail, Submission
from tests.submissions.pages import (
    FORM,
    alert,
    answers,
    at,
    heading,
    open_form,
    page,
    read,
    send,
    submit,
    typed,
    words,
)

pytestmark = pytest.mark.django_db


def test_same_form_sent_again_is_one_record(client: Client) -> None:
    form = {**open_form(client), **answers()}
    pages = [heading(client.post(FORM, form, follow=True)) for _ in range(3)]
    assert pages == ["A little more about your group"] * 3
    assert Submission.objects.count() == 1


def test_same_form_with_a_corrected_address_takes_the_newest_answers(client: Client) -> None:
    form = {**open_form(client), **answers()}
    client.post(FORM, form)
    client.post(FORM, {**form, "contact_email": "right@example.org", "name": "Right name"})
    draft = Submission.objects.get()
    text = read(client.get(at(draft, "check")))
    assert ("right@example.org" in text, "Right name" in text) == (True, True)
    send(client, draft)
    assert [mail.to for mail in Mail.objects.all()] == ["right@example.org"]


@pytest.fixture
def sent_form(client: Client) -> dict[str, Any]:
    """A form that has been sent; its address is not confirmed."""
    form = {**open_form(client), **answers()}
    client.post(FORM, form)
    send(client, Submission.objects.get())
    return form


def notice(response: HttpResponse) -> list[str]:
    return [words(one) for one in page(response).xpath("//main/div[@role='status']/h2")]


def test_form_that_was_sent_leads_to_its_page_and_says_and_mails_nothing_more(
    client: Client, sent_form: dict[str, Any]
) -> None:
    for _ in range(3):
        again = client.post(FORM, sent_form, follow=True)
        assert (heading(again), notice(again)) == ("Check your email", [])
    assert (Submission.objects.get().revision, Mail.objects.count()) == (1, 1)


def test_new_answers_in_a_form_that_was_sent_are_saved_and_said(client: Client, sent_form: dict[str, Any]) -> None:
    changed = {**sent_form, "name": "Another name", "covers": ["us-mi"]}
    for _ in range(2):
        again = client.post(FORM, changed, follow=True)
        assert heading(again) == "Check your email"
    submission = Submission.objects.get()
    assert (submission.name, [one.pk for one in submission.covers.all()], submission.revision) == (
        "Another name",
        ["us-mi"],
        2,
    )
    first = client.post(FORM, {**changed, "summary": "New words"}, follow=True)
    assert notice(first) == ["Your changes are saved"]
    [link] = page(first).xpath("//main/div[@role='status']//a/@href")
    assert typed(client.get(link))["summary"] == ["New words"]
    assert Mail.objects.count() == 1


def test_new_address_in_a_form_that_was_sent_gets_the_mail(client: Client, sent_form: dict[str, Any]) -> None:
    again = client.post(FORM, {**sent_form, "contact_email": "right@example.org"}, follow=True)
    assert ("right@example.org" in read(again), notice(again)) == (True, ["Your changes are saved"])
    assert [mail.to for mail in Mail.objects.all()] == ["right@example.org"]


def test_form_that_comes_twice_undoes_no_correction(client: Client, sent_form: dict[str, Any]) -> None:
    submission = Submission.objects.get()
    edit = at(submission, "edit")
    client.post(edit, {**typed(client.get(edit)), "name": "Corrected name"})
    again = client.post(FORM, sent_form, follow=True)
    assert (heading(again), notice(again)) == ("Check your email", [])
    assert Submission.objects.get().name == "Corrected name"


def test_draft_that_was_corrected_is_not_set_back_by_its_form(client: Client) -> None:
    form = {**open_form(client), **answers()}
    client.post(FORM, form)
    edit = at(Submission.objects.get(), "edit")
    client.post(edit, {**typed(client.get(edit)), "name": "Corrected name"})
    assert heading(client.post(FORM, form, follow=True)) == "A little more about your group"
    assert Submission.objects.get().name == "Corrected name"


def test_form_that_comes_after_the_address_is_confirmed_changes_nothing_and_keeps_what_is_typed(
    client: Client, sent_form: dict[str, Any]
) -> None:
    Submission.objects.get().confirm_address()
    assert heading(client.post(FORM, sent_form, follow=True)) == "Your email address is confirmed"
    again = client.post(FORM, {**sent_form, "name": "Too late", "summary": "Kept words"})
    assert (again.status_code, alert(again)) == (200, "This form has been sent already")
    kept = typed(again)
    assert (kept["name"], kept["summary"], kept["covers"]) == (["Too late"], ["Kept words"], ["ca-on"])
    assert page(again).xpath("//main/div[@role='alert']//a/@href") == ["/submissions/", FORM]
    assert (Submission.objects.get().name, Submission.objects.get().revision) == ("Coworking Ontario", 1)


def test_same_answers_in_a_fresh_form_are_a_second_record(client: Client) -> None:
    submit(client)
    assert submit(client).status_code == 303
    assert Submission.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_eight_posts_at_once_are_one_record_and_one_answer(client: Client) -> None:
    form = {**open_form(client), **answers(covers=["ca-on", "us-mi"])}
    together, answered = threading.Barrier(8), []

    def post() -> None:
        other = Client()
        together.wait()
        response = other.post(FORM, form)
        answered.append((response.status_code, response["Location"].split("/")[-2]))
        connections.close_all()

    threads = [threading.Thread(target=post) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answered == [(303, "more")] * 8
    draft = Submission.objects.get()
    assert sorted(draft.covers.values_list("pk", flat=True)) == ["ca-on", "us-mi"]


def _lock(other: Any) -> None:
    """Hold the table from a connection of our own, as a backup or a stuck process would."""
    cursor = other.cursor()
    if connection.vendor == "sqlite":
        cursor.execute("BEGIN IMMEDIATE")
    else:
        cursor.execute("BEGIN")
        cursor.execute("LOCK TABLE submissions_submission IN EXCLUSIVE MODE")


def _be_impatient() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout=100" if connection.vendor == "sqlite" else "SET lock_timeout = '100ms'")


@pytest.mark.django_db(transaction=True)
def test_locked_database_answers_503_with_the_form_kept(client: Client) -> None:
    form = {**open_form(client), **answers(name="Kept name")}
    _be_impatient()
    other = connection.get_new_connection(connection.get_connection_params())
    try:
        _lock(other)
        response = client.post(FORM, form)
    finally:
        other.rollback()
        other.close()
    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert alert(response) == "We cannot store your answers at this moment"
    kept = typed(response)
    assert (kept["name"], kept["covers"], kept["form_key"]) == (["Kept name"], ["ca-on"], [form["form_key"]])
    assert heading(client.post(FORM, kept, follow=True)) == "A little more about your group"
    assert Submission.objects.count() == 1
    connection.close()
