"""What is sent after the first page of the form, and by a link of ours (trust cases 38 to 40, 46, 48, 49, 59, 60)."""

import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.served.mail_server import mail_server
from tests.served.site import Site
from tests.served.visitor import FORM, Sender, Visitor, ask, heading, manage, rows, typed, words

pytestmark = [pytest.mark.served, pytest.mark.once]
AT_ONCE = True

STEP_2 = "A little more about your group"
ALIVE = re.compile(r"<script>alert|<img src=x|<svg onload|<x-probe>|93590000833")
HOSTILE = [
    "</textarea><script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{7*7*1910000017}} {% debug %}",
    "' OR 1=1 --", "田中さん 👩‍👩‍👧‍👧 ﷺ", "a\x00b", "\u202egnp.exe", "w" * 5000,
]  # fmt: skip
ONE_LINE = ["called", "fee_note", "admission_window", "acronym", "other_names", "own_values", "languages", "legal_form"]
STEP_2_FIELDS = [
    *ONE_LINE, "description", "membership_rules", "text_language", "website", "links", "join_url", "public_email",
    "member_spaces", "locations", "founded_year", "contact_name", "contact_role", "second_name", "second_email",
    "A2", "A3", "A5", "note_training", "kind", "fee", "who_can_join", "benefits", "stay", "revision",
]  # fmt: skip
FREE = ["called", "description", "legal_form", "fee_note", "admission_window", "membership_rules", "contact_name", "A2"]
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
OFTEN = settings(
    max_examples=20, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def draft(sender: Sender, name: str) -> tuple[str, dict[str, list[str]]]:
    """A new draft: the address of its second page, and what that page would send."""
    more = sender.submit(name=name)
    assert heading(more) == STEP_2
    return more.url.removeprefix(sender.site.url), typed(more)


def record(site: Site, name: str, *columns: str) -> tuple[Any, ...]:
    query = f"SELECT {', '.join(columns)} FROM submissions_submission WHERE name = ?"  # noqa: S608  # columns of ours
    [found] = rows(site, query, name)
    return tuple(found)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_in_every_field_of_the_second_page_stays_text(sender: Sender, text: str) -> None:
    path, empty = draft(sender, f"Second page {HOSTILE.index(text)}")
    for sent in (dict.fromkeys(STEP_2_FIELDS, text), {**empty, **dict.fromkeys(FREE, text[:40])}):
        answer = sender.post(path, {**sent, "stay": "words"})
        assert (answer.status_code, heading(answer), ALIVE.search(answer.text)) == (200, STEP_2, None)
        check = sender.get(path.replace("/more/", "/check/"))
        assert (heading(check), ALIVE.search(check.text)) == ("Check your answers", None)


@pytest.fixture(scope="module")
def drafted(busy_site: Site, opened: str) -> tuple[Sender, str, dict[str, list[str]]]:
    """One record for all examples: its sender, the path of its second page, and what that sends as it is."""
    sender = Sender(busy_site, opened)
    return sender, *draft(sender, "Any text")


@OFTEN
@given(answers=st.dictionaries(st.sampled_from(STEP_2_FIELDS), TEXT, max_size=6))
def test_any_text_in_any_field_of_the_second_page_is_a_page(
    drafted: tuple[Sender, str, dict[str, list[str]]], answers: dict[str, str]
) -> None:
    sender, path, empty = drafted
    began = time.monotonic()
    answer = sender.post(path, {**empty, **{name: f"<x-probe>{text}" for name, text in answers.items()}})
    assert (answer.status_code, heading(answer) in {STEP_2, "Check your answers"}) == (200, True)
    assert not ALIVE.search(answer.text)
    assert time.monotonic() - began < 10, "two seconds for each of the pages, on a busy machine"


@OFTEN
@given(text=TEXT)
def test_any_text_in_the_other_parameters_is_an_answer(sender: Sender, text: str) -> None:
    asked = {"/alliances/": ["benefit", "join", "life", "sort", "where"], "/places/suggest": ["q"]}
    for path, names in asked.items():
        for name in names:
            answer = sender.get(path, params={name: f"<x-probe>{text}"})
            assert (answer.status_code, "<x-probe>" in answer.text) == (200, False), (path, name)


def test_any_text_in_the_parameters_of_a_link_is_a_page(sender: Sender) -> None:
    path, _empty = draft(sender, "Parameters of a link")
    for text in HOSTILE:
        answer = sender.get(path, params={"part": text, "saved": [text, "words"]})
        assert (answer.status_code, heading(answer), ALIVE.search(answer.text)) == (200, STEP_2, None)


def test_form_without_its_hidden_fields_is_asked_to_press_again_and_taken(sender: Sender) -> None:
    held = sender.submit(name="Nothing hidden", form_key=None, opened=None)
    assert ("Press the button again" in words(held), typed(held)["name"]) == (True, ["Nothing hidden"])
    assert rows(sender.site, "SELECT 1 FROM submissions_submission WHERE name = 'Nothing hidden'") == []
    assert heading(sender.post(FORM, {**typed(held), "opened": sender.opened})) == STEP_2


@pytest.mark.parametrize("field", ["join_url", "links", "website"])
@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "//evil.example",
                "https://user:pw@evil.example/", "https://evil.example\\@good.example", "http://[::1]/", "http://127.1/"]
)  # fmt: skip
def test_addresses_of_the_second_page_are_public_pages(sender: Sender, field: str, address: str) -> None:
    path, empty = draft(sender, "Address of the second page")
    held = sender.post(path, {**empty, field: address})
    assert (heading(held), f'href="#id_{field}"' in held.text) == (STEP_2, True)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "https://user:pw@evil.example/", "http://10.0.0.1/"])
