from typing import Any

import pytest
from django.test import Client
from lxml import html

from alliances.models import Alliance, DirectoryVersion, Region
from submissions.choices import State
from submissions.models import Event, Mail, Moderator, Submission
from tests.desk.pages import messages, press, review, summary, typed, verb, words
from tests.factories import make_alliance, make_submission


def test_links_on_top_lead_past_what_they_told_us(desk: Client) -> None:
    page = html.fromstring(desk.get(review(make_submission())).content)
    targets = [link.removeprefix("#") for link in page.xpath("//nav[@class='rv-jump']/a/@href")]
    assert targets == ["evidence", "criteria", "approve", "ask", "decline"]
    assert [page.get_element_by_id(target).tag for target in targets] == ["section"] * 5


def test_approve_lists_the_group_and_tells_the_sender(desk: Client) -> None:
    submission = make_submission(name="Coworking Ontario")
    page = press(desk, submission, "approve")
    assert page.redirect_chain == [("/admin/submissions/submission/", 302)]
    assert messages(page) == [
        "Approved. Coworking Ontario is in the directory. See its page. Nobody else waits for us."
    ]
    public = Client().get("/alliances/coworking-ontario/")
    assert (public.status_code, "Coworking Ontario" in words(public)) == (200, True)
    assert "Coworking Ontario" in words(Client().get("/alliances/"))
    assert "Coworking Ontario" in words(Client().get("/regions/ca-on/"))
    mail = Mail.objects.get()
    assert (mail.to, mail.subject) == (submission.contact_email, "Coworking Ontario is listed")
    assert "http://127.0.0.1:8000/alliances/coworking-ontario/" in mail.body
    assert "under Ontario:" in mail.body


def test_approve_names_the_next_one(desk: Client) -> None:
    first, second = make_submission(name="First"), make_submission(name="Second")
    page = press(desk, first, "approve")
    assert messages(page) == ["Approved. First is in the directory. See its page. Next: Second"]
    assert f'href="{review(second)}"' in page.content.decode()


def test_approve_writes_down_who_and_what_differs(desk: Client, moderator: Moderator) -> None:
    submission = make_submission(name="Sent", kind="")
    press(desk, submission, "approve", name="Published", kind="collective")
    event = Event.objects.get()
    assert (event.by, event.verb, event.submission) == (moderator, "approved", submission)
    assert event.data["differences"] == {"name": ["Sent", "Published"], "kind": ["", "collective"]}
    history = words(desk.get(review(submission)))
    assert "approved and listed, by Maria Silva Name: Sent Published Kind: – Collective" in history


def test_approve_publishes_what_was_sent_and_nothing_private(desk: Client) -> None:
    submission = make_submission(
        name="Quiet",
        contact_email="secret@example.org",
        contact_name="Someone Secret",
        criteria_answers={"A1": "secret answer"},
        example_spaces=[{"name": "Hidden space", "town": "", "page": ""}],
        spaces_public=False,
    )
    press(desk, submission, "approve")
    page = Client().get("/alliances/quiet/").content.decode()
    leaks = [word for word in ("secret", "Secret", "Hidden") if word in page]
    assert leaks == []


def test_approve_with_a_missing_kind_is_refused_at_the_field(desk: Client) -> None:
    submission = make_submission(kind="")
    page = press(
        desk,
        submission,
        "approve",
        name="As I typed",
        life="forming",
        covers=["fr", "de"],
        question="Half a question",
        words="Half a reason",
        A1="no",
    )
    assert summary(page) == ["Choose what kind of group it is"]
    assert page.content.decode().count("<title>Error: ") == 1
    kept = page.context["forms"]
    assert [kept.approve[name].value() for name in ("name", "life", "covers")] == [
        "As I typed",
        "forming",
        ["fr", "de"],
    ]
    assert (kept.ask["question"].value(), kept.decline["words"].value()) == (
        "Half a question",
        "Half a reason",
    )
    assert kept.criteria["A1"].value() == "no"
    assert (Alliance.objects.count(), Event.objects.count(), Mail.objects.count()) == (0, 0, 0)
    assert Submission.objects.get().state == State.PENDING


def test_approve_after_correcting(desk: Client) -> None:
    submission = make_submission(name="Corrected", kind="")
    press(desk, submission, "approve")
    press(desk, submission, "approve", kind="association")
    assert Alliance.objects.get().kind == "association"


@pytest.mark.parametrize("name", ["", "   ", "\u202egnikrowoc", "…", "x" * 121])
def test_approve_with_a_name_that_is_none(desk: Client, name: str) -> None:
    submission = make_submission()
    page = press(desk, submission, "approve", name=name)
    assert (page.status_code, len(summary(page)), Alliance.objects.count()) == (200, 1, 0)


@pytest.mark.parametrize("kind", ["union", "alliance ", "<b>"])
def test_approve_with_a_forged_kind(desk: Client, kind: str) -> None:
    page = press(desk, make_submission(), "approve", kind=kind)
    assert (len(summary(page)), Alliance.objects.count()) == (1, 0)


