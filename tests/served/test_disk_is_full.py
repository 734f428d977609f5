"""A full disk: nothing is acknowledged, nothing typed is lost, reading goes on, and room alone mends it (case 10)."""

import resource
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.served.site import Site
from tests.served.visitor import FORM, Sender, Visitor, Volunteer, count, heading, make_volunteers, rows, typed

pytestmark = [
    pytest.mark.served,
    pytest.mark.sqlite,
    pytest.mark.skipif(sys.platform != "linux", reason="asks the Linux kernel"),
]

BUSY = "We cannot store your answers at this moment"
STEP_2 = "A little more about your group"
ROOM = 4096  # bytes: the journal of the database needs more for its first page


def processes_of(site: Site) -> Iterator[int]:
    """The server and its workers."""
    parents = {}
    for state in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(state.parent.name)] = int(state.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    found = {site.process.pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    yield from found


@contextmanager
def disk_is_full_for(site: Site) -> Iterator[None]:
    """The kernel refuses every longer file to the processes of a site, as a full disk would."""
    before = {process: resource.prlimit(process, resource.RLIMIT_FSIZE) for process in processes_of(site)}
    for process, (_soft, hard) in before.items():
        resource.prlimit(process, resource.RLIMIT_FSIZE, (ROOM, hard))
    try:
        yield
    finally:
        for process, limits in before.items():
            resource.prlimit(process, resource.RLIMIT_FSIZE, limits)


def test_full_disk_answers_503_with_the_form_kept_and_room_mends_it(
    start_site: Callable[..., Site], opened_before: str
) -> None:
    site = start_site()
    make_volunteers(site)
    sender = Sender(site, opened_before)
    draft = sender.submit(name="Before it was full").url.removeprefix(site.url).replace("/more/", "/check/")
    form = sender.fill(name="While it was full", summary="Kept through it")
    records = count(site, "submissions_submission")
    with disk_is_full_for(site):
        held = sender.post(FORM, form)
        assert (held.status_code, held.headers["Retry-After"], BUSY in held.text) == (503, "30", True)
        kept = typed(held)
        assert (kept["name"], kept["summary"]) == (["While it was full"], ["Kept through it"])
        sent = sender.post(draft)
        assert (sent.status_code, heading(sent)) == (503, "Back in a moment")
        assert Volunteer(site).sign_in().status_code == 503
        for path in ("/", "/alliances/?q=toronto", "/places/6167865/", "/submit/alliance/", "/healthz", draft):
            assert Visitor(site).get(path).status_code == 200, path
    assert count(site, "submissions_submission") == records
    assert rows(site, "SELECT state FROM submissions_submission") == [("draft",)]
    assert heading(sender.post(FORM, kept)) == STEP_2
    assert heading(sender.post(draft)) == "Check your email"
    assert "log out" in Volunteer(site).sign_in().text.lower()
    assert count(site, "submissions_submission") == records + 1