def test_addresses_of_spaces_are_public_pages(sender: Sender, address: str) -> None:
    held = sender.submit(name="Address of a space", space_1_page=address)
    assert (heading(held), 'href="#id_space_1_page"' in held.text) == ("List your group", True)


FORGED = {
    "state": "approved", "id": "1", "alliance": "1", "purpose": "import", "confirmed_at": "2020-01-01",
    "decided_by": "1", "licence_accepted_at": "", "client": "x", "link_generation": "7", "source_url": "https://x.org",
    "contact_email": "thief@example.org", "life": "closed", "is_staff": "on",
}  # fmt: skip
HELD = ("state", "purpose", "alliance_id", "confirmed_at", "decided_by_id", "link_generation", "source_url")


def test_state_ids_and_rights_cannot_be_sent_with_a_later_page(sender: Sender) -> None:
    path, empty = draft(sender, "Forged later")
    client = record(sender.site, "Forged later", "client")
    sender.post(path, {**empty, **FORGED, "called": "federation"})
    edit = sender.get(path.replace("/more/", "/edit/"))
    kept = {name: value for name, value in FORGED.items() if name != "contact_email"}
    sender.post(path.replace("/more/", "/edit/"), {**typed(edit), **kept, "summary": "We bake."})
    told = record(sender.site, "Forged later", *HELD)
    assert told == ("draft", "new", None, None, None, 1, "")
    told = record(sender.site, "Forged later", "called", "summary", "life", "contact_email")
    assert told == ("federation", "We bake.", "active", "sender@example.org")
    assert record(sender.site, "Forged later", "client") == client


def test_link_that_is_too_old_explains_itself_and_confirms_nothing(sender: Sender) -> None:
    sender.send(name="Too old")
    token = ask(
        sender.site,
        """
import time
from django.core import signing
from submissions.links import SALT
class Then(signing.TimestampSigner):
    def timestamp(self):
        return signing.b62_encode(int(time.time()) - 14 * 86400 - 60)
say(Then(salt=SALT).sign_object(["confirm", Submission.objects.get(name="Too old").pk, 1]))
""",
    )
    link, reader = f"/submissions/{token}/confirm/", Visitor(sender.site)
    shown = reader.get(link)
    assert (shown.status_code, "s…@e…" in words(shown), "sender@example.org" in shown.text) == (200, True, False)
    assert heading(shown) != "Confirm your email address"
    reader.post(link)
    assert record(sender.site, "Too old", "state", "confirmed_at") == ("unconfirmed", None)


