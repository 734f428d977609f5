"""What stands on a site that is looked at page by page. Runs at the site itself: visitor.ask(site, FURNISH)."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from submissions.choices import State, Verb
from tests.factories import make_alliance, make_region, make_submission

FURNISH = "from tests.served.furniture import furnish; say(furnish())"
REVIEW, GROUP = "admin:submissions_submission_change", "admin:alliances_alliance_change"
REGION = "admin:alliances_region_change"

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

# Words without a place to break: what a page shows of them must not make it wider than the window.
WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
LONG: dict[str, Any] = {
    **EVERYTHING,
    "name": (WORD * 2)[:119],
    "covers": ["ca-qc"],
    "called": WORD[:40],
    "summary": f"https://example.org/{WORD}{WORD}",
    "other_names": WORD * 2,
    "description": WORD * 8,
    "coverage_note": WORD * 2,
    "website": f"https://example.org/{WORD}",
    "join_url": f"https://{WORD[:20]}.{WORD[20:40]}.example.org/{WORD}",
    "public_email": f"{WORD[:20]}@{WORD[20:50].replace('ä', 'a')}.example.org",
    "legal_form": WORD,
    "membership_rules": WORD * 3,
    "fee_note": (WORD * 2)[:120],
    "admission_window": (WORD * 2)[:120],
    "own_values": [WORD],
    "benefits": [{"name": "training", "note": (WORD * 2)[:120]}],
    "example_spaces": [{"name": WORD, "town": WORD, "page": f"https://{WORD[:60]}.example"}],
}


def furnish() -> dict[str, str]:
    """Something for every page; the addresses of those that have no name of their own."""
    full = make_alliance(**EVERYTHING)
    make_alliance(name="Also here", covers=["ca-on"])
    long = make_alliance(**LONG)
    metro = make_region("metro-golden", name="Golden Horseshoe")
    make_alliance(name="Golden group", covers=[metro.pk])
    make_alliance(name="Gone").take_down(reason="closed")
    waiting = make_submission(name="Waiting for us", website="https://example.org", kind="")
    said = make_submission(**{**LONG, "town": None})
    unconfirmed = make_submission(name="Not yet ours", state=State.UNCONFIRMED, confirmed_at=None)
    asked = make_submission(name="Asked", state=State.CHANGES_REQUESTED, decided_at=timezone.now() - timedelta(days=1))
    for verb, text in ((Verb.ASKED, "Which one?"), (Verb.ANSWERED, "The third."), (Verb.ASKED, "Which three?")):
        asked.note(verb, text=text)
    return {
        "review": reverse(REVIEW, args=[waiting.pk]),
        "group": reverse(GROUP, args=[full.pk]),
        "metro": reverse(REGION, args=[metro.pk]),
        "status": reverse("submissions:status", args=[waiting.status_link]),
        "confirm": unconfirmed.confirm_url,
        "asked": reverse("submissions:status", args=[asked.status_link]),
        "long": long.get_absolute_url(),
        "long status": reverse("submissions:status", args=[said.status_link]),
        "long review": reverse(REVIEW, args=[said.pk]),
    }
