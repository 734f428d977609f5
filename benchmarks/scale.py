"""How the site bears growth: make scale (SIZES="1000 10000", DATABASES="sqlite postgres", KEEP=folder).

Fills a database of each kind with so many made-up groups and measures pages on it (measuring.py). All lies in a folder
that is removed afterwards; with KEEP the SQLite files stay in that folder, and the next run fills none of them again.
"""

import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from itertools import repeat
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.programs import HERE, stop
from benchmarks.site import ENVIRONMENT, UNSET
from tests.ops.postgres_cluster import DATABASE, SUPERUSER, cluster, control, programs, unprivileged
from tests.served.site import ROOT

SIZES = "1000 10000 100000 1000000"
RESULTS = HERE / "RESULTS.md"
FILE = "directory.sqlite3"
# What a machine with a few gigabytes would be given; the rest as PostgreSQL comes.
SERVER = {"shared_buffers": "512MB", "work_mem": "8MB", "effective_cache_size": "2GB"}
Measured = dict[str, dict[str, Any]]  # row → figures
ABOUT = """# How the site bears growth

From `make scale`: {day}, commit {commit}, {machine}.
Groups are made up (`benchmarks/groups.py`); regions and towns are all that there are. ms: median and 95th percentile of
one request in one process through Django's test client, after a warm-up; no web server, no cache of rendered pages.
Rows: what the scans of the page's SQL gave or threw away, by EXPLAIN ANALYZE of PostgreSQL; SQLite tells no such
number. Publish is measured without its commit. Duplicates: names like a new one among all names in memory. Ratio:
median at the largest size to that at the smallest.
"""


class Site(NamedTuple):
    """Where a site keeps what it has: a folder, with the database in it unless that is at `url`."""

    folder: Path
    url: str = ""

    def run(self, code: str) -> str:
        """What Python code prints there."""
        environment = {**os.environ, **ENVIRONMENT, "DATA_DIR": str(self.folder), "ALLOWED_HOSTS": "127.0.0.1"}
        environment |= {"SITE_URL": "http://127.0.0.1:8000", **({"DATABASE_URL": self.url} if self.url else {})}
        for name in (*UNSET, *(() if self.url else ("DATABASE_URL",))):
            environment.pop(name, None)
        command = [sys.executable, "manage.py", "shell", "-v0", "-c", code]
        done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=False)
        return done.stdout if done.returncode == 0 else stop("a part of the benchmark failed, see above")

    def prepare(self) -> None:
        """Tables, regions and towns."""
        self.run(
            "from django.core.management import call_command; "
            "call_command('migrate', verbosity=0); call_command('load_geography', stdout=open('/dev/null', 'w'))"
        )

    def fill(self, size: int) -> None:
        self.run(f"from benchmarks.filling import fill_in_bulk; fill_in_bulk({size})")

    def measured(self) -> Measured:
        (self.folder / "static").mkdir(exist_ok=True)  # WhiteNoise warns where there is none
        code = "import json; from benchmarks.measuring import measure; print(json.dumps(measure()))"
        return dict(json.loads(self.run(code).splitlines()[-1]))


class SQLite:
    """A file for each number of groups."""

    name = "SQLite"

    def __init__(self, folder: Path, _stack: ExitStack) -> None:
        self.folder = folder

    def site(self, size: int) -> Site:
        """One with so many groups; none is filled again that is there."""
        place = self.folder / str(size)
        if not (place / FILE).exists():
            unfinished = self.folder / f"{size}.unfinished"
            shutil.rmtree(unfinished, ignore_errors=True)
            shutil.copytree(self._base(), unfinished)
            Site(unfinished).fill(size)
            unfinished.rename(place)
        return Site(place)

    def _base(self) -> Path:
        """With all regions and towns, and no group."""
        base = self.folder / "base"
        if not (base / FILE).exists():
            base.mkdir(parents=True, exist_ok=True)
            Site(base).prepare()
        return base


