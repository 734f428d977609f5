"""Load the regions of the world and its towns from alliances/data/."""

import csv
import itertools
import json
import lzma
from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django_countries import countries

from alliances.ancestry import closure
from alliances.choices import RegionKind
from alliances.models import Alliance, DirectoryVersion, Region, RegionAncestry, RegionName, Town, TownName
from alliances.models.derivation import rebuild
from alliances.models.inserting import insert
from alliances.models.region import FIRST_LEVEL, LARGEST_TOWNS, SECOND_LEVEL
from alliances.models.town import TOWN
from alliances.text import fold

DATA = Path(__file__).resolve().parents[2] / "data"
BATCH = 20_000
LIST_FIELDS_LIMIT = 10_000_000
WIDER_THAN_A_COUNTRY = 600
BESIDE_ISO = {"xk"}  # Kosovo: the code that everybody uses until ISO gives one

TOWN_COLUMNS = ["name", "region_id", "latitude", "longitude", "population", "translations"]
REPLACE_TOWN = "ON CONFLICT (geonameid) DO UPDATE SET " + ", ".join(
    f"{name} = excluded.{name}" for name in TOWN_COLUMNS
)

Node = dict[str, Any]


class Command(BaseCommand):
    help = "Load regions and towns. Does nothing when they are there; --again replaces them and lists all groups anew."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--again", action="store_true", help="load even when there are regions and towns")

    def handle(self, *args: Any, again: bool, **options: Any) -> None:
        if Region.objects.exists() and Town.objects.exists() and not again:
            self.stdout.write("Regions and towns are there already.")
            return
        with transaction.atomic():
            DirectoryVersion.lock()
            nodes = read_regions()
            check_countries(nodes)
            write_regions(nodes)
            self.stdout.write(f"{len(nodes):,} regions")
            for count in write_towns(read_towns()):
                self.stdout.write(f"{count:,} towns", ending="\r" if count % BATCH == 0 else "\n")
                self.stdout.flush()
            name_circles()
            if Alliance.objects.exists():  # found by the names of their places, and listed where these lie
                self.stdout.write(f"{rebuild():,} groups listed anew.")
            DirectoryVersion.bump(redrawn=True)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def read_regions() -> list[Node]:
    """The nodes of data/regions.json with lower-case codes, parents before children."""
    with lzma.open(DATA / "regions.json.xz", "rt", encoding="utf-8") as source:
        nodes: list[Node] = json.load(source)
    for node in nodes:
        for name in ("code", "parent", "sovereign"):
            node[name] = node[name].lower() if node.get(name) else None
        node["members"] = [code.lower() for code in node.get("members", ())]
        node["other_names"] = [*node.get("other_names", ()), *more_names().get(node["code"], ())]
    return nodes


@cache
def more_names() -> dict[str, list[str]]:
    """What people call places besides, by code of the region or town:<geonameid>: data/more_names.tsv, ours to edit."""
    with (DATA / "more_names.tsv").open(encoding="utf-8", newline="") as source:
        lines = csv.DictReader(source, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["place"]: row["names"].split("|") for row in lines}


@cache
def town_names() -> dict[str, dict[str, str]]:
    """Geonameid → language → name, where it differs from the one that GeoNames gives: data/town_names.json."""
    with lzma.open(DATA / "town_names.json.xz", "rt", encoding="utf-8") as source:
        found: dict[str, dict[str, str]] = json.load(source)
    return found


def check_countries(nodes: list[Node]) -> None:
    """Every country of ISO 3166-1 is a region, and nothing else is called a country; CommandError names the rest."""
    ours = {node["code"] for node in nodes if node["kind"] == RegionKind.COUNTRY}
    wrong = ours ^ ({code.lower() for code in countries.countries} | BESIDE_ISO)
    if wrong:
        raise CommandError(f"not the countries of ISO 3166-1: {', '.join(sorted(wrong))}")


def breadths(nodes: list[Node], ancestors: dict[str, frozenset[str]]) -> dict[str, int]:
    """How wide each region is: second-level subdivision 300 … country 500, wider 600 + the countries it touches."""
    kinds = {node["code"]: node["kind"] for node in nodes}
    touched: dict[str, set[str]] = defaultdict(set)
    for above in ancestors.values():
        country = next((region for region in above if kinds[region] == RegionKind.COUNTRY), None)
        for region in above if country else ():
            touched[region].add(str(country))
    found = {}
    for node in nodes:
        code, kind = node["code"], node["kind"]
        if kind == RegionKind.SUBDIVISION:
            found[code] = SECOND_LEVEL if kinds[node["parent"]] == RegionKind.SUBDIVISION else FIRST_LEVEL
        elif kind == RegionKind.COUNTRY:
            found[code] = 500
        else:
            one_country = kind == RegionKind.GROUPING and len(touched[code]) == 1
            found[code] = 450 if one_country else WIDER_THAN_A_COUNTRY + len(touched[code])
    return found


def region_of(node: Node, width: Mapping[str, int], sovereigns: Mapping[str, str | None]) -> Region:
    """An unsaved region."""
    return Region(
        code=node["code"],
        kind=node["kind"],
        name=node["names"]["en"],
        names=node["names"],
        other_names=node["other_names"],
        parent_id=node["parent"],
        sovereign_id=node["sovereign"],
        breadth=width[node["code"]],
        members_count=sum(not sovereigns[code] for code in dict.fromkeys(node["members"])),
    )


