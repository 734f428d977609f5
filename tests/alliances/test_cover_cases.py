"""Every case of who covers what, and nasty ones: in which list of an answer or of a page a group stands.

Written from the text of the rules, not from the code. A place is a town ("Munich, de-by"), a spot on the globe or
the page of a region ("/de"); what a group covers or excludes are codes of regions and circles that are drawn for it.
"""

from typing import NamedTuple

import pytest

from alliances.coverage import PlaceAnswers, answers_for
from alliances.models import Region, Town
from alliances.region_lists import RegionLists, lists_for
from alliances.surroundings import Surroundings
from tests.factories import make_alliance, make_region, make_town

pytestmark = pytest.mark.django_db


class City(NamedTuple):
    """The circle round a town, ending at the border of its state."""

    town: str


class Metro(NamedTuple):
    """The circle of 40 km round a town, over the states that it names."""

    town: str
    states: tuple[str, ...]


class Circle(NamedTuple):
    latitude: float
    longitude: float
    radius_km: float
    parent: str


class Spot(NamedTuple):
    latitude: float
    longitude: float
    leaf: str


DETROIT = City("Detroit, us-mi")
TORONTO = City("Toronto, ca-on")
KANSAS_CITY = Metro("Kansas City, us-mo", ("us-mo", "us-ks"))
BOTH_BANKS = Metro("Detroit, us-mi", ("us-mi", "ca-on"))
BASEL = Metro("Basel, ch-bs", ("ch-bs", "de-bw", "fr-ges"))
STRASBOURG = Metro("Strasbourg, fr-67", ("fr-ges", "de-bw"))
LILLE = Metro("Lille, fr-59", ("fr-hdf", "be-wht"))
OERESUND = Metro("Copenhagen, dk-84", ("dk-84", "se-m"))
NIAGARA = Metro("Niagara Falls, us-ny", ("us-ny", "ca-on"))
NORTH_POLE = Circle(90, 0, 10, "gl")
SOUTH_POLE = Circle(-90, 77, 10, "aq")
TAVEUNI = Circle(-16.8, 179.98, 10, "fj")

Ground = list[str | City | Metro | Circle]
Case = tuple[str | Spot, Ground, Ground, str]