class PostgreSQL:
    """A cluster while the stack lasts, with a database for each number of groups."""

    name = "PostgreSQL"

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.binaries = programs() or stop("PostgreSQL is missing (Debian: apt install postgresql)")
        self.base = Site(folder, stack.enter_context(cluster(self.binaries, **SERVER)))
        self.is_prepared = False

    def site(self, size: int) -> Site:
        """One with so many groups."""
        if not self.is_prepared:
            self.base.prepare()
            self.is_prepared = True
        name, server = f"groups_{size}", self.base.url.removesuffix(DATABASE)
        sockets = server.removeprefix(f"postgres://{SUPERUSER}@/").removesuffix("/")
        connect = ("-h", sockets, "-U", SUPERUSER)
        control(self.binaries, unprivileged(), "createdb", *connect, "-T", DATABASE, name)
        site = Site(self.base.folder, server + name)
        site.fill(size)
        return site


KINDS: dict[str, type[SQLite | PostgreSQL]] = {"sqlite": SQLite, "postgres": PostgreSQL}


def filled(kind: SQLite | PostgreSQL, sizes: Sequence[int]) -> dict[int, Site]:
    """A site of this kind for each number of groups."""
    sites = {}
    for size in sizes:
        begun = time.monotonic()
        sites[size] = kind.site(size)
        print(f"{kind.name}: {size:,} groups listed after {time.monotonic() - begun:.0f} s", flush=True)
    return sites


@contextmanager
def workplace() -> Iterator[Path]:
    if os.environ.get("KEEP"):
        kept = Path(os.environ["KEEP"]).resolve()
        kept.mkdir(parents=True, exist_ok=True)
        yield kept
        return
    with tempfile.TemporaryDirectory(prefix="alliance-directory-scale-") as folder:
        yield Path(folder)


def table(name: str, found: dict[int, Measured]) -> str:
    """Markdown: a line for each row, a column for each size."""
    sizes = sorted(found)
    heads = ["", *(f"{size:,}" for size in sizes), "queries", "ratio"]
    lines = [f"## {name}", "", f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
    for row, figures in found[sizes[-1]].items():
        ratio = figures["median"] / found[sizes[0]][row]["median"]
        cells = [row, *(cell(found[size][row]) for size in sizes), str(figures["queries"]), f"{ratio:.1f}"]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def cell(figures: dict[str, Any]) -> str:
    rows = "" if figures["rows"] is None else f", {figures['rows']:,} rows"
    return f"{figures['median']:.1f} / {figures['p95']:.1f} ms{rows}"


def machine() -> str:
    """Processors, memory and versions; nothing that names the machine."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = os.getloadavg()[0]
    python = platform.python_version()
    return f"{os.cpu_count()} processors, {memory:.0f} GiB, load {load:.1f} at the end, Python {python}"


def commit() -> str:
    asked = ["git", "describe", "--always", "--dirty", "--exclude=*"]
    return subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip() or "unknown"


def main() -> None:
    """Databases of all kinds are filled at once, and measured one by one when all are full.

    PostgreSQL may still be tidying up after that while SQLite is measured.
    """
    sizes = sorted({int(size) for size in os.environ.get("SIZES", SIZES).split()})
    tables, at_commit = [], commit()
    with workplace() as folder, ExitStack() as stack:
        kinds = [KINDS[kind](folder, stack) for kind in os.environ.get("DATABASES", " ".join(KINDS)).split()]
        with ThreadPoolExecutor() as at_once:
            sites = [*at_once.map(filled, kinds, repeat(sizes))]
        for kind, of_kind in zip(kinds, sites, strict=True):
            tables.append(table(kind.name, {size: site.measured() for size, site in of_kind.items()}))
            print(f"{tables[-1]}\n", flush=True)
    about = ABOUT.format(day=time.strftime("%Y-%m-%d"), commit=at_commit, machine=machine())
    RESULTS.write_text("\n".join([about, "\n\n".join(tables), ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
