"""Every page of the site, named by the template that shows it: whoever adds a template says here where it is seen."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import Any, NamedTuple

from benchmarks.site import MODERATOR, Addresses
from tests.served.site import ROOT, Site
from tests.served.visitor import FORM, QUEUE, Sender, Visitor, Volunteer, ask, typed

LANGUAGES = {"en": "", "fr": "/fr", "es": "/es"}
FOLDERS = ("alliances", "errors", "pages", "submissions")
# Templates of ours that fill a page of the desk; its other pages are Django's own.
OUR_DESK = {
    "admin/index.html",
    "admin/submissions/submission/queue.html",
    "admin/submissions/submission/review.html",
    "admin/alliances/alliance/groups.html",
    "admin/alliances/alliance/group.html",
    "admin/alliances/region/regions.html",
    "admin/alliances/region/region.html",
}
DJANGOS = "(Django's own)"
REFUSED = {"name": "", "contact_email": "x", "summary": "s" * 500, "covers": ["atlantis"], "space_1_page": "x"}
REGIONS = "/admin/alliances/region/"
DRAWN = {
    "seen": "0", "kind": "metro", "name": "Golden Horseshoe", "town": "town:6167865", "radius_km": "60",
    "grounds": ["ca-on", "us-ny"],
}  # fmt: skip
WRONG = {"website": "x", "join_url": "x", "kind": "club", "fee": "gold", "who_can_join": ["nobody"]}


class Look(NamedTuple):
    """Where a template is seen. `sent`: the values of a form that is posted there."""

    template: str
    path: str
    status: int = 200
    sent: Mapping[str, Any] | None = None
    headers: Mapping[str, str] = {}

    def __str__(self) -> str:
        return f"{'POST ' if self.sent is not None else ''}{self.path}"


class Seen(NamedTuple):
    look: Look
    answer: Any  # requests.Response


def templates() -> set[str]:
    """The templates that are pages; those with a leading underscore, and bases, are parts of others."""
    folder = ROOT / "templates"
    files = [
        path for name in FOLDERS for path in (folder / name).rglob("*.html") if not path.name.startswith(("_", "base."))
    ]
    return {path.relative_to(folder).as_posix() for path in files} | OUR_DESK


PUBLIC = [
    Look("alliances/home.html", "/"),
    *(
        Look("alliances/alliance_list.html", f"/alliances/{query}")
        for query in (
            "",
            "?page=2",
            "?page=60",
            "?region=150&kind=association",
            "?q=zzzz",
            "?q=coworking&region=ca&life=all&language=fr&benefit=training&join=spaces&sort=name",
            "?kind=club&region=atlantis",
            "?life=closed",
            "?where=springfield",
            "?where=toronto&kind=alliance",
            "?where=zzzz",
        )
    ),
    *(
        Look("alliances/alliance_detail.html", f"/alliances/{slug}/")
        for slug in ("everything", "except", "women", "closed-gone", "coworking-toronto", "present-name")
    ),
    Look("alliances/region_list.html", "/regions/"),
    *(
        Look("alliances/region_detail.html", f"/regions/{code}/")
        for code in (
            "001",
            "150",
            "ca",
            "ca-on",
            "ng",
            "gp",
            "eu",
            "jp",
            "eg",
            "asia-pacific",
            "city-6167865",
            "metro-kansas-city",
        )
    ),
    *(Look("alliances/place_detail.html", f"/places/{key}/") for key in (6167865, 2332459, 2988507, 3578599)),
    *(
        Look("alliances/place_search.html", f"/places/{query}")
        for query in ("", "?q=springfield", "?q=zzzz", "?q=%22%3E%3Cx%26")
    ),
    *(Look(f"pages/{name}.html", f"/{name}/") for name in ("about", "criteria", "privacy", "accessibility")),
    Look("submissions/fork.html", "/submit/"),
    Look("submissions/submit.html", FORM),
    Look("submissions/links.html", "/submissions/"),
    Look("errors/404.html", "/no-such-page/", 404),
    Look("errors/410.html", "/alliances/gone/", 410),
    Look("errors/405.html", "/alliances/", 405, sent={}),
    Look("errors/400.html", "/", 400, headers={"Host": "elsewhere.example"}),
]

FORMS = [
    Look("submissions/submit.html", FORM, sent=REFUSED),
    Look("submissions/submit.html", FORM, sent={"find": "", "area_search": "springfield", "name": '"<x>&'}),
    Look("submissions/submit.html", FORM, sent={"find": "", "area_search": "zzzz"}),
    Look("submissions/thanks.html", FORM, sent={"fax_number": "1"}),
    Look("submissions/links.html", "/submissions/", sent={"address": ""}),
    Look("submissions/links_sent.html", "/submissions/", sent={"address": "nobody@example.org"}),
    Look("submissions/no_record.html", f"/submissions/{'t' * 60}/", 404),
]


def senders(named: Mapping[str, str]) -> list[Look]:
    """The pages of one language behind the links of senders."""
    stale = {"seen": "0", "kind": "alliance"}
    states = ("pending", "approved", "asked", "parked", "declined", "withdrawn")
    return [
        *(Look("submissions/status.html", named[f"{state} status"]) for state in states),
        Look("submissions/status.html", named["answer"], sent={"text": ""}),
        *(Look("submissions/more.html", named[name]) for name in ("draft more", "pending more")),
        *(Look("submissions/more.html", named["draft more"], sent=sent) for sent in (WRONG, stale)),
        *(Look("submissions/edit.html", named[name]) for name in ("draft edit", "unsent edit", "pending edit")),
        Look("submissions/edit.html", named["pending edit"], sent=REFUSED),
        *(Look("submissions/withdraw.html", named[f"{one} withdraw"]) for one in ("draft", "unsent", "pending")),
        Look("submissions/check.html", named["draft check"]),
        Look("submissions/check_email.html", named["unsent status"]),
        Look("submissions/confirm.html", named["confirm"]),
        Look("submissions/confirm_again.html", named["superseded"]),
        Look("submissions/confirm_again.html", named["unsent resend"]),
        Look("submissions/confirmed_before.html", named["confirmed"]),
        Look("submissions/draft_over.html", named["over"]),
        # These change something, and so come last.
        Look("submissions/confirm_resent.html", named["unsent resend"], sent={}),
        Look("submissions/deleted.html", named["deleting"], sent={}),
    ]


def desk(named: Mapping[str, str]) -> list[Look]:
    index, queue, reviewed, groups, group, regions, region = (
        "admin/index.html",
        "admin/submissions/submission/queue.html",
        "admin/submissions/submission/review.html",
        "admin/alliances/alliance/groups.html",
        "admin/alliances/alliance/group.html",
        "admin/alliances/region/regions.html",
        "admin/alliances/region/region.html",
    )
    states = ("review", "pending", "approved", "asked", "parked", "declined", "withdrawn")
    decline = named["pending"].replace("/change/", "/decline/")
    approve = named["pending"].replace("/change/", "/approve/")
    return [
        Look(index, "/admin/"),
        *(Look(queue, f"{QUEUE}{query}") for query in ("", "?state=all", "?state=decided", "?q=everything")),
        *(Look(reviewed, named[state]) for state in states),
        Look(reviewed, decline, sent={"seen": "1"}),
        Look(reviewed, approve, sent={"seen": "1", "name": "", "find": "", "covers_search": "springfield"}),
        Look(reviewed, named["pending"], sent={"propose": "words", "A1": "no"}),
        *(Look(groups, f"/admin/alliances/alliance/{query}") for query in ("", "?q=everything")),
        Look(group, named["group"]),
        *(Look(regions, f"{REGIONS}{query}") for query in ("", "?q=toronto", "?kind=subregion", "?q=zzzz")),
        *(Look(region, f"{REGIONS}{page}/") for page in ("add", "ca/change", "city-6167865/change")),
        *(Look(region, f"{REGIONS}add/", sent=sent) for sent in (DRAWN, {"seen": "0", "radius_km": "x"})),
        Look(region, f"{REGIONS}draw/", sent=DRAWN),
        *(
            Look(DJANGOS, f"/admin/{path}")
            for path in (
                "submissions/event/",
                "submissions/mail/",
                "submissions/moderator/",
                "submissions/moderator/add/",
                "submissions/moderator/1/change/",
                "submissions/moderator/1/password/",
                "submissions/moderator/1/history/",
                "password_change/",
            )
        ),
        Look("errors/404.html", "/admin/no-such-page/", 404),
        Look(DJANGOS, "/admin/logout/", sent={}),
        Look(DJANGOS, "/admin/login/"),
        Look(DJANGOS, "/admin/login/", sent={"username": "x", "password": "x"}),
    ]


def look(visitor: Visitor, at: Look) -> Seen:
    options: dict[str, Any] = {"headers": dict(at.headers), "allow_redirects": False}
    if at.sent is None:
        return Seen(at, visitor.get(at.path, **options))
    return Seen(at, visitor.post(at.path, dict(at.sent), **options))


def in_language(prefix: str, at: Look) -> Look:
    return at._replace(path=prefix + at.path)


def everything(site: Site, named: Addresses) -> Iterator[Seen]:
    """Look at every page of a furnished site. It is broken afterwards: the pages that say so come last."""
    opened = typed(Visitor(site).get(FORM))["opened"][0]  # long enough ago for a person when it is sent
    for code, prefix in LANGUAGES.items():
        visitor = Visitor(site)
        for at in [*PUBLIC, *FORMS]:
            yield look(visitor, in_language(prefix, at))
        for at in senders(named[code]):
            yield look(visitor, at)
        yield look(Visitor(site), Look("errors/403.html", prefix + FORM, 403, {"name": 'Kept "<&'}))
    volunteer = Volunteer(site)
    volunteer.sign_in(MODERATOR)
    for at in desk(named[""]):
        yield look(volunteer, at)
    yield from broken(site, opened)


def broken(site: Site, opened: str) -> Iterator[Seen]:
    """What is shown when a page fails, the database is away and the limit is reached, in this order."""
    sender = Sender(site, opened)
    pressed = sender.fill()
    for prefix in LANGUAGES.values():
        # Sent at once, as no person does.
        yield look(sender, Look("submissions/submit.html", prefix + FORM, sent=sender.fill(opened="")))
    stages = [
        ("UPDATE alliances_region SET names = '5' WHERE code = 'ng'", "errors/500.html", "/regions/ng/", 500),
        ("ALTER TABLE submissions_submission_covers RENAME TO x", "submissions/submit.html", FORM, 503),
        ("ALTER TABLE alliances_alliance RENAME TO y", "errors/503.html", "/alliances/", 503),
    ]
    for statement, template, path, status in stages:
        with closing(sqlite3.connect(site.data_dir / "directory.sqlite3")) as database:
            database.execute(statement)
            database.commit()
        for prefix in LANGUAGES.values():
            sent = pressed if path == FORM else None
            yield look(sender, Look(template, prefix + path, status, sent))
    ask(site, "from benchmarks.furniture import fill_limit; fill_limit()")
    for prefix in LANGUAGES.values():
        yield look(sender, Look("errors/429.html", prefix + FORM, 429, pressed))
