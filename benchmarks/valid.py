"""make valid: the HTML of every page, in every language, through the Nu validator of the W3C.

Ends with 1 on an error, on a warning that nobody has explained, and when a page could not be seen.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.pages import DJANGOS, Seen, everything, templates
from benchmarks.programs import java, package
from benchmarks.site import furnish, prepared, running
from tests.served.site import ROOT

STATIC = ("site.css", "forms.css", "print.css", "admin.css", "favicon.svg")
# Words of a message → why it may stand.
EXPLAINED = {
    "container-type|@container": "the validator does not know container queries (CSS Containment 3) yet",
    "vector-effect|paint-order": "the validator does not know the properties of SVG 2 in a stylesheet",
}
SHOWN = 3  # places of one message


class Message(NamedTuple):
    """What the validator says of one page."""

    level: str  # error, warning, info
    text: str
    place: str
    extract: str
    is_ours: bool

    @property
    def why(self) -> str:
        """Why it may stand; nothing when it may not."""
        if not self.is_ours:
            return "a page of Django’s own at the desk"
        return next((why for words, why in EXPLAINED.items() if re.search(words, self.text)), "")

    @property
    def is_fault(self) -> bool:
        return self.level != "info" and not self.why


def unseen(pages: Iterable[Seen]) -> list[str]:
    """What keeps the run from having looked at every page: another answer than told, a template that no page shows."""
    faults, found = [], set()
    for at, answer in pages:
        found.add(at.template)
        kind = answer.headers.get("Content-Type", "")
        if answer.status_code != at.status or "text/html" not in kind:
            faults.append(f"{at} answered {answer.status_code} {kind}, not {at.status} with {at.template}")
    return faults + [f"no page shows templates/{name}" for name in sorted(templates() - found)]


def write(pages: Iterable[Seen], folder: Path) -> dict[str, Seen]:
    """Each page as a file; what is in which."""
    written = {f"{number:04}.html": seen for number, seen in enumerate(pages)}
    for name, seen in written.items():
        (folder / name).write_bytes(seen.answer.content)
    return written


def judged(folder: Path, written: Mapping[str, Seen]) -> list[Message]:
    """What the validator says of the pages in a folder, and of our stylesheets and pictures."""
    jar = package("vnu-jar") / "build" / "dist" / "vnu.jar"
    files = [str(ROOT / "static" / name) for name in STATIC]
    options = ["--format", "json", "--stdout", "--exit-zero-always", "--also-check-css", "--also-check-svg"]
    command = [java(), "-Xss2m", "-jar", str(jar), *options, *files, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode or not done.stdout:
        sys.exit(f"the validator failed:\n{done.stderr}")
    return [message(said, written) for said in json.loads(done.stdout)["messages"]]


def message(said: Mapping[str, Any], written: Mapping[str, Seen]) -> Message:
    file = Path(said.get("url", "").removeprefix("file:"))
    seen = written.get(file.name)
    level = said.get("subType", said["type"]) if said["type"] == "info" else "error"
    where = f"{seen.look} ({seen.look.template})" if seen else f"static/{file.name}"
    is_ours = seen is None or seen.look.template != DJANGOS
    line = f"{where}, line {said.get('lastLine', '?')}"
    return Message(level, said["message"], line, " ".join(said.get("extract", "").split()), is_ours)


def tell(messages: Iterable[Message]) -> None:
    """The messages, grouped; what may stand with its reason."""
    groups: dict[tuple[str, str, str], list[Message]] = defaultdict(list)
    for one in messages:
        groups[one.level, one.text, one.why].append(one)
    for (level, text, why), same in sorted(groups.items(), key=lambda group: (group[0][2], -len(group[1]))):
        print(f"\n{level}: {text} ({len(same)} ×{f'; may stand: {why}' if why else ''})")
        for one in sorted(same)[:SHOWN]:
            print(f"    {one.place}\n        {one.extract}")


def main() -> int:
    java(), package("vnu-jar")  # before half a minute of preparations
    with prepared() as data_dir, running(data_dir) as site:
        pages = list(everything(site, furnish(site)))
    with tempfile.TemporaryDirectory(prefix="alliance-directory-pages-") as folder:
        messages = judged(Path(folder), write(pages, Path(folder)))
    faults = unseen(pages)
    tell(messages)
    print(*("", *faults), sep="\n")
    bad = [one for one in messages if one.is_fault]
    ours = sum(seen.look.template != DJANGOS for seen in pages)
    print(f"{ours} pages of ours, {len(pages) - ours} of Django’s own, {len(STATIC)} static files")
    print(f"{len(bad)} errors and unexplained warnings, {len(faults)} pages not seen as told")
    return 1 if bad or faults else 0


if __name__ == "__main__":
    sys.exit(main())
