"""make lighthouse: Lighthouse on a phone, at a site behind TLS with the settings of production.

Ends with 1 when a score is below 95 (performance, the median of the runs) or 100 (the other three), when the first
view is heavier than promised, or when a page asks somebody else for something or sets a cookie that it must not.
"""

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

import requests

from alliance_directory.compression import with_brotli
from benchmarks.programs import chromium, node, openssl, package
from benchmarks.site import furnish, prepared, running
from benchmarks.tls_front import CERTIFICATE, HOST, tls_front
from tests.served.visitor import FORM

PAGES = {"home": "/", "list": "/alliances/", "form": FORM}
RUNS = 3  # the machine is noisy …
TRIES = 3  # … and a busy one makes Chromium miss its own start: "please run Lighthouse again"
LEAST = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
# Bytes on the wire, requests, and layout shift: no more than this.
WHOLE, FIRST_PAINT, WITH_MAP, REQUESTS, SHIFT = 150 * 1024, 15_000, 40_000, 12, 0.0
CHROMIUM_FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking --ignore-certificate-errors"
MAP = re.compile(rb'<svg viewBox="[^"]*" aria-hidden="true" focusable="false">.*?</svg>', re.DOTALL)


class Run(NamedTuple):
    """What one run of Lighthouse says."""

    scores: dict[str, int]  # category → 0 to 100
    requests: list[dict[str, Any]]  # url, transferSize in bytes; pictures inside the stylesheet are none
    shift: float
    missed: list[str]  # the audits below full marks, outside performance

    @classmethod
    def read(cls, report: dict[str, Any]) -> "Run":
        audits, categories = report["audits"], report["categories"]
        weighed = {
            one["id"]
            for name, category in categories.items()
            if name != "performance"
            for one in category["auditRefs"]
            if one["weight"]
        }
        return cls(
            scores={name: round(100 * (category["score"] or 0)) for name, category in categories.items()},
            requests=[one for one in audits["network-requests"]["details"]["items"] if one["url"].startswith("http")],
            shift=audits["cumulative-layout-shift"]["numericValue"],
            missed=[f"{name}: {audits[name]['title']}" for name in sorted(weighed) if audits[name]["score"] == 0],
        )

    @property
    def bytes(self) -> int:
        return sum(int(one.get("transferSize", 0)) for one in self.requests)

    @property
    def hosts(self) -> set[str]:
        return {urlsplit(one["url"]).hostname or "" for one in self.requests}


def measure(url: str, folder: Path) -> Run:
    """One run of Lighthouse with its own settings for a phone: a slow line and a slow processor, made up."""
    file = folder / "report.json"
    options = [f"--only-categories={','.join(LEAST)}", "--output=json", f"--output-path={file}", "--quiet"]
    options += ["--no-enable-error-reporting", f"--chrome-flags={CHROMIUM_FLAGS}"]
    command = [node(), str(package("lighthouse") / "cli" / "index.js"), url, *options]
    environment = {**os.environ, "CHROME_PATH": chromium()}
    said = ""
    for _try in range(TRIES):
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return Run.read(json.loads(file.read_text(encoding="utf-8")))
        said = done.stderr
    sys.exit(f"Lighthouse failed:\n{said}")


def first_paint(url: str, certificate: Path) -> tuple[int, int, bool]:
    """Bytes of the page and its stylesheets as they are sent, the same without the map, and whether a cookie came."""
    session = requests.Session()
    session.trust_env, session.verify, session.headers["Accept-Encoding"] = False, str(certificate), "br"
    answer = session.get(url, timeout=10)
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', answer.text)
    beside = sum(on_the_wire(session.get(urljoin(url, sheet), timeout=10)) for sheet in sheets)
    page = on_the_wire(answer)
    without = len(with_brotli(MAP.sub(b"", answer.content))) if MAP.search(answer.content) else page
    return page + beside, without + beside, bool(answer.cookies)


def on_the_wire(answer: requests.Response) -> int:
    return int(answer.headers["Content-Length"])


