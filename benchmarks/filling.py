"""Fill a database with made-up groups, in bulk: row for row what publishing them one by one would have written.

Runs at the site itself, where Django is set up (scale.py).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice

from django.core.management.color import no_style
from django.db import connection, transaction

from alliances.models import Alliance, Listing, Region, Town
from alliances.models.derivation import Derivation, Placed
from benchmarks.groups import NOW, Group, made_up

BATCH = 5000
HEAVY = (Alliance, Listing)  # tables whose indexes are made at the end


def draw_circles(number: int) -> None:
    """The cities of the largest towns: a few for a small directory, 2,000 for a large one."""
    for town in Town.objects.select_related("region").order_by("-population", "pk")[: max(20, min(2000, number // 20))]:
        Region.of_town(town)


def fill(groups: Iterable[Group]) -> int:
    """List groups in an empty directory; gives their number."""
    slugs: Counter[str] = Counter()
    derivation, number = Derivation(), 0
    with transaction.atomic():
        for batch in batches(groups):
            write(batch, derivation, slugs)
            number += len(batch)
        derivation.write_counts()
        derivation.write_search_index()
    return number


def batches(groups: Iterable[Group]) -> Iterator[Sequence[Group]]:
    rest = iter(groups)
    while batch := list(islice(rest, BATCH)):
        yield batch


def write(batch: Sequence[Group], derivation: Derivation, slugs: Counter[str]) -> None:
    towns = Town.objects.in_bulk({group.facts["town"] for group in batch if group.facts["town"]})
    placed = []
    for group in batch:
        alliance = Alliance(listed_at=NOW, revision=0)
        alliance.write_facts(group.facts, group.besides, at=NOW)
        alliance.town = towns.get(group.facts["town"])
        alliance.slug = free_slug(alliance.wanted_slug, slugs)
        covered = alliance.areas_of(group.facts["covers"])
        placed.append(Placed(alliance, covered, group.facts["excludes"]))
    derivation.describe(placed)
    Alliance.objects.bulk_create((one.group for one in placed), batch_size=1000)
    for link, area in ((Alliance.covers.through, "covered"), (Alliance.excludes.through, "excluded")):
        rows = [link(alliance_id=one.group.pk, region_id=code) for one in placed for code in getattr(one, area)]
        link.objects.bulk_create(rows, batch_size=BATCH)
    derivation.add(placed)


def free_slug(wanted: str, slugs: Counter[str]) -> str:
    """The address as publish allots it: the wanted one, else with the first number that is free."""
    slug = wanted
    while slug in slugs:
        slugs[wanted] += 1
        slug = f"{wanted}-{slugs[wanted]}"
    slugs[slug] = 1
    return slug


@contextmanager
def without_indexes() -> Iterator[None]:
    """Build the indexes of the large tables once all rows are there, and check no key that we made ourselves."""
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        for statement in (
            ["PRAGMA cache_size = -1000000", "PRAGMA synchronous = OFF"]
            if is_sqlite
            else ["SET session_replication_role = replica", "SET maintenance_work_mem = '512MB'"]
        ):
            cursor.execute(statement)
    indexes = [(model, index) for model in HEAVY for index in model._meta.indexes]
    with connection.schema_editor() as editor:
        for model, index in indexes:
            editor.remove_index(model, index)
    yield
    with connection.schema_editor() as editor:
        for model, index in indexes:
            editor.add_index(model, index)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Alliance]):
            cursor.execute(statement)
        cursor.execute("ANALYZE")


def fill_in_bulk(number: int) -> None:
    """So many groups in a database that has regions and towns, and nothing else."""
    draw_circles(number)
    with without_indexes():
        fill(made_up(number))
