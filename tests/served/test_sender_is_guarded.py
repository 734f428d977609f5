"""What robots, strangers and bad luck put into the form (trust cases 6, 38 to 42, 46, 48, 49, 53, 59)."""

import re
import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.served.site import Site
from tests.served.visitor import FORM, Sender, Visitor, ask, count, heading, rows, typed, words

pytestmark = pytest.mark.served

STEP_2 = "A little more about your group"
NAUGHTY = [
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "';alert(1)//", "</title><svg onload=alert(1)>",
    "{{7*7*1910000017}} {% debug %} ${7*7*1910000017}", "' OR 1=1 --", "../../etc/passwd", "%s%n%p", "NULL",
    "undefined", "-1e309",
    "Ω≈ç√∫˜µ≤≥÷", "田中さんにあげて下さい", "👩‍👩‍👧‍👧 🇧🇪", "Ṱ̺̺o͞ ̷i̲n̬͇v̪o̗k̀e", "ﷺ﷽", "مرحبا بالعالم", "İıŞş", "\t \t", "=1+1",
    "&lt;b&gt;&amp;", "\ufeffBOM", "\\x00\\u0000", "a" * 119,
]  # fmt: skip
FIELDS = ["name", "summary", "coverage_note", "contact_email", "space_1_name", "space_1_page", "area_search", "covers"]


def records(site: Site) -> int:
    return count(site, "submissions_submission")


def last(site: Site, column: str) -> Any:
    query = f"SELECT {column} FROM submissions_submission ORDER BY id DESC LIMIT 1"  # noqa: S608  # names of ours
    return rows(site, query)[0][0]


def is_escaped(page: str) -> bool:
    return not re.search(r"<script>alert|<img src=x|<svg onload|93590000833", page)


@pytest.mark.parametrize("text", NAUGHTY, ids=range(len(NAUGHTY)))
def test_naughty_text_in_any_field_gets_a_page_and_stays_text(sender: Sender, text: str) -> None:
    answer = sender.submit(**dict.fromkeys(FIELDS, text))
    assert answer.status_code == 200
    assert heading(answer) in {"List your group", STEP_2}
    assert is_escaped(answer.text)


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_any_text_in_any_parameter_is_a_page(sender: Sender, text: str) -> None:
    marked = f"<x-probe>{text}"
    for path, names in {"/alliances/": ["q", "region", "kind", "language", "page"], "/places/": ["q"]}.items():
        for name in names:
            answer = sender.get(path, params={name: marked})
            assert answer.status_code in {200, 400}
            assert heading(answer)
            assert "<x-probe>" not in answer.text


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
TYPED = [*FIELDS, "space_1_town", "space_3_page", "licence", "opened", "form_key", "fax_number", "area_searched"]


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answers=st.dictionaries(st.sampled_from(TYPED), TEXT, max_size=6), button=st.sampled_from(["", "find", "enter"]))
def test_any_text_in_any_field_is_a_page(sender: Sender, answers: dict[str, str], button: str) -> None:
    marked = {name: f"<x-probe>{text}" for name, text in answers.items()}
    began = time.monotonic()
    answer = sender.submit(**marked, **({button: "1"} if button else {}))
    assert (answer.status_code, heading(answer) in {"List your group", STEP_2, "Thank you"}) == (200, True)
    assert "<x-probe>" not in answer.text
    assert time.monotonic() - began < 10, "two seconds for each of the pages, on a busy machine"


def test_five_thousand_fields_and_broken_bodies_get_a_page_in_words(sender: Sender) -> None:
    before = records(sender.site)
    form = sender.fill()
    refused = sender.post(FORM, {**form, **{f"x{number}": "1" for number in range(5000)}})
    assert (refused.status_code, heading(refused)) == (400, "We cannot read this request")
    url = sender.site.url + FORM
    for body, kind in [
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b'{"name": 1}', "application/json"),
        (b"name=%ff%fe&contact_email=%00", "application/x-www-form-urlencoded; charset=utf-99"),
    ]:
        headers = {"Content-Type": kind, "X-CSRFToken": sender.token, "Referer": url}
        answer = sender.session.post(url, body, headers=headers, timeout=10)
        assert (answer.status_code < 500, heading(answer) != "") == (True, True), kind
    assert records(sender.site) == before


