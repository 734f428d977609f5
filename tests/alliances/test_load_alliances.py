"""load_alliances: what is new is listed, what is known is left alone, what is bad is named by line and reason."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from alliances.models import Alliance, FormerAddress

pytestmark = pytest.mark.django_db

REAL = Path("alliances/data/alliances.csv")
HEADER = "name,kind,countries,subdivisions,regions,city,website,founded,description,programmes,languages,source\n"
GOOD = "Good group,alliance,CA,,,,https://example.org,2015,They meet.,COHIP,en;fr,https://example.com/source\n"


def load(path: Path) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("load_alliances", str(path), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    path = tmp_path / "rows.csv"
    path.write_text(HEADER + GOOD, encoding="utf-8")
    return path


def test_the_real_groups_are_listed_once() -> None:
    assert load(REAL) == ("62 listed, 0 left as they are, 0 bad.\n", "")
    assert Alliance.objects.open().count() == 61
    assert Alliance.objects.exclude(community="").count() == 3
    kansas_city = Alliance.objects.get(slug="kansas-city-coworking-alliance").covers.get()
    assert (kansas_city.pk, sorted(kansas_city.overlaps.values_list("pk", flat=True))) == (
        "metro-kansas-city",
        ["us-ks", "us-mo"],
    )
    assert Alliance.objects.get(slug="coworking-toronto").covers.get().parent_id == "ca-on"
    office = Alliance.objects.get(slug="villageoffice")
    assert (office.life, office.successor_name, office.source_read_on) == (
        "closed",
        "Coworking Switzerland",
        "2026-11",
    )
    assert load(REAL) == ("0 listed, 62 left as they are, 0 bad.\n", "")
    assert Alliance.objects.count() == 62


def test_a_row_says_that_it_is_from_a_public_source(rows: Path) -> None:
    load(rows)
    group = Alliance.objects.get()
    assert (group.freshness, group.checked, group.source_url) == (
        "never_confirmed",
        None,
        "https://example.com/source",
    )
    assert group.benefits == [{"name": "health_insurance", "note": "COHIP"}]
    assert (group.founded_year, group.languages, group.website) == (2015, ["en", "fr"], "https://example.org")


def test_bad_rows_are_named_and_the_rest_are_listed(rows: Path) -> None:
    bad = [
        ",alliance,CA,,,,,,No name.,,,\n",
        "No area,alliance,,,,,,,They meet.,,,\n",
        "Bad region,alliance,ZZ,,,,,,They meet.,,,\n",
        "Bad town,alliance,,CA-ON,,Atlantis,,,They meet.,,,\n",
        "Bad link,alliance,CA,,,,javascript:alert(1),,They meet.,,,\n",
        "Bad year,alliance,CA,,,,,20155x,They meet.,,,\n",
        "Bad kind,club,CA,,,,,,They meet.,,,\n",
        f"Long,alliance,CA,,,,,,{'x' * 201},,,\n",
    ]
    rows.write_text(HEADER + "".join(bad) + GOOD, encoding="utf-8")
    out, err = load(rows)
    assert out == "1 listed, 0 left as they are, 8 bad.\n"
    assert [line.split(":")[0] for line in err.splitlines()] == [f"line {number}" for number in range(2, 10)]
    assert [group.name for group in Alliance.objects.all()] == ["Good group"]


def test_what_was_edited_confirmed_renamed_or_taken_down_since_is_left_alone(rows: Path) -> None:
    load(rows)
    group = Alliance.objects.get()
    Alliance.publish({"summary": "Edited."}, alliance_id=group.pk)
    assert "edited since" in load(rows)[0]
    Alliance.objects.get().confirm(by="group")
    assert "confirmed since" in load(rows)[0]
    Alliance.publish({"name": "Renamed group"}, alliance_id=group.pk)
    assert "renamed since" in load(rows)[0]
    Alliance.publish({"name": "Good group"}, alliance_id=group.pk)
    Alliance.objects.get().take_down(reason="asked")
    assert "taken down" in load(rows)[0]
    assert not Alliance.objects.exists()
    assert FormerAddress.objects.get(pk="good-group").public_reason == "asked"


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"name\n\xff\xfe\n"])
def test_a_file_that_is_no_such_table_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError):
        load(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        load(tmp_path / "none.csv")
