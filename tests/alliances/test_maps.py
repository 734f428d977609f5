"""Maps: how deep the water is, what is in sight, and the same in words beside it."""

import re

import brotli
import pytest
from django.test import Client

from alliances import maps
from alliances.models import Region
from tests.factories import make_alliance

pytestmark = pytest.mark.django_db


def tints(chart: maps.Map | None) -> dict[str, str]:
    """Code → tint of all that is drawn."""
    assert chart is not None
    return {shape.region.pk: tint for tint, shapes in chart.layers for shape in shapes}


def chart_of(code: str) -> maps.Map | None:
    return maps.map_of(Region.objects.get(pk=code))


@pytest.mark.parametrize(
    ("groups", "tint"), [(0, "t0"), (1, "t1"), (2, "t2"), (3, "t2"), (4, "t3"), (6, "t3"), (7, "t4"), (12, "t4")]
)
def test_water_is_as_deep_as_there_are_own_groups(groups: int, tint: str) -> None:
    for _number in range(groups):
        make_alliance(covers=["ca-on"])
    make_alliance(covers=["001"])
    assert tints(maps.world_map())["ca"] == tint
    assert tints(chart_of("ca"))["ca-on"] == tint
    assert tints(maps.world_map())["fr"] == "t0"


def test_only_a_wider_body_is_hatched_and_a_worldwide_one_is_not() -> None:
    make_alliance(covers=["001"])
    make_alliance(covers=["150"], excludes=["fr"])
    make_alliance(covers=["de"])
    shown = tints(maps.world_map())
    assert (shown["pt"], shown["fr"], shown["de"], shown["br"]) == ("wider", "t0", "t1", "t0")


def test_every_outline_is_of_a_region_that_exists() -> None:
    known = set(Region.objects.values_list("pk", flat=True))
    for sheet, shapes in maps.outlines().items():
        assert sheet == "world" or sheet in known
        assert shapes.keys() <= known, sheet
        assert all(one.path or (one.x and one.y) for one in shapes.values()), sheet


def test_states_drawn_are_nearly_all_of_the_country() -> None:
    for country, shapes in maps.outlines().items():
        if country != "world":
            states = set(Region.objects.filter(parent=country, kind="subdivision").values_list("pk", flat=True))
            assert len(shapes.keys() & states) >= 0.8 * len(states), country


@pytest.mark.parametrize(
    ("code", "holds", "lacks"),
    [
        ("ca", {"ca-on", "ca-qc"}, {"us", "ca"}),  # its states
        ("ca-on", {"ca-on", "ca-qc"}, {"us"}),  # the country round it
        ("gb", {"gb-eng", "gb-nir"}, {"gb", "ie"}),
        ("jp", {"jp-13", "jp-40"}, {"jp", "kr"}),
        ("gr", {"gr", "tr"}, {"gr-i", "br"}),  # no map of its states: its place in the world
        ("ke", {"ke", "ug"}, {"ke-30"}),
        ("150", {"pt", "pl"}, {"br", "au"}),
        ("019", {"ca", "ar"}, {"au"}),
        ("nordics", {"se", "is"}, {"au"}),
        ("001", {"pt", "fj", "nz"}, set()),
    ],
)
def test_what_is_in_sight(code: str, holds: set[str], lacks: set[str]) -> None:
    shown = tints(chart_of(code)).keys()
    assert holds <= shown
    assert not lacks & shown


def test_islands_far_away_are_named_below_the_sheet(client: Client) -> None:
    chart = chart_of("pt")
    assert chart is not None
    assert [region.pk for region in chart.off_sheet] == ["pt-30"]
    assert (
        'Too far away for this sheet: <a href="/regions/pt-30/">Madeira</a>.'
        in client.get("/regions/pt/").content.decode()
    )
    assert all(not maps.map_of(Region.objects.get(pk=code)).off_sheet for code in ("ca", "us", "es", "fr", "150"))


