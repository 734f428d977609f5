"""What all tests share: a database with the real regions and some 250 real towns, loaded once."""

import csv
import logging
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.dispatch import receiver
from django.test import override_settings

from alliances.management.commands.load_geography import read_regions, write_regions, write_towns
from alliances.models import Region, RegionAncestry, RegionName, Town, TownName

DATA = Path(__file__).parent / "data"
# Enough of the world for tests that commit, after which Django empties the tables: loading it takes a moment only.
SMALL_WORLD = {"001", "019", "021", "142", "150", "030", "154", "155", "eu", "dach"}
SMALL_WORLD |= {"us", "ca", "fr", "gp", "de", "at", "ch", "li"}
GEOGRAPHY = (Region, RegionAncestry, RegionName, Town, TownName)
SMALL_WORLD_STATES = ("us-mo", "us-ks", "us-mi", "ca-on", "ca-qc", "de-by", "fr-idf")


@receiver(connection_created)
def _turn_what_is_in_no_order(connection: BaseDatabaseWrapper, **_about: Any) -> None:
    """Rows that a query sorts by nothing come the other way round: PostgreSQL promises no order either."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA reverse_unordered_selects = ON")


def read_some_towns(within: set[str] | None = None) -> Iterator[dict[str, str]]:
    with (DATA / "towns.tsv").open(encoding="utf-8", newline="") as source:
        for row in csv.DictReader(source, delimiter="\t", quoting=csv.QUOTE_NONE):
            if within is None or row["region"].lower() in within:
                yield row


@transaction.atomic
def load_small_world() -> None:
    codes = SMALL_WORLD | set(SMALL_WORLD_STATES)
    nodes = [node for node in read_regions() if node["code"] in codes]
    for node in nodes:
        node["parent"] = node["parent"] if node["parent"] in codes else ("001" if node["code"] != "001" else None)
        node["sovereign"] = node["sovereign"] if node["sovereign"] in codes else None
        node["members"] = [code for code in node["members"] if code in codes]
    write_regions(nodes)
    list(write_towns(read_some_towns(codes)))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The regions of the world and some towns, for every test that rolls back."""
    with django_db_blocker.unblock(), transaction.atomic():
        write_regions(read_regions())
        list(write_towns(read_some_towns()))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "check_constraints", partial(_check_what_tests_write, connection.check_constraints))
        yield


def _check_what_tests_write(check: Callable[[list[str]], None], names: Iterable[str] = ()) -> None:
    """After each test Django has SQLite look for rows that point nowhere: here in all but the geography.

    It has a hundred times as many rows as all else, and reading them took a sixth of the time of all tests. PostgreSQL
    looks at all that a test wrote.
    """
    geography = {model._meta.db_table for model in GEOGRAPHY}
    check(list(names or set(connection.introspection.table_names()) - geography))


@pytest.fixture(autouse=True)
def _geography(request: pytest.FixtureRequest) -> None:
    """Tests that commit leave empty tables behind; the next one finds a small world again."""
    if "transactional_db" in request.fixturenames or _is_transactional(request):
        request.getfixturevalue("transactional_db")
        if not Region.objects.exists():
            load_small_world()


def _is_transactional(request: pytest.FixtureRequest) -> bool:
    marker = request.node.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction"))


@pytest.fixture(scope="session", autouse=True)
def _light_settings() -> Iterator[None]:
    """Pages name static files as they lie in the tree, so tests collect nothing; passwords cost no time."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    quick = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}, PASSWORD_HASHERS=quick):
        yield


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    cache.clear()


@pytest.fixture
def toronto(db: None) -> Town:
    return Town.objects.get(pk=6167865)


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """What any logger says, down to the level that a site may be run with; Django's own hand nothing on to the root."""
    logger = logging.getLogger("django")
    before = logger.level
    logger.addHandler(caplog.handler)
    with caplog.at_level(logging.INFO), caplog.at_level(logging.INFO, logger="django"):
        yield caplog
    logger.removeHandler(caplog.handler)
    logger.setLevel(before)
