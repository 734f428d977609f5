"""What a machine can tell about a submission without asking anybody: advice, never a decision."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from rapidfuzz.fuzz import token_sort_ratio

from alliances.choices import TakeDownReason
from alliances.models import Alliance
from alliances.models.facets import WORLD
from alliances.templatetags.directory import host
from alliances.text import fold
from alliances.wording import in_words
from submissions.choices import State
from submissions.desk.facts import both_spellings
from submissions.desk.gate import REVIEW
from submissions.desk.lookalike import mixes_alphabets, skeleton
from submissions.forms.area import Area
from submissions.models import Event, Submission

ENOUGH_SPACES = 3
ALIKE = 90  # of 100: two names that differ by a typing slip or the order of their words
FREE_MAIL = {
    "126.com", "163.com", "aol.com", "bol.com.br", "daum.net", "fastmail.com", "free.fr", "freenet.de",
    "gmail.com", "gmx.at", "gmx.ch", "gmx.de", "gmx.net", "googlemail.com", "hotmail.com", "icloud.com",
    "interia.pl", "laposte.net", "libero.it", "live.com", "mac.com", "mail.ru", "mailbox.org", "me.com",
    "msn.com", "naver.com", "o2.pl", "orange.fr", "outlook.com", "posteo.de", "proton.me", "protonmail.com",
    "qq.com", "rediffmail.com", "seznam.cz", "t-online.de", "tutanota.com", "ukr.net", "uol.com.br",
    "virgilio.it", "wanadoo.fr", "web.de", "wp.pl", "yandex.ru", "zoho.com",
}  # fmt: skip
FREE_MAIL_NAMES = {"yahoo", "hotmail", "outlook", "live", "ymail"}  # under many endings: yahoo.co.jp
# Many groups live under these hosts: only the whole address tells them apart.
SHARED_HOSTS = {
    "chat.whatsapp.com", "discord.com", "discord.gg", "docs.google.com", "facebook.com", "forms.gle",
    "github.com", "instagram.com", "line.me", "linkedin.com", "linktr.ee", "medium.com", "meetup.com",
    "sites.google.com", "t.me", "twitter.com", "wa.me", "x.com", "youtube.com",
}  # fmt: skip


@dataclass(frozen=True)
class Finding:
    is_good: bool
    title: str
    text: str = ""
    matches: list["Match"] = field(default_factory=list)


@dataclass(frozen=True)
class Match:
    """A row that is, or looks like, the same group."""

    name: str
    website: str
    url: str
    where: str


def site_of(url: str) -> str:
    """What the pages of one group have in common: the host, or the whole address where many share a host."""
    name = host(url).lower()
    return name + urlsplit(url).path.rstrip("/").lower() if name in SHARED_HOSTS else name


def spaces_in_words(number: int) -> str:
    if not number:
        return gettext("No space named")
    named = ngettext("%(count)s space named", "%(count)s spaces named", number)
    return str(capfirst(named % {"count": in_words(number)}))


def pages_in_words(number: int) -> str:
    if not number:
        return gettext("No page of theirs was given.")
    given = ngettext("%(count)s page of theirs.", "%(count)s pages of theirs, on different sites.", number)
    return str(capfirst(given % {"count": in_words(number)}))


@dataclass
class Evidence:
    submission: Submission

    def findings(self) -> Iterator[Finding]:
        yield self.address()
        yield self.website()
        yield self.spaces()
        yield self.area()
        yield self.duplicates()
        yield from self.looks()

    def address(self) -> Finding:
        submission = self.submission
        if not submission.contact_email:
            return Finding(False, gettext("No email address"), gettext("It came by another way: nobody can be asked."))
        if not submission.confirmed_at:
            return Finding(False, gettext("Email address not confirmed"), self._domain_words())
        return Finding(True, gettext("Email address confirmed"), self._domain_words())

    def _domain_words(self) -> str:
        domain = self.submission.contact_email.rpartition("@")[2].lower()
        shown = {"domain": both_spellings(domain) or domain}
        if domain in FREE_MAIL or domain.partition(".")[0] in FREE_MAIL_NAMES:
            return gettext("A free mailbox: its domain proves nothing.")
        site = host(self.submission.website).lower()
        if site and (site == domain or site.endswith(f".{domain}") or domain.endswith(f".{site}")):
            return gettext("Its domain, %(domain)s, is that of their public page.") % shown
        return gettext("Its domain is %(domain)s, not that of a page they gave.") % shown

    def website(self) -> Finding:
        url = self.submission.website
        if not url:
            return Finding(
                False, gettext("No public page given"), gettext("Ask for a page, or for a sign of life (A5).")
            )
        if host(url).lower() in SHARED_HOSTS:
            return Finding(True, gettext("A public page"), gettext("On %(host)s, beside others.") % {"host": host(url)})
        return Finding(True, gettext("A public page"), host(url))

    def spaces(self) -> Finding:
        spaces = [space for space in self.submission.members_of("example_spaces") if space.get("name")]
        names = {fold(str(space["name"])) for space in spaces}
        sites = {site_of(str(space["page"])) for space in spaces if space.get("page")}
        return Finding(len(names) >= ENOUGH_SPACES, spaces_in_words(len(names)), pages_in_words(len(sites)))

    def area(self) -> Finding:
        submission = self.submission
        if submission.community:
            return Finding(True, gettext("For particular people"), submission.community)
        area = Area.of(submission)
        if WORLD in area.covers:
            return Finding(False, gettext("Claims the whole world"), gettext("Is it wider than its members show (A4)?"))
        if not area:
            return Finding(
                False,
                gettext("An area only in their words"),
                gettext("Choose the regions before you list it."),
            )
        return Finding(True, gettext("The area is in the directory"))

    def duplicates(self) -> Finding:
        name, site = fold(self.submission.name), site_of(self.submission.website)
        same = [
            one
            for one in self.others
            if token_sort_ratio(fold(one.name), name) >= ALIKE
            or (site and one.website and site_of(one.website) == site)
        ]
        if same:
            return Finding(
                False, gettext("Perhaps the same group"), gettext("Nearly the same name, or its page:"), same
            )
        return Finding(True, gettext("No duplicate"), gettext("Nobody else has this name or this page."))

    def looks(self) -> Iterator[Finding]:
        name = self.submission.name
        if mixes_alphabets(name):
            yield Finding(
                False, gettext("A name of mixed alphabets"), gettext("One of its words mixes letters of two.")
            )
        hosts = dict.fromkeys(map(host, self._addresses()))
        mixed = [one for one in hosts if mixes_alphabets(re.sub(r"[.-]", " ", one))]
        if mixed:
            yield Finding(
                False, gettext("An address of mixed alphabets"), ", ".join(both_spellings(one) or one for one in mixed)
            )
        alike = [one for one in self.others if skeleton(one.name) == skeleton(name) and fold(one.name) != fold(name)]
        if alike and skeleton(name):
            yield Finding(False, gettext("Its name can be read as another's"), "", alike)

    def _addresses(self) -> Iterator[str]:
        """All web addresses that were sent."""
        sent = self.submission
        yield from (sent.website, sent.join_url, *sent.members_of("links"))
        yield from (str(space.get("page") or "") for space in sent.members_of("example_spaces"))

    @cached_property
    def others(self) -> list[Match]:
        """Every group that is listed, was taken down, or is or was with us."""
        return [*self._listed(), *self._gone(), *self._sent()]

    def _listed(self) -> Iterator[Match]:
        rows = Alliance.objects.exclude(pk=self.submission.alliance_id or 0).values_list("name", "website", "slug")
        for name, website, slug in rows:
            yield Match(name, website, reverse("alliances:detail", args=[slug]), str(State.APPROVED.label))

    def _gone(self) -> Iterator[Match]:
        for taken in Event.objects.of_take_downs().values_list("data", flat=True):
            page = reverse("alliances:detail", args=[taken["snapshot"]["besides"]["slug"]])
            said = gettext("Taken down. %s") % TakeDownReason(taken["reason"]).label
            yield Match(taken["name"], taken["snapshot"]["facts"]["website"], page, said)

    def _sent(self) -> Iterator[Match]:
        rows = Submission.objects.at_desk().exclude(pk=self.submission.pk).exclude(state=State.APPROVED)
        for pk, name, website, state in rows.values_list("pk", "name", "website", "state"):
            url = reverse(REVIEW, args=[pk])
            yield Match(name, website, url, str(State(state).label))