def test_forged_choices_and_hidden_fields_are_refused_or_replaced(sender: Sender) -> None:
    before = records(sender.site)
    for covers in (["atlantis"], ["town:999999999"], ["town:x"], ["001' --"], ["ca-on\x00"]):
        assert heading(sender.submit(covers=covers)) == "List your group", covers
    assert records(sender.site) == before
    assert heading(sender.submit(form_key="mine", name="Forged key")) == STEP_2
    assert last(sender.site, "form_key") != "mine"
    assert heading(sender.submit(name=["First", "Second"])) == STEP_2
    assert last(sender.site, "name") == "Second"


def test_state_ids_and_rights_cannot_be_sent(sender: Sender) -> None:
    forged = {
        "state": "approved",
        "id": 1,
        "pk": 1,
        "purpose": "import",
        "alliance": 1,
        "is_staff": "on",
        "revision": 9,
    }
    assert heading(sender.submit(name="Forged state", confirmed_at="2020-01-01", **forged)) == STEP_2
    columns = "state || ' ' || purpose || ' ' || revision || ' ' || COALESCE(CAST(confirmed_at AS TEXT), 'never')"
    assert (last(sender.site, "name"), last(sender.site, columns)) == ("Forged state", "draft new 1 never")
    assert "Forged state" not in sender.get("/alliances/?q=forged").text.partition("<main")[2].partition("listings")[2]


@pytest.mark.parametrize(
    "name",
    ["اتحاد مساحات العمل", "קואליציה", "コワーキング協同組合", "Réseau — Ñandú", "İstanbul Birliği",
     "👩‍👩‍👧‍👧 Family", "Ж"],
)  # fmt: skip
def test_names_in_any_script_are_names(sender: Sender, name: str) -> None:
    page = sender.submit(name=name)
    assert heading(page) == STEP_2
    check = sender.get(page.url.removeprefix(sender.site.url).replace("/more/", "/edit/"))
    assert typed(check)["name"] == [name]


@pytest.mark.parametrize(
    "name", ["   ", "\u200b\u200b", "Good \u202egnp.exe", "a\x07b", "\u2066x\u2069", "e" + "\u0301" * 40, "x" * 121]
)
def test_names_that_hide_something_are_refused_at_the_field(sender: Sender, name: str) -> None:
    held = sender.submit(name=name)
    assert heading(held) == "List your group"
    assert re.search(r'<a href="#id_name"', held.text)


def test_line_break_in_a_name_is_a_space(sender: Sender) -> None:
    assert heading(sender.submit(name="line\r\nBcc: break")) == STEP_2
    assert last(sender.site, "name") == "line Bcc: break"


@pytest.mark.parametrize(
    ("field", "text"),
    [("name", "n" * 5000), ("summary", "s" * 5000), ("space_1_page", "https://example.org/" + "u" * 3000)],
)
def test_overlong_answers_get_a_message_at_the_field(sender: Sender, field: str, text: str) -> None:
    held = sender.submit(**{field: text})
    assert heading(held) == "List your group"
    assert f'href="#id_{field}"' in held.text


@pytest.mark.parametrize(
    "website",
    ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "//evil.example", "https://user:pw@evil.example/",
     "https://evil.example\\@good.example", "http://127.0.0.1/", "http://localhost:8000/", "http://[::1]/", "ftp://x.org"],
)  # fmt: skip
def test_addresses_that_are_no_public_pages_are_refused(sender: Sender, website: str) -> None:
    more = sender.submit(name="Bad address")
    path = more.url.removeprefix(sender.site.url)
    held = sender.post(path, {**typed(more), "kind": "alliance", "website": website})
    assert heading(held) == STEP_2
    assert 'href="#id_website"' in held.text
    assert "website" in typed(held), "the form is there again"


