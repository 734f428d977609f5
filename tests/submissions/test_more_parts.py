"""/submissions/<link>/more/ part by part: each is saved, judged and told by itself."""

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.submissions.pages import (
    EVERYTHING,
    alert,
    at,
    heading,
    make_draft,
    page,
    read,
    save_more,
    summary,
    title,
    typed,
    words,
)

pytestmark = pytest.mark.django_db


def test_wrong_answer_holds_up_its_own_part_and_no_other(client: Client) -> None:
    draft = make_draft(client)
    response = save_more(client, draft, **{**EVERYTHING, "founded_year": "long ago"})
    assert summary(response) == [("id_founded_year", "Founded in the year: enter a whole number, in digits only")]
    draft.refresh_from_db()
    assert (draft.called, draft.languages, draft.second_name) == ("Verband", ["de", "fr", "pt"], "Grace")
    assert (draft.member_spaces, draft.legal_form) == (None, "")
    fixed = client.post(at(draft, "more"), {**typed(response), "founded_year": "2011"}, follow=True)
    assert heading(fixed) == "Check your answers"
    draft.refresh_from_db()
    assert (draft.member_spaces, draft.legal_form, draft.founded_year) == (11, "Verein", 2011)


def test_part_is_saved_by_its_own_button_and_the_page_stays(client: Client) -> None:
    draft = make_draft(client)
    response = save_more(client, draft, founded_year="2011", stay="numbers")
    assert response["Location"].endswith("/more/?saved=numbers#numbers")
    [part] = page(client.get(response["Location"])).xpath("//details[@id='numbers']")
    assert (part.get("open") is not None, words(part.find("summary"))) == (
        True,
        "Numbers and history Saved · one answer",
    )
    assert save_more(client, draft, stay="elsewhere")["Location"].endswith("/check/")


def notice(response: HttpResponse) -> str:
    """What is said at the top of what was saved and what was not."""
    return "".join(words(one) for one in page(response).xpath("//main/div[@role='status']"))


def heads(response: HttpResponse) -> dict[str, str]:
    """The line of each part, by its key."""
    return {part.get("id"): words(part.find("summary")) for part in page(response).xpath("//details")}


def focused(response: HttpResponse) -> list[str]:
    """The roles of what takes the focus."""
    return [one.get("role") for one in page(response).xpath("//*[@autofocus]")]


def test_errors_take_the_focus_before_what_else_is_to_be_said(client: Client) -> None:
    draft = make_draft(client)
    save_more(client, draft, **EVERYTHING)
    response = client.post(at(draft, "more"), {"website": "x", "seen": "0"})
    roles = [one.get("role") for one in page(response).xpath("//main/*[@role]")]
    assert (roles, focused(response)) == (["alert", "alert"], ["alert"])


def test_only_the_part_that_was_sent_is_judged_and_what_else_was_typed_is_kept(client: Client) -> None:
    draft = make_draft(client)
    response = save_more(client, draft, founded_year="2011", called="Verband", second_email="grace@", stay="numbers")
    assert (summary(response), title(response)) == ([], "A little more about your group · Alliance Directory")
    assert focused(response) == ["status"]
    assert notice(response) == (
        "Saved: What it is, Numbers and history "
        "Not saved yet, because something there is wrong. What you typed is still here: "
        "Their email address: enter it in full, such as name@example.org (Whom we may write to)"
    )
    links = page(response).xpath("//main/div[@role='status']//a/@href")
    assert links == ["#kind", "#numbers", "#id_second_email"]
    assert [page(response).get_element_by_id(link[1:]).tag for link in links] == ["details", "details", "input"]
    shown = heads(response)
    assert (shown["kind"], shown["numbers"]) == (
        "What it is Saved · one answer",
        "Numbers and history Saved · one answer",
    )
    assert shown["people"] == "Whom we may write to Not saved yet"
    draft.refresh_from_db()
    assert (draft.founded_year, draft.called, draft.second_email) == (2011, "Verband", "")
    assert typed(response)["second_email"] == ["grace@"]
    fixed = client.post(at(draft, "more"), {**typed(response), "second_email": "grace@example.org"}, follow=True)
    assert heading(fixed) == "Check your answers"
    draft.refresh_from_db()
    assert (draft.founded_year, draft.second_email) == (2011, "grace@example.org")