def test_pages_of_a_link_act_with_their_own_token_and_from_our_own_pages_only(sender: Sender) -> None:
    sender.send(name="Foreign hands")
    links = ask(
        sender.site,
        "one = Submission.objects.get(name='Foreign hands');"
        " say([one.confirm_url.split('/', 3)[3], f'submissions/{one.draft_link}/withdraw/'])",
    )
    for link in links:
        owner = Visitor(sender.site)
        owner.get(f"/{link}")
        stranger = Visitor(sender.site)
        codes = [
            stranger.post(f"/{link}").status_code,
            owner.session.post(f"{sender.site.url}/{link}", timeout=10).status_code,
            owner.post(f"/{link}", headers={"Origin": "https://evil.example"}).status_code,
        ]
        assert codes == [403, 403, 403]
        assert owner.get(f"/{link}", params={"_method": "POST"}).status_code == 200
        assert record(sender.site, "Foreign hands", "state") == ("unconfirmed",)
    owner = Visitor(sender.site)
    owner.get(f"/{links[0]}")
    owner.post(f"/{links[0]}", headers={"Origin": "null"})  # as browsers call pages that send no referrer
    assert record(sender.site, "Foreign hands", "state") == ("pending",)


class Mailbox:
    """A mail server: to whom it was told to bring what."""

    def __init__(self) -> None:
        self.came: list[tuple[list[str], EmailMessage]] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.came.append((envelope.rcpt_tos, message))  # type: ignore[arg-type]  # of this policy
        return "250 OK"


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, str]]:
    """What a mail server receives, and the EMAIL_URL that leads to it."""
    found = Mailbox()
    with mail_server(found) as email_url:
        yield found, email_url


def test_name_of_many_lines_is_one_mail_to_one_person(
    start_site: Callable[..., Site], opened_before: str, mailbox: tuple[Mailbox, str]
) -> None:
    (inbox, email_url), site = mailbox, start_site()
    name = "Many\r\nBcc: thief@example.org\r\n\r\nlines =?utf-8?q?=0aCc=3a_thief=40example=2eorg?="
    Sender(site, opened_before).send(name=name, summary="One\r\n.\r\nRCPT TO:<thief@example.org>")
    manage(site, "work", "--once", EMAIL_URL=email_url)
    [(recipients, message)] = inbox.came
    assert recipients == ["sender@example.org"]
    assert {header.lower() for header in message} == {
        "content-type", "content-transfer-encoding", "mime-version", "subject", "from", "to", "reply-to", "date",
        "message-id", "auto-submitted", "content-language",
    }  # fmt: skip
    assert message["To"] == "sender@example.org"
    assert message["Subject"].startswith("Confirm your email address: Many Bcc thief")
    assert "RCPT" not in message.get_content()


@pytest.mark.parametrize("number", range(4))
def test_what_is_said_of_answers_that_were_deleted_and_confirmed_at_once_is_so(sender: Sender, number: int) -> None:
    name = f"Deleted and confirmed {number}"
    sender.send(name=name, contact_email=f"both{number}@example.org")
    code = f"one = Submission.objects.get(name={name!r}); say([one.confirm_url, one.draft_link])"
    confirm, draft_link = ask(sender.site, code)
    paths = [confirm.partition("/submissions/")[2]] * 2 + [f"{draft_link}/withdraw/"] * 3
    people = [Visitor(sender.site) for _ in paths]
    for person, path in zip(people, paths, strict=True):
        person.get(f"/submissions/{path}")
    with ThreadPoolExecutor(len(paths)) as pool:
        answers = list(pool.map(lambda person, path: person.post(f"/submissions/{path}"), people, paths))
    states = [state for (state,) in rows(sender.site, "SELECT state FROM submissions_submission WHERE name = ?", name)]
    said = {heading(answer) for answer in answers[2:]} - {"This link opens nothing"}  # after a deletion
    assert (states, said) in [([], {"Deleted"}), (["pending"], {"Your email address is confirmed"})]