@pytest.mark.parametrize(
    "address",
    ["a@b.example,c@d.example", "a@b.example\r\nBcc: c@d.example", "a@b.example;c@d.example", "<a@b.example>",
     "=?utf-8?q?a=40b.example?=", "a@b.example c@d.example"],
)  # fmt: skip
def test_one_address_and_no_header_fits_into_the_address(sender: Sender, address: str) -> None:
    before = count(sender.site, "submissions_mail")
    held = sender.submit(contact_email=address)
    assert heading(held) == "List your group"
    assert 'href="#id_contact_email"' in held.text
    assert count(sender.site, "submissions_mail") == before


def confirm_link(site: Site, name: str) -> str:
    """The path of the link in the first mail of a record."""
    body = ask(site, f"say(Mail.objects.filter(submission__name={name!r}).latest('pk').body)")
    found = re.search(r"http://[^/]+(/submissions/\S+/confirm/)", body)
    assert found is not None
    return found[1]


def state(site: Site, name: str) -> str:
    return str(rows(site, "SELECT state FROM submissions_submission WHERE name = ?", name)[0][0])


def test_link_of_the_first_mail_acts_on_its_button_only_and_once(sender: Sender) -> None:
    sender.send(name="Magic")
    link, reader = confirm_link(sender.site, "Magic"), Visitor(sender.site)
    for method in ("GET", "HEAD", "GET"):
        answer = sender.site.ask(method, link)
        assert answer.status_code == 200
        private = [answer.headers[name] for name in ("Cache-Control", "Referrer-Policy", "X-Robots-Tag")]
        assert ("no-store" in private[0], private[1], "noindex" in private[2]) == (True, "no-referrer", True)
    assert state(sender.site, "Magic") == "unconfirmed"
    assert heading(reader.get(link)) == "Confirm your email address"
    reader.post(link)
    assert state(sender.site, "Magic") == "pending"
    revision = last(sender.site, "revision")
    again = reader.post(link)
    assert (again.status_code, heading(again)) == (200, "This address is confirmed already")
    assert (state(sender.site, "Magic"), last(sender.site, "revision")) == ("pending", revision)


def test_forged_and_dead_links_are_one_page(sender: Sender) -> None:
    sender.send(name="Forged link")
    link = confirm_link(sender.site, "Forged link")
    token = link.split("/")[2]
    forged = [token[:-1] + ("a" if token[-1] != "a" else "b"), "x" * 80, token.replace(":", ".", 1), token[:20]]
    answers = [Visitor(sender.site).get(f"/submissions/{one}/confirm/") for one in forged]
    assert {(answer.status_code, words(answer)) for answer in answers} == {(404, words(answers[0]))}
    assert len(token.rsplit(":", 1)[1]) >= 43, "256 bits in base 64"


def test_link_that_was_overtaken_by_a_newer_one_explains_itself(sender: Sender) -> None:
    sender.send(name="Overtaken")
    old = confirm_link(sender.site, "Overtaken")
    ask(sender.site, "Submission.objects.get(name='Overtaken').resend_confirmation()")
    new, reader = confirm_link(sender.site, "Overtaken"), Visitor(sender.site)
    shown = reader.get(old)
    assert (shown.status_code, "s…@e…" in words(shown), "sender@example.org" in shown.text) == (200, True, False)
    reader.post(old)
    assert state(sender.site, "Overtaken") == "unconfirmed"
    reader.get(new)
    reader.post(new)
    assert state(sender.site, "Overtaken") == "pending"


def test_filled_trap_is_thanked_and_stores_nothing(sender: Sender) -> None:
    before = records(sender.site)
    thanked = sender.submit(fax_number="555")
    assert (thanked.status_code, heading(thanked)) == (200, "Thank you")
    assert records(sender.site) == before


def test_form_sent_at_once_is_asked_to_press_again_with_all_kept(busy_site: Site, sender: Sender) -> None:
    before = records(busy_site)
    at_once = typed(sender.get(FORM))["opened"][0]
    held = sender.submit(opened=at_once, name="In a hurry")
    assert "Press the button again" in words(held)
    assert (typed(held)["name"], records(busy_site)) == (["In a hurry"], before)
