import pytest
from django.contrib.auth.models import Group
from django.test import Client

from submissions.models import Moderator
from tests.desk.pages import words
from tests.factories import PASSWORD, make_moderator

PEOPLE = "/admin/submissions/moderator/"


@pytest.fixture
def office(db: None) -> Client:
    """An administrator's desk."""
    client = Client()
    client.force_login(make_moderator("Administrators", username="office"))
    return client


def new(**overrides: object) -> dict[str, object]:
    group = Group.objects.get(name="Moderators")
    facts = {"username": "new", "email": "new@example.org", "first_name": "", "last_name": "", "groups": [group.pk]}
    return {**facts, "usable_password": "true", "password1": PASSWORD, "password2": PASSWORD, **overrides}


def changed(person: Moderator, **overrides: object) -> dict[str, object]:
    facts = {"username": person.username, "email": person.email, "first_name": "", "last_name": "", "is_active": "on"}
    return {**facts, "groups": [group.pk for group in person.groups.all()], **overrides}


def test_an_administrator_adds_a_moderator_for_the_desk(office: Client) -> None:
    assert office.post(f"{PEOPLE}add/", new()).status_code == 302
    person = Moderator.objects.get(username="new")
    assert (person.is_staff, person.is_superuser, person.has_perm("submissions.decide_submission")) == (
        True,
        False,
        True,
    )
    answer = Client().post("/admin/login/?next=/admin/", {"username": "new@example.org", "password": PASSWORD})
    assert answer.status_code == 302


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"email": "OFFICE@example.org"}, "Another moderator has this address"),
        ({"email": ""}, "This field is required."),
        ({"username": "new@example.org"}, "Use a name without @: people sign in with it or with their email address"),
        ({"username": "office"}, "A user with that username already exists."),
        ({"password2": "otherwise"}, "The two password fields didn’t match."),
    ],
)
def test_a_moderator_that_cannot_be_added(office: Client, sent: dict[str, str], said: str) -> None:
    page = office.post(f"{PEOPLE}add/", new(**sent))
    assert said in words(page)
    assert Moderator.objects.count() == 1


def test_group_membership(office: Client) -> None:
    person, both = make_moderator(), [group.pk for group in Group.objects.all()]
    office.post(f"{PEOPLE}{person.pk}/change/", changed(person, groups=both))
    assert sorted(group.name for group in person.groups.all()) == ["Administrators", "Moderators"]


def test_switching_off(office: Client) -> None:
    person = make_moderator()
    office.post(f"{PEOPLE}{person.pk}/change/", {**changed(person), "is_active": ""})
    person.refresh_from_db()
    assert not person.is_active


def test_an_administrator_makes_nobody_superuser(office: Client) -> None:
    person = make_moderator()
    office.post(f"{PEOPLE}{person.pk}/change/", changed(person, is_superuser="on", user_permissions=["1"]))
    office.post(f"{PEOPLE}add/", new(is_superuser="on"))
    assert not Moderator.objects.filter(is_superuser=True).exists()
    assert person.user_permissions.count() == 0


def test_an_administrator_does_not_touch_a_superuser(office: Client) -> None:
    root = Moderator.objects.create_superuser("root", "root@example.org", PASSWORD)
    secret = root.password
    office.post(f"{PEOPLE}{root.pk}/change/", changed(root, email="mine@example.org"))
    office.post(f"{PEOPLE}{root.pk}/password/", {"password1": "another good word", "password2": "another good word"})
    root.refresh_from_db()
    assert (root.email, root.password) == ("root@example.org", secret)


def test_an_administrator_decides_too(office: Client) -> None:
    assert office.get("/admin/submissions/submission/").status_code == 200


def test_nobody_is_deleted(office: Client) -> None:
    person = make_moderator()
    office.post(f"{PEOPLE}{person.pk}/delete/", {"post": "yes"}, follow=True)
    office.post(PEOPLE, {"action": "delete_selected", "_selected_action": [person.pk], "post": "yes"})
    assert Moderator.objects.filter(pk=person.pk).exists()


@pytest.mark.parametrize("path", [PEOPLE, f"{PEOPLE}add/"])
def test_pages_of_people(office: Client, path: str) -> None:
    assert office.get(path).status_code == 200


def test_page_of_one_person(office: Client) -> None:
    page = words(office.get(f"{PEOPLE}{make_moderator().pk}/change/"))
    assert ("Superuser" in page, "Delete" in page) == (False, False)
