from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from alliances.models import Region
from submissions.choices import State
from submissions.models import Event, Mail, Moderator, Submission
from tests.desk.pages import GROUPS, QUEUE, group, press, review, typed, verb
from tests.factories import make_alliance, make_moderator, make_region, make_submission

DESK = ["decide_submission", "view_alliance", "view_event", "view_mail", "view_region", "view_submission"]
REGIONS = "/admin/alliances/region/"
LISTS = [QUEUE, GROUPS, REGIONS, "/admin/submissions/mail/", "/admin/submissions/event/"]
PEOPLE = ["/admin/submissions/moderator/", "/admin/submissions/moderator/add/"]
VERBS = ["approve", "ask", "decline", "undo"]


def codenames(group: str) -> list[str]:
    return sorted(Group.objects.get(name=group).permissions.values_list("codename", flat=True))


def test_moderators_have_the_desk_and_nothing_else(db: None) -> None:
    assert codenames("Moderators") == DESK


def test_administrators_have_moderators_besides(db: None) -> None:
    assert codenames("Administrators") == sorted(
        [*DESK, "add_moderator", "change_moderator", "view_moderator", "erase_submission"]
    )


@pytest.mark.parametrize("path", LISTS)
def test_lists_for_a_moderator(desk: Client, path: str) -> None:
    assert desk.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/admin/", *LISTS, *PEOPLE])
def test_nobody_without_an_account(db: None, path: str) -> None:
    answer = Client().get(path)
    assert (answer.status_code, answer["Location"]) == (302, f"/admin/login/?next={path}")


@pytest.mark.parametrize("path", ["/admin/", *LISTS, *PEOPLE])
def test_nobody_whose_account_is_not_for_the_desk(db: None, path: str) -> None:
    client = Client()
    client.force_login(make_moderator(is_staff=False))
    assert client.get(path).status_code == 302


@pytest.mark.parametrize("path", [*LISTS, *PEOPLE])
def test_staff_without_a_group_sees_nothing(db: None, path: str) -> None:
    client = Client()
    client.force_login(Moderator.objects.create_user("nobody", "nobody@example.org", is_staff=True))
    assert client.get(path).status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        *PEOPLE,
        "/admin/submissions/moderator/1/change/",
        "/admin/submissions/moderator/1/password/",
        f"{QUEUE}add/",
        f"{GROUPS}add/",
        "/admin/auth/group/",
        "/admin/admin/logentry/",
    ],
)
def test_a_moderator_does_not_reach(desk: Client, path: str) -> None:
    assert desk.get(path).status_code in {403, 404}


@pytest.mark.parametrize("tail", ["delete/", "history/", ""])
def test_no_page_to_delete_or_to_read_a_log(desk: Client, tail: str) -> None:
    submission, alliance = make_submission(), make_alliance()
    assert desk.get(f"{QUEUE}{submission.pk}/{tail}").status_code == 404
    assert desk.get(f"{GROUPS}{alliance.pk}/{tail}").status_code == 404


def test_the_page_of_a_group_takes_no_edit(desk: Client) -> None:
    alliance = make_alliance(name="As it was")
    assert desk.post(group(alliance), {"name": "Otherwise"}).status_code == 403
    alliance.refresh_from_db()
    assert alliance.name == "As it was"


def test_a_posted_review_page_edits_nothing(desk: Client) -> None:
    submission = make_submission(name="As it was")
    forged = typed(
        submission,
        name="Otherwise",
        state="approved",
        alliance="1",
        contact_email="x@example.org",
        revision=9,
    )
    assert desk.post(review(submission), forged).status_code == 200
    again = Submission.objects.get(pk=submission.pk)
    assert (again.name, again.state, again.revision, again.contact_email) == (
        "As it was",
        State.PENDING,
        1,
        submission.contact_email,
    )


def test_bulk_actions_are_not_offered(desk: Client) -> None:
    submission = make_submission()
    desk.post(QUEUE, {"action": "delete_selected", "_selected_action": [submission.pk], "post": "yes"})
    assert Submission.objects.filter(pk=submission.pk).exists()


@pytest.fixture
def reader(db: None) -> Client:
    """May read the desk but decide nothing."""
    account = make_moderator("Moderators")
    group = Group.objects.create(name="Readers")
    group.permissions.set(Group.objects.get(name="Moderators").permissions.exclude(codename="decide_submission"))
    account.groups.set([group])
    client = Client()
    client.force_login(account)
    return client


def test_a_reader_sees_no_buttons(reader: Client) -> None:
    page = reader.get(review(make_submission())).content.decode()
    assert (page.count("Approve and list"), page.count("<textarea")) == (0, 0)


@pytest.mark.parametrize("name", VERBS)
def test_a_reader_decides_nothing(reader: Client, name: str) -> None:
    submission = make_submission()
    assert press(reader, submission, name).status_code == 403
    assert unchanged(submission)


