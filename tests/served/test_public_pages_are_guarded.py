"""What strangers sent is text on every page, what is private is on none (cases 38, 41, 45, 46, 65, 69, 70, 73)."""

import re
import socket
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest

from submissions.models.mail import soften
from tests.served.site import Site, start, stop
from tests.served.visitor import FORM, GROUPS, QUEUE, Sender, Visitor, Volunteer, ask, heading, typed, words

pytestmark = [pytest.mark.served, pytest.mark.once]

HOSTILE = [
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</title><svg onload=alert(1)>", "' onmouseover='x",
    "{{7*7*1910000017}}{% now 'Y' %}", "--><script>alert(1)</script>", "]]></x><script>alert(1)</script>",
    "&lt;script&gt;",
    "=HYPERLINK(\"https://evil.example\")", "https://evil.example/\"onclick=\"x",
]  # fmt: skip
FOREIGN = ["اتحاد مساحات العمل", "コワーキング協同組合", "İŞĞ Birliği", "Ṱ̺̺o͞ ̷i̲n̬͇v̪o̗k̀e", "👩‍👩‍👧‍👧 Family", "n" * 120]
REACHED = "93590000833"  # what {{7*7*1910000017}} comes to, long enough never to stand in a stamp by chance
ALIVE = re.compile(
    rf"<script(?! (?:src|defer|type))|<img src=x|<svg onload|onerror=alert\(1\)>|{REACHED}|[^&]\"onclick"
)
EVENTS, MAILS = "/admin/submissions/event/", "/admin/submissions/mail/"
PRIVATE = {
    "contact_email": "verborgen@private.example",
    "contact_name": "Verborgen Person",
    "criteria_answers": {"A1": "Verborgen answer"},
}


def list_hostile_groups(site: Site) -> list[str]:
    """Groups whose every text is hostile or in another script; their addresses."""
    return list(
        ask(
            site,
            f"""
paths = []
for text in {HOSTILE + FOREIGN!r}:
    group = make_alliance(
        name=text[:120], called=text[:40], summary=text[:200], description=text, other_names=text[:200],
        coverage_note=text[:200], membership_rules=text, fee="paid", fee_note=text[:80], acronym=text[:20],
        benefits=[{{"name": "training", "note": text}}], own_values=[text], life_since=text[:10], spaces_public=True,
        example_spaces=[{{"name": text, "town": text, "page": text}}], links=[text], website=text, join_url=text,
    )
    paths.append(group.get_absolute_url())
say(paths)
""",
        )
    )


def test_what_strangers_wrote_is_text_on_every_page(busy_site: Site) -> None:
    paths = list_hostile_groups(busy_site)
    reader, volunteer = Visitor(busy_site), Volunteer(busy_site)
    volunteer.sign_in()
    public = [
        "/",
        "/alliances/",
        "/alliances/?sort=newest",
        "/regions/ca-on/",
        "/regions/ca/",
        "/places/6167865/",
        *paths,
    ]
    for path in public:
        answer = reader.get(path)
        assert answer.status_code == 200
        assert not ALIVE.search(answer.text), path
        assert not re.search(r'href="(?!https?://|/|#|mailto:|\?|data:image)[^"]', answer.text), path
    for path in (GROUPS, f"{GROUPS}?q=script"):
        assert not ALIVE.search(volunteer.get(path).text), path
    page = reader.get(paths[-6]).text
    assert re.search(r'<h1 dir="auto"', page), "a name in another direction turns nothing round"
    assert 'dir="auto"' in page


def test_links_that_groups_gave_carry_no_weight(busy_site: Site) -> None:
    [path] = ask(
        busy_site,
        "say([make_alliance(name='Linked', website='https://w.example/', links=['https://l.example/'],"
        " join_url='https://j.example/').get_absolute_url()])",
    )
    links = re.findall(r'<a href="(https://[wlj]\.example/)"([^>]*)>', Visitor(busy_site).get(path).text)
    assert {address for address, _rest in links} == {f"https://{one}.example/" for one in "wlj"}
    assert all('rel="nofollow ugc noopener"' in rest for _address, rest in links)


