"""A site of its own for a benchmark: all towns, the first groups and something on every page, gone afterwards."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.served.site import ROOT, Site, environment_of_site, start, stop
from tests.served.visitor import PASSWORD, ask

MODERATOR = "moderator"
# Set outright: what a developer has in the shell must not change the figures.
ENVIRONMENT = {
    "SECRET_KEY": "only for benchmarks, never where somebody's links depend on it",
    "EMAIL_URL": "filemail:",
    "MODERATORS_EMAIL": "moderators@localhost.example",
    "DEMO_PASSWORD": PASSWORD,
}
UNSET = ("DEBUG", "TRUSTED_PROXIES", "DEFAULT_FROM_EMAIL")
FURNISH = "from benchmarks.furniture import furnish; say(furnish())"

Addresses = dict[str, dict[str, Any]]  # "" and each language → name → path, or values of a form


@contextmanager
def prepared() -> Iterator[Path]:
    """A DATA_DIR with everything in place; removed in the end."""
    os.environ.update(ENVIRONMENT)
    for name in UNSET:
        os.environ.pop(name, None)
    with tempfile.TemporaryDirectory(prefix="alliance-directory-benchmark-") as folder:
        command = [sys.executable, "-m", "deploy.preparation"]
        subprocess.run(command, cwd=ROOT, env=environment_of_site(Path(folder)), check=True)
        yield Path(folder)


@contextmanager
def running(data_dir: Path, **extra: str) -> Iterator[Site]:
    """A web server on it; `extra`: further variables. What it prints of pages that fail on purpose is thrown away."""
    site = start(data_dir, output=subprocess.DEVNULL, **extra)
    try:
        yield site
    finally:
        stop(site)


def furnish(site: Site) -> Addresses:
    return dict(ask(site, FURNISH))
