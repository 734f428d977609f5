"""/submissions/<link>/more/: step 2, all of it optional."""

import re
from datetime import timedelta

import pytest
from babel import Locale
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from alliances.languages import speaking
from alliances.text import fold
from submissions.choices import State
from submissions.forms.language_names import OWN_NAMES
from submissions.forms.lists import LanguagesField, codes_by_name
from submissions.models import Submission
from tests.factories import make_submission
from tests.submissions.pages import (
    FORM,
    alert,
    at,
    feedback,
    heading,
    make_draft,
    page,
    read,
    submit,
    summary,
    title,
    typed,
    words,
)

pytestmark = pytest.mark.django_db

MORE = {
    "called": "Verband",
    "kind": "association",
    "website": "lakeside.example.org/group",
    "who_can_join": ["spaces", "runners"],
    "fee": "paid",
    "fee_note": "50 euros a year",
    "join_url": "https://lakeside.example.org/join",
}
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


EVERYTHING = {
    **MORE,
    "links": "facebook.com/groups/lakeside\nhttps://chat.whatsapp.com/abc",
    "public_email": "hello@lakeside.example.org",
    "admission_window": "in January and June",
    "membership_rules": "Open for a year.",
    "community": "women who run spaces",
    "benefits": ["health_insurance"],
    "note_health_insurance": "COHIP",
    "note_events": "A breakfast each month",
    "mentors_new_alliances": "on",
    "description": "We began in 2011.\n\nWe go on.",
    "other_names": "Lakeside Collective",
    "acronym": "LSC",
    "own_values": "coopetition, patience; coopetition",
    "languages": "Deutsch, french、pt",
    "text_language": "English",
    "member_spaces": "11",
    "locations": "15",
    "founded_year": "2011",
    "legal_form": "Verein",
    "contact_name": "Ada",
    "contact_role": "on the board",
    "second_name": "Grace",
    "second_email": "grace@example.org",
    "A3": "We vote each spring.",
}


def save_more(client: Client, submission: Submission, **answers: object) -> HttpResponse:
    path = at(submission, "more")
    return client.post(path, {**typed(client.get(path)), **answers})


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


def test_first_two_parts_are_open_and_any_other_when_asked_for_or_wrong(client: Client) -> None:
    draft = make_draft(client)

    def opened(response: HttpResponse) -> list[str]:
        return page(response).xpath("//details[@open]/@id")

    assert opened(client.get(at(draft, "more"))) == ["kind", "joining"]
    assert opened(client.get(f"{at(draft, 'more')}?part=words")) == ["kind", "joining", "words"]
    assert opened(client.get(f"{at(draft, 'more')}?part=<b>")) == ["kind", "joining"]
    assert opened(save_more(client, draft, second_email="x")) == ["kind", "joining", "people"]


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


@pytest.mark.parametrize("language", ["en", "fr", "es"])
@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("français, anglais", ["fr", "en"]),
        ("inglés; alemán, castellano", ["en", "de", "es"]),
        ("French, German", ["fr", "de"]),
        ("Deutsch, 日本語, العربية", ["de", "ja", "ar"]),
        ("ESPAGNOL, neerlandés", ["es", "nl"]),
        ("es, pt", ["es", "pt"]),
    ],
)
def test_languages_are_understood_in_every_language_on_every_form(language: str, typed: str, codes: list[str]) -> None:
    with speaking(language):
        assert LanguagesField(most=20, length=400).clean(typed) == codes


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_names_in_other_languages_take_none_from_those_of_the_page(language: str) -> None:
    here = dict(Locale.parse(language).languages)
    for code in OWN_NAMES:
        assert codes_by_name(language)[fold(str(here[code]))] == code


def test_languages_are_called_as_their_speakers_call_them() -> None:
    assert {code: str(Locale.parse(code).languages.get(code)) for code in OWN_NAMES} == OWN_NAMES
    assert {code for code, name in OWN_NAMES.items() if codes_by_name("en").get(fold(name)) != code} == set()
    assert codes_by_name("fr")[fold("Allemand")] == codes_by_name("fr")["german"] == "de"


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
