"""/submit/alliance/: step 1."""

from typing import Any

import pytest
from django.test import Client

from submissions.models import Mail, Submission
from tests.submissions.pages import (
    FORM,
    alert,
    answers,
    at,
    feedback,
    heading,
    make_draft,
    open_form,
    page,
    read,
    submit,
    summary,
    title,
    typed,
    words,
)

pytestmark = pytest.mark.django_db

SIX = [
    "Your email address",
    "Name of the group",
    "Where must a space be to join you?",
    "Some of your spaces",
    "What do you do together?",
    "These facts may be published under CC BY 4.0; my name and address never.",
]
URL_WORDS = "Enter the address in full, such as https://example.org"
ADDRESS_WORDS = "Enter it in full, such as name@example.org"


def test_form_asks_six_things(client: Client) -> None:
    form = page(client.get(FORM)).get_element_by_id("form")
    asked = [words(one).removesuffix("*") for one in form.xpath(".//*[self::label or self::legend]")]
    assert [one for one in asked if one in SIX] == SIX
    assert form.get("novalidate") is not None
    assert form.xpath(".//*[@required]/@name") == [
        "contact_email",
        "name",
        "space_1_name",
        "space_2_name",
        "summary",
        "licence",
    ]


def test_form_marks_what_is_optional(client: Client) -> None:
    labels = page(client.get(FORM)).xpath("//label[span[@class='optional']]/@for")
    assert labels == [
        "id_coverage_note",
        "id_space_1_town",
        "id_space_1_page",
        "id_space_2_town",
        "id_space_2_page",
        "id_space_3_name",
        "id_space_3_town",
        "id_space_3_page",
    ]


def test_valid_form_leads_to_step_two_and_mails_nothing(client: Client) -> None:
    response = client.post(FORM, {**open_form(client), **answers()})
    assert response.status_code == 303
    assert heading(client.get(response["Location"])) == "A little more about your group"
    assert Mail.objects.count() == 0