def test_a_country_that_reaches_far_out_does_not_stretch_the_map_of_its_continent() -> None:
    chart = chart_of("150")
    assert chart is not None
    assert chart.box[2] < 400 < maps.outlines()["world"]["ru"].box[2]
    assert "ru" in tints(chart)


@pytest.mark.parametrize("language", ["", "/fr", "/es"])
def test_hatching_is_drawn_in_every_language(client: Client, language: str) -> None:
    make_alliance(covers=["150"])
    for path in ("/", "/regions/pt/", "/regions/150/"):
        pattern = re.search(r"<pattern[^>]*>.*?</pattern>", client.get(f"{language}{path}").content.decode())
        numbers = re.findall(r'(?:width|height)="([^"]*)"', pattern[0])
        assert all(re.fullmatch(r"\d+(\.\d+)?%?", number) for number in numbers), numbers


@pytest.mark.parametrize("code", ["fr-07", "aq", "ke-30"])
def test_what_cannot_be_drawn_has_no_map(client: Client, code: str) -> None:
    assert chart_of(code) is None
    assert '<svg viewBox="0 -10' not in client.get(f"/regions/{code}/").content.decode()


@pytest.mark.parametrize(("code", "marked"), [("ca-on", "Ontario"), ("gr", "Greece"), ("ca", None), ("150", None)])
def test_the_region_of_the_page_is_marked(client: Client, code: str, marked: str | None) -> None:
    page = client.get(f"/regions/{code}/").content.decode()
    assert re.findall(r'class="here"><title>([^:<]*):', page) == ([marked] if marked else [])


@pytest.mark.parametrize("path", ["/", "/regions/ca/", "/regions/ca-on/", "/regions/150/", "/regions/jp/"])
def test_map_is_silent_and_all_it_says_stands_as_text(client: Client, path: str) -> None:
    make_alliance(covers=["ca-on"])
    page = client.get(path).content.decode()
    drawing = re.search(r"<svg viewBox=.*?</svg>", page, re.DOTALL)
    assert drawing is not None
    assert 'aria-hidden="true"' in drawing[0]
    links = re.findall(r'<a href="([^"]*)"( tabindex="-1")?', drawing[0])
    assert {off for _link, off in links} == {' tabindex="-1"'}
    text = page.replace(drawing[0], "")
    for link, _off in links:
        assert f'<a href="{link}"' in text or f'<a href="{link}">' in text or link == path
    for number in re.findall(r"<title>[^<]*: ([^<]*)</title>", drawing[0]):
        assert number.strip() in text


def test_every_link_of_the_world_leads_to_a_page(client: Client) -> None:
    for region in maps.world_map().by_name[::10]:
        assert client.get(region.get_absolute_url()).status_code == 200


def test_legend_explains_the_tints_that_are_drawn(client: Client) -> None:
    make_alliance(covers=["150"])
    make_alliance(covers=["fr"])
    page = client.get("/").content.decode()
    legend = re.search(r'<ul class="legend">(.*?)</ul>', page, re.DOTALL)
    assert legend is not None
    assert re.findall(r'<li class="(\w+)">([^<]*)<', legend[1]) == [
        ("t0", "nobody yet"), ("wider", "only wider ones"), ("t1", "one group"),
    ]  # fmt: skip
    assert "they take no side" in page


def test_home_is_small_and_its_box_comes_first(client: Client) -> None:
    page = client.get("/").content
    assert len(brotli.compress(page, quality=11)) < 40_000
    assert page.index(b'name="q"') < 4096
    without = re.sub(rb"<svg viewBox=.*?</svg>|<details class=\"same\".*?</details>", b"", page, flags=re.DOTALL)
    assert len(brotli.compress(without, quality=11)) < 15_000


@pytest.mark.parametrize("code", ["ca", "ca-on", "jp", "150", "001", "eu"])
def test_map_asks_once_for_any_number_of_groups(code: str, django_assert_num_queries) -> None:
    region = Region.objects.get(pk=code)
    for _number in range(3):
        make_alliance(covers=["ca-on", "jp"])
        with django_assert_num_queries(1):
            maps.map_of(region)
