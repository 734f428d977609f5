"""The nearest groups of a place side by side: what at least one of them says."""

from collections.abc import Sequence
from dataclasses import dataclass

from alliances.choices import Freshness
from alliances.models import Alliance

MOST = 4  # groups beside each other: more do not fit a screen


@dataclass(frozen=True)
class Comparison:
    """A table with a row for each group; a column about which none of them says anything is left out."""

    alliances: Sequence[Alliance]

    @classmethod
    def of(cls, nearest: Sequence[Alliance]) -> "Comparison | None":
        """Of the first few groups; None where there are fewer than two, or nothing to compare."""
        table = cls(nearest[:MOST])
        return table if len(nearest) > 1 and table.columns else None

    @property
    def columns(self) -> set[str]:
        """Of join, fee, benefits and confirmed: what is known of at least one."""
        known = {
            "join": any(one.who_can_join for one in self.alliances),
            "fee": any(one.fee or one.fee_note for one in self.alliances),
            "benefits": any(one.benefits for one in self.alliances),
            "confirmed": any(one.freshness == Freshness.CONFIRMED for one in self.alliances),
        }
        return {name for name, is_known in known.items() if is_known}