# (place, covers, excludes, the list it is in)
TOWNS: list[Case] = [
    # the chain: city, province, country, wider, worldwide
    ("Toronto, ca-on", [TORONTO], [], "own"),
    ("Toronto, ca-on", ["ca-on"], [], "own"),
    ("Toronto, ca-on", ["ca"], [], "own"),
    ("Toronto, ca-on", ["021"], [], "wider"),
    ("Toronto, ca-on", ["north-america"], [], "wider"),
    ("Toronto, ca-on", ["001"], [], "worldwide"),
    ("Ottawa, ca-on", [TORONTO], [], ""),
    ("Ottawa, ca-on", ["ca-on"], [TORONTO], "own"),
    ("Toronto, ca-on", ["ca-on"], [TORONTO], ""),
    ("Toronto, ca-on", [TORONTO], ["ca-on"], ""),
    ("Lagos, ng-la", ["001", "ng"], [], "own"),
    ("Lagos, ng-la", ["001"], ["002"], ""),
    ("Lagos, ng-la", ["002"], [], "wider"),
    ("Osaka, jp-27", ["142"], [], "wider"),
    ("Porto, pt-13", ["150", "001"], [], "wider"),
    # circles end at a border; metros cross it
    ("Windsor, ca-on", [DETROIT], [], ""),
    ("Detroit, us-mi", [DETROIT], [], "own"),
    ("Windsor, ca-on", [BOTH_BANKS], [], "own"),
    ("Windsor, ca-on", ["ca", "us"], [DETROIT], "own"),
    ("Windsor, ca-on", ["ca", "us"], [BOTH_BANKS], ""),
    ("Kansas City, us-mo", [KANSAS_CITY], [], "own"),
    ("Kansas City, us-ks", [KANSAS_CITY], [], "own"),
    ("St. Louis, us-mo", [KANSAS_CITY], [], ""),
    ("St. Louis, us-mo", ["us"], [KANSAS_CITY], "own"),
    ("Kansas City, us-ks", ["us"], [KANSAS_CITY], ""),
    ("Basel, ch-bs", [BASEL], [], "own"),
    ("Saint-Louis, fr-68", [BASEL], [], "own"),
    ("Saint-Louis, re", [BASEL], [], ""),
    ("Saint-Louis, fr-68", ["fr"], [BASEL], ""),
    ("Kehl, de-bw", [STRASBOURG], [], "own"),
    ("Kehl, de-bw", [City("Strasbourg, fr-67")], [], ""),
    ("Tournai, be-wht", [LILLE], [], "own"),
    ("Halle, be-vbr", [LILLE], [], ""),
    ("Malmö, se-m", [OERESUND], [], "own"),
    ("Malmö, se-m", [City("Copenhagen, dk-84")], [], ""),
    ("Niagara Falls, ca-on", [NIAGARA], [], "own"),
    ("Toronto, ca-on", [NIAGARA], [], ""),
    ("Skopje, mk", [City("Skopje, mk")], [], "own"),
    # poles and the antimeridian
    (Spot(89.95, 123, "gl"), [NORTH_POLE], [], "own"),
    (Spot(89.95, -57, "gl"), [NORTH_POLE], [], "own"),
    (Spot(89.95, 123, "ca-nu"), [NORTH_POLE], [], ""),
    (Spot(89.9, 123, "gl"), [NORTH_POLE], [], ""),
    (Spot(-89.95, -103, "aq"), [SOUTH_POLE], [], "own"),
    (Spot(-16.8, -179.99, "fj"), [TAVEUNI], [], "own"),
    (Spot(-16.8, 179.8, "fj"), [TAVEUNI], [], ""),
    ("Suva, fj-c", ["fj"], [], "own"),
    ("Labasa, fj-n", ["009"], [], "wider"),
    ("Ushuaia, ar-v", ["ar"], [], "own"),
    ("Ushuaia, ar-v", ["419"], [], "wider"),
    # groupings, and what lies in two of them
    ("Munich, de-by", ["de-by"], [], "own"),
    ("Munich, de-by", ["dach"], [], "wider"),
    ("Munich, de-by", ["dach"], ["de-by"], ""),
    ("Berlin, de-be", ["dach"], ["de-by"], "wider"),
    ("Zürich, ch-zh", ["150"], ["eu"], "wider"),
    ("Berlin, de-be", ["150"], ["eu"], ""),
    ("Oslo, no-03", ["eu"], [], ""),
    ("Oslo, no-03", ["nordics"], [], "wider"),
    ("Nicosia, cy-01", ["142"], [], "wider"),
    ("Nicosia, cy-01", ["eu"], [], "wider"),
    ("Nicosia, cy-01", ["150"], [], ""),
    ("Nicosia, cy-01", ["142"], ["eu"], ""),
    ("Beijing, cn-bj", ["asia-pacific"], ["cn"], ""),
    ("Osaka, jp-27", ["asia-pacific"], ["cn"], "wider"),
    ("Osaka, jp-27", ["142", "jp"], ["030"], ""),
    ("San Juan, pr", ["north-america"], [], "wider"),
    ("Belfast, gb-bfs", ["uk-ireland"], [], "wider"),
    ("Luxembourg, lu-lu", ["benelux"], [], "wider"),
    # enclaves and exclaves
    ("Büsingen, de-bw", ["ch"], [], ""),
    ("Büsingen, de-bw", ["de-bw"], [], "own"),
    ("Büsingen, de-bw", ["dach"], [], "wider"),
    ("Büsingen, de-bw", [City("Zürich, ch-zh")], [], ""),
    ("Campione, it-co", ["ch"], [], ""),
    ("Campione, it-co", ["it-25"], [], "own"),
    ("Llívia, es-gi", ["fr"], [], ""),
    ("Llívia, es-gi", ["es-ct"], [], "own"),
    ("Llívia, es-gi", ["iberia"], [], "wider"),
    ("Baarle-Hertog, be-van", ["nl"], [], ""),
    ("Baarle-Hertog, be-van", ["benelux"], [], "wider"),
    ("Baarle-Hertog, be-van", [City("Baarle-Nassau, nl-nb")], [], ""),
    ("Baarle-Nassau, nl-nb", ["be"], [], ""),
    ("Vatican City, va", ["it"], [], ""),
    ("Vatican City, va", [City("Rome, it-rm")], [], ""),
    ("San Marino, sm-07", ["it"], [], ""),
    ("San Marino, sm-07", ["039"], [], "wider"),
    ("Monaco, mc", ["fr"], [], ""),
    ("Maseru, ls-a", ["za"], [], ""),
    ("Maseru, ls-a", ["018"], [], "wider"),
    ("Ceuta, es-ce", ["es"], [], "own"),
    ("Ceuta, es-ce", ["002"], [], ""),
    ("Melilla, es-ml", ["eu"], [], "wider"),
    ("Melilla, es-ml", ["ma"], [], ""),
    ("Kaliningrad, ru-kgd", ["ru"], [], "own"),
    ("Kaliningrad, ru-kgd", ["151"], [], "wider"),
    ("Kaliningrad, ru-kgd", ["eu"], [], ""),
    ("Kaliningrad, ru-kgd", ["baltics"], [], ""),
    ("Anchorage, us-ak", ["ca"], [], ""),
    ("Anchorage, us-ak", ["us"], [], "own"),
    # islands that are parts of their country
    ("Las Palmas de Gran Canaria, es-gc", ["es-cn"], [], "own"),
    ("Las Palmas de Gran Canaria, es-gc", ["es"], [], "own"),
    ("Las Palmas de Gran Canaria, es-gc", ["es"], ["es-cn"], ""),
    ("Las Palmas de Gran Canaria, es-gc", ["150"], [], "wider"),
    ("Las Palmas de Gran Canaria, es-gc", ["002"], [], ""),
    ("Funchal, pt-30", ["pt"], [], "own"),
    ("Ponta Delgada, pt-20", ["eu"], [], "wider"),
    ("Honolulu, us-hi", ["us"], [], "own"),
    ("Honolulu, us-hi", ["009"], [], ""),
    ("Ajaccio, fr-2a", ["fr-20r"], [], "own"),
    ("Palermo, it-pa", ["it-82"], [], "own"),
    # the parts of the United Kingdom
    ("Belfast, gb-bfs", ["gb-nir"], [], "own"),
    ("Belfast, gb-bfs", ["gb"], [], "own"),
    ("Belfast, gb-bfs", ["ie"], [], ""),
    ("Belfast, gb-bfs", ["gb"], ["gb-nir"], ""),
    ("Edinburgh, gb-edh", ["gb-eng"], [], ""),
    # territories of FR, soft through France
    ("Pointe-à-Pitre, gp", ["fr"], [], "soft"),
    ("Pointe-à-Pitre, gp", ["gp"], [], "own"),
    ("Pointe-à-Pitre, gp", ["fr", "gp"], [], "own"),
    ("Pointe-à-Pitre, gp", ["eu"], [], "wider"),
    ("Pointe-à-Pitre, gp", ["150"], [], "soft"),
    ("Pointe-à-Pitre, gp", ["fr"], ["150"], ""),
    ("Pointe-à-Pitre, gp", ["155"], ["fr"], ""),
    ("Pointe-à-Pitre, gp", ["fr"], ["gp"], ""),
    ("Pointe-à-Pitre, gp", ["fr"], ["eu"], ""),
    ("Pointe-à-Pitre, gp", ["fr", "419"], [], "wider"),
    ("Pointe-à-Pitre, gp", ["gp"], ["fr"], "own"),
    ("Pointe-à-Pitre, gp", ["fr-idf"], [], ""),
    ("Saint-Denis, re", ["fr"], [], "soft"),
    ("Saint-Denis, re", ["002"], [], "wider"),
    ("Cayenne, gf", ["fr"], [], "soft"),
    ("Cayenne, gf", ["005"], [], "wider"),
    ("Marigot, mf", ["fr"], [], "soft"),
    ("Marigot, mf", ["nl"], [], ""),
    ("Saint-Pierre, pm", ["fr"], [], "soft"),
    ("Saint-Pierre, pm", ["ca"], [], ""),
    ("Nouméa, nc", ["fr"], [], "soft"),
    ("Nouméa, nc", ["eu"], [], "soft"),
    ("Nouméa, nc", ["009"], [], "wider"),
    ("Papeete, pf", ["fr"], ["fr"], ""),
    # of NL
    ("Oranjestad, aw", ["nl"], [], "soft"),
    ("Willemstad, cw", ["benelux"], [], "soft"),
    ("Philipsburg, sx", ["nl"], [], "soft"),
    ("Philipsburg, sx", ["fr"], [], ""),
    ("Kralendijk, bq-bo", ["nl"], [], "soft"),
    ("Kralendijk, bq-bo", ["bq"], [], "own"),
    ("Kralendijk, bq-bo", ["nl-nh"], [], ""),
    # of US
    ("San Juan, pr", ["us"], [], "soft"),
    ("San Juan, pr", ["pr"], [], "own"),
    ("San Juan, pr", ["us-ny"], [], ""),
    ("Charlotte Amalie, vi", ["us"], [], "soft"),
    ("Hagåtña, gu", ["us"], [], "soft"),
    ("Hagåtña, gu", ["019"], [], "soft"),
    ("Hagåtña, gu", ["us"], ["019"], ""),
    ("Pago Pago, as", ["us"], [], "soft"),
    ("Saipan, mp", ["009"], [], "wider"),
    # of DK, NO and FI
    ("Nuuk, gl-sm", ["dk"], [], "soft"),
    ("Nuuk, gl-sm", ["nordics"], [], "wider"),
    ("Nuuk, gl-sm", ["eu"], [], "soft"),
    ("Nuuk, gl-sm", ["dk"], ["eu"], ""),
    ("Tórshavn, fo", ["dk"], [], "soft"),
    ("Tórshavn, fo", ["154"], [], "wider"),
    ("Longyearbyen, sj", ["no"], [], "soft"),
    ("Longyearbyen, sj", ["nordics"], [], "wider"),
    ("Mariehamn, ax", ["fi"], [], "soft"),
    ("Mariehamn, ax", ["eu"], [], "wider"),
    # of GB and CN
    ("Gibraltar, gi", ["gb"], [], "soft"),
    ("Gibraltar, gi", ["es"], [], ""),
    ("Gibraltar, gi", ["iberia"], [], "wider"),
    ("Douglas, im", ["gb"], [], "soft"),
    ("Saint Helier, je", ["uk-ireland"], [], "wider"),
    ("Stanley, fk", ["gb"], [], "soft"),
    ("Stanley, fk", ["ar"], [], ""),
    ("Hamilton, bm", ["gb"], [], "soft"),
    ("Hamilton, bm", ["us"], [], ""),
    ("Hong Kong, hk", ["cn"], [], "soft"),
    ("Hong Kong, hk", ["hk"], [], "own"),
    ("Hong Kong, hk", ["030"], ["cn"], "wider"),
    ("Hong Kong, hk", ["cn"], ["142"], ""),
    ("Macau, mo", ["cn"], [], "soft"),
    ("Macau, mo", ["hk"], [], ""),
    # places whose belonging is disputed follow the published standards
    ("Pristina, xk", ["xk"], [], "own"),
    ("Pristina, xk", ["rs"], [], ""),
    ("Pristina, xk", ["western-balkans"], [], "wider"),
    ("Taipei, tw-tpe", ["tw"], [], "own"),
    ("Taipei, tw-tpe", ["cn"], [], ""),
    ("Taipei, tw-tpe", ["030"], ["cn"], "wider"),
    ("Ramallah, ps", ["ps"], [], "own"),
    ("Ramallah, ps", ["il"], [], ""),
    ("East Jerusalem, ps", ["il"], [], ""),
    ("Jerusalem, il-jm", ["ps"], [], ""),
    ("Simferopol, ua-43", ["ua"], [], "own"),
    ("Simferopol, ua-43", ["ru"], [], ""),
    ("Laayoune, eh", ["ma"], [], ""),
    ("Laayoune, eh", ["eh"], [], "own"),
    # subdivisions of the second level, and towns that hang on their country
    ("Lyon, fr-69m", ["fr-69m"], [], "own"),
    ("Lyon, fr-69m", ["fr-ara"], [], "own"),
    ("Lyon, fr-69m", ["fr-ara"], ["fr-69m"], ""),
    ("Lyon, fr-69m", ["fr"], ["fr-69m"], ""),
    ("Halle, be-van", ["be-vbr"], [], ""),
    ("Halle, be-van", ["be-vlg"], [], "own"),
    ("Barcelona, es-b", ["es-ct"], [], "own"),
    ("Barcelona, es-b", ["es-gi"], [], ""),
    ("Saint-Denis, it-23", ["it"], [], "own"),
    ("Skopje, mk", ["mk"], [], "own"),
    ("Skopje, mk", ["mk-801"], [], "soft"),
    ("Skopje, mk", ["mk-801"], ["mk"], ""),
    ("Skopje, mk", ["mk"], ["mk-801"], "own"),
    ("Skopje, mk", ["mk-801", "mk"], [], "own"),
    ("Skopje, mk", ["mk-801", "039"], [], "wider"),
    ("Ramallah, ps", ["ps-rbh"], [], "soft"),
    ("São Tomé, st", ["st-p"], [], "soft"),
    ("São Tomé, st", ["pt"], [], ""),
    ("Singapore, sg-01", ["sg"], [], "own"),
]