@pytest.mark.parametrize(
    ("field", "value", "anchor", "message"),
    [
        ("contact_email", "", "id_contact_email", "Enter your email address"),
        ("contact_email", "me@nowhere", "id_contact_email", ADDRESS_WORDS),
        ("contact_email", "a@b.c,d@e.f", "id_contact_email", ADDRESS_WORDS),
        ("contact_email", "a@example.org\r\nBcc: x@y.z", "id_contact_email", ADDRESS_WORDS),
        ("contact_email", '"a b"@example.org', "id_contact_email", ADDRESS_WORDS),
        ("contact_email", "=?utf-8?q?a=40b.c,?=@example.org", "id_contact_email", ADDRESS_WORDS),
        ("contact_email", "a@[127.0.0.1]", "id_contact_email", ADDRESS_WORDS),
        ("contact_email", "a@example.org\x00", "id_contact_email", ADDRESS_WORDS),
        ("contact_email", f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.org", "id_contact_email", None),
        ("name", "", "id_name", "Enter the name of the group"),
        ("name", "   ", "id_name", "Enter the name of the group"),
        ("name", "!!!", "id_name", "Use at least one letter or digit"),
        ("name", "x" * 5000, "id_name", "Use 120 characters or fewer; it has 5000"),
        ("name", "a\x00b", "id_name", "Remove the control characters"),
        ("name", "\u202eevil\u202c", "id_name", "Remove the characters that turn the writing direction round"),
        ("name", "a\u200bb", "id_name", "Remove the invisible characters"),
        ("covers", ["zz-9"], "id_area_search", "We do not know the area “zz-9”. Look it up by its name."),
        ("covers", ["town:9999"], "id_area_search", "We do not know the area “town:9999”. Look it up by its name."),
        ("covers", ["town:" + "9" * 400], "id_area_search", None),
        ("covers", ["\x00"], "id_area_search", "We do not know the area “”. Look it up by its name."),
        ("covers", [], "id_area_search", "Say where a space must be to join you"),
        ("space_1_name", "", "id_space_1_name", "Enter the name of one of your spaces"),
        ("space_2_name", "", "id_space_2_name", "Enter the name of a second space"),
        ("space_1_page", "javascript:alert(1)", "id_space_1_page", URL_WORDS),
        ("space_1_page", "data:text/html,x", "id_space_1_page", URL_WORDS),
        ("space_1_page", "//evil.example", "id_space_1_page", URL_WORDS),
        ("space_1_page", "ftp://example.org", "id_space_1_page", URL_WORDS),
        ("space_1_page", "http://127.0.0.1/", "id_space_1_page", URL_WORDS),
        ("space_1_page", "http://[::1", "id_space_1_page", URL_WORDS),
        ("space_1_page", "localhost:8000", "id_space_1_page", URL_WORDS),
        ("space_1_page", "https://user:pass@example.org/", "id_space_1_page", URL_WORDS),
        ("space_1_page", "https://example.org\\@evil.example", "id_space_1_page", URL_WORDS),
        ("space_1_page", "https://a.org/" + "a" * 3000, "id_space_1_page", "Use 500 characters or fewer; it has 3014"),
        ("space_1_page", "https://example.org/\u202egpj.exe", "id_space_1_page", None),
        ("summary", "", "id_summary", "Say what you do together"),
        ("summary", "x" * 201, "id_summary", "Use 200 characters or fewer; it has 201"),
        ("licence", None, "id_licence", "Tick that these facts may be published; without it we cannot list the group"),
    ],
)  # fmt: skip
def test_wrong_answer_is_named_at_its_field_and_in_the_summary(
    client: Client, field: str, value: Any, anchor: str, message: str | None
) -> None:
    response = submit(client, **{field: value})
    assert response.status_code == 200
    [(leads_to, said)] = summary(response)
    [at_the_field] = feedback(response)
    assert leads_to == anchor
    assert said.endswith(at_the_field[1:])
    assert message in (None, at_the_field)
    assert title(response).startswith("Error: List your group")
    assert alert(response) == "There is a problem"
    assert page(response).get_element_by_id(anchor) is not None
    assert Submission.objects.count() == 0


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", "x" * 121, "Name of the group: use 120 characters or fewer; it has 121"),
        ("space_2_name", "x" * 121, "Second space, name: use 120 characters or fewer; it has 121"),
        (
            "space_1_page",
            "ftp://a.org",
            "First space, web page: enter the address in full, such as https://example.org",
        ),
        ("summary", "x" * 201, "What do you do together? Use 200 characters or fewer; it has 201"),
        ("summary", "", "Say what you do together"),
    ],
)
def test_summary_names_the_field_where_the_message_does_not(client: Client, field: str, value: str, said: str) -> None:
    assert [words for _anchor, words in summary(submit(client, **{field: value}))] == [said]


def test_summary_stands_before_the_heading_and_takes_the_focus(client: Client) -> None:
    first, *_rest = page(submit(client, name="")).get_element_by_id("main")
    assert (first.get("role"), first.get("tabindex"), first.get("autofocus")) == ("alert", "-1", "")


def test_third_space_without_a_name_is_asked_for_its_name(client: Client) -> None:
    response = submit(client, space_3_name="", space_3_town="Hamilton")
    assert summary(response) == [("id_space_3_name", "Enter the name of the third space, or empty its other two boxes")]


def test_wrong_answer_loses_nothing_typed_and_is_then_corrected(client: Client) -> None:
    given = answers(
        name="مساحات العمل المشتركة",
        contact_email="not an address",
        covers=["ca-on", "town:2797656"],
        coverage_note="両岸の町",
        spaces_public="on",
        space_3_town="Örebro",
    )
    refused = client.post(FORM, {**open_form(client), **given})
    kept = typed(refused)
    wanted = {name: value if isinstance(value, list) else [value] for name, value in given.items()}
    assert {name: kept.get(name) for name in wanted} == wanted
    accepted = client.post(FORM, {**kept, "contact_email": "me@example.org"}, follow=True)
    assert heading(accepted) == "A little more about your group"
    assert "مساحات العمل المشتركة" in read(accepted)


def test_missing_scheme_and_spaces_are_mended(client: Client) -> None:
    draft = make_draft(client, contact_email=" me@ example.org ", space_1_page=" lakeside.example.org ")
    text = read(client.get(at(draft, "check")))
    assert "https://lakeside.example.org" in text
    assert "me@example.org" in text


def test_two_spaces_are_a_start(client: Client) -> None:
    draft = make_draft(client, space_3_name="")
    assert "Being started, because you name two spaces" in read(client.get(at(draft, "check")))