def test_hostile_texts_are_text_on_the_desk_and_in_mails(busy_site: Site) -> None:
    keys = ask(
        busy_site,
        f"""
found = [make_submission(name=text[:120], summary=text[:200], contact_name=text[:60], criteria_answers={{"A1": text}},
    example_spaces=[{{"name": text, "town": text, "page": text}}], website=text, contact_email=f"h{{n}}@example.org")
    for n, text in enumerate({HOSTILE!r})]
say([one.pk for one in found])
""",
    )
    volunteer = Volunteer(busy_site)
    volunteer.sign_in()
    for key, text in zip(keys, HOSTILE, strict=True):
        volunteer.decide(key, "ask", question=text)
    for path in (QUEUE, f"{QUEUE}?state=all", EVENTS, MAILS, *(f"{QUEUE}{key}/change/" for key in keys)):
        answer = volunteer.get(path)
        assert answer.status_code == 200
        assert not ALIVE.search(answer.text), path
    mails = ask(
        busy_site, f"say([[m.subject, m.body] for m in Mail.objects.filter(submission__in={keys}).order_by('pk')])"
    )
    for text, (subject, body) in zip(HOSTILE, mails, strict=True):
        name = soften(text[:120])
        assert subject == f"A question about {name}"
        assert (f"entry for {name} and has" in body, text in body, REACHED in subject + body) == (True, True, False)
    assert "://" not in "".join(subject for subject, _body in mails)


def hide_records(site: Site) -> None:
    """A record in every state that is not public, all with the same private contact, and one that is listed."""
    ask(
        site,
        f"""
now, private = timezone.now(), {PRIVATE!r}
for state in ("draft", "unconfirmed", "pending", "changes_requested", "parked", "declined", "withdrawn"):
    make_submission(name="Verborgen " + state, state=state, decided_at=now, withdrawn_at=now, **private)
listed, person = make_submission(name="Listed group", **private), Moderator.objects.get(username="volunteer")
listed.approve(by=person, seen=1, name="Listed group", kind="alliance", covers=["ca-on"], excludes=[], life="active")
make_alliance(name="Verborgen taken down").take_down(reason="asked")
""",
    )


def test_private_and_unlisted_things_are_on_no_public_page(busy_site: Site) -> None:
    hide_records(busy_site)
    reader = Visitor(busy_site)
    paths = ["/", "/alliances/", "/alliances/?q=verborgen", "/alliances/?q=private.exampl", "/alliances/?life=all"]
    paths += ["/alliances/listed-group/", "/alliances/verborgen-pending/", "/alliances/verborgen-taken-down/"]
    paths += ["/regions/ca-on/", "/regions/", "/places/?q=verborgen", "/submit/", "/submit/alliance/", "/robots.txt"]
    for path in [*paths, "/no-such-page/", "/places/6167865/"]:
        assert not re.search("Verborgen|private\\.example|volunteer@", reader.get(path).text), path
    assert "Listed group" in words(reader.get("/alliances/listed-group/"))


def test_mail_names_the_site_whatever_host_was_asked(sender: Sender) -> None:
    site = sender.site
    sender.site = replace(site, url=f"http://localhost:{site.port}")  # allowed too, and not the name of the site
    sender.session.headers.update(dict.fromkeys(("X-Forwarded-Host", "X-Host", "Forwarded"), "evil.example"))
    assert heading(sender.send(name="Host of a mail")) == "Check your email"
    body = ask(site, "say(Mail.objects.filter(submission__name='Host of a mail').get().body)")
    assert set(re.findall(r"https?://[^/\s]+", body)) == {site.url}


def test_other_hosts_never_stand_in_a_page_or_a_mail(busy_site: Site) -> None:
    reader = Visitor(busy_site)
    for name in ("X-Forwarded-Host", "X-Host", "X-Original-Host", "Forwarded", "X-Rewrite-Url"):
        answer = reader.get("/alliances/", headers={name: "evil.example"})
        assert (answer.status_code, "evil.example" in answer.text) == (200, False)
        assert f'<link rel="canonical" href="{busy_site.url}/alliances/">' in answer.text
    refused = reader.get("/", headers={"Host": "evil.example"})
    assert (refused.status_code, "evil.example" in refused.text) == (400, False)


