"""How far an entry is, and what was said about it, as its sender may see it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from alliances.wording import date_in_full
from submissions.choices import State, Verb
from submissions.models import Submission

DECISIONS = {Verb.ASKED, Verb.APPROVED, Verb.DECLINED}
SPOKEN = {*DECISIONS, Verb.ANSWERED, Verb.UNDONE}


@dataclass(frozen=True)
class Step:
    """One stage: `phase` is "" when it is behind us, else "now" or "next"."""

    title: str
    phase: str = ""
    at: datetime | None = None
    note: str = ""


@dataclass(frozen=True)
class Said:
    """A question of the volunteers, an answer of the sender, or a decision with its words."""

    verb: Verb
    at: datetime
    text: str

    @property
    def is_question(self) -> bool:
        return self.verb == Verb.ASKED

    @property
    def is_no(self) -> bool:
        return self.verb == Verb.DECLINED


def conversation(submission: Submission) -> list[Said]:
    """What was said, oldest first, without what was taken back or may still be."""
    said: list[Said] = []
    hidden_from = submission.decided_at if submission.is_undoable else None
    for event in submission.events.filter(verb__in=SPOKEN):
        verb = Verb(event.verb)
        if verb == Verb.UNDONE:
            last = next((part for part in reversed(said) if part.verb in DECISIONS), None)
            said = [part for part in said if part is not last]
        elif verb == Verb.ANSWERED or hidden_from is None or event.at < hidden_from:
            said.append(Said(verb, event.at, event.text))
    return [part for part in said if part.text]


def steps(submission: Submission) -> list[Step]:
    """The stages of an entry, in the state that its sender sees."""
    read = Step(_("Read by a volunteer"), at=submission.decided_at)
    with_us = Step(_("With the volunteers"), "now", note=_reading(submission))
    with_you = Step(_("Waiting for your answer"), "now", note=_waiting(submission))
    aside = Step(_("Put aside"), "now", note=_("Your answer opens it again."))
    ahead = [Step(_("Decision"), "next", note=_("By mail and on this page")), Step(_("Listed"), "next")]
    since = {
        State.PENDING: [with_us, *ahead],
        State.CHANGES_REQUESTED: [read, with_you, *ahead],
        State.PARKED: [read, aside, *ahead],
        State.APPROVED: [read, Step(_("Listed"), "now", at=submission.decided_at)],
        State.DECLINED: [read, Step(_("Declined"), "now", at=submission.decided_at)],
        State.WITHDRAWN: [Step(_("Withdrawn"), "now", at=submission.withdrawn_at)],
    }
    return behind(submission) + since.get(submission.shown_state, [])


def behind(submission: Submission) -> list[Step]:
    """What the sender did before a volunteer could read it."""
    done = [(_("Sent"), submission.sent_at), (_("Email address confirmed"), submission.confirmed_at)]
    return [Step(title, at=at) for title, at in done if at]


def _reading(submission: Submission) -> str:
    return _("A volunteer reads it by %(date)s.") % {"date": _written(submission.first_look_by)}


def _waiting(submission: Submission) -> str:
    return _("We remind you once, on %(remind)s. On %(park)s it is put aside, and your answer opens it again.") % {
        "remind": _written(submission.remind_on),
        "park": _written(submission.answer_by),
    }


def _written(moment: datetime | None) -> str:
    return date_in_full(moment) if moment else ""
