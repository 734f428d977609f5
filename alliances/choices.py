"""The fixed sets of the directory's facts, in the words that people read."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RegionKind(TextChoices):
    WORLD = "world", _("the world")
    REGION = "region", _("continent")
    SUBREGION = "subregion", _("part of a continent")
    INTERMEDIATE = "intermediate", _("part of a continent")
    GROUPING = "grouping", _("grouping of countries")
    COUNTRY = "country", _("country or territory")
    SUBDIVISION = "subdivision", _("state, province or district")
    METRO = "metro", _("metropolitan area")
    CITY = "city", _("city")


class Relation(TextChoices):
    """How a group's ground lies to a region."""

    COVERS = "covers", _("For all of it")
    WITHIN = "within", _("In parts of it")
    REACHES = "reaches", _("Across its border")


class Kind(TextChoices):
    ALLIANCE = "alliance", _("Alliance")
    COLLECTIVE = "collective", _("Collective")
    ASSOCIATION = "association", _("Association")


class Life(TextChoices):
    ACTIVE = "active", _("Active")
    FORMING = "forming", _("Being started")
    DORMANT = "dormant", _("Dormant")
    CLOSED = "closed", _("Closed")


class Freshness(TextChoices):
    NEVER_CONFIRMED = "never_confirmed", _("Not confirmed by the group")
    CONFIRMED = "confirmed", _("Confirmed")
    LAPSED = "lapsed", _("Not confirmed lately")


class ConfirmedBy(TextChoices):
    GROUP = "group", _("by the group")
    VOLUNTEER = "volunteer", _("by a volunteer")


class Joiner(TextChoices):
    """Who can join."""

    SPACES = "spaces", _("Coworking spaces")
    RUNNERS = "runners", _("People who run them")
    PEOPLE = "people", _("Anyone around coworking")
    SUPPLIERS = "suppliers", _("Suppliers and partners")


class Fee(TextChoices):
    NONE = "none", _("None")
    PAID = "paid", _("There is a fee")
    ASK = "ask", _("Ask the group")


class Benefit(TextChoices):
    HEALTH_INSURANCE = "health_insurance", _("Health insurance")
    GROUP_BUYING = "group_buying", _("Buying together")
    SPACE_EXCHANGE = "space_exchange", _("Working from each other’s spaces")
    TRAINING = "training", _("Training")
    ADVOCACY = "advocacy", _("A voice towards politics and the public")
    MARKETING = "marketing", _("Joint marketing")
    EVENTS = "events", _("Events")
    RESEARCH = "research", _("Surveys and research")
    LEGAL_HELP = "legal_help", _("Legal help")
    FUNDING = "funding", _("Funding")
    MENTORING = "mentoring", _("Mentoring")
    OTHER = "other", _("Something else")


class TakeDownReason(TextChoices):
    """What the page of a group that is no longer listed says."""

    CLOSED = "closed", _("The group has closed.")
    ASKED = "asked", _("The group asked us to remove it.")
    NOT_A_GROUP = "not_a_group", _("It is not a group of several spaces.")
    MISTAKE = "mistake", _("It was listed by mistake.")
    MERGED = "merged", _("It has become part of another group.")
