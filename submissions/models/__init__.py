"""The tables of what is not public: who moderates, what was sent, what was said, what is to be mailed."""

from submissions.models.drawing import draw_region, sketch_of
from submissions.models.event import Event
from submissions.models.mail import Mail
from submissions.models.moderator import Moderator
from submissions.models.submission import Submission
from submissions.models.takedown import take_down, undo_take_down
from submissions.models.tally import Tally

__all__ = [
    "Event",
    "Mail",
    "Moderator",
    "Submission",
    "Tally",
    "draw_region",
    "sketch_of",
    "take_down",
    "undo_take_down",
]
