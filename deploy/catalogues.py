"""Catalogues of translations without system tools: collect what is said in the code, and compile what was translated.

    python -m deploy.catalogues collect    write each locale/*/LC_MESSAGES/django.po anew, keeping what is translated
    python -m deploy.catalogues compile    write the django.mo beside each

Compiling is a part of `make prepare` and of every test run; a django.mo is never kept in the repository.
"""

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

Message = str | tuple[str, ...]  # a text, or a text and its plural
ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
LANGUAGES = ("fr", "es")
CODE, PAGES = ("alliance_directory", "alliances", "submissions"), "templates"
DESK = {"desk", "admin", "migrations"}  # the volunteers' desk is in English
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
WIDTH = 110


def catalogue(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def said() -> Iterator[tuple[str, Message, str | None]]:
    """Where, what (a text, or a text and its plural) and in which context: all that can be translated."""
    for folder in CODE:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if not DESK & set(path.parts):
                yield from _found(path, path.read_bytes())
    for path in sorted((ROOT / PAGES).rglob("*.*")):
        if not DESK & set(path.parts):
            yield from _found(path, _as_code(path.read_text(encoding="utf-8")))


def _found(path: Path, code: bytes) -> Iterator[tuple[str, Message, str | None]]:
    for _line, message, _comments, context in extract("python", BytesIO(code), KEYWORDS):
        yield path.relative_to(ROOT).as_posix(), message, context


def _as_code(template: str) -> bytes:
    """The calls that Django's own tool finds in a template, one below the other."""
    calls = re.findall(
        r"(?<!\w)(?:_|n?p?gettext)\((?:[^()\"']|\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*')*\)", templatize(template)
    )
    return "\n".join(calls).encode()


def collect(language: str) -> Catalog:
    """The catalogue of today: what is said now, with the translations that there are."""
    path = catalogue(language)
    kept = read_po(BytesIO(path.read_bytes()), locale=language) if path.exists() else Catalog(locale=language)
    fresh = Catalog(
        locale=language,
        project="Alliance Directory",
        header_comment="# What the site says in this language. Written by: python -m deploy.catalogues collect",
        last_translator="the volunteers",
        language_team="the volunteers",
        msgid_bugs_address="",
        copyright_holder="",
        creation_date=kept.creation_date,
        revision_date=kept.creation_date,
        charset="utf-8",
        fuzzy=False,
    )
    for place, message, context in said():
        fresh.add(message, locations=[(place, 0)], context=context)
    for entry in fresh:
        before = kept.get(entry.id, entry.context) if entry.id else None
        if before is not None and before.string:
            entry.string = before.string
    return fresh


def write_collected(language: str) -> None:
    path = catalogue(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = collect(language)
    with path.open("wb") as file:
        write_po(file, fresh, width=WIDTH, sort_output=True, omit_header=False, include_lineno=False)


def compile_all() -> None:
    """Write each django.mo that is older than its django.po. Several processes may do so at once."""
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        compiled = path.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= path.stat().st_mtime:
            continue
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            write_mo(file, read_po(BytesIO(path.read_bytes()), locale=path.parts[-3]))
        os.chmod(file.name, 0o644)
        Path(file.name).replace(compiled)


if __name__ == "__main__":
    if sys.argv[1:] == ["collect"]:
        for code in LANGUAGES:
            write_collected(code)
    elif sys.argv[1:] == ["compile"]:
        compile_all()
    else:
        sys.exit(__doc__)