def check_error_page(answer: Any, status: int) -> None:
    """In our own words and look, with a way home, and nothing about the machine."""
    assert answer.status_code == status
    assert heading(answer)
    assert 'href="/"' in answer.text
    assert "site." in answer.text, "the stylesheet"
    assert "noindex" in answer.headers.get("X-Robots-Tag", "") + answer.text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert not re.search(r"Traceback|Django|Python|granian|sqlite|/site-packages/|5\.2\.", answer.text)


def test_error_pages_are_ours(busy_site: Site) -> None:
    reader = Visitor(busy_site)
    check_error_page(reader.get("/", headers={"Host": "evil.example"}), 400)
    check_error_page(reader.get("/no-such-page/"), 404)
    ask(busy_site, "make_alliance(name='No longer listed').take_down(reason='asked')")
    check_error_page(reader.get("/alliances/no-longer-listed/"), 410)
    check_error_page(reader.post("/submit/alliance/", {"csrfmiddlewaretoken": "x"}), 403)


def test_too_many_forms_are_a_429_in_words_with_the_form_kept(sender: Sender) -> None:
    site = sender.site
    ask(
        site,
        """
from django.test import RequestFactory
from submissions.limits import client_key
client = client_key(RequestFactory().get("/", REMOTE_ADDR="127.0.0.1"))
draft = make_submission(name="Of the flood", state="draft", client=client)
facts = {field.attname: getattr(draft, field.attname) for field in draft._meta.local_fields if not field.primary_key}
Submission.objects.bulk_create(Submission(**facts) for _ in range(130))
""",
    )
    try:
        forged = dict.fromkeys(("X-Forwarded-For", "X-Real-IP", "CF-Connecting-IP"), "203.0.113.9")
        form = sender.fill(name="After the flood")
        answer = sender.post(FORM, form, headers=forged)
        check_error_page(answer, 429)
        assert answer.headers["Retry-After"] == "3600"
        assert typed(answer)["name"] == ["After the flood"]
        assert [sender.get(path).status_code for path in ("/", FORM, "/admin/login/")] == [200] * 3
    finally:
        ask(site, "Submission.objects.filter(name='Of the flood').delete()")
    assert heading(sender.post(FORM, typed(answer))) == "A little more about your group"


@pytest.mark.sqlite
def test_broken_page_is_a_500_in_words(start_site: Callable[..., Site]) -> None:
    site = start_site()
    with closing(sqlite3.connect(site.data_dir / "directory.sqlite3")) as database:
        database.execute("UPDATE alliances_region SET names = '5' WHERE code = 'ca-on'")  # JSON, but no table of names
        database.commit()
    check_error_page(Visitor(site).get("/regions/ca-on/"), 500)


@pytest.mark.sqlite
def test_database_that_is_away_is_a_503_in_words_and_comes_back(start_site: Callable[..., Site]) -> None:
    site = start_site()
    database = site.data_dir / "directory.sqlite3"
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("ALTER TABLE alliances_alliance RENAME TO away")
    answer = Visitor(site).get("/alliances/")
    check_error_page(answer, 503)
    assert answer.headers["Retry-After"]
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("ALTER TABLE away RENAME TO alliances_alliance")
    assert Visitor(site).get("/alliances/").status_code == 200


def test_lines_of_the_log_are_whole_and_hold_nothing_personal(
    fresh_data_dir: Any, capfd: pytest.CaptureFixture[str]
) -> None:
    site = start(fresh_data_dir)
    try:
        site.get("/no-such-page/?email=someone@private.example", headers={"User-Agent": "x"})
        site.get("/no-such/someone@private.example/")
        site.get(f"/submissions/{'t' * 60}/")
        request = "GET /no-such-page/%0d%0aERROR%20forged HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
        with socket.create_connection(("127.0.0.1", site.port), timeout=10) as connection:
            connection.sendall(request.encode())
            connection.recv(100)
    finally:
        stop(site)
    written = capfd.readouterr()
    log = written.out + written.err
    assert "/no-such-page/" in log
    assert not re.search(r"private\.example|email=|t{30}", log)
    assert not re.search(r"^ERROR forged", log, re.MULTILINE)
