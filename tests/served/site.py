"""A real site for tests that talk to it over a socket: Granian, all towns (few on PostgreSQL), collected static files.

A pytest plug-in, named in pyproject.toml, for the journeys in a browser need such a site too.
"""

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any

import psycopg2
import pytest
import requests
from environ import Env
from xdist.scheduler import LoadScopeScheduling

from tests.served.console import ROOT, Console

STARTS_WITHIN, STOPS_WITHIN = 30.0, 15.0  # seconds
WITH_SITES = ("tests/served/", "tests/journeys/", "tests/ops/test_backup")
ONE_WORKER = {"GRANIAN_WORKERS": "1"}  # starts in half the time, for tests that send nothing at once
FEW_TOWNS = """
from django.core.management import call_command
from django.db import transaction
from alliances.management.commands.load_geography import read_regions, write_regions, write_towns
from tests.conftest import read_some_towns
call_command("migrate", verbosity=0)
with transaction.atomic():
    write_regions(read_regions())
    list(write_towns(read_some_towns()))
"""
WHILE_PREPARED = 600  # tests that other processes run in the half minute that loading the towns takes


@dataclass
class Site:
    """A web server and where it keeps its data; without a process a site that nobody visits."""

    url: str
    data_dir: Path
    process: subprocess.Popen[bytes] | None = None

    @cached_property
    def console(self) -> Console:
        return Console(environment_of_site(self.data_dir, self.port))

    def get(self, path: str, **options: Any) -> requests.Response:
        return self.ask("GET", path, **options)

    def ask(self, method: str, path: str, **options: Any) -> requests.Response:
        return requests.request(method, self.url + path, timeout=10, allow_redirects=False, **options)

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])


class SitesTogether(LoadScopeScheduling):
    """Deals tests out to processes one by one, but those of a file that share a site together."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return file if file.startswith(WITH_SITES) else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> SitesTogether | None:
    """For --dist=loadscope; otherwise xdist's own."""
    return SitesTogether(config, log) if config.getvalue("dist") == "loadscope" else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One file begins, and prepares what all sites are copies of; the others follow when that is likely to be done."""
    files: dict[Path, list[pytest.Item]] = {item.path: [] for item in items if item.nodeid.startswith(WITH_SITES)}
    rest: list[pytest.Item] = []
    for item in items:
        files.get(item.path, rest).append(item)
    first, *others = sorted(files.values(), key=len, reverse=True) or [[]]
    items[:] = [*first, *rest[:WHILE_PREPARED], *chain(*others), *rest[WHILE_PREPARED:]]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def cluster() -> str:
    """The address of the PostgreSQL cluster that the tests run on, without a database; "" on SQLite."""
    address, _slash, _database = os.environ.get("DATABASE_URL", "").rpartition("/")
    return address if address.startswith("postgres") else ""


def database_of(data_dir: Path) -> str:
    """The database of a site: one of its own in the cluster, or a file in its folder, for which "" stands."""
    return f"{cluster()}/site_{sha256(bytes(data_dir)).hexdigest()[:16]}" if cluster() else ""


def make_database(data_dir: Path, *, like: Path | None = None) -> None:
    """Make the database of a site, empty or as another one's that nobody is connected to; a file needs no making."""
    if not cluster():
        return
    new, template = (database_of(one).rpartition("/")[2] if one else "template1" for one in (data_dir, like))
    with closing(connect(os.environ["DATABASE_URL"])) as connection:
        connection.autocommit = True
        connection.cursor().execute(f"CREATE DATABASE {new} TEMPLATE {template}")


def connect(database_url: str) -> Any:
    """A psycopg2 connection."""
    config = Env.db_url_config(database_url)
    return psycopg2.connect(host=config["HOST"], user=config["USER"], dbname=config["NAME"])


def copy_of(data_dir: Path, folder: Path) -> Path:
    """A DATA_DIR like another one, with its database, that tests may write to."""
    make_database(folder, like=data_dir)
    return shutil.copytree(data_dir, folder)


def environment_of_site(data_dir: Path, port: int = 8000) -> dict[str, str]:
    """What `make run` would set."""
    return {
        **os.environ,
        "DATA_DIR": str(data_dir),
        "DATABASE_URL": database_of(data_dir),
        "PORT": str(port),
        "SITE_URL": f"http://127.0.0.1:{port}",
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
    }


@pytest.fixture(scope="session")
def prepared_data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A DATA_DIR with everything in place, made once for all workers: loading all towns takes half a minute.

    PREPARED_DATA_DIR names one that is there, with its SQLite database, and is only brought up to date. In a cluster
    there are few towns, for every site is a copy of its own: a fourth of a gigabyte with all of them.
    """
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    earlier = "" if cluster() else os.environ.get("PREPARED_DATA_DIR", "")
    folder = Path(earlier) if earlier else shared / "prepared"
    with (shared / "prepared.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = shared / "prepared.done"
        if not done.exists():  # once in a run: another worker may be copying the folder already
            environment = environment_of_site(folder)
            if cluster():
                make_database(folder)
                with closing(Console(environment)) as console:
                    console.ask(FEW_TOWNS)
            subprocess.run([sys.executable, "-m", "deploy.preparation"], cwd=ROOT, env=environment, check=True)
            done.touch()
    return folder


@pytest.fixture
def fresh_data_dir(prepared_data_dir: Path, tmp_path: Path) -> Path:
    """A copy of the prepared DATA_DIR that a test may write to."""
    return copy_of(prepared_data_dir, tmp_path / "data")


def start(data_dir: Path, *, output: int | None = None, **extra: str) -> Site:
    """Start a web server on a free port and wait for its first answer.

    `output`: where it prints (as of subprocess); `extra`: further variables.
    """
    port = free_port()
    environment = {**environment_of_site(data_dir, port), **extra}
    command = [sys.executable, "-m", "deploy.web"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True, stdout=output, stderr=output)
    site = Site(f"http://127.0.0.1:{port}", data_dir, process)
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        try:
            site.get("/robots.txt")
        except requests.ConnectionError:
            time.sleep(0.1)
        else:
            return site
    stop(site)
    raise RuntimeError(f"no answer on port {port}, exit code {process.returncode}")


def stop(site: Site) -> None:
    if "console" in vars(site):
        site.console.close()
    if site.process is None:
        return
    site.process.terminate()
    try:
        site.process.wait(STOPS_WITHIN)
    except subprocess.TimeoutExpired:
        os.killpg(site.process.pid, signal.SIGKILL)
        site.process.wait()


@pytest.fixture
def start_site(fresh_data_dir: Path) -> Iterator[Callable[..., Site]]:
    """Starts sites of one worker on one fresh DATA_DIR, with further variables; all are ended after the test."""
    started: list[Site] = []

    def start_one(**extra: str) -> Site:
        started.append(start(fresh_data_dir, **{**ONE_WORKER, **extra}))
        return started[-1]

    yield start_one
    for site in started:
        stop(site)


@pytest.fixture(scope="session")
def site(prepared_data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One site for all tests that only read."""
    running = start(copy_of(prepared_data_dir, tmp_path_factory.mktemp("site") / "data"), **ONE_WORKER)
    yield running
    stop(running)