def test_approve_without_an_area_is_refused(desk: Client) -> None:
    submission = make_submission(covers=[], coverage_note="All around the lake")
    page = press(desk, submission, "approve")
    assert summary(page) == ["Choose at least one region or town: the directory lists groups by them"]
    assert "As they say it: All around the lake" in words(page)
    assert Alliance.objects.count() == 0


def test_approve_for_particular_people_needs_no_area(desk: Client) -> None:
    submission = make_submission(covers=[], community="Women who run spaces")
    press(desk, submission, "approve")
    assert [region.pk for region in Alliance.objects.get().covers.all()] == ["001"]


def test_approve_lists_it_under_a_town(desk: Client, toronto: Any) -> None:
    submission = make_submission(name="By town", covers=[], towns=[toronto.pk])
    press(desk, submission, "approve")
    assert [region.pk for region in Alliance.objects.get().covers.all()] == [f"city-{toronto.pk}"]
    assert "By town" in words(Client().get(f"/regions/city-{toronto.pk}/"))
    assert Event.objects.get().data["differences"] == {}


def test_approve_with_an_area_that_the_moderator_found(desk: Client, toronto: Any) -> None:
    submission = make_submission(covers=["fr"], coverage_note="Toronto")
    press(desk, submission, "approve", covers=["ca-on", f"town:{toronto.pk}"])
    published = sorted(Alliance.objects.get().covers.values_list("pk", flat=True))
    assert published == ["ca-on", f"city-{toronto.pk}"]
    assert Event.objects.get().data["differences"] == {"covers": [["fr"], published]}


def test_approve_makes_no_city_that_was_not_kept(desk: Client, toronto: Any) -> None:
    press(desk, make_submission(towns=[toronto.pk]), "approve", covers=["ca-on"])
    assert not Region.objects.filter(pk=f"city-{toronto.pk}").exists()


def test_approve_lists_a_town_with_what_lies_round_it(desk: Client, toronto: Any) -> None:
    submission = make_submission(covers=[])
    submission.towns_around.set([toronto.pk])
    press(desk, submission, "approve", covers=[f"around:{toronto.pk}"])
    [metro] = Alliance.objects.get().covers.all()
    assert (metro.pk, metro.kind, metro.radius_km, metro.town_id) == ("metro-toronto", "metro", 30, toronto.pk)
    assert Event.objects.get().data["differences"] == {}
    assert submission.name in desk.get("/regions/metro-toronto/").content.decode()


def test_find_decides_nothing_and_keeps_all(desk: Client, toronto: Any) -> None:
    submission = make_submission(covers=["fr"])
    sent = {"area_search": "Toronto", "find": "covers", "name": "Typed", "question": "Half", "reason": "A2"}
    for address in (review(submission), verb(submission, "approve")):
        page = desk.post(address, typed(submission, **sent))
        kept = page.context["forms"]
        assert (page.status_code, summary(page)) == (200, [])
        assert [kept.approve[name].value() for name in ("name", "covers")] == ["Typed", ["fr"]]
        assert (kept.ask["question"].value(), kept.decline["reason"].value()) == ("Half", "A2")
        assert f'value="town:{toronto.pk}"' in page.content.decode()
    assert (Alliance.objects.count(), Event.objects.count()) == (0, 0)


def test_find_without_a_match_says_so(desk: Client) -> None:
    submission = make_submission()
    page = desk.post(review(submission), typed(submission, area_search="Xyzzy", find="covers"))
    assert "We know no place called “Xyzzy”." in words(page)


def test_approve_with_an_unknown_area(desk: Client) -> None:
    page = press(desk, make_submission(), "approve", covers=["atlantis"])
    assert (len(summary(page)), Alliance.objects.count()) == (1, 0)


@pytest.mark.parametrize("seen", ["", "x", "1.5"])
def test_approve_without_saying_what_was_seen(desk: Client, seen: str) -> None:
    page = press(desk, make_submission(), "approve", seen=seen)
    assert summary(page) == ["The page was out of date. Read it again, then press once more."]
    assert Alliance.objects.count() == 0


def test_approve_a_tip_tells_nobody_and_names_its_source(desk: Client) -> None:
    submission = make_submission(
        name="Tipped",
        purpose="tip",
        contact_email="",
        licence_accepted_at=None,
        confirmed_at=None,
        source_url="https://example.org/source",
    )
    assert "No mail goes out: there is no email address." in words(desk.get(review(submission)))
    press(desk, submission, "approve")
    alliance = Alliance.objects.get()
    told = (alliance.source_url, alliance.freshness, Mail.objects.count())
    assert told == ("https://example.org/source", "never_confirmed", 0)


def test_approve_a_change_of_a_listed_group(desk: Client) -> None:
    alliance = make_alliance(name="Listed", summary="Old words.", website="https://example.org/kept")
    submission = make_submission(
        name="Listed", summary="New words.", purpose="change", alliance=alliance, changed_fields=["summary"]
    )
    press(desk, submission, "approve")
    alliance.refresh_from_db()
    assert (alliance.summary, alliance.website) == ("New words.", "https://example.org/kept")
    assert Alliance.objects.count() == 1


def test_approve_raises_the_version_of_the_directory(desk: Client) -> None:
    before = DirectoryVersion.current()
    press(desk, make_submission(), "approve")
    assert DirectoryVersion.current() > before
