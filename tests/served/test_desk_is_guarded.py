"""Deciding over a socket: one decision stands, nobody else decides (trust cases 22, 25, 26, 58, 60, 61, 64)."""

import re
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.served.site import Site
from tests.served.visitor import GROUPS, PASSWORD, QUEUE, Visitor, Volunteer, ask, rows, words

pytestmark = pytest.mark.served
AT_ONCE = True


def pending(site: Site, name: str, number: int = 1) -> list[int]:
    """The keys of new pending records of this name."""
    code = f"say([make_submission(name={name!r}, contact_email=f'c{{n}}@example.org').pk for n in range({number})])"
    return list(ask(site, code))


@pytest.fixture(scope="module")
def volunteer(busy_site: Site) -> Volunteer:
    """Signed in once for all tests: to check a password is meant to take long."""
    person = Volunteer(busy_site)
    assert "log out" in words(person.sign_in()).lower()
    return person


def test_four_approvals_at_once_are_one_listing_one_mail_one_line(volunteer: Volunteer) -> None:
    site = volunteer.site
    [key] = pending(site, "Approved by four")
    others = [Volunteer(site) for _ in range(4)]
    for other in others:
        other.sign_in()
    together = threading.Barrier(4)

    def approve(other: Volunteer) -> int:
        sent = other.review(key)
        together.wait()
        return other.post(f"{QUEUE}{key}/approve/", sent).status_code

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(approve, others)) == {200}
    assert len(rows(site, "SELECT 1 FROM alliances_alliance WHERE name = 'Approved by four'")) == 1
    assert len(rows(site, "SELECT 1 FROM submissions_mail WHERE submission_id = ?", key)) == 1
    assert rows(site, "SELECT verb FROM submissions_event WHERE submission_id = ?", key) == [("approved",)]


def test_second_decision_hears_who_decided(busy_site: Site, volunteer: Volunteer) -> None:
    [key] = pending(busy_site, "Decided before")
    late = Volunteer(busy_site)
    late.sign_in("second")
    opened = late.review(key)
    assert "Approved." in words(volunteer.decide(key, "approve"))
    answer = late.post(f"{QUEUE}{key}/decline/", {**opened, "reason": "A1", "words": "it is one space"})
    assert "Volunteer was faster: Listed" in words(answer)
    assert "Decided before" in words(Visitor(busy_site).get("/alliances/decided-before/"))


def test_taken_down_is_gone_from_every_page_at_once(volunteer: Volunteer) -> None:
    site, reader = volunteer.site, Visitor(volunteer.site)
    [key] = pending(site, "Gone At Once")
    volunteer.decide(key, "approve", covers=["town:6167865"])
    pages = ["/", "/alliances/?q=gone", "/alliances/?region=ca-on", "/places/6167865/", "/regions/city-6167865/"]
    seen = {path: "Gone At Once" in words(reader.get(path)) for path in [*pages, "/alliances/gone-at-once/"]}
    assert seen == dict.fromkeys([*pages, "/alliances/gone-at-once/"], True)
    group = rows(site, "SELECT id FROM alliances_alliance WHERE slug = 'gone-at-once'")[0][0]
    volunteer.get(f"{GROUPS}{group}/change/")
    volunteer.post(f"{GROUPS}{group}/take-down/", {"reason": "asked"})
    assert {path: "Gone At Once" in words(reader.get(path)) for path in pages} == dict.fromkeys(pages, False)
    gone = reader.get("/alliances/gone-at-once/")
    assert (gone.status_code, "asked us to remove it" in words(gone)) == (410, True)


def test_name_made_to_look_like_a_listed_one_is_shown_as_such(volunteer: Volunteer) -> None:
    site = volunteer.site
    ask(site, "make_alliance(name='Paris Coworking Circle')")
    [key] = pending(site, "Pаris Cоworking Circle")  # with a Cyrillic a and o
    [honest] = pending(site, "Lyon Coworking Circle")
    page = words(volunteer.get(f"{QUEUE}{key}/change/"))
    for said in ("Its name can be read as another's", "Paris Coworking Circle", "A name of mixed alphabets"):
        assert said in page
    page = words(volunteer.get(f"{QUEUE}{honest}/change/"))
    assert ("can be read as another" in page, "mixed alphabets" in page) == (False, False)


def test_twenty_groups_of_one_name_get_twenty_addresses_and_a_new_name_leaves_a_way(volunteer: Volunteer) -> None:
    site = volunteer.site
    keys = pending(site, "Same Name", 20)
    people = [Volunteer(site) for _ in range(4)]
    for person in people:
        person.sign_in()

    def approve(part: int) -> None:
        for key in keys[part::4]:
            people[part].decide(key, "approve")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(approve, range(4)))
    slugs = {slug for (slug,) in rows(site, "SELECT slug FROM alliances_alliance WHERE name = 'Same Name'")}
    assert slugs == {"same-name", *(f"same-name-{number}" for number in range(2, 21))}
    ask(site, "a = Alliance.objects.get(slug='same-name-7'); Alliance.publish({'name': 'New Name'}, alliance_id=a.pk)")
    moved = site.get("/alliances/same-name-7/")
    assert (moved.status_code, moved.headers["Location"]) == (301, "/alliances/new-name/")
    assert site.get("/alliances/new-name/").status_code == 200


