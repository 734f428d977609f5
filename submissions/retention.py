"""What the clock does once a day: remind, put aside, delete. The numbers stand in one table of settings."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.conf import settings

from submissions.models import Mail, Submission, Tally
from submissions.models.conversation import Conversation
from submissions.models.record import LostRace

logger = logging.getLogger(__name__)


def housekeep(now: datetime) -> dict[str, int]:
    """Run all that is due; returns how many rows each step touched. Running it twice changes nothing more."""
    return {
        "parked": _each(Submission.objects.to_park(now), Conversation.park),
        "reminded": _each(Submission.objects.to_remind(now), Conversation.remind),
        "deleted": purge(now),
        "mails_forgotten": Mail.objects.outlived(now).delete()[0],
        "clients_forgotten": forget_clients(now),
        "tallies_forgotten": forget_tallies(now),
    }


def purge(now: datetime) -> int:
    """Delete what has outlived its time, one transaction a record; returns how many."""
    return sum(Submission.objects.outlived(now).delete_one(pk) for pk in _keys(now))


def forget_clients(now: datetime) -> int:
    before = now - timedelta(days=settings.RETENTION_DAYS["client"])
    return Submission.objects.filter(created_at__lt=before).exclude(client="").update(client="")


def forget_tallies(now: datetime) -> int:
    return Tally.objects.filter(at__lt=now - timedelta(days=settings.RETENTION_DAYS["tally"])).delete()[0]


def _keys(now: datetime) -> list[int]:
    return list(Submission.objects.outlived(now).values_list("pk", flat=True))


def _each(submissions: Iterable[Submission], verb: Callable[[Submission], None]) -> int:
    done = 0
    for submission in list(submissions):
        try:
            verb(submission)
        except LostRace:
            logger.info("submission %s was faster than the clock", submission.pk)
        else:
            done += 1
    return done
