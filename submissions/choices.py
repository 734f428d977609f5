"""The fixed sets of what is not public: states, verbs, reasons, mails."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Purpose(TextChoices):
    NEW = "new", _("New group")
    CHANGE = "change", _("Change of a listed group")
    TIP = "tip", _("Tip by somebody else")
    IMPORT = "import", _("Import")


class State(TextChoices):
    DRAFT = "draft", _("Not sent yet")
    UNCONFIRMED = "unconfirmed", _("Email address not confirmed")
    PENDING = "pending", _("Waiting for us")
    CHANGES_REQUESTED = "changes_requested", _("Waiting for the sender")
    PARKED = "parked", _("Put aside")
    APPROVED = "approved", _("Listed")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


EDITABLE_STATES = (State.PENDING, State.CHANGES_REQUESTED, State.PARKED)
UNSENT_STATES = (State.DRAFT, State.UNCONFIRMED)
OPEN_STATES = (*UNSENT_STATES, *EDITABLE_STATES)  # the sender may still correct or withdraw it
ANSWERABLE_STATES = (State.CHANGES_REQUESTED, State.PARKED)
DECIDED_STATES = (State.APPROVED, State.DECLINED, State.CHANGES_REQUESTED)  # a moderator may undo it for a while


class Verb(TextChoices):
    """What an event row says was done."""

    SENT = "sent", _("sent")
    CONFIRMED = "confirmed", _("email address confirmed")
    EDITED = "edited", _("changed by the sender")
    ANSWERED = "answered", _("answered")
    WITHDRAWN = "withdrawn", _("withdrawn by the sender")
    APPROVED = "approved", _("approved and listed")
    ASKED = "asked", _("asked a question")
    DECLINED = "declined", _("declined")
    UNDONE = "undone", _("undone")
    REMINDED = "reminded", _("reminded")
    PARKED = "parked", _("put aside")
    TAKEN_DOWN = "taken_down", _("taken down")
    RESTORED = "restored", _("listed again")
    LINK_SENT = "link_sent", _("link sent again")
    ERASED = "erased", _("erased on request")
    DRAWN = "drawn", _("region drawn")
    REDRAWN = "redrawn", _("region changed")


class DeclineReason(TextChoices):
    """Each names a criterion, or why none was looked at; its words to the sender are in reasons.py."""

    A1 = "A1", _("A1 Several spaces: it is one space or one owner")
    A2 = "A2", _("A2 Coworking: its members are not coworking spaces")
    A3 = "A3", _("A3 Together: members have no say, or it sells them to others")
    A4 = "A4", _("A4 A place or a people: it does not say who can join")
    A5 = "A5", _("A5 Somebody answers: no sign of life and no answer")
    DUPLICATE = "duplicate", _("It is listed already")
    SPAM = "spam", _("Spam (no mail is sent)")


class MailKind(TextChoices):
    CONFIRM = "confirm", _("Confirm your address")
    RECEIVED = "received", _("Received")
    QUESTION = "question", _("Question")
    REMINDER = "reminder", _("Reminder")
    LISTED = "listed", _("Listed")
    DECLINED = "declined", _("Declined")
    LINKS = "links", _("Your links")


# Mails that a stranger can make us send to any address: counted per mailbox (limits.py).
UNASKED_MAILS = (MailKind.CONFIRM, MailKind.LINKS)


class LinkPurpose(TextChoices):
    DRAFT = "draft", _("draft")
    CONFIRM = "confirm", _("confirm")
    STATUS = "status", _("status")
