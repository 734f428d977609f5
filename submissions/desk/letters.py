"""The mail that a decision would send, shown before it is made."""

import copy
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext

from alliances.models import Alliance, Region
from alliances.text import slug_for
from submissions.choices import MailKind
from submissions.models import Mail, Submission

HERE = "\ue000"  # stands for the moderator's words; nobody can type it (validate_plain_text)


@dataclass(frozen=True)
class Letter:
    """A mail in two halves: the moderator's own words go between them."""

    subject: str
    before: str
    after: str = ""


def listed_letter(submission: Submission, *, name: str, regions: list[Region]) -> Letter:
    alliance = Alliance(name=name, slug=slug_for(name, submission.acronym))
    return letter(MailKind.LISTED, submission, alliance=alliance, regions=regions)


def question_letter(submission: Submission) -> Letter:
    return letter(MailKind.QUESTION, submission, question=HERE)


def declined_letter(submission: Submission) -> Letter:
    delete_on = timezone.now() + timedelta(days=settings.RETENTION_DAYS["declined"])
    return letter(MailKind.DECLINED, submission, reason=HERE, delete_on=delete_on)


def letter(kind: MailKind, submission: Submission, **context: Any) -> Letter:
    asked = copy.copy(submission)
    asked.asked_at = timezone.now()  # the mail says by when an answer is due
    subject, body = Mail.words(kind, asked, **context)
    before, _here, after = without_their_link(body).partition(HERE)
    return Letter(subject, before, after)


def without_their_link(body: str) -> str:
    """The sender's own link opens the entry to whoever holds it: it is not shown at the desk."""
    link = rf"{re.escape(settings.SITE_URL)}/submissions/[^/\s]{{20,}}\S*"
    return re.sub(link, gettext("[their own link]"), body)