# (page, covers, excludes, the list it is in)
PAGES: list[Case] = [
    ("/ca", ["ca"], [], "covering"),
    ("/ca", ["ca-on"], [], "within"),
    ("/ca", [TORONTO], [], "within"),
    ("/ca", ["ca-qc", "us"], [], "reaching"),
    ("/ca", ["ca"], ["ca-qc"], "reaching"),
    ("/ca", ["ca"], [TORONTO], "reaching"),
    ("/ca", ["021"], [], "covering"),
    ("/ca", ["001"], [], "worldwide"),
    ("/001", ["001"], [], "covering"),
    ("/001", ["ca"], [], "within"),
    ("/001", ["001"], ["ca"], "reaching"),
    ("/ca-qc", ["ca"], ["ca-qc"], ""),
    ("/ca-on", ["ca"], ["ca-qc"], "covering"),
    ("/ca-on", ["ca-qc"], [], ""),
    # groupings: members, unions, common ground
    ("/dach", ["dach"], [], "covering"),
    ("/dach", ["de", "at", "ch", "li"], [], "covering"),
    ("/dach", ["de", "at", "ch"], [], "within"),
    ("/dach", ["de", "fr"], [], "reaching"),
    ("/dach", ["dach"], ["de-by"], "reaching"),
    ("/dach", ["150"], [], "covering"),
    ("/dach", ["150"], ["de"], "reaching"),
    ("/de-by", ["dach"], ["de-by"], ""),
    ("/de-nw", ["dach"], ["de-by"], "covering"),
    ("/nordics", ["eu"], [], "reaching"),
    ("/eu", ["150"], [], "reaching"),
    ("/eu", ["cy"], [], "within"),
    ("/150", ["cy"], [], ""),
    ("/cy", ["eu"], [], "covering"),
    ("/cy", ["150"], [], ""),
    ("/142", ["asia-pacific"], [], "reaching"),
    ("/asia-pacific", ["asia-pacific"], ["cn"], "reaching"),
    ("/cn", ["asia-pacific"], ["cn"], ""),
    ("/jp", ["asia-pacific"], ["cn"], "covering"),
    ("/pr", ["north-america"], [], "covering"),
    # metros over borders
    ("/us-mi", [BOTH_BANKS], [], "reaching"),
    ("/ca-on", [BOTH_BANKS], [], "reaching"),
    ("/us", [BOTH_BANKS], [], "reaching"),
    ("/021", [BOTH_BANKS], [], "within"),
    ("/ca-qc", [BOTH_BANKS], [], ""),
    ("/us", [KANSAS_CITY], [], "within"),
    ("/us-ks", [KANSAS_CITY], [], "reaching"),
    ("/us-mi", [DETROIT], [], "within"),
    ("/ca-on", [DETROIT], [], ""),
    ("/dach", [BASEL], [], "reaching"),
    ("/155", [BASEL], [], "within"),
    ("/at", [BASEL], [], ""),
    ("/eu", [STRASBOURG], [], "within"),
    # parts of countries
    ("/fr-75c", ["fr-idf"], [], "covering"),
    ("/fr-idf", ["fr-75c"], [], "within"),
    ("/fr-ara", ["fr-75c"], [], ""),
    ("/es-cn", ["es"], [], "covering"),
    ("/es-cn", ["es"], ["es-cn"], ""),
    ("/es", ["es"], ["es-cn"], "reaching"),
    ("/002", ["es-cn"], [], ""),
    ("/gb-nir", ["gb"], [], "covering"),
    ("/gb-nir", ["ie"], [], ""),
    ("/gb-nir", ["uk-ireland"], [], "covering"),
    ("/ie", ["gb-nir"], [], ""),
    ("/ru-kgd", ["ru"], [], "covering"),
    ("/ru-kgd", ["eu"], [], ""),
    ("/mk", ["mk-801"], [], "within"),
    ("/mk-801", ["mk"], [], "covering"),
    ("/ps", ["ps-rbh"], [], "within"),
    ("/xk", ["rs"], [], ""),
    ("/rs", ["xk"], [], ""),
    ("/tw", ["cn"], [], ""),
    # territories: soft through their sovereign, and never the other way round
    ("/gp", ["fr"], [], "soft"),
    ("/gp", ["gp"], [], "covering"),
    ("/gp", ["fr"], ["gp"], ""),
    ("/gp", ["fr"], ["eu"], ""),
    ("/gp", ["155"], ["fr"], ""),
    ("/gp", ["150"], [], "soft"),
    ("/gp", ["eu"], [], "covering"),
    ("/gp", ["fr-idf"], [], ""),
    ("/fr", ["gp"], [], ""),
    ("/eu", ["gp"], [], "within"),
    ("/aw", ["nl"], [], "soft"),
    ("/aw", ["benelux"], [], "soft"),
    ("/bq-bo", ["nl"], [], "soft"),
    ("/pr", ["us"], [], "soft"),
    ("/gu", ["us"], [], "soft"),
    ("/gl", ["dk"], [], "soft"),
    ("/gl", ["nordics"], [], "covering"),
    ("/fo", ["eu"], [], "soft"),
    ("/sj", ["no"], [], "soft"),
    ("/ax", ["fi"], [], "soft"),
    ("/ax", ["eu"], [], "covering"),
    ("/hk", ["cn"], [], "soft"),
    ("/hk", ["030"], ["cn"], "covering"),
    ("/cn", ["hk"], [], ""),
    ("/gi", ["gb"], [], "soft"),
    ("/gi", ["iberia"], [], "covering"),
]

