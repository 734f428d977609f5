"""What is said of a rebuilt file, and the checksums beside it."""

import json
import lzma
from pathlib import Path

import pytest

from tools import compare

OLD = [{"code": "FR", "kind": "country"}, {"code": "DE", "kind": "country"}, {"code": "SU", "kind": "country"}]
NEW = [{"code": "FR", "kind": "country"}, {"code": "DE", "kind": "land"}, {"code": "XK", "kind": "country"}]
TOWNS = 'geonameid\tname\tother_names\n1\tGhent\tGent|Gand\n2\t"The\u2028Hague\t\n'


def packed(path: Path, content: bytes, preset: int = 6) -> Path:
    path.write_bytes(lzma.compress(content, preset=preset))
    return path


def test_difference_counts_and_names_records() -> None:
    found = compare.difference({one["code"]: one for one in OLD}, {one["code"]: one for one in NEW})
    assert (found.added, found.gone, found.changed, found.same) == (["XK"], ["SU"], ["DE"], 1)
    assert str(found) == "1 records the same, 1 added (XK), 1 gone (SU), 1 changed (DE)"


def test_difference_names_the_first_ten() -> None:
    found = compare.difference({}, {f"X{number}": {} for number in range(1000)})
    assert str(found) == "0 records the same, 1,000 added (X0, X1, X2, X3, X4, X5, X6, X7, X8, X9 …)"


def test_records_of_each_file_by_their_keys() -> None:
    towns = compare.records("towns.tsv.xz", TOWNS.encode())
    assert [(key, town["name"], town["other_names"]) for key, town in towns.items()] == [
        ("1", "Ghent", "Gent|Gand"),
        ("2", '"The\u2028Hague', ""),
    ]
    assert list(compare.records("regions.json.xz", json.dumps(OLD).encode())) == ["FR", "DE", "SU"]
    sheets = {"states": {"fr": {"fr-bre": 1}}, "world": {"fr": 2}}
    assert compare.records("maps.json.xz", json.dumps(sheets).encode()) == {"world/fr": 2, "fr/fr-bre": 1}
    placed = {**sheets, "projections": {"fr": [2, 46, 4577, 497, 366]}}
    assert compare.records("maps.json.xz", json.dumps(placed).encode()).keys() == {
        "world/fr", "fr/fr-bre", "projection/fr",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("rebuilt", "preset", "verdict"),
    [
        (OLD, 6, (True, "the same bytes")),
        (OLD, 9, (True, "the same content, packed by another version of xz")),
        (OLD[::-1], 6, (True, "3 records the same, written in another order")),
        (NEW, 6, (False, "1 records the same, 1 added (XK), 1 gone (SU), 1 changed (DE)")),
    ],
)
def test_verdict(tmp_path: Path, rebuilt: object, preset: int, verdict: tuple[bool, str]) -> None:
    old = packed(tmp_path / "old.xz", json.dumps(OLD).encode())
    new = packed(tmp_path / "new.xz", json.dumps(rebuilt).encode(), preset)
    assert compare.verdict("regions.json.xz", old, new) == verdict


def test_checksums_are_read_and_written_as_sha256sum_does() -> None:
    text = f"{'0a' * 32}  maps.json.xz\n{'1b' * 32}  alliances.csv\n"
    assert compare.read_checksums(text) == {"maps.json.xz": "0a" * 32, "alliances.csv": "1b" * 32}
    assert compare.write_checksums(compare.read_checksums(text)) == text
