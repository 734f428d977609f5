"""Step 2 as one page of parts that are saved alone, and the small forms of a link's pages."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.forms import Textarea
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from submissions.forms.block import Block
from submissions.forms.blocks import BLOCKS, JoiningBlock, KindBlock
from submissions.forms.fields import ContactField, TextField
from submissions.forms.plain import CorrectionForm, PlainForm
from submissions.models import Submission

ANSWER_LENGTH = 3000
OPEN_AT_ONCE = {KindBlock.key, JoiningBlock.key}


class MoreForm(CorrectionForm, PlainForm):
    """What helps spaces to find and join the group. A wrong answer holds up its own part, none of the others."""

    def __init__(self, data: Any = None, *, submission: Submission, opened: str = "") -> None:
        super().__init__(data, submission=submission, initial={"revision": submission.revision})
        self.blocks = [block(data, submission=submission) for block in BLOCKS]
        self.opened = {*OPEN_AT_ONCE, opened}

    @property
    def keys(self) -> list[str]:
        return [block.key for block in self.blocks]

    @cached_property
    def sound(self) -> list[Block]:
        """The parts in which nothing is wrong."""
        return [block for block in self.blocks if block.is_valid()]

    @property
    def errors(self) -> ErrorDict:
        found = ErrorDict(super().errors)
        for block in self.blocks:
            found.update(block.errors)
        return found

    @property
    def is_savable(self) -> bool:
        return self.is_bound and not super().errors and bool(self.sound)

    def facts(self) -> dict[str, Any]:
        """Columns by name, of the parts that are sound."""
        return {name: value for block in self.sound for name, value in block.facts().items()}

    @property
    def error_links(self) -> Iterator[tuple[str, str]]:
        yield from super().error_links
        for block in self.blocks:
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
