"""Rows for tests: plain functions, defaults valid and dull."""

import itertools
from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone

from alliances.models import Alliance, AllianceProfile, Region, Town
from submissions.choices import State
from submissions.models import Moderator, Submission

numbers = itertools.count(1)
PASSWORD = "correct horse battery staple"


def profile_facts(**overrides: Any) -> dict[str, Any]:
    """Facts of a profile as Alliance.publish takes them; `covers` and `excludes` are codes."""
    profile = Alliance(name=f"Group {next(numbers)}", kind="alliance", summary="They buy coffee together.")
    facts = {field.name: getattr(profile, field.attname) for field in AllianceProfile._meta.local_fields}
    return {**facts, "covers": ["ca-on"], "excludes": [], **overrides}


def make_alliance(**overrides: Any) -> Alliance:
    """A listed group; columns of Alliance itself (source_url, freshness …) go beside the facts."""
    own = {field.name for field in Alliance._meta.local_fields} - {f.name for f in AllianceProfile._meta.local_fields}
    besides = {name: overrides.pop(name) for name in list(overrides) if name in own}
    return Alliance.publish(profile_facts(**overrides), **besides)


def make_region(code: str, **overrides: Any) -> Region:
    """A metro drawn by hand, round Toronto unless told."""
    facts = {
        "kind": "metro",
        "name": code.removeprefix("metro-").title(),
        "parent": Region.objects.get(pk="ca-on"),
        "latitude": 43.7,
        "longitude": -79.4,
        "radius_km": 40,
    }
    return Region.redraw(code=code, **{**facts, **overrides})


def make_town(**overrides: Any) -> Town:
    facts = {
        "geonameid": 900_000_000 + next(numbers),
        "name": "Smallville",
        "region": Region.objects.get(pk="ca-on"),
        "latitude": 44.0,
        "longitude": -79.0,
        "population": 5000,
    }
    return Town.objects.create(**{**facts, **overrides})


def make_moderator(*groups: str, **overrides: Any) -> Moderator:
    """A volunteer in the group Moderators unless other groups are named."""
    name = overrides.pop("username", f"moderator{next(numbers)}")
    facts = {"email": f"{name}@example.org", "is_staff": True, **overrides}
    moderator = Moderator.objects.create_user(name, password=PASSWORD, **facts)
    for group in groups or ("Moderators",):
        moderator.groups.add(Group.objects.get(name=group))
    return moderator


def make_submission(**overrides: Any) -> Submission:
    """A pending submission with a confirmed address; `covers` are codes, `towns` are geonameids."""
    now = timezone.now()
    number = next(numbers)
    areas = {"covers": overrides.pop("covers", ["ca-on"]), "excludes": overrides.pop("excludes", [])}
    towns = overrides.pop("towns", [])
    facts = {
        "name": f"Sent group {number}",
        "kind": "alliance",
        "summary": "They buy coffee together.",
        "contact_email": f"contact{number}@example.org",
        "licence_accepted_at": now,
        "state": State.PENDING,
        "sent_at": now,
        "confirmed_at": now,
        "waiting_since": now,
        "example_spaces": [
            {"name": "One", "town": "Toronto", "page": ""},
            {"name": "Two", "town": "", "page": ""},
        ],
    }
    submission = Submission.objects.create(**{**facts, **overrides})
    submission.covers.set(areas["covers"])
    submission.excludes.set(areas["excludes"])
    submission.towns.set(towns)
    return submission
