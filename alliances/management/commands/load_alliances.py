"""Load curated groups from a CSV file: the directory's first content, read in public sources."""

import csv
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from alliances.choices import Benefit, Freshness, Life
from alliances.models import Alliance, FormerAddress, Region, RegionAncestry, Town
from alliances.models.town import TOWN
from alliances.text import fold, tidy

# Words in the name of a programme that say what members get from it; the name itself is kept as its line.
PROGRAMME_WORDS = {
    Benefit.HEALTH_INSURANCE: ("cohip", "insurance"),
    Benefit.SPACE_EXCHANGE: ("passport", "reciprocal", "space traveler", "exchange"),
    Benefit.RESEARCH: ("report", "library", "handbook", "toolkit", "framework"),
    Benefit.TRAINING: ("training",),
    Benefit.EVENTS: (
        "conference",
        "unconference",
        "summit",
        "day",
        "days",
        "week",
        "semaine",
        "assises",
        "retreats",
    ),
}
MORE_EVENTS = ("awards", "roundtables", "temu coworking", "on the road", "faire tiers lieux")
LANGUAGE_OF_OUR_TEXTS = "en"


class BadRow(Exception):
    """A row that cannot be listed; the message says why."""


class Skipped(Exception):
    """A row that is left alone; the message says why."""


class Command(BaseCommand):
    help = "List the groups of FILE that are new. Bad rows are reported with line and reason, the rest are listed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="CSV with the header of alliances/data/alliances.csv")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        listed = left = bad = 0
        for line, row in read_rows(file):
            try:
                with transaction.atomic():
                    list_row(row)
                listed += 1
            except Skipped as reason:
                left += 1
                if options["verbosity"] > 1 or "already listed" not in str(reason):
                    self.stdout.write(f"line {line}: {row.get('name')}: {reason}")
            except BadRow as reason:
                bad += 1
                self.stderr.write(f"line {line}: {row.get('name') or 'no name'}: {reason}")
        self.stdout.write(f"{listed} listed, {left} left as they are, {bad} bad.")


def read_rows(file: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """(line number, row) of the file; unknown cells are dropped, missing ones are empty."""
    try:
        source = file.open(encoding="utf-8-sig", newline="")
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}") from error
    with source:
        reader = csv.DictReader(source)
        try:
            if "name" not in (reader.fieldnames or []):
                raise CommandError(f"{file}: the first line must be the header of alliances/data/alliances.csv")
            for row in reader:
                yield reader.line_num, {key: tidy(value or "") for key, value in row.items() if key}
        except (csv.Error, UnicodeDecodeError) as error:
            raise CommandError(f"{file}, line {reader.line_num}: {error}") from error


def list_row(row: dict[str, str]) -> Alliance:
    """Publish one row. Raises Skipped or BadRow."""
    skip_known(row["name"])
    facts = facts_of(row)
    candidate = Alliance(source_url=row.get("source", ""), source_read_on=row.get("read_on", ""))
    candidate.write_columns(facts)
    try:
        candidate.clean_fields(exclude=["slug", "folded_name", "search_text", "listed_at", "changed_at"])
    except ValidationError as error:
        raise BadRow("; ".join(f"{name}: {' '.join(said)}" for name, said in error.message_dict.items())) from error
    facts["covers"] = [region.pk for region in area_of(row)]
    facts["excludes"] = [region.pk for region in regions_of(row.get("excludes", ""))]
    if not facts["covers"] and not facts["community"]:
        raise BadRow("says neither an area nor the people it is for")
    return Alliance.publish(facts, source_url=candidate.source_url, source_read_on=candidate.source_read_on)


def skip_known(name: str) -> None:
    """Leave alone what is listed under this name, was renamed from it or was taken down."""
    listed = Alliance.objects.filter(folded_name=fold(name)).first()
    if listed and listed.freshness != Freshness.NEVER_CONFIRMED:
        raise Skipped("confirmed since, left as it is")
    if listed and listed.revision > 1:
        raise Skipped("edited since, left as it is")
    if listed:
        raise Skipped("already listed")
    former = FormerAddress.objects.filter(fingerprint=FormerAddress.fingerprint_of(name)).first()
    if former:
        raise Skipped("renamed since, left as it is" if former.alliance_id else "taken down, left out")


def facts_of(row: dict[str, str]) -> dict[str, Any]:
    """The columns of a row as facts of a profile. Raises BadRow."""
    if not row["name"]:
        raise BadRow("has no name")
    founded = row.get("founded", "")
    if founded and not founded.isdecimal():
        raise BadRow(f"founded: {founded!r} is not a year")
    return {
        "name": row["name"],
        "kind": row.get("kind", ""),
        "summary": row.get("description", ""),
        "text_language": LANGUAGE_OF_OUR_TEXTS,
        "website": row.get("website", ""),
        "founded_year": int(founded) if founded else None,
        "benefits": [benefit_of(name) for name in split(row.get("programmes", ""))],
        "languages": split(row.get("languages", "")),
        "community": row.get("community", ""),
        "life": row.get("life") or Life.ACTIVE,
        "successor_name": row.get("successor_name", ""),
    }


def benefit_of(programme: str) -> dict[str, str]:
    """What members get from a named programme."""
    folded = f" {fold(programme)} "
    for benefit, words in (*PROGRAMME_WORDS.items(), (Benefit.EVENTS, MORE_EVENTS)):
        if any(f" {word} " in folded for word in words):
            return {"name": benefit.value, "note": programme}
    return {"name": Benefit.OTHER.value, "note": programme}


def split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def regions_of(cell: str) -> list[Region]:
    """The regions of a cell of codes and `town:<geonameid>`, separated by semicolons. Raises BadRow."""
    found = []
    for code in split(cell):
        if code.startswith(TOWN):
            key = code.removeprefix(TOWN)
            town = Town.objects.filter(pk=key).first() if key.isdecimal() else None
            region = Region.of_town(town) if town else None
        else:
            region = Region.objects.filter(pk=code.lower()).first()
        if region is None:
            raise BadRow(f"unknown region {code}")
        found.append(region)
    return found


def area_of(row: dict[str, str]) -> list[Region]:
    """What a row covers: its `covers`, else its city within its subdivisions, else the narrowest it names."""
    if row.get("covers"):
        return regions_of(row["covers"])
    states = regions_of(row.get("subdivisions", ""))
    if row.get("city"):
        town = town_in(row["city"], states)
        return [Region.of_town(town) if len(states) == 1 else Region.of_metro(town, states)]
    return states or regions_of(row.get("countries", "")) or regions_of(row.get("regions", ""))


def town_in(name: str, states: list[Region]) -> Town:
    """The largest town of that name in the states, else in their countries (a city may be a state of its own)."""
    for grounds in (states, [state.parent for state in states if state.parent]):
        below = RegionAncestry.objects.filter(ancestor__in=grounds).values("descendant")
        town = Town.objects.named(name).filter(region__in=below).first()
        if town:
            return town
    raise BadRow(f"no town {name} in {', '.join(state.name for state in states) or 'no state'}")
