"""What stands on a site that is looked at page by page. Runs at the site itself: visitor.ask(site, FURNISH)."""

from typing import Any

from django.urls import reverse

from tests.factories import make_alliance, make_submission

FURNISH = "from tests.served.furniture import furnish; say(furnish())"
REVIEW, GROUP = "admin:submissions_submission_change", "admin:alliances_alliance_change"

# A value in every column that a page shows.
EVERYTHING: dict[str, Any] = {
    "name": "Everything",
    "called": "réseau",
    "other_names": "All of it",
    "acronym": "EVT",
    "kind": "association",
    "covers": ["ca-on"],
    "description": "Many words.\n\nAnd more.",
    "text_language": "fr",
    "website": "https://example.org",
    "join_url": "https://example.org/join",
    "links": ["https://example.org/a"],
    "public_email": "us@example.org",
    "founded_year": 2011,
    "legal_form": "Verein",
    "member_spaces": 11,
    "locations": 15,
    "who_can_join": ["spaces"],
    "membership_rules": "Three spaces.",
    "fee": "paid",
    "fee_note": "50 euros",
    "admission_window": "In spring",
    "languages": ["en", "fr"],
    "own_values": ["coopetition"],
    "mentors_new_alliances": True,
    "spaces_public": True,
    "benefits": [{"name": "training", "note": "monthly"}, {"name": "other", "note": ""}],
    "example_spaces": [{"name": "One", "town": "Toronto", "page": "https://one.example"}],
}


def furnish() -> dict[str, str]:
    """Something for every page; the addresses of those that have no name of their own."""
    full = make_alliance(**EVERYTHING)
    make_alliance(name="Also here", covers=["ca-on"])
    make_alliance(name="Gone").take_down(reason="closed")
    waiting = make_submission(name="Waiting for us", website="https://example.org", kind="")
    return {
        "review": reverse(REVIEW, args=[waiting.pk]),
        "group": reverse(GROUP, args=[full.pk]),
        "status": reverse("submissions:status", args=[waiting.status_link]),
    }
