"""What owners of spaces ask for most, and an entry does not say yet."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alliances.models import AllianceProfile
from alliances.wording import joined

MOST_NAMED = 3
# In the order in which owners ask: field of the profile → what it tells them.
ASKED_FOR = {
    "who_can_join": _("who can join"),
    "fee": _("whether there is a fee"),
    "join_url": _("how one joins"),
    "benefits": _("what members get"),
    "member_spaces": _("how many spaces are members"),
    "website": _("where to read more"),
    "languages": _("which languages you speak"),
}
# Where no page about joining is given, the line about joining leads to one of these.
INSTEAD = {"join_url": ("website", "public_email")}


def is_said(profile: AllianceProfile, name: str) -> bool:
    return any(getattr(profile, one) for one in (name, *INSTEAD.get(name, ())))


def wanted_in_words(profile: AllianceProfile) -> str:
    """The first few that are missing, as a sentence; nothing where all is said."""
    missing = [str(words) for name, words in ASKED_FOR.items() if not is_said(profile, name)]
    if not missing:
        return ""
    wanted = joined(missing[:MOST_NAMED])
    return gettext("Owners of spaces ask most for this, and your entry does not say it yet: %(wanted)s.") % {
        "wanted": wanted
    }