def write_regions(nodes: list[Node]) -> None:
    """Regions, their names, members and ancestry. Cities and metros that were drawn stay as they are."""
    parents = {node["code"]: [node["parent"]] if node["parent"] else [] for node in nodes}
    members = {node["code"]: node["members"] for node in nodes if node["members"]}
    ancestors = closure(parents, members)
    width = breadths(nodes, ancestors)
    sovereigns = {node["code"]: node["sovereign"] for node in nodes}
    regions = [region_of(node, width, sovereigns) for node in nodes]
    columns = ["kind", "name", "names", "other_names", "parent", "sovereign", "breadth", "members_count"]
    Region.objects.bulk_create(
        regions, batch_size=500, update_conflicts=True, unique_fields=["code"], update_fields=columns
    )
    codes = [region.pk for region in regions]
    Membership = Region.members.through
    Membership.objects.all().delete()
    Membership.objects.bulk_create(
        Membership(from_region_id=grouping, to_region_id=member)
        for grouping, found in members.items()
        for member in dict.fromkeys(found)
    )
    circles = list(Region.objects.exclude(pk__in=codes).prefetch_related("overlaps"))
    RegionAncestry.objects.all().delete()
    rows = ((ancestor, code) for code, above in ancestors.items() for ancestor in sorted(above))
    insert(RegionAncestry, ["ancestor_id", "descendant_id"], rows)
    for circle in circles:
        RegionAncestry.place_circle(circle, circle.overlaps.all())
    RegionName.objects.filter(region__in=codes).delete()
    names = ((row.region_id, row.folded) for region in regions for row in RegionName.rows(region))
    insert(RegionName, ["region_id", "folded"], names)


def read_towns() -> Iterator[dict[str, str]]:
    """The lines of data/towns.tsv by column."""
    csv.field_size_limit(LIST_FIELDS_LIMIT)
    with lzma.open(DATA / "towns.tsv.xz", "rt", encoding="utf-8", newline="") as source:
        yield from csv.DictReader(source, delimiter="\t", quoting=csv.QUOTE_NONE)


def write_towns(lines: Iterable[dict[str, str]]) -> Iterator[int]:
    """Towns and their names; yields how many towns are done, now and then and at the end."""
    known = set(Region.objects.values_list("pk", flat=True))
    TownName.objects.all().delete()
    lines, done = iter(lines), 0
    while rows := list(itertools.islice(lines, BATCH)):
        towns = [town_columns(row, known) for row in rows]
        insert(Town, ["geonameid", *TOWN_COLUMNS], towns, on_conflict=REPLACE_TOWN)
        insert(
            TownName,
            ["town_id", "folded", "name", "population"],
            (name for row in rows for name in names_of(row)),
        )
        done += len(rows)
        yield done
    write_largest_towns()


def write_largest_towns() -> None:
    """The largest towns of every country and subdivision, and of the cities and metros that were drawn."""
    above: dict[str, list[str]] = defaultdict(list)
    narrow = RegionAncestry.objects.filter(ancestor__kind__in=[RegionKind.COUNTRY, RegionKind.SUBDIVISION])
    for descendant, ancestor in narrow.values_list("descendant", "ancestor"):
        above[descendant].append(ancestor)
    largest: dict[str, list[int]] = defaultdict(list)
    for key, leaf in Town.objects.order_by("-population", "pk").values_list("pk", "region").iterator():
        for code in above[leaf]:
            if len(largest[code]) < LARGEST_TOWNS:
                largest[code].append(key)
    table = Region.largest_towns.through
    table.objects.all().delete()
    insert(table, ["region_id", "town_id"], ((code, key) for code, keys in largest.items() for key in keys))
    for circle in Region.objects.filter(kind__in=[RegionKind.CITY, RegionKind.METRO]).prefetch_related("overlaps"):
        circle.find_largest_towns()


def name_circles() -> None:
    """The names of their towns, for cities and metros that were drawn before these had any in other languages."""
    for circle in Region.objects.filter(names={}, town__isnull=False).select_related("town"):
        names = circle.town.names_of_region() if circle.town and circle.name == circle.town.name else {}
        if names:
            circle.name, circle.names = names["en"], names
            circle.save(update_fields=["name", "names"])
            RegionName.rewrite(circle)


def town_columns(row: dict[str, str], known: set[str]) -> tuple[int, str, str, float, float, int, str]:
    """One line of towns.tsv as column values; its leaf falls back to the country where it is not a region of ours."""
    code = row["region"].lower()
    leaf = code if code in known else code.split("-")[0]
    return (
        int(row["geonameid"]),
        row["name"],
        leaf,
        float(row["latitude"]),
        float(row["longitude"]),
        int(row["population"]),
        json.dumps(town_names().get(row["geonameid"], {}), ensure_ascii=False),
    )


def names_of(row: dict[str, str]) -> Iterator[tuple[int, str, str, int]]:
    """(town, folded, name, population) for each distinct name of a line of towns.tsv."""
    seen = set()
    more = more_names().get(f"{TOWN}{row['geonameid']}", ())
    translated = town_names().get(row["geonameid"], {}).values()
    for name in (row["name"], *translated, *filter(None, (row["other_names"] or "").split("|")), *more):
        folded = fold(name)[:200]
        if folded and folded not in seen:
            seen.add(folded)
            yield int(row["geonameid"]), folded, name[:200], int(row["population"])
