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
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.programs import HERE, stop
from benchmarks.site import ENVIRONMENT, UNSET
from tests.ops.postgres_cluster import DATABASE, SUPERUSER, cluster, control, programs, unprivileged
from tests.served.site import ROOT

SIZES = "1000 10000 100000 1000000"
RESULTS = HERE / "RESULTS.md"
FILE = "directory.sqlite3"
# What a machine with a few gigabytes would be given; the rest as PostgreSQL comes.
SERVER = {"shared_buffers": "512MB", "work_mem": "8MB", "effective_cache_size": "2GB"}
TEMPLATE = "template_of_all"
Measured = dict[str, dict[str, Any]]  # row → figures
ABOUT = """# How the site bears growth

From `make scale`: {day}, commit {commit}, {machine}. Groups are made up (`benchmarks/groups.py`); regions and towns are
all that there are. ms: median and 95th percentile of one request in one process through Django's test client, after a
warm-up; no web server, no cache of rendered pages. Rows: what the scans of the page's SQL gave or threw away, by
EXPLAIN ANALYZE of PostgreSQL; SQLite tells no such number. Publish is measured without its commit. Duplicates: names
like a new one among all names in memory. Ratio: median at the largest size to that at the smallest.
"""


def run(folder: Path, code: str, url: str = "") -> str:
    """What Python code prints at the site that lies in a folder, or in the database at `url`."""
    environment = {**os.environ, **ENVIRONMENT, "DATA_DIR": str(folder), "ALLOWED_HOSTS": "127.0.0.1"}
    environment |= {"SITE_URL": "http://127.0.0.1:8000", **({"DATABASE_URL": url} if url else {})}
    for name in (*UNSET, *(() if url else ("DATABASE_URL",))):
        environment.pop(name, None)
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", code]
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=False)
    return done.stdout if done.returncode == 0 else stop("a part of the benchmark failed, see above")


def prepare(folder: Path, url: str = "") -> None:
    """Tables, regions and towns."""
    run(
        folder,
        "from django.core.management import call_command; "
        "call_command('migrate', verbosity=0); call_command('load_geography', stdout=open('/dev/null', 'w'))",
        url,
    )


def fill(folder: Path, size: int, url: str = "") -> None:
    begun = time.monotonic()
    run(folder, f"from benchmarks.filling import fill_in_bulk; fill_in_bulk({size})", url)
    print(f"  {size:,} groups listed in {time.monotonic() - begun:.0f} s", flush=True)


def measured(folder: Path, url: str = "") -> Measured:
    code = "import json; from benchmarks.measuring import measure; print(json.dumps(measure()))"
    return dict(json.loads(run(folder, code, url).splitlines()[-1]))


def on_sqlite(sizes: list[int], folder: Path) -> Iterator[tuple[int, Measured]]:
    base = folder / "base"
    for size in sizes:
        place = folder / str(size)
        if not (place / FILE).exists():
            if not (base / FILE).exists():
                base.mkdir(parents=True, exist_ok=True)
                prepare(base)
            unfinished = folder / f"{size}.unfinished"
            shutil.rmtree(unfinished, ignore_errors=True)
            shutil.copytree(base, unfinished)
            fill(unfinished, size)
            unfinished.rename(place)
        yield size, measured(place)


def on_postgres(sizes: list[int], folder: Path) -> Iterator[tuple[int, Measured]]:
    binaries = programs() or stop("PostgreSQL is missing (Debian: apt install postgresql)")
    with cluster(binaries, **SERVER) as url:
        sockets = url.removeprefix(f"postgres://{SUPERUSER}@").rpartition("/")[0].removeprefix("/")
        connect = ("-h", sockets, "-U", SUPERUSER)
        prepare(folder, url)
        for size in sizes:
            name = f"groups_{size}"
            control(binaries, unprivileged(), "createdb", *connect, "-T", DATABASE, name)
            here = url.removesuffix(DATABASE) + name
            fill(folder, size, here)
            yield size, measured(folder, here)
            control(binaries, unprivileged(), "dropdb", *connect, name)


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
    sizes = sorted(map(int, os.environ.get("SIZES", SIZES).split()))
    kinds = {"sqlite": ("SQLite", on_sqlite), "postgres": ("PostgreSQL", on_postgres)}
    tables, at_commit = [], commit()
    with workplace() as folder:
        for kind in os.environ.get("DATABASES", "sqlite postgres").split():
            name, measure = kinds[kind]
            print(f"{name} …", flush=True)
            tables.append(table(name, dict(measure(sizes, folder))))
            print(f"{tables[-1]}\n", flush=True)
    about = ABOUT.format(day=time.strftime("%Y-%m-%d"), commit=at_commit, machine=machine())
    RESULTS.write_text("\n".join([about, "\n\n".join(tables), ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
