"""All regions and towns fit their columns. PostgreSQL refuses what SQLite takes, and is given few towns in tests."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any

import pytest
from django.db import models
from django.db.backends.base.operations import BaseDatabaseOperations

from alliances.management.commands.load_geography import (
    TOWN_COLUMNS,
    names_of,
    read_regions,
    read_towns,
    region_of,
    town_columns,
)
from alliances.models import Region, RegionName, Town, TownName

pytestmark = pytest.mark.once

REGION_COLUMNS = ["code", "kind", "name", "names", "other_names", "parent_id", "sovereign_id", "members_count"]
TOWN_NAME_COLUMNS = ["town_id", "folded", "name", "population"]


def rule_of(field: Any) -> Callable[[Any], bool]:
    """What PostgreSQL holds a value of a column to, beyond its type."""
    if field.is_relation:
        return rule_of(field.target_field)
    if isinstance(field, models.CharField):
        return lambda text: len(text) <= (field.max_length or 0) and "\x00" not in text
    if isinstance(field, models.IntegerField):
        least, most = BaseDatabaseOperations.integer_field_ranges[field.get_internal_type()]
        return lambda number: least <= number <= most
    if isinstance(field, models.JSONField):
        return lambda value: "\\u0000" not in (value if isinstance(value, str) else json.dumps(value))
    return lambda value: True


def misfits(model: Any, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> set[tuple[str, str]]:
    """Columns with values that they do not hold. JSON may be written already."""
    fields = [model._meta.get_field(column) for column in columns]
    rules = [(column, field.null, rule_of(field)) for column, field in zip(columns, fields, strict=True)]
    return {
        (column, str(value))
        for row in rows
        for (column, may_lack, fits), value in zip(rules, row, strict=True)
        if not (may_lack if value is None else fits(value))
    }


def repeated(keys: Iterable[Any]) -> list[Any]:
    """PostgreSQL writes no row twice in a statement that replaces rows."""
    return [key for key, times in Counter(keys).items() if times > 1]


def test_all_regions_and_their_names_fit() -> None:
    nodes = read_regions()
    sovereigns = {node["code"]: node["sovereign"] for node in nodes}
    regions = [region_of(node, Counter(), sovereigns) for node in nodes]
    assert len(nodes) > 5_000
    assert misfits(Region, REGION_COLUMNS, map(attrgetter(*REGION_COLUMNS), regions)) == set()
    assert repeated(region.code for region in regions) == []
    names = ((row.region_id, row.folded) for region in regions for row in RegionName.rows(region))
    assert misfits(RegionName, ["region_id", "folded"], names) == set()


def test_all_towns_and_their_names_fit() -> None:
    known, rows = {node["code"] for node in read_regions()}, list(read_towns())
    assert len(rows) > 170_000
    assert misfits(Town, ["geonameid", *TOWN_COLUMNS], (town_columns(row, known) for row in rows)) == set()
    assert repeated(row["geonameid"] for row in rows) == []
    assert misfits(TownName, TOWN_NAME_COLUMNS, (name for row in rows for name in names_of(row))) == set()


@pytest.mark.parametrize(
    ("model", "column", "value"),
    [
        (Region, "name", "x" * 121),
        (Region, "parent_id", "x" * 65),
        (Region, "other_names", ["a", "b\x00"]),
        (Region, "members_count", -1),
        (RegionName, "folded", "x" * 201),
        (Town, "geonameid", 2**31),
        (Town, "name", "nul\x00"),
        (Town, "translations", '{"fr": "\\u0000"}'),
        (TownName, "town_id", 2**31),
        (TownName, "name", "x" * 201),
    ],
)
def test_what_postgresql_refuses_is_found(model: Any, column: str, value: Any) -> None:
    assert misfits(model, [column], [(value,)]) == {(column, str(value))}


def test_what_comes_twice_is_found() -> None:
    assert repeated(["1", "2", "1"]) == ["1"]
