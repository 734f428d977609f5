"""The code of today of what Natural Earth drew."""

import pytest

from tools.areas import areas_of_today, linked
from tools.packages import Feature, Subdivision

BY_HAND = {
    "renamed": {"by_geonames": ["PL"], "codes": {"FR-75": "FR-75C", "HRV-1604": "HR-11"}},
    "merged": {"GB-POL": "GB-BCP", "LU-L": "LU"},
    "states": {"NO.01": "NO-32"},
}
KNOWN = {"FR-75C", "HR-11", "HR-12", "GB-BCP", "PL-24", "SI-142"}
LINKS = {"PL.83": "PL-24", "FR.75": "FR-NAQ", "SI.E7": "SI-142"}


@pytest.mark.parametrize(
    ("facts", "code", "region"),
    [
        ({"iso_3166_2": "HR-12", "adm1_code": "HRV-1602"}, "HR-12", "HR-12"),
        ({"iso_3166_2": "HR-12", "adm1_code": "HRV-1604"}, "HR-11", "HR-11"),  # one code for two areas
        ({"iso_3166_2": "FR-75", "gn_a1_code": "FR.75"}, "FR-75C", "FR-75C"),
        ({"iso_3166_2": "PL-SL", "gn_a1_code": "PL.83"}, "PL-24", "PL-24"),
        ({"iso_3166_2": "PL-24", "gn_a1_code": "PL.99"}, "PL-24", "PL-24"),  # known: not asked
        ({"iso_3166_2": "PL-XX", "gn_a1_code": None}, "PL-XX", "PL-XX"),
        ({"iso_3166_2": "SI-05", "gn_a1_code": "SI.E7"}, "SI-05", "SI-05"),  # GeoNames is not to be asked here
        ({"iso_3166_2": "GB-POL"}, "GB-POL", "GB-BCP"),
        ({"iso_3166_2": "LU-L"}, "LU-L", "LU"),
    ],
)
def test_area_has_the_code_of_today(facts: dict[str, str], code: str, region: str) -> None:
    feature = Feature(facts, [])
    [area] = areas_of_today([feature], BY_HAND, KNOWN, LINKS)
    assert (area.code, area.region, area.feature) == (code, region, feature)


def test_links_are_those_whose_region_is_known_and_those_by_hand() -> None:
    lines = [Subdivision("PL-24", "PL.83"), Subdivision("FR-X", "FR.99"), Subdivision("HR-11", "")]
    assert linked(lines, KNOWN, BY_HAND) == {"PL.83": "PL-24", "NO.01": "NO-32"}