@contextmanager
def behind_tls() -> Iterator[tuple[str, Path]]:
    """A furnished site as it is in the open; its address and its certificate."""
    with prepared() as data_dir, tls_front(data_dir) as front:
        url = f"https://{HOST}:{front.server_port}"
        extra = {"SITE_URL": url, "EMAIL_URL": f"smtp://{HOST}:9", "TRUSTED_PROXIES": HOST}
        with running(data_dir, **extra) as site:
            furnish(site)
            front.upstream = site.port
            yield url, data_dir / CERTIFICATE


class Figures(NamedTuple):
    """What is promised of one page, over all runs."""

    scores: dict[str, int]  # performance: the median; the others: the least
    weight: int  # bytes of all that is loaded, headers too
    requests: int
    shift: float
    paint: int  # bytes of the page and its stylesheets
    paint_without_map: int
    strangers: set[str]  # hosts besides ours
    has_cookie: bool
    missed: list[str]

    @classmethod
    def of(cls, url: str, certificate: Path, runs: list[Run]) -> "Figures":
        scores = {name: min(run.scores[name] for run in runs) for name in LEAST}
        scores["performance"] = round(statistics.median(run.scores["performance"] for run in runs))
        paint, without_map, has_cookie = first_paint(url, certificate)
        return cls(
            scores=scores,
            weight=max(run.bytes for run in runs),
            requests=max(len(run.requests) for run in runs),
            shift=max(run.shift for run in runs),
            paint=paint,
            paint_without_map=without_map,
            strangers=set().union(*(run.hosts for run in runs)) - {HOST},
            has_cookie=has_cookie,
            missed=sorted(set().union(*(run.missed for run in runs))),
        )

    def faults(self, *, is_form: bool) -> list[str]:
        """The promises that do not hold. Only a form may need a cookie."""
        promises = {
            f"{name} {self.scores[name]}, below {least}": self.scores[name] >= least for name, least in LEAST.items()
        }
        promises |= {
            f"{self.weight} bytes, more than {WHOLE}": self.weight <= WHOLE,
            f"{self.requests} requests, more than {REQUESTS}": self.requests <= REQUESTS,
            f"layout shift {self.shift}": self.shift <= SHIFT,
            f"first paint {self.paint_without_map} bytes, more than {FIRST_PAINT}": self.paint_without_map
            <= FIRST_PAINT,
            f"first paint with the map {self.paint} bytes, more than {WITH_MAP}": self.paint <= WITH_MAP,
            f"asks others: {', '.join(sorted(self.strangers))}": not self.strangers,
            "sets a cookie": is_form or not self.has_cookie,
        }
        return [*(words for words, holds in promises.items() if not holds), *self.missed]


HEADINGS = ("page", *LEAST, "bytes", "requests", "shift", "first paint", "without map")


def row(name: str, figures: Figures) -> tuple[str, ...]:
    sizes = (figures.weight, figures.requests, f"{figures.shift:g}", figures.paint, figures.paint_without_map)
    return (name, *map(str, (*figures.scores.values(), *sizes)))


def tell(rows: list[tuple[str, ...]]) -> None:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for cells in rows:
        print("  ".join(cell.rjust(width) for cell, width in zip(cells, widths, strict=True)))


def main() -> int:
    node(), chromium(), openssl(), package("lighthouse")  # before half a minute of preparations
    measured: dict[str, Figures] = {}
    with (
        behind_tls() as (url, certificate),
        tempfile.TemporaryDirectory(prefix="alliance-directory-lighthouse-") as folder,
    ):
        for name, path in PAGES.items():
            runs = [measure(url + path, Path(folder)) for _run in range(RUNS)]
            print(f"{name}: performance {', '.join(str(run.scores['performance']) for run in runs)}", flush=True)
            measured[name] = Figures.of(url + path, certificate, runs)
    print()
    tell([HEADINGS, *(row(name, figures) for name, figures in measured.items())])
    faults = [f"{name}: {words}" for name, one in measured.items() for words in one.faults(is_form=name == "form")]
    print(*faults or ["All promises hold."], sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
