"""Step 2 as one page of parts that are saved alone, and the small forms of a link's pages."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.forms import Textarea
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from submissions.forms.block import Block
from submissions.forms.blocks import BLOCKS, JoiningBlock, KindBlock
from submissions.forms.fields import ContactField, TextField
from submissions.forms.plain import CorrectionForm, PlainForm
from submissions.forms.wanted import wanted_in_words
from submissions.models import Submission

ANSWER_LENGTH = 3000
OPEN_AT_ONCE = {KindBlock.key, JoiningBlock.key}


class MoreForm(CorrectionForm, PlainForm):
    """What helps spaces to find and join the group. A wrong answer holds up its own part, none of the others.

    `stay`: the key of the part that was sent alone. Only that one is judged; what was typed in the others is kept
    too, in the record where it is sound and on the page where it is not. Without it all parts are judged.
    """

    def __init__(self, data: Any = None, *, submission: Submission, stay: str = "", opened: Iterable[str] = ()) -> None:
        super().__init__(data, submission=submission, initial={"revision": submission.revision})
        self.blocks = [block(data, submission=submission) for block in BLOCKS]
        self.alone = [block for block in self.blocks if block.key == stay]
        self.judged = self.alone or self.blocks
        self.news = [block for block in self.blocks if block.is_news]  # before it is saved
        self.opened = {*OPEN_AT_ONCE, *opened, stay, *(block.key for block in self.news)}

    @cached_property
    def sound(self) -> list[Block]:
        """The parts in which nothing is wrong."""
        return [block for block in self.blocks if block.is_valid()]

    @property
    def errors(self) -> ErrorDict:
        found = ErrorDict(super().errors)
        for block in self.judged:
            found.update(block.errors)
        return found

    @property
    def is_savable(self) -> bool:
        return self.is_bound and not super().errors and bool(self.sound)

    @property
    def is_whole(self) -> bool:
        return self.is_valid() and self.sound == self.blocks

    @property
    def kept(self) -> list[Block]:
        """The parts that are saved with this form: what is new in it, and the one that was sent alone."""
        return [block for block in self.sound if block in self.news or block in self.alone]

    @property
    def left(self) -> list[Block]:
        """The parts in which something is wrong, beside the one that was sent alone."""
        return [block for block in self.blocks if block not in self.sound and block not in self.judged]

    @property
    def onward(self) -> str:
        """The query and fragment of this page for the part that was sent alone, once all is kept."""
        saved = urlencode([("saved", block.key) for block in self.kept])
        return "".join(f"?{saved}#{block.key}" for block in self.alone)

    @property
    def wanted(self) -> str:
        return wanted_in_words(self.submission)

    def renew(self, submission: Submission) -> None:
        super().renew(submission)
        for block in self.blocks:
            block.submission = submission

    def facts(self) -> dict[str, Any]:
        """Columns by name, of the parts that are sound."""
        return {name: value for block in self.sound for name, value in block.facts().items()}

    @property
    def error_links(self) -> Iterator[tuple[str, str]]:
        yield from super().error_links
        for block in self.judged:
            yield from block.error_links

    @property
    def parts(self) -> list[tuple[Block, bool]]:
        """Each part, and whether it is open: at once, when it was asked for, or when something in it is wrong."""
        return [(block, block.key in self.opened or bool(block.errors)) for block in self.blocks]


class AnswerForm(PlainForm):
    """The sender's answer to a question of the volunteers."""

    text = TextField(
        length=ANSWER_LENGTH,
        lines=True,
        widget=Textarea(attrs={"rows": 5, "cols": False}),
        label=_("Your answer"),
        help_text=_("In any language. A link is best, a sentence will do."),
        error_messages={"required": _("Write an answer")},
    )


class LinksForm(PlainForm):
    """Where to send the links of one's entries."""

    address = ContactField(
        label=_("Your email address"),
        help_text=_("The one you gave in the form."),
        error_messages={"required": _("Enter your email address")},
    )