LISTS = {
    PlaceAnswers: ("own", "forming", "wider", "worldwide", "people", "soft"),
    RegionLists: ("covering", "within", "reaching", "worldwide", "people", "forming", "soft"),
}


def town(words: str | Spot) -> Town:
    """A town with its surroundings loaded, as a view hands it over."""
    if isinstance(words, Spot):
        spot = make_town(latitude=words.latitude, longitude=words.longitude, region_id=words.leaf)
        found = {"pk": spot.pk}
    else:
        name, _comma, leaf = words.rpartition(", ")
        found = {"name": name, "region": leaf}
    near = ("region__sovereign", "region__parent__sovereign", "region__parent__parent__sovereign")
    return Town.objects.select_related("region__parent__parent", *near).get(**found)


def page(code: str) -> Surroundings:
    around = Surroundings.of_region(code)
    assert around
    return around


def code_of(ground: str | City | Metro | Circle) -> str:
    """The code of a region; circles are drawn."""
    if isinstance(ground, City):
        return Region.of_town(town(ground.town)).pk
    if isinstance(ground, Metro):
        return Region.of_metro(town(ground.town), list(Region.objects.filter(pk__in=ground.states))).pk
    if isinstance(ground, Circle):
        facts = {**ground._asdict(), "parent": Region.objects.get(pk=ground.parent)}
        return make_region("metro-circle", **facts).pk
    return ground


def list_of(answers: PlaceAnswers | RegionLists) -> str:
    """The one list in which the only group stands, and nothing where it stands in none."""
    found = [name for name in LISTS[type(answers)] for _one in getattr(answers, name)]
    assert len(found) <= 1
    return found[0] if found else ""


def named(case: Case) -> str:
    place, covers, excludes, _expected = case
    grounds = [
        "+".join(str(tuple(one)) if isinstance(one, tuple) else one for one in part) for part in (covers, excludes)
    ]
    return " but ".join(filter(None, grounds)) + f" in {place}"


@pytest.mark.parametrize("case", [*TOWNS, *PAGES], ids=named)
def test_a_group_stands_in_the_list_that_the_rules_say(case: Case) -> None:
    place, covers, excludes, expected = case
    make_alliance(covers=[code_of(one) for one in covers], excludes=[code_of(one) for one in excludes])
    is_page = isinstance(place, str) and place.startswith("/")
    assert list_of(lists_for(page(place[1:])) if is_page else answers_for(town(place))) == expected