def test_a_reader_takes_nothing_down(reader: Client) -> None:
    alliance = make_alliance()
    assert reader.post(f"{GROUPS}{alliance.pk}/take-down/", {"reason": "closed"}).status_code == 403
    assert type(alliance).objects.filter(pk=alliance.pk).exists()


def test_a_reader_sees_a_metro_and_draws_nothing(reader: Client) -> None:
    make_region("metro-golden", name="Golden")
    page = reader.get(f"{REGIONS}metro-golden/change/")
    assert ("Golden" in page.content.decode(), "<form method" in page.content.decode().split("<main")[-1]) == (
        True,
        False,
    )
    sent = {"name": "Otherwise", "seen": 1, "radius_km": 50, "grounds": ["ca-on"]}
    for path in ("metro-golden/change/", "metro-golden/redraw/", "draw/", "add/"):
        assert reader.post(f"{REGIONS}{path}", sent).status_code == 403, path
    assert reader.get(f"{REGIONS}add/").status_code == 403
    assert b"Draw a city" not in reader.get(REGIONS).content
    assert (Region.objects.get(pk="metro-golden").name, Event.objects.count()) == ("Golden", 0)


DRAWING = ["metro-golden/redraw/", "draw/"]


@pytest.mark.parametrize("path", DRAWING)
@pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
def test_a_region_is_drawn_by_post_only(desk: Client, path: str, method: str) -> None:
    make_region("metro-golden")
    assert getattr(desk, method)(f"{REGIONS}{path}").status_code == 405


@pytest.mark.parametrize("path", [*DRAWING, "metro-golden/change/", "add/"])
def test_a_region_is_not_drawn_without_the_token_or_an_account(moderator: Moderator, path: str) -> None:
    make_region("metro-golden")
    client = Client(enforce_csrf_checks=True)
    assert Client().post(f"{REGIONS}{path}", {"name": "x"}).status_code == 302
    client.force_login(moderator)
    assert client.post(f"{REGIONS}{path}", {"name": "x"}).status_code == 403
    assert Event.objects.count() == 0


@pytest.mark.parametrize("name", VERBS)
@pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
def test_a_decision_is_made_by_post_only(desk: Client, name: str, method: str) -> None:
    submission = make_submission()
    assert getattr(desk, method)(verb(submission, name), typed(submission)).status_code == 405
    assert unchanged(submission)


@pytest.mark.parametrize("name", VERBS)
def test_a_method_override_is_not_heard(desk: Client, name: str) -> None:
    submission = make_submission()
    answer = desk.get(verb(submission, name), {"_method": "POST"}, headers={"x-http-method-override": "POST"})
    assert answer.status_code == 405
    assert unchanged(submission)


@pytest.mark.parametrize("name", VERBS)
def test_a_decision_without_the_token_of_its_page(moderator: Moderator, name: str) -> None:
    submission, client = make_submission(), Client(enforce_csrf_checks=True)
    client.force_login(moderator)
    sent = typed(submission, question="Why?", reason="A1", words="so")
    assert client.post(verb(submission, name), sent).status_code == 403
    assert unchanged(submission)


def test_a_decision_from_a_foreign_page(moderator: Moderator) -> None:
    submission, client = make_submission(), Client(enforce_csrf_checks=True)
    client.force_login(moderator)
    client.get(review(submission))
    sent = typed(submission, csrfmiddlewaretoken=client.cookies["csrf"].value)
    answer = client.post(verb(submission, "approve"), sent, headers={"origin": "https://evil.example"})
    assert answer.status_code == 403
    assert b"<form" not in answer.content  # no button that would send it again as one's own
    assert unchanged(submission)
    assert client.post(verb(submission, "approve"), sent, headers={"origin": "http://testserver"}).status_code == 302


@pytest.mark.parametrize("name", VERBS)
def test_who_was_signed_out_comes_back_to_the_page(db: None, name: str) -> None:
    submission = make_submission()
    answer = Client().post(verb(submission, name), typed(submission))
    assert (answer.status_code, answer["Location"]) == (302, f"/admin/login/?next={review(submission)}")
    assert unchanged(submission)


@pytest.mark.parametrize("key", ["0", "999999", "99999999999999999999999", "x", "1'", "-1"])
def test_a_submission_that_is_not_there(desk: Client, key: str) -> None:
    make_submission()
    assert desk.get(f"{QUEUE}{key}/change/").status_code == 404
    assert desk.post(f"{QUEUE}{key}/approve/").status_code == 404
    assert desk.get(f"{GROUPS}{key}/change/").status_code == 404


def unchanged(submission: Submission) -> bool:
    again: Any = Submission.objects.get(pk=submission.pk)
    return (again.state, again.revision, Event.objects.count(), Mail.objects.count()) == (
        State.PENDING,
        1,
        0,
        0,
    )
