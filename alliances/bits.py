"""Sets of groups as numbers: bit n stands for the group with the key n."""

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import islice


def places(mask: int, most: int | None = None) -> Iterator[int]:
    """The numbers of the lowest bits that are set, `most` at most."""
    return islice(_places(mask), most)


def _places(mask: int) -> Iterator[int]:
    for found in re.finditer(rb"[^\0]", as_bytes(mask)):
        for bit in range(8):
            if found[0][0] >> bit & 1:
                yield found.start() * 8 + bit


def members(mask: int, keys: Iterable[int]) -> list[int]:
    """Those of some keys whose bits are set, in their order."""
    bits = as_bytes(mask)
    end = len(bits) * 8
    return [key for key in keys if key < end and bits[key >> 3] >> (key & 7) & 1]


def bits_of(keys: Collection[int]) -> int:
    bits = bytearray(max(keys, default=0) // 8 + 1)
    for key in keys:
        bits[key >> 3] |= 1 << (key & 7)
    return int.from_bytes(bits, "little")


def as_bytes(mask: int) -> bytes:
    """The lowest byte first."""
    return mask.to_bytes((mask.bit_length() + 7) // 8, "little")