def test_strangers_and_people_without_the_right_reach_nothing_of_the_desk(busy_site: Site) -> None:
    [key] = pending(busy_site, "Not for strangers")
    stranger, nobody = Visitor(busy_site), Volunteer(busy_site)
    nobody.sign_in("nobody")
    for path in ("/admin/", QUEUE, f"{QUEUE}{key}/change/", f"{QUEUE}{key + 1}/change/", GROUPS):
        assert stranger.get(path).url.startswith(f"{busy_site.url}/admin/login/"), path
        refused = nobody.get(path)
        is_shut = refused.status_code in {403, 404} or "/admin/login/" in refused.url or path == "/admin/"
        assert (is_shut, "Not for strangers" in refused.text) == (True, False), path
    for verb in ("approve", "ask", "decline"):
        for person in (stranger, nobody):
            sent = {"seen": 1, "name": "x", "kind": "alliance", "life": "active", "covers": "ca-on", "question": "Why?"}
            person.post(f"{QUEUE}{key}/{verb}/", sent)
    assert rows(busy_site, "SELECT state FROM submissions_submission WHERE id = ?", key) == [("pending",)]


def test_moderator_reaches_no_accounts_and_changes_no_log(volunteer: Volunteer) -> None:
    shown = volunteer.get("/admin/").text
    for path in ("submissions/moderator/", "auth/group/", "admin/logentry/"):
        assert f"/admin/{path}" not in shown
        assert volunteer.get(f"/admin/{path}").status_code in {403, 404}
    for path in ("submissions/event/add/", "submissions/event/1/delete/", "submissions/mail/1/delete/"):
        assert volunteer.get(f"/admin/{path}").status_code in {403, 404}
    [key] = pending(volunteer.site, "Never deleted")
    assert volunteer.post(f"{QUEUE}{key}/delete/", {"post": "yes"}).status_code in {403, 404}
    assert len(rows(volunteer.site, "SELECT 1 FROM submissions_submission WHERE id = ?", key)) == 1


def test_nothing_is_decided_without_the_token_from_elsewhere_or_by_reading(volunteer: Volunteer) -> None:
    site = volunteer.site
    [key] = pending(site, "Forged decision")
    path, sent = f"{QUEUE}{key}/approve/", volunteer.review(key)
    session, address = volunteer.session, site.url + path
    codes = [
        session.post(address, sent, timeout=10).status_code,
        session.post(address, {**sent, "csrfmiddlewaretoken": "x" * 64}, timeout=10).status_code,
        volunteer.post(path, sent, headers={"Origin": "https://evil.example"}).status_code,
        session.get(address, params=sent, timeout=10).status_code,
        session.get(address, params={**sent, "_method": "POST"}, timeout=10).status_code,
        session.get(address, headers={"X-HTTP-Method-Override": "POST"}, params=sent, timeout=10).status_code,
        session.put(address, sent, timeout=10).status_code,
    ]
    assert codes == [403, 403, 403, 405, 405, 405, 405]
    assert rows(site, "SELECT state FROM submissions_submission WHERE id = ?", key) == [("pending",)]
    assert rows(site, "SELECT count(*) FROM alliances_alliance WHERE name = 'Forged decision'") == [(0,)]


def test_no_answer_can_be_framed(volunteer: Volunteer) -> None:
    site = volunteer.site
    answers = [site.get(path) for path in ("/", "/alliances/", "/submit/alliance/", "/no-such-page/", "/regions/CA/")]
    answers += [site.get("/admin/"), site.get("/alliances/", headers={"Host": "evil.example"}), site.ask("PUT", "/")]
    answers += [volunteer.get("/admin/"), site.ask("POST", "/submit/alliance/")]
    assert Counter(answer.status_code for answer in answers).keys() >= {200, 301, 302, 400, 403, 404, 405}
    for answer in answers:
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"], answer.url


@pytest.mark.parametrize(
    "address",
    ["https://evil.example/", "//evil.example/", "///evil.example", "/\\evil.example", "http:evil.example",
     "https:///evil.example", "\thttps://evil.example", "javascript:alert(1)"],
)  # fmt: skip
def test_signing_in_leads_to_our_own_pages_only(busy_site: Site, address: str) -> None:
    person = Volunteer(busy_site)
    person.get("/admin/login/", params={"next": address})
    sent = {"username": "volunteer", "password": PASSWORD, "next": address}
    answer = person.post("/admin/login/", sent, params={"next": address}, allow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/admin/")


@pytest.mark.parametrize(
    "path", ["//evil.example/alliances", "/fr//evil.example/alliances", "/fr/alliances", "//evil.example/%2f.."]
)
def test_no_address_of_ours_leads_off_the_site(busy_site: Site, path: str) -> None:
    answer = busy_site.get(path)
    leads_to = answer.headers.get("Location", "/")
    assert (leads_to[:1], leads_to[1:2] in {"/", "\\"}) == ("/", False), leads_to


def test_decision_reaches_the_sender_only_when_the_time_to_undo_is_over(volunteer: Volunteer) -> None:
    site = volunteer.site
    [key] = pending(site, "Undone in time")
    volunteer.decide(key, "approve")
    assert site.get("/alliances/undone-in-time/").status_code == 200
    volunteer.get(f"{QUEUE}{key}/change/")
    assert "Undone. It waits for us again" in words(volunteer.post(f"{QUEUE}{key}/undo/"))
    assert site.get("/alliances/undone-in-time/").status_code == 404
    assert rows(site, "SELECT count(*) FROM submissions_mail WHERE submission_id = ?", key) == [(0,)]
    assert not re.search("Undone in time", site.get("/alliances/?q=undone").text.partition('class="listings"')[2])
