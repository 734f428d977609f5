"""/submissions/<link>/more/: step 2, all of it optional."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from submissions.choices import State
from submissions.models import Submission
from tests.factories import make_submission
from tests.submissions.pages import (
    EVERYTHING,
    FORM,
    MORE,
    alert,
    at,
    feedback,
    heading,
    make_draft,
    page,
    read,
    save_more,
    submit,
    summary,
    title,
    typed,
    words,
)

pytestmark = pytest.mark.django_db

URL_WORDS = "Enter the address in full, such as https://example.org"


def test_step_two_shares_no_name_with_step_one(client: Client) -> None:
    draft = make_draft(client)
    one, two = (set(page(client.get(path)).xpath("//main//form//@name")) for path in (FORM, at(draft, "more")))
    assert one & two == {"csrfmiddlewaretoken"}


def test_step_two_says_what_the_kinds_are(client: Client) -> None:
    labels = page(client.get(at(make_draft(client), "more"))).xpath("//label[starts-with(@for, 'id_kind_')]")
    assert [words(label) for label in labels] == [
        "Alliance: a union or association formed for mutual benefit",
        "Collective: a cooperative enterprise",
        "Association: a group of people organised for a joint purpose",
        "Not sure: let the volunteers pick",
    ]


def test_answers_are_saved_and_shown_on_the_check_page(client: Client) -> None:
    draft = make_draft(client)
    response = client.post(at(draft, "more"), {**typed(client.get(at(draft, "more"))), **MORE}, follow=True)
    assert heading(response) == "Check your answers"
    text = read(response)
    for said in (
        "What you call yourselves Verband",
        "Kind Association",
        "Public page https://lakeside.example.org/group",
        "Who can join Coworking spaces and people who run coworking spaces",
        "Fee There is a fee",
        "About the fee 50 euros a year",
        "How to join https://lakeside.example.org/join",
    ):
        assert said in text


def test_everything_may_stay_empty(client: Client) -> None:
    draft = make_draft(client)
    response = client.post(at(draft, "more"), typed(client.get(at(draft, "more"))), follow=True)
    assert heading(response) == "Check your answers"
    assert "Kind Not sure: the volunteers pick" in read(response)


def test_skip_is_a_link_to_the_check_page(client: Client) -> None:
    [skip] = page(client.get(at(make_draft(client), "more"))).xpath("//a[text()='Skip for now']/@href")
    assert heading(client.get(skip)) == "Check your answers"


@pytest.mark.parametrize(
    ("field", "value", "anchor", "message"),
    [
        ("called", "x" * 41, "id_called", "Use 40 characters or fewer; it has 41"),
        ("called", "\u202ex", "id_called", "Remove the characters that turn the writing direction round"),
        ("kind", "chain", "id_kind_0", "Choose one of the kinds"),
        ("website", "javascript:alert(1)", "id_website", URL_WORDS),
        ("website", "https://localhost/", "id_website", URL_WORDS),
        ("who_can_join", ["spaces", "robots"], "id_who_can_join_0", "Choose among the answers of the list"),
        ("fee", "much", "id_fee", "Choose one of the answers about the fee"),
        ("fee_note", "x" * 121, "id_fee_note", "Use 120 characters or fewer; it has 121"),
        ("join_url", "mailto:x@example.org", "id_join_url", URL_WORDS),
        ("join_url", "a\x00b", "id_join_url", "Remove the control characters"),
        ("links", "https://a.example\nhttps://localhost/", "id_links", URL_WORDS),
        ("links", "\n".join(f"https://{n}.example" for n in range(7)), "id_links", "Give six pages or fewer"),
        (
            "languages",
            "French, Klingonish",
            "id_languages",
            "We know no language called “Klingonish”. Try its English name",
        ),
        ("text_language", "French, German", "id_text_language", "Name one language"),
        ("own_values", ",".join("abcdefghi"), "id_own_values", "Give eight values or fewer"),
        ("benefits", ["gold"], "id_benefits_0", "Choose among the answers of the list"),
        ("note_events", "x" * 121, "id_note_events", "Use 120 characters or fewer; it has 121"),
        ("member_spaces", "-1", "id_member_spaces", "Enter a number of 1 or more"),
        ("member_spaces", "9" * 30, "id_member_spaces", "Enter a number of 1000000 or less"),
        ("founded_year", "1066", "id_founded_year", "Enter a number of 1900 or more"),
        ("founded_year", "2999", "id_founded_year", "Enter a year that has begun"),
        ("description", "x" * 3001, "id_description", "Use 3000 characters or fewer; it has 3001"),
        ("public_email", "x", "id_public_email", "Enter it in full, such as name@example.org"),
        ("second_email", "a@b", "id_second_email", "Enter it in full, such as name@example.org"),
        ("A5", "\u202ex", "id_A5", "Remove the characters that turn the writing direction round"),
    ],
)
def test_wrong_answer_is_named_and_the_others_are_kept(
    client: Client, field: str, value: str | list[str], anchor: str, message: str
) -> None:
    draft = make_draft(client)
    response = client.post(at(draft, "more"), {**typed(client.get(at(draft, "more"))), **MORE, field: value})
    [(leads_to, said)] = summary(response)
    assert (leads_to, feedback(response), said.endswith(message[1:])) == (anchor, [message], True)
    assert page(response).get_element_by_id(anchor) is not None
    assert title(response).startswith("Error: ")
    other = "fee_note" if field != "fee_note" else "called"
    assert typed(response)[other] == [MORE[other]]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"note_events": "x" * 121}, "Events: use 120 characters or fewer; it has 121"),
        ({"called": "x" * 41}, "What do you call yourselves? Use 40 characters or fewer; it has 41"),
        ({"second_email": "a@b"}, "Their email address: enter it in full, such as name@example.org"),
        (
            {"languages": "Klingonish"},
            "Languages you speak with members: we know no language called “Klingonish”. Try its English name",
        ),
        ({"own_values": ",".join("abcdefghi")}, "Give eight values or fewer"),
    ],
)
def test_summary_names_the_field_where_the_message_does_not(client: Client, wrong: dict[str, str], said: str) -> None:
    draft = make_draft(client)
    assert [words for _anchor, words in summary(save_more(client, draft, **wrong))] == [said]


def test_summary_names_each_field_that_another_could_be_taken_for(client: Client) -> None:
    """One thing that is wrong everywhere: no two lines of the summary read alike."""
    draft = make_draft(client)
    boxes = page(client.get(at(draft, "more"))).xpath("//main//*[self::input[@type='text'] or self::textarea]/@name")
    lines = [words for _anchor, words in summary(save_more(client, draft, **dict.fromkeys(boxes, "\u202ex")))]
    assert (len(lines), len(set(lines))) == (len(boxes), len(boxes))


def test_later_it_is_saved_by_the_status_link_and_leads_back_to_the_status_page(client: Client) -> None:
    submission = make_submission(name="Sent group")
    path = at(submission, "more", link="status")
    response = client.post(path, {**typed(client.get(path)), **MORE}, follow=True)
    assert heading(response) == "We have it"
    assert "Verband" in read(response)


def test_every_question_of_step_two_is_kept(client: Client) -> None:
    draft = make_draft(client)
    assert save_more(client, draft, **EVERYTHING).status_code == 303
    draft.refresh_from_db()
    kept = {name: getattr(draft, name) for name in draft.facts(EVERYTHING)}
    assert kept == {
        **{name: EVERYTHING[name] for name in kept if isinstance(EVERYTHING[name], str)},
        "website": "https://lakeside.example.org/group",
        "who_can_join": ["spaces", "runners"],
        "links": ["https://facebook.com/groups/lakeside", "https://chat.whatsapp.com/abc"],
        "benefits": [
            {"name": "health_insurance", "note": "COHIP"},
            {"name": "events", "note": "A breakfast each month"},
        ],
        "mentors_new_alliances": True,
        "own_values": ["coopetition", "patience"],
        "languages": ["de", "fr", "pt"],
        "text_language": "en",
        "member_spaces": 11,
        "locations": 15,
        "founded_year": 2011,
    }
    assert draft.member_spaces_on == timezone.localdate()
    assert (draft.contact_name, draft.contact_role) == ("Ada", "on the board")
    assert (draft.second_name, draft.second_email) == ("Grace", "grace@example.org")
    assert draft.criteria_answers == {"A3": "We vote each spring."}


def test_every_answer_of_step_two_is_shown_before_sending_and_later(client: Client) -> None:
    draft = make_draft(client)
    save_more(client, draft, **EVERYTHING)
    said = [
        "https://chat.whatsapp.com/abc", "hello@lakeside.example.org", "in January and June", "Open for a year.",
        "women who run spaces", "COHIP", "A breakfast each month", "We go on.", "Lakeside Collective", "LSC",
        "coopetition, patience", "German, French and Portuguese",
        "Eleven member spaces in 15 locations", "2011", "Verein",
    ]  # fmt: skip
    private = ["Ada", "on the board", "Grace", "grace@example.org", "We vote each spring."]
    text = read(client.get(at(draft, "check")))
    assert [words for words in [*said, *private] if words not in text] == []
    Submission.objects.filter(pk=draft.pk).update(state=State.PENDING)
    text = read(client.get(at(draft, "status", link="status")))
    assert [words for words in said if words not in text and not words.startswith("https://chat")] == []


@pytest.mark.parametrize(
    "website", ["https://münchen.example/", "https://xn--mnchen-3ya.example/", "https://пример.рф/a"]
)
def test_address_in_any_alphabet_is_kept_as_it_was_typed(client: Client, website: str) -> None:
    draft = make_draft(client)
    save_more(client, draft, website=website)
    draft.refresh_from_db()
    assert draft.website == website
    assert website in read(client.get(at(draft, "check")))


@pytest.mark.parametrize("language", ["", "/fr", "/es"])
def test_no_link_to_change_an_answer_has_a_capital_inside_its_words(client: Client, language: str) -> None:
    draft = make_draft(client)
    save_more(client, draft, **EVERYTHING)
    links = page(client.get(f"{language}{at(draft, 'check')}")).xpath("//dd/a[span[@class='sr']]")
    assert len(links) >= 25
    assert [words(link) for link in links if re.search(r"(?<!:) [A-ZÀ-Ý]", words(link))] == []


def test_answers_stand_in_their_boxes_again_and_saving_them_changes_nothing(client: Client) -> None:
    draft = make_draft(client)
    save_more(client, draft, **EVERYTHING)
    before = Submission.objects.get()
    again = typed(client.get(at(draft, "more")))
    assert {name: again[name] for name in ("languages", "own_values", "links", "text_language")} == {
        "languages": ["German, French, Portuguese"],
        "own_values": ["coopetition, patience"],
        "links": ["https://facebook.com/groups/lakeside\nhttps://chat.whatsapp.com/abc"],
        "text_language": ["English"],
    }
    save_more(client, draft)
    assert Submission.objects.get().facts() == before.facts()
    assert Submission.objects.get().criteria_answers == before.criteria_answers


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1200", 1200),
        (" 1 200 ", 1200),
        ("1\u00a0200", 1200),
        ("1\u202f200", 1200),
        ("1,200", 1200),
        ("1.200", 1200),
        ("1’200", 1200),
        ("1'200'", None),
        ("100,000", 100_000),
        ("1,000,000", 1_000_000),
        ("١٬٢٠٠", 1200),
        ("１２", 12),
        ("about 12", None),
        ("12-15", None),
        ("1.200,300", None),
        ("1,2", None),
        ("12,5", None),
        ("1 20", None),
        ("twelve", None),
        ("1\x002", None),
    ],
)
def test_number_is_read_as_people_write_it_or_refused_and_kept(client: Client, text: str, number: int | None) -> None:
    draft = make_draft(client)
    response = save_more(client, draft, member_spaces=text, stay="numbers")
    draft.refresh_from_db()
    assert draft.member_spaces == number
    if number is None:
        assert summary(response) == [
            ("id_member_spaces", "How many spaces are members today? Enter a whole number, in digits only")
        ]
        assert [box.get("value") for box in page(response).xpath("//input[@id='id_member_spaces']")] == [
            text.replace("\x00", "\ufffd")
        ]


def test_boxes_for_numbers_keep_what_is_typed(client: Client) -> None:
    form = page(client.get(at(make_draft(client), "more")))
    boxes = {box.name: (box.get("type"), box.get("inputmode")) for box in form.xpath("//details[@id='numbers']//input")}
    assert boxes == {
        **dict.fromkeys(("member_spaces", "locations", "founded_year"), ("text", "numeric")),
        "legal_form": ("text", None),
    }


def test_what_owners_ask_for_most_is_said_while_it_is_missing(client: Client) -> None:
    draft = make_draft(client)
    said = "Owners of spaces ask most for this, and your entry does not say it yet: "
    for name in ("more", "check"):
        text = read(client.get(at(draft, name)))
        assert f"{said}who can join, whether there is a fee and how one joins." in text
    save_more(client, draft, **{**EVERYTHING, "fee": ""})
    assert f"{said}whether there is a fee." in read(client.get(at(draft, "check")))
    save_more(client, draft, fee="none")
    assert said not in read(client.get(at(draft, "check")))


@pytest.mark.parametrize(
    ("field", "way"),
    [("website", "https://example.org"), ("join_url", "https://example.org"), ("public_email", "us@example.org")],
)
def test_any_way_to_join_that_a_page_shows_is_not_asked_for_again(client: Client, field: str, way: str) -> None:
    draft = make_draft(client)
    save_more(client, draft, **{field: way})
    text = read(client.get(at(draft, "check")))
    assert ("who can join" in text, "how one joins" in text) == (True, False)


def test_tick_that_is_taken_away_takes_its_line_along(client: Client) -> None:
    draft = make_draft(client)
    save_more(client, draft, benefits=["events"], note_events="A breakfast each month")
    form = typed(client.get(at(draft, "more")))
    client.post(at(draft, "more"), {**form, "benefits": []})
    draft.refresh_from_db()
    assert draft.benefits == []


def test_number_of_spaces_keeps_its_day_until_it_changes(client: Client) -> None:
    draft, day = make_draft(client), timezone.localdate() - timedelta(days=90)
    Submission.objects.filter(pk=draft.pk).update(member_spaces=11, member_spaces_on=day)
    for number, expected in (("11", day), ("12", timezone.localdate()), ("", None)):
        save_more(client, draft, member_spaces=number)
        draft.refresh_from_db()
        assert draft.member_spaces_on == expected


def test_double_click_saves_once_and_shows_no_conflict(client: Client) -> None:
    draft = make_draft(client)
    form = {**typed(client.get(at(draft, "more"))), **MORE}
    assert [heading(client.post(at(draft, "more"), form, follow=True)) for _ in range(2)] == ["Check your answers"] * 2


def test_state_and_ids_cannot_be_set(client: Client) -> None:
    draft = make_draft(client)
    forged = {"state": "approved", "alliance": "1", "contact_email": "x@evil.example", "name": "Other", "id": "9"}
    client.post(at(draft, "more"), {**typed(client.get(at(draft, "more"))), **MORE, **forged})
    now = Submission.objects.get()
    assert (now.state, now.alliance_id, now.contact_email, now.name) == (
        State.DRAFT,
        None,
        "sender@example.org",
        "Coworking Ontario",
    )


@pytest.mark.parametrize("revision", ["", "x", "0", "-1", "9" * 40, "\x00"])
def test_forged_revision_overwrites_nothing(client: Client, revision: str) -> None:
    submit(client)
    draft = Submission.objects.get()
    response = client.post(at(draft, "more"), {**MORE, "revision": revision})
    assert alert(response) in {"Your entry was changed since you opened this page", "There is a problem"}
    assert Submission.objects.get().called == ""
    kept = typed(response)
    assert kept["called"] == ["Verband"]
