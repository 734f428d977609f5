"""What holds for all tests against a served site: no database of their own, sites that several tests share."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.served.site import ONE_WORKER, Site, copy_of, start, stop
from tests.served.visitor import FORM, Sender, Visitor, make_volunteers, typed


@pytest.fixture(autouse=True)
def _geography() -> None:
    """These tests talk to another process: they need no database of their own."""


@pytest.fixture(scope="module")
def busy_site(
    request: pytest.FixtureRequest, prepared_data_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """One site for the tests of a file that write, each under names of its own; with two moderators.

    A file where several send at once says so by AT_ONCE = True: they meet in several workers.
    """
    workers = {} if getattr(request.module, "AT_ONCE", False) else ONE_WORKER
    running = start(copy_of(prepared_data_dir, tmp_path_factory.mktemp("busy") / "data"), **workers)
    make_volunteers(running)
    yield running
    stop(running)


@pytest.fixture(scope="module")
def opened(busy_site: Site) -> str:
    """The signed time of a form that has been open for as long as a person takes at least."""
    stamp = typed(Visitor(busy_site).get(FORM))["opened"][0]
    time.sleep(2.1)
    return stamp


@pytest.fixture(scope="session")
def opened_before(site: Site) -> str:
    """The same for a site of a test's own: all served sites have one key."""
    stamp = typed(Visitor(site).get(FORM))["opened"][0]
    time.sleep(2.1)
    return stamp


@pytest.fixture
def sender(busy_site: Site, opened: str) -> Sender:
    return Sender(busy_site, opened)
