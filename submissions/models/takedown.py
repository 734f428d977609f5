"""Take-down: a verb on a listing, with an event that holds all it takes to list it again."""

from django.db import transaction
from django.utils.translation import gettext

from alliances.models import Alliance
from submissions.choices import Verb
from submissions.models.event import Event
from submissions.models.moderator import Moderator
from submissions.models.record import LostRace


@transaction.atomic
def take_down(alliance: Alliance, *, by: Moderator, reason: str, note: str = "") -> Event:
    """Remove a group from the directory. `reason`: a public TakeDownReason; `note`: for us. Raises LostRace."""
    # Locked: of two at once the later finds nothing, and the counts of regions move once.
    listed = Alliance.objects.select_for_update().filter(pk=alliance.pk).first()
    if listed is None:
        raise LostRace(gettext("It has been taken down already."))
    snapshot = listed.take_down(reason=reason)
    data = {"reason": reason, "snapshot": snapshot, "name": listed.name}
    return Event.of_alliance(alliance.pk, Verb.TAKEN_DOWN, by=by, text=note, data=data)


@transaction.atomic
def undo_take_down(event: Event, *, by: Moderator) -> Alliance:
    """List the group again under the same id and addresses. Raises LostRace."""
    event = Event.objects.select_for_update().get(pk=event.pk)  # two at once would count it twice
    alliance_id = event.alliance_id
    if event.verb != Verb.TAKEN_DOWN or alliance_id is None or Alliance.objects.filter(pk=alliance_id).exists():
        raise LostRace(gettext("It is listed already."))
    if "snapshot" not in event.data:
        raise LostRace(gettext("What it said was erased on request: it cannot be listed again from here."))
    alliance = Alliance.restore(event.data["snapshot"])
    Event.of_alliance(alliance_id, Verb.RESTORED, by=by)
    return alliance
