"""Build the four files of geographic data from installed packages: python -m tools.geography WORKSHOP OUTPUT.

`python -m tools.build` calls it with the Python of the workshop that it made.
"""

import json
import lzma
import sys
from pathlib import Path
from typing import Any

from tools import maps, regions, town_names, towns
from tools.packages import BY_HAND, Packages


def packed(text: str) -> bytes:
    return lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME)


def as_json(data: Any, *, sort_keys: bool) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=sort_keys)


def main(workshop: Path, output: Path) -> None:
    packages = Packages(workshop / "node_modules")
    print("Regions …", flush=True)
    found = regions.build(packages, BY_HAND)
    (output / "regions.json.xz").write_bytes(packed(as_json(found, sort_keys=False)))
    print("Towns …", flush=True)
    text = towns.build(packages, BY_HAND, found)
    (output / "towns.tsv.xz").write_bytes(packed(text))
    named = town_names.build(BY_HAND["town_names"], found, towns.leaves_in(text))
    (output / "town_names.json.xz").write_bytes(packed(as_json(named, sort_keys=False)))
    print("Maps …", flush=True)
    sheets = maps.build(packages, BY_HAND, found, workshop)
    (output / "maps.json.xz").write_bytes(packed(as_json(sheets, sort_keys=True)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
