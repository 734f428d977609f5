"""What a rebuilt file has that the shipped one has not: by bytes, and where these differ by records."""

import csv
import hashlib
import io
import json
import lzma
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CHECKSUM = re.compile(r"^([0-9a-f]{64}) [ *](.+)$", re.MULTILINE)
SHOWN = 10
LONGEST_FIELD = 10_000_000

Records = dict[str, Any]


@dataclass(frozen=True)
class Difference:
    """Keys of records that are in one file only, or in both with other facts."""

    added: list[str]
    gone: list[str]
    changed: list[str]
    same: int

    def __bool__(self) -> bool:
        return bool(self.added or self.gone or self.changed)

    def __str__(self) -> str:
        said = [f"{self.same:,} records the same"]
        for what in ("added", "gone", "changed"):
            keys = getattr(self, what)
            if keys:
                said.append(f"{len(keys):,} {what} ({', '.join(keys[:SHOWN])}{' …' if len(keys) > SHOWN else ''})")
        return ", ".join(said)


def difference(shipped: Mapping[str, Any], rebuilt: Mapping[str, Any]) -> Difference:
    both = [key for key in rebuilt if key in shipped]
    changed = [key for key in both if shipped[key] != rebuilt[key]]
    return Difference(
        added=[key for key in rebuilt if key not in shipped],
        gone=[key for key in shipped if key not in rebuilt],
        changed=changed,
        same=len(both) - len(changed),
    )


def records(name: str, content: bytes) -> Records:
    """The records of a file by code, geonameid, sheet/code or projection/sheet."""
    if name.startswith("towns.tsv"):
        csv.field_size_limit(LONGEST_FIELD)
        text = io.StringIO(content.decode(), newline="")  # names may hold other line breaks than ours
        lines = csv.DictReader(text, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {line["geonameid"]: line for line in lines}
    found = json.loads(content)
    if name.startswith("regions.json"):
        return {region["code"]: region for region in found}
    if name.startswith("town_names.json"):
        return dict(found)
    sheets = {"world": found["world"], **found["states"]}
    outlines = {f"{sheet}/{code}": one for sheet, shapes in sheets.items() for code, one in shapes.items()}
    return outlines | {f"projection/{sheet}": one for sheet, one in found.get("projections", {}).items()}


def verdict(name: str, shipped: Path, rebuilt: Path) -> tuple[bool, str]:
    """Whether a file has come out as it is shipped, and in words."""
    if sha256(shipped) == sha256(rebuilt):
        return True, "the same bytes"
    old, new = lzma.decompress(shipped.read_bytes()), lzma.decompress(rebuilt.read_bytes())
    if old == new:
        return True, "the same content, packed by another version of xz"
    found = difference(records(name, old), records(name, new))
    return not found, str(found) if found else f"{found}, written in another order"


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_checksums(text: str) -> dict[str, str]:
    """File name → checksum, of a file such as sha256sum writes."""
    return {name: checksum for checksum, name in CHECKSUM.findall(text)}


def write_checksums(checksums: Mapping[str, str]) -> str:
    return "".join(f"{checksum}  {name}\n" for name, checksum in checksums.items())
