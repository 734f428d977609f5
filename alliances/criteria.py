"""What is listed, and what is not: one object behind the public page, the form, the checklist and the mails.

Whoever changes the sense of a criterion raises VERSION, so that an old decision still says which one it used.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

VERSION = 1

Words = str | Promise


@dataclass(frozen=True)
class Criterion:
    code: str
    title: Words
    public: Words  # on /criteria/ and beside the form
    question: Words  # in the form, to the sender
    check: Words  # the line of the moderators' checklist
    reason: Words  # why not, as a mail says it after "because"
    follow_up: Words  # what to ask when it cannot be told


CRITERIA = (
    Criterion(
        code="A1",
        title=_("Several spaces"),
        public=_(
            "Three or more spaces take part, or ten or more people who run them, and not all under one owner. "
            "Town halls and cooperatives count each for themselves. In an area with fewer than six spaces, two "
            "that are "
            "open to the others are enough."
        ),
        question=_("Which spaces take part, and who runs each?"),
        check=_("Three spaces or more, not all under one owner"),
        reason=_("we list groups of three or more independent spaces, and yours is one space or has one owner"),
        follow_up=_("Which three spaces take part, and who runs each of them?"),
    ),
    Criterion(
        code="A2",
        title=_("Coworking"),
        public=_(
            "Coworking spaces take part as such, under whatever name: tiers-lieu, hub, telecentre, コワーキング. At "
            "least three of them, or most of the members."
        ),
        question=_("How many of your members are coworking spaces?"),
        check=_("Coworking spaces take part as such: three, or most members"),
        reason=_("we list groups in which coworking spaces take part, and we did not find three among the members"),
        follow_up=_("How many of your members are coworking spaces, and which?"),
    ),
    Criterion(
        code="A3",
        title=_("Together"),
        public=_(
            "Members have a say, and the group does not exist to sell them to others. Paid staff, a company as legal "
            "form or a state as sponsor is no fault."
        ),
        question=_("What do you do together, and how do members have a say?"),
        check=_("Members have a say; it does not exist to sell them to others"),
        reason=_("we list groups in which the members have a say, and we did not see how they do"),
        follow_up=_("How are decisions made, and what did you do together in the last year?"),
    ),
    Criterion(
        code="A4",
        title=_("A place or a people"),
        public=_("It says where a space must be, or who one must be, to join."),
        question=_("Where must a space be to join you?"),
        check=_("A stated area or community, no wider than its members"),
        reason=_("we could not tell where a space must be, or who one must be, to join"),
        follow_up=_("Where must a space be to join you, and is there another group there?"),
    ),
    Criterion(
        code="A5",
        title=_("Somebody answers"),
        public=_(
            "There is a sign of life in the last twelve months (a dated message, a photo of a meeting, a local paper) "
            "or a person who replies. A WhatsApp or LINE group is a page. Where gathering is risky, town and "
            "spaces may "
            "stay with the volunteers."
        ),
        question=_("Where can one see something you did lately?"),
        check=_("A sign of life in twelve months, or a person who replies"),
        reason=_("we found no sign of life in the last twelve months, and nobody answered us"),
        follow_up=_(
            "Is there a page, a group or a photo where one can see something you did together in the last "
            "twelve months?"
        ),
    ),
)

NOT_NEEDED = (
    _("a legal form"),
    _("a fee"),
    pgettext_lazy("to speak it", "English"),
    _("the consent of another group: two in one area may both be listed"),
)

BY_CODE = {criterion.code: criterion for criterion in CRITERIA}
