"""One form is one record, however often, how many at once, and whatever the database is doing."""

import threading
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client

from submissions.models import Mail, Submission
from tests.submissions.pages import FORM, alert, answers, at, heading, open_form, read, send, submit, typed

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


def test_form_that_was_sent_leads_to_its_page_and_mails_no_second_time(client: Client) -> None:
    form = {**open_form(client), **answers()}
    client.post(FORM, form)
    send(client, Submission.objects.get())
    again = client.post(FORM, {**form, "name": "Another name"}, follow=True)
    assert heading(again) == "Check your email"
    assert Submission.objects.get().name == "Coworking Ontario"
    assert Mail.objects.count() == 1


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
