"""What holds for journeys: they run against a served site."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.ops.suite import CHROMIUM

BROWSER = next(filter(None, map(shutil.which, CHROMIUM)), "")
QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
QUIET += ["--disable-component-update", "--disable-sync"]


@pytest.fixture(autouse=True)
def _geography() -> None:
    """These tests talk to another process: they need no database of their own."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=BROWSER, args=QUIET)