def test_wrong_part_that_was_sent_is_told_first_and_the_others_after_it(client: Client) -> None:
    draft = make_draft(client)
    wrong = {"founded_year": "long ago", "second_email": "grace@", "called": "Verband", "legal_form": "Verein"}
    response = save_more(client, draft, **wrong, stay="numbers")
    assert summary(response) == [("id_founded_year", "Founded in the year: enter a whole number, in digits only")]
    assert (title(response)[:7], focused(response)) == ("Error: ", ["alert"])
    assert notice(response).startswith("Saved: What it is Not saved yet")
    assert heads(response)["numbers"] == "Numbers and history Not saved yet"
    assert {name: typed(response)[name] for name in wrong} == {name: [value] for name, value in wrong.items()}
    draft.refresh_from_db()
    assert (draft.called, draft.legal_form) == ("Verband", "")
    response = save_more(client, draft, founded_year="long ago", second_email="grace@", stay="numbers")
    assert notice(response).startswith("In other parts Not saved yet, because")


def test_saving_all_says_what_was_saved_beside_what_is_wrong(client: Client) -> None:
    draft = make_draft(client)
    response = save_more(client, draft, called="Verband", acronym="LSC", founded_year="long ago")
    assert summary(response) == [("id_founded_year", "Founded in the year: enter a whole number, in digits only")]
    assert (notice(response), focused(response)) == ("Saved: What it is, In your words", ["alert"])
    assert heads(response)["words"] == "In your words Saved · one answer"
    assert page(response).xpath("//details[@open]/@id") == ["kind", "joining", "words", "numbers"]
    assert "how one joins" in read(response)
    again = client.post(at(draft, "more"), {**typed(response), "fee": "none"})
    assert "whether there is a fee" not in read(again)  # what was saved just now is no longer missing


def test_what_was_saved_beside_the_part_that_was_sent_is_said_too(client: Client) -> None:
    draft = make_draft(client)
    response = save_more(client, draft, founded_year="2011", called="Verband", stay="numbers")
    assert response["Location"].endswith("/more/?saved=kind&saved=numbers#numbers")
    saved = client.get(response["Location"])
    assert [key for key, line in heads(saved).items() if "Saved" in line] == ["kind", "numbers"]
    # The address still says so when the next form goes wrong; nothing of it was saved then.
    wrong = client.post(response["Location"].partition("#")[0], {**typed(saved), "revision": "1", "called": "Bund"})
    assert (alert(wrong), [line for line in heads(wrong).values() if "Saved" in line]) == (
        "Your entry was changed since you opened this page",
        [],
    )


def test_benefits_that_were_saved_are_counted_at_once(client: Client) -> None:
    draft = make_draft(client)
    response = save_more(client, draft, note_events="A breakfast each month", second_email="grace@", stay="benefits")
    assert heads(response)["benefits"] == "What members get Saved · one answer"


def test_first_two_parts_are_open_and_any_other_when_asked_for_or_wrong(client: Client) -> None:
    draft = make_draft(client)

    def opened(response: HttpResponse) -> list[str]:
        return page(response).xpath("//details[@open]/@id")

    assert opened(client.get(at(draft, "more"))) == ["kind", "joining"]
    assert opened(client.get(f"{at(draft, 'more')}?part=words")) == ["kind", "joining", "words"]
    assert opened(client.get(f"{at(draft, 'more')}?part=<b>")) == ["kind", "joining"]
    assert opened(save_more(client, draft, second_email="x")) == ["kind", "joining", "people"]
