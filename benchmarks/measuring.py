"""How long each page takes, and how many rows its SQL reads, on the database of one site.

Runs at the site itself, where Django is set up (scale.py). Pages go through Django's test client: urls, middleware,
view and template, without a web server and without the cache of rendered pages.
"""

import json
import time
from collections.abc import Callable, Iterator
from math import ceil
from statistics import median
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from rapidfuzz import fuzz, process

from alliance_directory.collector import spare_collector
from alliances.models import Alliance, Region
from benchmarks.groups import made_up

WARM_UP, LEAST, MOST, SECONDS = 3, 10, 100, 4.0
TORONTO, LAGOS = 6167865, 2332459
PAGES = {
    "list, page 1": "/alliances/",
    "list, page 50": "/alliances/?page=50",
    "list, newest first": "/alliances/?sort=newest",
    "list, latest confirmed first": "/alliances/?sort=confirmed",
    "one filter (kind)": "/alliances/?kind=collective",
    "one filter (language), page 50": "/alliances/?language=es&page=50",
    "one filter, rare (language)": "/alliances/?language=is",
    "one filter, newest first": "/alliances/?benefit=mentoring&sort=newest",
    "two filters": "/alliances/?kind=association&join=spaces",
    "two filters that seldom meet": "/alliances/?language=ja&benefit=other",
    "three filters": "/alliances/?kind=collective&language=fr&benefit=training",
    "list of a country": "/alliances/?region=us",
    "list of a country, page 50": "/alliances/?region=us&page=50",
    "list of a country, one filter": "/alliances/?region=us&benefit=funding",
    "list of a country by name": "/alliances/?region=us&sort=name",
    "region page: world": "/regions/001/",
    "region page: country": "/regions/us/",
    "region page: rare state": "/regions/us-wy/",
    "place answer: Toronto": f"/places/{TORONTO}/",
    "place answer: Lagos": f"/places/{LAGOS}/",
    "search, common word": "/alliances/?q=alliance",
    "search, rare words": "/alliances/?q=harbour+ontario",
    "search, typo": "/alliances/?q=colective+ontaro",
    "suggest": "/places/suggest?q=san+f",
    "suggest, typo": "/places/suggest?q=torotno",
    "home": "/",
}
Figures = dict[str, Any]


def measure() -> dict[str, Figures]:
    """Name of a row → ms (median, p95), queries, and rows read on PostgreSQL."""
    spare_collector()  # as the web server does when it starts
    client = Client(headers={"host": "127.0.0.1"})
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # nothing is collected here
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}):
        found = {name: page(client, path) for name, path in {**PAGES, "group": of_a_group()}.items()}
    return {**found, "publish": publishing(), "duplicates": duplicates()}


def of_a_group() -> str:
    return Alliance.objects.order_by("pk")[0].get_absolute_url()


def timed(act: Callable[[], Any]) -> Figures:
    """Median and 95th percentile in ms of MOST runs, or of as many as there is time for, after a warm-up."""
    for _run in range(WARM_UP):
        act()
    taken: list[float] = []
    begun = time.perf_counter()
    while len(taken) < LEAST or (len(taken) < MOST and time.perf_counter() - begun < SECONDS):
        start = time.perf_counter()
        act()
        taken.append((time.perf_counter() - start) * 1000)
    return {"median": median(taken), "p95": sorted(taken)[ceil(0.95 * len(taken)) - 1], "runs": len(taken)}


def page(client: Client, path: str) -> Figures:
    def get() -> None:
        status = client.get(path).status_code
        if status != 200:
            raise SystemExit(f"{path} answered {status}")

    figures = timed(get)
    with CaptureQueriesContext(connection) as asked:
        get()
    return {**figures, "queries": len(asked), "rows": rows_read([query["sql"] for query in asked.captured_queries])}


def rows_read(statements: list[str]) -> int | None:
    """Rows that the scans of these statements give or throw away, by EXPLAIN ANALYZE of PostgreSQL."""
    if connection.vendor != "postgresql":
        return None
    read = 0
    with connection.cursor() as cursor:
        for statement in statements:
            if statement.lstrip("(").startswith("SELECT"):
                cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}")
                plan = cursor.fetchone()[0]
                plan = json.loads(plan) if isinstance(plan, str) else plan
                read += sum(scanned(plan[0]["Plan"]))
    return read


def scanned(node: dict[str, Any]) -> Iterator[int]:
    """Of every scan of a table: a bitmap counts where its rows are fetched."""
    if "Relation Name" in node:
        dropped = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
        yield round((node["Actual Rows"] + dropped) * node["Actual Loops"])
    for below in node.get("Plans", ()):
        yield from scanned(below)


def publishing() -> Figures:
    """List one more group: all that publish writes, without the commit, so that the next run finds the same rows."""
    group = next(iter(made_up(1, seed=7)))
    facts = {**group.facts, "town": None}

    def publish() -> None:
        with transaction.atomic():
            Alliance.publish(facts, **group.besides)
            transaction.set_rollback(True)

    figures = timed(publish)
    with CaptureQueriesContext(connection) as asked:
        publish()
    return {**figures, "queries": len(asked), "rows": None}


def duplicates() -> Figures:
    """Names like a new one among all names in memory (reading them is not counted)."""
    names = list(Alliance.objects.values_list("folded_name", flat=True))
    region = Region.objects.get(pk="ca-on")
    asked = f"{region.name} coworkng alliance".lower()

    def look() -> None:
        process.extract(asked, names, scorer=fuzz.ratio, score_cutoff=80, limit=5)

    return {**timed(look), "queries": 0, "rows": None}
